"""A folder of texts held against what a careful reader found in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import UnreadableReview
from bot.reviews.measuring import describe, measure

TEXT = (
    "Copper Tide Episode 7 Review\n\nThe divers reach the wreck at noon and find the hatch open, and go in.\n\n"
    "I enjoyed it. Who opened the hatch? I give this episode an 8/10.\n"
)
EXPECTED = {
    "kind": "episode",
    "show": "Copper Tide",
    "season": None,
    "episode": 7,
    "episode_end": None,
    "is_final": False,
    "review_title": "Copper Tide Episode 7 Review",
    "author": None,
    "rating_value": 8,
    "rating_scale": 10,
    "loose_end_fragments": ["Who opened the hatch?"],
    "notes": "",
}


def sample(folder: Path, *, text: str = TEXT, name: str = "one.txt", **expected: Any) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    told = {"url": "https://b.example/x/", "expected": {**EXPECTED, **expected}}
    (folder / name).with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def test_a_text_that_is_read_right_has_no_misses(tmp_path: Path) -> None:
    report = measure(sample(tmp_path))
    assert {outcome.verdict.value for outcome in report.outcomes} == {"right"}
    assert (report.samples, report.found_ends, report.real_ends) == (1, 1.0, 1.0)
    assert describe(report).endswith("offered ones real     1 of 1      100%")


def test_what_is_there_and_not_read_is_missed_and_what_is_read_and_not_there_is_false(tmp_path: Path) -> None:
    report = measure(sample(tmp_path, author="Odalys", season=2, show="Low Orbit", rating_value=None, is_final=True))
    verdicts = {outcome.field: outcome.verdict.value for outcome in report.outcomes}
    assert (verdicts["author"], verdicts["season"], verdicts["last of its show"]) == ("missed", "missed", "missed")
    assert (verdicts["show"], verdicts["score"], verdicts["episodes"]) == ("false", "false", "right")
    assert (report.share("show"), report.false("show"), report.false("author")) == (0.0, 1, 0)
    assert "one: show: “low orbit”, read “copper tide”" in describe(report)


def test_loose_ends_are_found_by_a_piece_of_them(tmp_path: Path) -> None:
    report = measure(sample(tmp_path, loose_end_fragments=["opened the hatch", "who rang the bell"]))
    assert (report.found_ends, report.real_ends) == (0.5, 1.0)
    report = measure(sample(tmp_path, loose_end_fragments=[]))
    assert (report.found_ends, report.real_ends) == (1.0, 0.0)


def test_what_cannot_be_decided_is_not_measured(tmp_path: Path) -> None:
    report = measure(sample(tmp_path, show="Low Orbit", notes="hard; undecidable: show"))
    assert "show" not in {outcome.field for outcome in report.outcomes}


def test_address_and_title_are_kept_from_the_reader_when_the_text_alone_is_asked_for(tmp_path: Path) -> None:
    text = TEXT.replace("Copper Tide Episode 7 Review", "The Bell Below")
    folder = sample(tmp_path, text=text, review_title="The Bell Below")
    told = json.loads((folder / "one.json").read_text())
    (folder / "one.json").write_text(json.dumps({**told, "url": "https://b.example/copper-tide-episode-7/"}))
    assert measure(folder).share("episodes") == 1.0
    assert measure(folder, text_alone=True).share("episodes") == 0.0


def test_a_text_that_is_refused_is_a_miss(tmp_path: Path) -> None:
    assert measure(sample(tmp_path, text="   ")).share("episodes") == 0.0


@pytest.mark.parametrize("told", ["{", "[]", "{}", '{"expected": 1}'])
def test_notes_of_another_form_are_refused_by_name(tmp_path: Path, told: str) -> None:
    (sample(tmp_path) / "one.json").write_text(told)
    with pytest.raises(UnreadableReview, match=r"one\.json is not of the form"):
        measure(tmp_path)


def test_a_folder_without_samples_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReview, match="holds no text"):
        measure(tmp_path)

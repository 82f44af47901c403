"""The reader held against the corpus: what is promised of texts never seen must at least hold of these."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.reviews.measuring import Report, describe, measure

CORPUS = Path(__file__).parent / "corpus"
README = Path(__file__).parent / "README.md"


@pytest.fixture(scope="module")
def report() -> Report:
    return measure(CORPUS)


def test_it_is_large_and_half_of_it_is_hard() -> None:
    hard = [json.loads(notes.read_text(encoding="utf-8"))["hard"] for notes in CORPUS.glob("*.json")]
    assert len(hard) >= 60
    assert sum(hard) * 2 >= len(hard)


@pytest.mark.parametrize("field", ["show", "season", "episodes", "score", "kind", "author", "published", "address"])
def test_nearly_all_is_read_right(report: Report, field: str) -> None:
    assert report.share(field) >= 0.95


@pytest.mark.parametrize("field", ["episodes", "season", "score", "last of its show", "published"])
def test_nothing_is_invented(report: Report, field: str) -> None:
    assert report.false(field) == 0


def test_parts_and_loose_ends(report: Report) -> None:
    assert min(report.share(part) for part in ("recap", "discussion", "closing")) >= 0.85
    assert min(report.found_ends, report.real_ends) >= 0.8


def test_episodes_are_never_invented_from_the_text_alone() -> None:
    alone = measure(CORPUS, text_alone=True)
    assert alone.false("episodes") == 0
    assert alone.share("episodes") >= 0.95


def test_the_readme_shows_the_report_as_it_is(report: Report) -> None:
    shown = re.search(r"```text\n(.*?)\n```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    assert shown.group(1) == describe(report)

"""The review that the reader was first written for. Its text is not the project's and does not ship with it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.reviews.model import as_json
from bot.reviews.reader import read_review

FILE = Path(__file__).parents[3] / "shared" / "reviews" / "metallic-rouge-13.txt"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the first review's text is not here; it does not ship")


@pytest.fixture(scope="module")
def read() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(as_json(read_review(FILE.read_bytes()))))
    return plain


def test_what_it_is_about(read: dict[str, Any]) -> None:
    assert {key: read[key] for key in list(read)[:12]} == {
        "kind": "episode",
        "show": "Metallic Rouge",
        "season": None,
        "first_episode": 13,
        "last_episode": 13,
        "is_final": True,
        "title": "Metallic Rouge Episode 13 Review: A Pot of Plot Twists with a Side of Loose Ends",
        "episode_title": None,
        "author": None,
        "published": None,
        "url": None,
        "language": "en",
    }


def test_its_score(read: dict[str, Any]) -> None:
    assert read["score"] == {"value": 7, "scale": 10, "raw": "about a 7/10 as an overall rating"}


def test_its_parts_have_the_names_of_its_table_of_contents(read: dict[str, Any]) -> None:
    assert [(part["kind"], part["heading"]) for part in read["parts"]] == [
        ("other", None),
        ("recap", "Part 1: Episode Recap"),
        ("discussion", "Part 2: Episode Discussion"),
        ("closing", "Part 3: Closing Notes and the Black Box Blog"),
    ]
    assert [part["text"].split()[:2] for part in read["parts"]] == [
        ["Compared", "to"],
        ["The", "Puppeteer,"],
        ["I’ve", "got"],
        ["Metallic", "Rouge"],
    ]
    assert [part["text"].split()[-2:] for part in read["parts"]] == [
        ["episode", "13."],
        ["Metallic", "Rouge."],
        ["Gene.", "🙂"],
        ["content", "creator."],
    ]


def test_nothing_is_lost_but_title_contents_and_footer(read: dict[str, Any]) -> None:
    words = FILE.read_text("utf-8").split()
    kept = " ".join(part["text"] for part in read["parts"]).split()
    start = words.index("Compared")
    contents = words.index("1.")
    end = words.index("~Thanks")
    recap = words.index("The", words.index("Box"))
    assert kept == words[start:contents] + words[recap:end]


def test_its_loose_ends(read: dict[str, Any]) -> None:
    assert [end.replace("’", "'") for end in read["loose_ends"]] == [
        "What was the point of the virus that took hold of the Neans for only a few seconds?",
        "Many questions remain unanswered about how ids work and what happened with Rouge and Naomi.",
        "Shouldn't Rouge be able to reinstall her own id and give Naomi's id back as planned?",
        "The war with the Junoids is another issue. Isn't humanity in big trouble now?",
        "What about Giallon? We don't know if he survived.",
    ]


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [("\n", "\r\n"), ("  (?=[123][.])", "\t"), ("  [123][.] ", "- "), ("  [123][.] ", "* "), ("\n\n\n", "\n \n\t\n")],
)
def test_its_other_shapes_read_the_same(read: dict[str, Any], pattern: str, instead: str) -> None:
    text = re.sub(pattern, lambda _: instead, FILE.read_text("utf-8"))
    assert as_json(read_review(text.encode())) == read


def test_without_wide_gaps_its_wording_parts_it(read: dict[str, Any]) -> None:
    text = re.sub(r"\n{3,}", "\n\n", FILE.read_text("utf-8"))
    assert as_json(read_review(text.encode())) == read

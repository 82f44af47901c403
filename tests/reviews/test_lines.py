"""Plain text and Markdown to blocks, and front matter."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reviews.front_matter import split_front_matter
from bot.reviews.lines import read_lines
from bot.reviews.model import ReviewKind
from tests.reviews.texts import RECAP, TITLE, read


def text(body: str) -> str:
    return read(f"# {TITLE}\n\n{RECAP[0]}\n\n{body}").parts[0].text.removeprefix(RECAP[0]).strip()


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a [link](https://b.example) here", "a [link](https://b.example) here"),
        ("a [link](javascript:x) and [one](/x 'title')", "a link and one"),
        ("![a picture](https://b.example/p.png) below", "below"),
        ("one\ntwo", "one two"),
        ("one  \ntwo", "one\ntwo"),
        ("one  \ntwo  \nthree", "one\ntwo\nthree"),
        ("one\n> said", "one\n> said"),
        ("* one\n+ two\n  more", "- one\n- two more"),
        ("> said\n> so", "> said so"),
        ("a <em>tag</em> and <!-- not this --> that", "a tag and that"),
        ("x <3 y > z", "x <3 y > z"),
        ("non\u00a0breaking\tand\u200b hidden", "non breaking and hidden"),
    ],
)
def test_markdown(markdown: str, expected: str) -> None:
    assert text(markdown) == expected


def test_a_line_below_makes_a_heading() -> None:
    review = read(f"# {TITLE}\n\n{RECAP[0]}\n\nThe bell of the wreck, once more!\n---\n\n{RECAP[1]}")
    assert [p.heading for p in review.parts] == [None, "The bell of the wreck, once more!"]


def test_what_belongs_to_a_list_item_in_plain_text_is_indented() -> None:
    blocks = read_lines("- one\n  more\nnot the list").blocks
    assert [block.text for block in blocks] == ["one more", "not the list"]


def test_gaps_count_blank_lines_and_rules() -> None:
    blocks = read_lines("one\n\ntwo\n\n\nthree\n\n---\n\nfour\nfive").blocks
    assert [(block.text, block.gap > 2) for block in blocks] == [
        ("one", False),
        ("two", False),
        ("three", False),
        ("four five", True),
    ]
    assert [block.gap for block in blocks[:3]] == [0, 1, 2]


def test_lines_of_plain_text_stay_lines() -> None:
    assert [block.text for block in read_lines("one\ntwo\n\nthree").blocks] == ["one", "two", "three"]


FRONT = """---
# a comment
title: "Copper Tide: Episode 7"   # another
authors:
  - Odalys
  - Tobias
date: 2025-03-16T10:00:00Z
rating: 8/10
anime: 'Copper Tide'
season: 2
Episode: 13.5
tags: [a, b]
permalink_to: x
---
"""


def test_front_matter() -> None:
    review = read(f"{FRONT}\n{RECAP[0]}")
    assert review.title == "Copper Tide: Episode 7"
    assert (review.author, review.published) == ("Odalys, Tobias", date(2025, 3, 16))
    assert review.score is not None
    assert (review.score.value, review.score.scale) == ("8", "10")
    assert [p.text for p in review.parts] == [RECAP[0]]


def test_front_matter_names_show_season_and_episode() -> None:
    review = read(f"{FRONT.replace('title: ', 'headline: ')}\n{RECAP[0]}")
    assert (review.kind, review.show, review.season, str(review.span)) == (
        ReviewKind.EPISODE,
        "Copper Tide",
        2,
        "13.5",
    )
    ranged = read(f"{FRONT.replace('title: ', 'headline: ').replace('13.5', '6-7')}\n{RECAP[0]}")
    assert (ranged.kind, str(ranged.span)) == (ReviewKind.RANGE, "6–7")


@pytest.mark.parametrize("source", ["---\ntitle: x\nno end", "---\n\njust a rule\n---\n", "text\n---\na: b\n---\n"])
def test_what_is_no_front_matter(source: str) -> None:
    assert split_front_matter(source) == ({}, source)


def test_a_list_in_brackets() -> None:
    assert split_front_matter("---\nauthors: [Odalys, 'Tobias']\n---\n")[0] == {"author": "Odalys, Tobias"}


def test_other_fences() -> None:
    assert split_front_matter('+++\ntitle = "x"\n+++\nbody') == ({"title": "x"}, "body")

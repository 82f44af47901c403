"""Sentences that count the episode a text is about, and those that count another."""

from __future__ import annotations

import pytest

from bot.reviews.blocks import Block, Shape
from bot.reviews.counting import counted, first_one

TITLE = "Why “The Bell Below” Rings On"


def number(text: str) -> tuple[int | None, str]:
    about = counted([Block(Shape.PARAGRAPH, text)], TITLE)
    return about.season, str(about.span or "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In fact this 6th episode might well have been my favourite.", (None, "6")),
        ("“The Bell Below,” the sixth episode of Copper Tide’s second season, is loud.", (2, "6")),
        ("It opens like season two’s standout sixth episode: “The Bell Below.” And it rings.", (2, "6")),
        ("Ce 5e épisode est vraiment fort, et la cloche sonne.", (None, "5")),
        ("This is the third episode of Copper Tide, and a loud one.", (None, "3")),
        ("Copper Tide’s sixth episode, henceforth known as “The Bell Below,” begins in the dark.", (None, "6")),
        ("I just watched the 11th episode of Copper Tide!", (None, "11")),
        ("This time, here’s my judgment on episode 2, which I saw without the sound.", (None, "2")),
        ("Copper Tide “The Bell Below” is the thirteenth and final episode of them all.", (None, "13")),
    ],
)
def test_the_text_counts_its_episode(text: str, expected: tuple[int | None, str]) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The sixth episode of Copper Tide was louder than all of this.",
        "This is the third episode in a row where nobody counts the lamps.",
        "“The Lamp,” the sixth episode of Copper Tide, was louder than this one.",
        "Since this sixth episode much has changed, and after this 6th episode more.",
        "The third and this sixth episode are alike, as are episodes 3 and 6.",
        "I watched episode 4 and wrote of it the other day.",
    ],
)
def test_another_episode_is_not_taken_for_its_own(text: str) -> None:
    assert number(text) == (None, "")


def test_a_line_that_has_the_reviews_title_behind_a_number_counts() -> None:
    lines = ("The harbour sleeps while the divers go down.", "Episode 14 - Lamps")
    blocks = [Block(Shape.PARAGRAPH, line) for line in lines]
    assert str(counted(blocks, "Lamps").span) == "14"
    assert counted(blocks, "Bells").span is None


def test_only_the_opening_counts() -> None:
    prose = [Block(Shape.PARAGRAPH, "The harbour sleeps while the divers go down once more.")] * 3
    last = Block(Shape.PARAGRAPH, "In fact this 6th episode might well have been my favourite.")
    assert counted([*prose, last], TITLE).span is None
    assert str(counted([Block(Shape.PARAGRAPH, "9.5")] * 4 + [last], TITLE).span) == "6"


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Copper Tide – First Impressions", "But, great first episode! The divers go down.", "1"),
        ("First Impression: Copper Tide", "The first episode got me within a minute.", "1"),
        ("Copper Tide: primeras impresiones", "Der Hafen schläft, and episode 1 is loud.", "1"),
        ("Copper Tide – First Impressions", "The first three episodes got me.", ""),
        ("Copper Tide – First Impressions", "The first episode got me, and the second episode more so.", ""),
        ("Copper Tide – First Impressions", "The first episode got me. Three episodes in I count the lamps.", ""),
        ("Copper Tide – First Impressions", "The divers go down once more.", ""),
        ("Copper Tide – Final Impressions", "The first episode got me within a minute.", ""),
    ],
)
def test_first_impressions_are_of_the_first_episode_where_the_text_counts_no_other(
    title: str, text: str, expected: str
) -> None:
    assert str(first_one([Block(Shape.PARAGRAPH, text)], title).span or "") == expected

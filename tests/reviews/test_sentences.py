"""Sentences, and whose words they are."""

from __future__ import annotations

import pytest

from bot.reviews.sentences import sentences


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Dr. Junk met Mr. Tide. He left.", ["Dr. Junk met Mr. Tide.", "He left."]),
        ("It began in ep. 7 and ended. Good.", ["It began in ep. 7 and ended.", "Good."]),
        ("I liked episode 12. Then it rained.", ["I liked episode 12.", "Then it rained."]),
        ("It ends… or does it? Yes.", ["It ends… or does it?", "Yes."]),
        ("1) The first. 2) The second.", ["The first.", "The second."]),
        ("She said “Go away.” Then she left.", ["She said “Go away.”", "Then she left."]),
        ("謎は残る。誰だ？", ["謎は残る。", "誰だ？"]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("?!?! ...", []),
    ],
)
def test_sentences(paragraph: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in sentences(paragraph)] == expected


@pytest.mark.parametrize(
    ("paragraph", "quoted"),
    [
        ("They thought, “It is cold. Is it good?” and left.", [True, True]),
        ('He asks "who is it?"', [True]),
        ("He says “no” and goes. Who is it?", [False, False]),
        ("Who says “no” now?", [False]),
    ],
)
def test_quoted(paragraph: str, quoted: list[bool]) -> None:
    assert [sentence.quoted for sentence in sentences(paragraph)] == quoted


def test_a_paragraph_that_nobody_wrote_is_not_looked_into() -> None:
    assert sentences("Who is it? " * 2000) == []

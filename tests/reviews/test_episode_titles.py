"""An episode's own title, told in the text."""

from __future__ import annotations

import pytest

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.reviews.blocks import Block, Shape
from bot.reviews.episode_titles import told_title

SPAN = EpisodeSpan.of(EpisodeNumber.of(7))


def told(text: str, span: EpisodeSpan | None = SPAN) -> str | None:
    title = told_title([Block(Shape.PARAGRAPH, text)], span)
    return title.value if title else None


@pytest.mark.parametrize(
    "text",
    [
        "“Copper Tide” episode 7 is out! The episode is titled, “The Bell Below.”",
        "In episode 7, “The Bell Below”, the divers go down.",
        "Copper Tide episode 7, titled The Bell Below, goes down.",
        "Episode 7 of Copper Tide season 4 ‘The Bell Below’ starts off with a drive.",
        "This week’s installment, called “The Bell Below,” is a loud one.",
        "My first thought is that “The Bell Below,” the seventh episode, was the best.",
        "The Bell Below is the seventh episode of Season 1.",
        "Today it is episode 7 of Copper Tide, also known as “The Bell Below”.",
        "Diese Folge mit dem Titel „The Bell Below“ ist laut.",
        "Este nuevo capítulo de Copper Tide lleva por nombre «The Bell Below».",
        "L’épisode 7 est intitulé «The Bell Below».",
        "L’episodio 7, intitolato «The Bell Below», è lungo.",
        "『フーバー』第7話「The Bell Below」は、長い回だった。",
    ],
)
def test_titles_in_the_text(text: str) -> None:
    assert told(text) == "The Bell Below"


@pytest.mark.parametrize(
    "text",
    [
        "The next episode is titled “The Bell Below”.",
        "Episode 6, “The Bell Below”, was better.",
        "The song is called “The Bell Below”, and this episode has it.",
        "“The Bell Below,” the sixth episode, was better.",
        "This is the seventh episode of Season 1.",
        "Was this so-called “bell episode” needed?",
        "“The Bell Below” is what Aster says in this episode.",
    ],
)
def test_what_is_quoted_of_something_else_is_none(text: str) -> None:
    assert told(text) is None


def test_without_one_episode_there_is_no_title() -> None:
    assert told("The episode is titled “The Bell Below”.", None) is None
    assert told("The episode is titled “The Bell Below”.", EpisodeSpan(SPAN.first, EpisodeNumber.of(8))) is None


def test_below_the_opening_the_number_must_stand_beside_the_title() -> None:
    prose = [Block(Shape.PARAGRAPH, "The harbour sleeps while the divers go down once more.")] * 5
    numbered = Block(Shape.PARAGRAPH, "Copper Tide episode 7 is titled “The Bell Below”.")
    other = Block(Shape.PARAGRAPH, "The episode is titled “The Bell Below”.")
    found = told_title([*prose, numbered], SPAN)
    assert found is not None
    assert found.value == "The Bell Below"
    assert told_title([*prose, other], SPAN) is None

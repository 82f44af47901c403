"""The part of a title that a text calls a show."""

from __future__ import annotations

import pytest

from bot.reviews.blocks import Block, Shape
from bot.reviews.calling import named_by_text
from bot.reviews.evidence import BAR
from bot.reviews.titles import read_title


def named(title: str, text: str) -> str | None:
    about = named_by_text(read_title(title), title, [Block(Shape.PARAGRAPH, text)])
    return about.show if about.show_sureness >= BAR else None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Review: Copper Tide – The Bell Below", "This is the best Copper Tide episode in a while."),
        (
            "The Bell Below: How “Lamps” Defines “Copper Tide”",
            "The sixth episode of Copper Tide’s second season.",
        ),
        ("Copper Tide: The Bell Below Review", "Loud! Copper Tide season 1 goes on as it began."),
        ("The Bell Below – Copper Tide Episode 3", "I have waited for this episode of Copper Tide."),
        ("Lamps Fail in Copper Tide ep. 9 Review", "We are at the end. Copper Tide episode 9 receives a 4 out of 5."),
        ("Wet and LOUD-Copper Tide 9 Review", "This is my favorite episode of Copper Tide to date."),
        ("Copper Tide: lanternas como você nunca viu", "O novo anime Copper Tide é um prato cheio."),
        ("Lamp Notes: Copper Tide", "Copper Tide is a short and loud anime about divers."),
        ("ASTER!~~~ D: Copper Tide episode 10!", "Who else was blown away by episode 10 of Copper Tide?"),
        ("It Rings! (Copper Tide)", "Last night’s finale of ‘Copper Tide’ was loud."),
        ("The Lamps Burn On- Copper Tide Ep 1 Review", "I knew nothing of Copper Tide."),
        ("Falando sobre – Copper Tide – 2", "Mais uma semana, e um novo episódio de Copper Tide."),
        (
            "First Impressions: Copper Tide – Loud and Long",
            "What Copper Tide has is lamps. So far Copper Tide has gulls.",
        ),
    ],
)
def test_a_part_of_the_title_that_the_text_calls_a_show_is_its_name(title: str, text: str) -> None:
    assert named(title, text) == "Copper Tide"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Review: Copper Tide – The Bell Below", "The Copper Tide rises, and the bell below rings."),
        ("Copper Tide – Low Orbit", "An episode of Copper Tide, and then an episode of Low Orbit."),
        ("It Rings! – The Bell Below", "This is the best Copper Tide episode in a while."),
        ("Review: Copper Tide – The Bell", "I have just finished watching The Bell, and went down to the quay."),
        ("Review: Copper Tide – The Bell", "Copper Tide is loud. The Bell rings, as Copper Tide says."),
        ("Copper Tide – Loud and Long", "What Copper Tide has is lamps. So far Copper Tide has gulls."),
    ],
)
def test_what_the_text_does_not_call_a_show_is_none(title: str, text: str) -> None:
    assert named(title, text) is None


def test_a_name_with_a_colon_that_the_text_has_whole_stays_whole() -> None:
    text = "After the first episode of Copper Tide nobody thought of Copper Tide: The Bell."
    assert named("Copper Tide: The Bell Review", text) == "Copper Tide: The Bell"


def test_what_stands_behind_a_preposition_is_the_name_where_the_text_has_it_alone() -> None:
    title = "Lamps Fail in Copper Tide Episode 9"
    assert named(title, "Copper Tide is loud, and Copper Tide is long.") == "Copper Tide"
    told = "Lamps Fail in Copper Tide is loud. Copper Tide is what they call it; so Copper Tide it is."
    assert named(title, told) == "Lamps Fail in Copper Tide"
    assert named("Lamps Fail in Harbour Episode 9", "Harbour, Harbour!") == "Lamps Fail in Harbour"


def test_a_name_with_a_preposition_stays_whole_where_the_text_calls_no_part_of_it_a_show() -> None:
    title = "Lamps in Harbour Episode 9"
    assert named(title, "The harbour is quiet, and Lamps in Harbour is loud.") == "Lamps in Harbour"
    assert named(title, "The harbour is quiet in this episode.") == "Lamps in Harbour"


def test_a_high_number_that_the_text_retells_is_an_episodes() -> None:
    title = "The Bell Rings – The Lamp Goes Out – Copper Tide 326"
    text = "Copper Tide 326 begins as the shadows fall."
    about = named_by_text(read_title(title), title, [Block(Shape.PARAGRAPH, text)])
    assert (about.show, str(about.span), about.span_sureness >= BAR) == ("Copper Tide", "326", True)
    about = named_by_text(read_title(title), title, [Block(Shape.PARAGRAPH, "The divers go to Copper Tide 326.")])
    assert about.span_sureness < BAR


def test_a_sure_name_is_not_looked_for() -> None:
    assert named("Copper Tide – Episode 4: Low Orbit", "This Low Orbit episode is loud.") == "Copper Tide"


def test_a_number_that_the_text_has_in_the_shows_name_is_no_episodes() -> None:
    title = "Quay 13 – The Bell"
    about = named_by_text(read_title(title), title, [Block(Shape.PARAGRAPH, "I loved this episode of Quay 13.")])
    assert (about.show, about.span) == ("Quay 13", None)

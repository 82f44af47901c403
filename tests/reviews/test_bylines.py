"""Who wrote a review, by lines and by what is said in the text."""

from __future__ import annotations

import pytest

from bot.reviews.blocks import Block, Shape
from bot.reviews.bylines import author_in_text, in_line, reviewer_in


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Odalys_7 (All reviews)", "Odalys_7"),
        ("Posted by Odalys at 10:12 PM", "Odalys"),
        ("Écrit par Odalys le 16 mars 2025", "Odalys"),
        ("Scritto da: Odalys", "Odalys"),
        ("Autora: Odalys", "Odalys"),
        ("viernes, octubre 31, 2025", None),
        ("Veröffentlicht am 16. März 2025 von Odalys", "Odalys"),
    ],
)
def test_lines(line: str, name: str | None) -> None:
    match = in_line(line)
    assert match is not None
    assert match.groupdict().get("name") == name


def test_the_line_that_names_a_review_may_name_its_author() -> None:
    assert reviewer_in("Copper Tide Episode 7 Review by Odalys Wren") == "Odalys Wren"
    assert reviewer_in("Copper Tide Review by the sea") is None
    assert reviewer_in("This review by Odalys is too long for me") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hello, I’m Odalys Wren, this is my blog and today I dive.", "Odalys Wren"),
        ("Hey everyone! This is Odalys, and I am back.", "Odalys"),
        ("Buen día queridos lectores, soy Mr. Wren, y nuevamente les doy la bienvenida.", "Mr. Wren"),
        ("Hallo, ich bin Odalys und heute tauchen wir.", "Odalys"),
        ("Bonjour à tous, je suis Odalys et je plonge.", "Odalys"),
        ("Hello, I’m late, and the lamp is low.", None),
        ("I’m Odalys’ sister, and she says hello.", None),
        ("Aster says hello. I am Aster, says the gull.", None),
    ],
)
def test_greetings(text: str, name: str | None) -> None:
    assert author_in_text([Block(Shape.PARAGRAPH, text)]) == name


def test_who_signs_below_the_text() -> None:
    text = [Block(Shape.PARAGRAPH, "The sea is wide.")]
    assert author_in_text([*text, Block(Shape.PARAGRAPH, "Posted by Odalys at 10:12 PM")]) == "Odalys"
    assert author_in_text([*text, Block(Shape.PARAGRAPH, "この記事を書いた人: Odalys")]) == "Odalys"
    both = [Block(Shape.PARAGRAPH, f"Posted by {name} at 10:12 PM") for name in ("Odalys", "Aster")]
    assert author_in_text([*text, *both]) is None

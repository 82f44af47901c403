"""Ratings as CSV: what spreadsheets make of it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber
from bot.ratings import Tally
from bot.shows import Show
from bot.spreadsheet import HEADINGS, as_csv

TALLY = Tally((0, 0, 0, 0, 0, 1, 0, 3, 0, 0))


def table(title: str, season: int = 1) -> list[list[str]]:
    exported = as_csv([(Show(1, 1, title, season), EpisodeNumber.parse("13.5"), TALLY)])
    return list(csv.reader(io.StringIO(exported.decode("utf-8-sig"), newline="")))


def test_each_episode_is_a_line_of_its_tally() -> None:
    headings, line = table("ランタン, “Code”", season=2)
    assert headings == list(HEADINGS)
    assert line == [
        "ランタン, “Code”", "2", "13.5", "0", "0", "0", "0", "0", "1", "0", "3", "0", "0", "4", "7.50", "0.87",
    ]  # fmt: skip


def test_it_says_that_it_is_utf_8() -> None:
    assert as_csv([]).startswith(b"\xef\xbb\xbfshow,season,episode,votes for 1,")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "\u3000="])
def test_a_title_that_begins_like_a_formula_is_text(sign: str) -> None:
    title = f'{sign}HYPERLINK("https://evil.example";"86")'
    assert table(title)[1][0] == f"'{title}"


@given(st.text(max_size=30))
def test_whatever_a_title_holds_it_stays_one_field_that_is_no_formula(title: str) -> None:
    lines = table(title)
    assert len(lines) == 2
    assert len(lines[1]) == len(HEADINGS)
    assert not lines[1][0].strip().startswith(("=", "+", "-", "@"))

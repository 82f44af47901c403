"""Ratings as a table that spreadsheets open: CSV, without names."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable

from bot.episodes import EpisodeNumber
from bot.ratings import BEST, Tally
from bot.shows import Show

HEADINGS = (
    "show", "season", "episode", *(f"votes for {score}" for score in range(1, BEST + 1)), "votes", "mean", "spread",
)  # fmt: skip

_FORMULA_SIGNS = ("=", "+", "-", "@")


def as_csv(rated: Iterable[tuple[Show, EpisodeNumber, Tally]]) -> bytes:
    """Return tallies as CSV (RFC 4180), a line for each episode under a line of headings.

    It is UTF-8 with a byte order mark: without one, Excel takes it for the computer's own encoding. Numbers have a
    point; means and spreads have two places.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(HEADINGS)
    for show, episode, tally in rated:
        values = ("" if value is None else f"{value:.2f}" for value in (tally.mean, tally.spread))
        table.writerow([_plain(show.title), show.season, episode, *tally.votes, tally.count, *values])
    return text.getvalue().encode("utf-8-sig", "replace")


def _plain(title: str) -> str:
    """Return a title as no formula: an apostrophe before its sign, as OWASP's page on CSV injection has it.

    A sign counts after white space and in its wide form too.
    """
    return f"'{title}" if unicodedata.normalize("NFKC", title).lstrip().startswith(_FORMULA_SIGNS) else title

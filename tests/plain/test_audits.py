"""The audit, reckoned of plain values, and the sentences of counts."""

from __future__ import annotations

import pytest

from bot.audits import Audit, Credit, EpisodeCounts, Thread
from bot.episodes import EpisodeNumber
from bot.loose_ends import Status
from bot.ui.ledger_words import after_episode


def thread(
    number: int,
    raised_in: str,
    settled_in: str | None,
    *,
    voices: int = 1,
    by: int | str | None = 1,
    dropped: bool = False,
) -> Thread:
    at = EpisodeNumber.parse(raised_in)
    end = None if settled_in is None else EpisodeNumber.parse(settled_in)
    status = Status.OPEN if end is None else Status.DROPPED if dropped else Status.ANSWERED
    member_id, author = (None, by) if isinstance(by, str) else (by, None)
    return Thread(number, at, member_id, author, voices, status, end)


def audit(*threads: Thread) -> Audit:
    return Audit.of(threads, EpisodeNumber.of(13))


def test_what_was_tied_stands_by_how_long_it_took_and_the_rest_by_voices() -> None:
    found = audit(
        thread(1, "1", "2"),
        thread(2, "1", "9", voices=2),
        thread(3, "2", "3", voices=5),
        thread(4, "3", None),
        thread(5, "2", None),
        thread(6, "9", None, voices=3),
        thread(7, "1", "12", dropped=True),
    )
    assert [one.number for one in found.tied] == [2, 3, 1]
    assert [one.number for one in found.open] == [6, 5, 4]
    assert [one.number for one in found.dropped] == [7]
    assert found.count == 7


@pytest.mark.parametrize(
    ("ends", "median"),
    [((), None), (("3",), 0), (("4", "9"), 3.5), (("3.5", "4", "13"), 1)],
)
def test_the_median_is_of_the_episodes_between(ends: tuple[str, ...], median: float | None) -> None:
    assert audit(*(thread(number, "3", end) for number, end in enumerate(ends))).median == median


def test_credit_goes_to_who_raised_what_was_tied_and_to_nobody_who_was_forgotten() -> None:
    found = audit(
        *(thread(number, "1", "2", by=None) for number in range(5)),
        *(thread(number, "1", "2", by="Mara Quill") for number in range(5, 8)),
        *(thread(number, "1", "2", by=7) for number in range(8, 10)),
        *(thread(number, "1", None, by=8) for number in range(10, 19)),
        thread(19, "1", "2", by=9),
        thread(20, "1", "2", by=6),
    )
    assert found.credits(3) == [Credit(None, "Mara Quill", 3), Credit(7, None, 2), Credit(6, None, 1)]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (EpisodeCounts(), ""),
        (EpisodeCounts(3, 2, 9), "3 loose ends were tied, 2 new, 9 still open"),
        (EpisodeCounts(1, 1, 1), "1 loose end was tied, 1 new, 1 still open"),
        (EpisodeCounts(0, 0, 4), "No loose end was tied, none new, 4 still open"),
        (EpisodeCounts(2, 0, 0), "2 loose ends were tied, none new, none still open"),
    ],
)
def test_an_episodes_counts_are_said_in_words_that_fit(counts: EpisodeCounts, said: str) -> None:
    assert after_episode(counts) == said

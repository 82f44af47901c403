"""The picture of a show's loose ends, read as pixels and as the texts that were put on it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import timelines
from bot.audits import Audit, Thread
from bot.charts import MARGIN, MEMBERS, REVIEWERS, WIDTH
from bot.episodes import EpisodeNumber
from bot.loose_ends import Status
from bot.timelines import MOST_THREADS, draw_timeline, timeline
from tests.plain.blurring import assert_alike, opened
from tests.plain.test_charts import FEW, TITLE, WIDE, assert_tidy, is_colour, words

THREADS = st.lists(
    st.tuples(st.integers(0, 130_000), st.integers(0, 130_000), st.sampled_from(Status), st.integers(0, 10**6)),
    max_size=40,
)


def thread(
    number: int, raised_in: int, settled_in: int | None, status: Status = Status.ANSWERED, voices: int = 1
) -> Thread:
    """Return a thread whose episodes are in hundredths."""
    at = EpisodeNumber(raised_in)
    end = None if settled_in is None else EpisodeNumber(settled_in)
    return Thread(number, at, 1, None, voices, status, end)


def many(count: int, last: int, ended: float = 0.7) -> Audit:
    """Return an audit of that many, of which such a share was settled."""
    dice = random.Random(count)
    threads = []
    for number in range(1, count + 1):
        raised_in = dice.randint(1, last)
        is_open = dice.random() > ended
        settled_in = None if is_open else min(last, raised_in + dice.randint(0, 9)) * 100
        status = Status.OPEN if is_open else dice.choice((Status.ANSWERED, Status.ANSWERED, Status.DROPPED))
        threads.append(thread(number, raised_in * 100, settled_in, status, dice.randint(1, 20)))
    return Audit.of(threads, EpisodeNumber.of(last))


@pytest.mark.parametrize("count", [0, 1, 2, 6, 10, 11, 24, 25, 1_000])
@pytest.mark.parametrize("last", [1, 12, 26, 1_100])
def test_it_is_tidy_with_few_and_with_a_thousand(count: int, last: int) -> None:
    assert_tidy(draw_timeline(many(count, last), title=WIDE))


@given(drawn=THREADS)
@FEW
def test_it_is_tidy_for_any(drawn: list[tuple[int, int, Status, int]]) -> None:
    threads = [
        thread(number, min(one, other), None if status is Status.OPEN else max(one, other), status, voices)
        for number, (one, other, status, voices) in enumerate(drawn, 999_000_000)
    ]
    assert_tidy(draw_timeline(Audit.of(threads, EpisodeNumber(130_000)), title=TITLE))


def test_it_says_its_numbers_and_no_word_of_a_question() -> None:
    threads = [
        thread(7, 100, 400),
        thread(9, 250, 300),
        thread(12, 300, None, Status.OPEN),
        thread(13, 400, 500, Status.DROPPED),
    ]
    assert words(draw_timeline(Audit.of(threads, EpisodeNumber.of(6)), title=TITLE)) == [
        *(TITLE, "2 of 4 tied", "Loose ends up to episode 6", "half of them within 1.75 episodes"),
        *("1", "2", "3", "4", "5", "6"),
        *("#7", "#9", "#12", "#13"),
        *("2 tied", "1 still open", "1 dropped"),
    ]


def test_a_thread_goes_from_the_episode_that_raised_it_to_the_one_that_tied_it_and_an_open_one_to_the_edge() -> None:
    threads = [thread(1, 200, 500), thread(2, 300, None, Status.OPEN)]
    canvas = draw_timeline(Audit.of(threads, EpisodeNumber.of(8)), title="")
    picture = opened(canvas.png())
    middles = {text.text: ((text.box[0] + text.box[2]) / 2, (text.box[1] + text.box[3]) / 2) for text in canvas.texts}

    def ends(number: str, colour: str) -> tuple[int, int]:
        y = next(y for y in range(210, 570) if abs(y - middles[number][1]) < 1)
        found = [x for x in range(90, 1000) if any(is_colour(picture, x, y + away, colour) for away in range(-6, 7))]
        return min(found), max(found)

    start, end = ends("#1", MEMBERS)
    assert start == pytest.approx(middles["2"][0], abs=5)
    assert end == pytest.approx(middles["5"][0], abs=12)
    start, end = ends("#2", REVIEWERS)
    assert start == pytest.approx(middles["3"][0], abs=5)
    assert end == pytest.approx(WIDTH - MARGIN, abs=5)


def test_of_more_than_can_be_told_apart_those_with_the_most_voices_are_drawn() -> None:
    threads = [thread(number, 100, 200, voices=number) for number in range(1, MOST_THREADS + 8)]
    audit = Audit.of(threads, EpisodeNumber.of(3))
    assert {one.number for one in timelines._chosen(audit)} == set(range(8, MOST_THREADS + 8))
    assert f"Drawn: the {MOST_THREADS} with most voices" in words(draw_timeline(audit, title=""))


def test_blurred_it_is_the_same_for_any_loose_ends() -> None:
    audits = [
        many(1, 24),
        many(8, 24),
        many(24, 24),
        many(1_000, 24),
        many(24, 24, 0),
        many(24, 24, 1),
        many(10, 24, 0),
    ]
    early = [thread(number, 100, None, Status.OPEN) for number in range(24)]
    late = [thread(number, 2_300, 2_400) for number in range(24)]
    audits += [Audit.of(threads, EpisodeNumber.of(24)) for threads in (early, late)]
    assert_alike([timeline(audit, title=TITLE) for audit in audits])

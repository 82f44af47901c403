"""What tallies say: means, medians, spreads and rankings; and reviewers' scores on the scale of ten."""

import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ratings import BEST, NOTHING_ASSUMED, Prior, Tally, mean_difference, on_ten, ranked, shrunk

scores = st.lists(st.integers(1, BEST), min_size=1, max_size=200)


def tally(*given_: int) -> Tally:
    """Return the tally of some ratings."""
    return Tally(tuple(given_.count(score) for score in range(1, BEST + 1)))


@given(scores)
def test_a_tally_says_what_a_recount_of_the_ratings_says(rated: list[int]) -> None:
    counted = tally(*rated)
    assert counted.count == len(rated)
    assert counted.total == sum(rated)
    assert counted.mean == pytest.approx(statistics.fmean(rated))
    assert counted.median == statistics.median(rated)
    assert counted.spread == pytest.approx(statistics.pstdev(rated))


def test_of_no_ratings_nothing_is_said() -> None:
    assert (Tally().count, Tally().mean, Tally().median, Tally().spread) == (0, None, None, None)


def test_ten_million_equal_ratings_have_no_spread() -> None:
    assert Tally((0,) * 6 + (10_000_000, 0, 0, 0)).spread == 0
    many = Tally((5_000_000, *(0,) * 8, 5_000_000))
    assert (many.mean, many.median, many.spread) == (5.5, 5.5, 4.5)


@given(scores, st.lists(scores, min_size=1, max_size=5))
def test_a_shrunk_score_lies_between_the_mean_of_its_own_ratings_and_that_of_all(
    rated: list[int], others: list[list[int]]
) -> None:
    own = tally(*rated)
    prior = Prior.of([own, *(tally(*other) for other in others)])
    assert own.mean is not None
    low, high = sorted((own.mean, prior.mean))
    assert low - 1e-9 <= shrunk(own, prior) <= high + 1e-9


def test_the_shrunk_score_is_that_of_the_formula() -> None:
    prior = Prior.of([tally(10), tally(6, 6, 6), Tally()])
    assert (prior.mean, prior.votes) == (7, 2)
    assert shrunk(tally(10), prior) == pytest.approx((2 * 7 + 10) / 3)
    assert shrunk(tally(10), NOTHING_ASSUMED) == 10


def test_of_nothing_rated_nothing_can_be_assumed() -> None:
    with pytest.raises(ValueError, match="none is rated"):
        Prior.of([Tally()])


def test_one_vote_of_ten_is_not_above_many_of_nine() -> None:
    rated = {"loved once": tally(10), "loved": tally(*[9] * 30), "liked": tally(*[7] * 30), "unseen": Tally()}
    assert [key for key, _ in ranked(rated)] == ["loved once", "loved", "liked"]
    assert [key for key, _ in ranked(rated, Prior.of(rated.values()))] == ["loved", "loved once", "liked"]


def test_of_equals_those_with_more_votes_go_first_then_as_they_came() -> None:
    rated = {1: tally(8), 2: tally(7, 9), 3: tally(8, 8), 4: tally(9)}
    assert ranked(rated) == [(4, 9.0), (2, 8.0), (3, 8.0), (1, 8.0)]


def test_the_difference_of_means_keeps_its_sign() -> None:
    assert mean_difference([(8, 6), (5, 6)]) == 0.5
    assert mean_difference([(5, 6)]) == -1
    assert mean_difference([]) is None


@pytest.mark.parametrize(
    ("value", "scale", "ten"),
    [
        ("7", "10", 7),
        ("8.5", "10", 8.5),
        ("3.5", "5", 7),
        ("3", "4", 7.5),
        ("15", "20", 7.5),
        ("85", "100", 8.5),
        ("0", "10", 0),
        ("2", "3", 20 / 3),  # drawn stars, one of them empty
        ("A+", "letters", 10),
        ("A", "letters", 10),
        ("A-", "letters", 110 / 12),
        ("B+", "letters", 100 / 12),
        ("B", "letters", 7.5),
        ("C", "letters", 5),
        ("D-", "letters", 20 / 12),
        ("F", "letters", 0),
        ("F-", "letters", 0),
    ],
)
def test_scores_are_put_on_the_scale_of_ten(value: str, scale: str, ten: float) -> None:
    assert on_ten(value, scale) == pytest.approx(ten)


@pytest.mark.parametrize(
    ("value", "scale"),
    [
        ("Poor", "words"),
        ("8", ""),  # no scale is named: it may be of 5, 10 or 100
        ("11", "10"),
        ("0", "0"),
        ("E", "letters"),
        ("7", "letters"),
        ("A", "10"),
        ("-3", "10"),
        ("nan", "10"),
        ("7", "inf"),
        ("", ""),
    ],
)
def test_what_can_not_be_told_is_not_guessed(value: str, scale: str) -> None:
    assert on_ten(value, scale) is None


@given(
    st.one_of(st.text(max_size=8), st.from_regex(r"[A-F][+-]?|[0-9.]{1,8}", fullmatch=True)),
    st.one_of(st.text(max_size=8), st.sampled_from(["letters", "words", "", "4", "5", "10", "20", "100"])),
)
def test_whatever_it_is_given_it_stays_on_the_scale(value: str, scale: str) -> None:
    ten = on_ten(value, scale)
    assert ten is None or (0 <= ten <= BEST and math.isfinite(ten))


def test_the_spread_of_many_ratings_is_exact() -> None:
    votes = tuple(10**6 + n for n in range(BEST))
    count = sum(votes)
    mean = Fraction(sum(score * n for score, n in enumerate(votes, 1)), count)
    variance = sum(n * (score - mean) ** 2 for score, n in enumerate(votes, 1)) / count
    assert Tally(votes).spread == pytest.approx(math.sqrt(variance), rel=1e-15)

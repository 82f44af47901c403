"""What several places say, put together: who agrees, who contradicts, and what falls below the bar."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.reviews.evidence import BAR, Finding, Source, settle, sure


def found(*findings: tuple[str, Source, float]) -> Finding[str] | None:
    return settle([Finding(*finding) for finding in findings], lambda one, other: one == other)


def test_nothing_found_is_nothing() -> None:
    assert found() is None
    assert sure(None) is None


def test_below_the_bar_nothing_is_sure() -> None:
    assert sure(Finding(7, Source.TITLE, BAR)) == 7
    assert sure(Finding(7, Source.TITLE, BAR - 0.01)) is None


def test_two_places_that_agree_are_surer_than_either() -> None:
    both = found(("7", Source.TITLE, 0.6), ("7", Source.TEXT, 0.6))
    assert both == Finding("7", Source.TITLE, 0.84)


def test_one_place_that_says_it_twice_is_no_surer() -> None:
    assert found(("7", Source.TEXT, 0.6), ("7", Source.TEXT, 0.5)) == Finding("7", Source.TEXT, 0.6)


def test_an_equal_that_contradicts_takes_both_below_the_bar() -> None:
    assert sure(found(("4", Source.FRONT_MATTER, 0.95), ("5", Source.TITLE, 0.95))) is None


def test_a_lesser_place_that_contradicts_hardly_matters() -> None:
    title = found(("1", Source.TITLE, 0.95), ("27", Source.ADDRESS, 0.85))
    assert title is not None
    assert (sure(title), title.sureness < 0.95) == ("1", True)


def test_an_unsure_title_keeps_the_address_from_being_believed() -> None:
    assert sure(found(("2", Source.TITLE, 0.6), ("5", Source.ADDRESS, 0.85))) is None


@given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from(Source), st.floats(0, 1)), min_size=1, max_size=9))
def test_sureness_stays_between_nothing_and_all(findings: list[tuple[str, Source, float]]) -> None:
    settled = found(*findings)
    assert settled is not None
    assert 0 <= settled.sureness <= 1
    assert settled.value in {value for value, _, _ in findings}

"""Episode numbers: read, ordered, written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber, EpisodeRequest, EpisodeSpan, read_request, write_spans
from bot.errors import NotAnEpisode

NUMBERS = st.integers(0, 999_999).map(EpisodeNumber)


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("13", 1300),
        ("013", 1300),
        ("13.5", 1350),
        ("13,5", 1350),
        ("13.05", 1305),
        ("0", 0),
        ("１３", 1300),
        (" 7 ", 700),
    ],
)
def test_a_number_is_read_exactly(text: str, hundredths: int) -> None:
    assert EpisodeNumber.parse(text).hundredths == hundredths


@pytest.mark.parametrize("text", ["", "x", "-1", "1e3", "13.555", "99999", "12-13", "13 14", "½", "٣a"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotAnEpisode):
        EpisodeNumber.parse(text)


@given(NUMBERS)
def test_a_number_written_and_read_is_the_same(number: EpisodeNumber) -> None:
    assert EpisodeNumber.parse(str(number)) == number


@given(NUMBERS, NUMBERS)
def test_numbers_are_ordered_by_value(one: EpisodeNumber, other: EpisodeNumber) -> None:
    assert (one < other) == (float(str(one)) < float(str(other)))


@pytest.mark.parametrize(
    ("text", "number", "season"),
    [
        ("13", "13", None),
        ("#13", "13", None),
        ("ep 13", "13", None),
        ("Ep.13", "13", None),
        ("EPISODE 13", "13", None),
        ("e13", "13", None),
        ("13.5", "13.5", None),
        ("s2e3", "3", 2),
        ("S02E03", "3", 2),
        ("season 2 episode 3", "3", 2),
        ("s2 ep 3", "3", 2),
        ("2x03", "3", 2),
        ("第13話", "13", None),
        ("13話", "13", None),
    ],
)
def test_what_a_member_types_is_read(text: str, number: str, season: int | None) -> None:
    assert read_request(text) == EpisodeRequest(EpisodeNumber.parse(number), season)


@pytest.mark.parametrize("text", ["final", "Finale", "the last episode", "last"])
def test_the_last_episode_can_be_asked_for_by_name(text: str) -> None:
    assert read_request(text).final


@pytest.mark.parametrize("text", ["", "twelve-ish", "12-13", "s2", "e", "#", "13 14", "season 2", "13th", "||13||"])
def test_what_names_no_episode_is_refused_with_what_would_be_right(text: str) -> None:
    with pytest.raises(NotAnEpisode, match="13"):
        read_request(text)


@given(st.text())
def test_any_text_is_read_or_refused_and_shown_back_without_marks(text: str) -> None:
    said = ""
    try:
        read_request(text)
    except NotAnEpisode as error:
        said = str(error)
    assert not set("|*_`~<>@") & set(said)


def test_a_span_knows_what_it_covers() -> None:
    span = EpisodeSpan(EpisodeNumber.of(8), EpisodeNumber.of(10))
    assert EpisodeNumber.parse("8.5") in span
    assert EpisodeNumber.of(11) not in span
    assert str(span) == "8–10"
    with pytest.raises(ValueError, match="ends before"):
        EpisodeSpan(EpisodeNumber.of(2), EpisodeNumber.of(1))


@pytest.mark.parametrize(
    ("first", "last", "between"),
    [("8", "10", "8 9 10"), ("13", "13", "13"), ("8", "9.5", "8 9 9.5"), ("0.5", "2", "0.5 1.5 2")],
)
def test_a_span_counts_its_episodes_in_whole_steps_and_the_last(first: str, last: str, between: str) -> None:
    span = EpisodeSpan(EpisodeNumber.parse(first), EpisodeNumber.parse(last))
    assert [str(number) for number in span.numbers()] == between.split()


@pytest.mark.parametrize("hundredths", [-1, 1_000_000])
def test_a_number_beyond_all_anime_is_refused(hundredths: int) -> None:
    with pytest.raises(ValueError, match="lies between"):
        EpisodeNumber(hundredths)


def test_neighbours_are_written_together() -> None:
    numbers = [EpisodeNumber.parse(text) for text in ("1", "2", "3", "5", "6.5", "7", "13.5")]
    assert write_spans(numbers) == "1–3, 5, 6.5, 7, 13.5"

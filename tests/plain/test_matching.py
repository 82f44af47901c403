"""Where a review goes: under the show it names, or nowhere before someone was asked."""

from __future__ import annotations

import pytest

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.matching import Placed, Unplaced, place_review, split_season
from bot.shows import Show, fold


def show(number: int, title: str, season: int = 1, first_absolute: int | None = None, *aliases: str) -> Show:
    return Show(number, 1, title, season, first_absolute, frozenset(fold(name) for name in (title, *aliases)))


def span(first: int, last: int | None = None) -> EpisodeSpan:
    return EpisodeSpan(EpisodeNumber.of(first), EpisodeNumber.of(last or first))


def placed(shows: list[Show], title: str, season: int | None = None, episodes: EpisodeSpan | None = None) -> str:
    place = place_review(shows, title, season, episodes or span(3))
    if isinstance(place, Placed):
        return f"{place.show.label} {place.span}"
    return "?" + "?".join(candidate.label for candidate in place.candidates)


FOLLOWED = [
    show(1, "Shōnen of the Harbour", 1, None, "SotH"),
    show(2, "Re:Tide"),
    show(3, "Copper & Salt"),
    show(4, "Low Orbit", 1),
    show(5, "Low Orbit", 2, 25),
    show(6, "Zone 100 III"),
    show(7, "86"),
    show(8, "Journey’s End"),
]


@pytest.mark.parametrize(
    ("title", "season", "expected"),
    [
        ("SHONEN OF THE HARBOUR!", None, "Shōnen of the Harbour 3"),
        ("soth", None, "Shōnen of the Harbour 3"),
        ("Ｒｅ：Ｔｉｄｅ", None, "Re:Tide 3"),
        ("ReTide", None, "Re:Tide 3"),
        ("Copper and Salt", None, "Copper & Salt 3"),
        ("Journeys End", None, "Journey’s End 3"),
        ("Low Orbit", 2, "Low Orbit (season 2) 3"),
        ("Low Orbit II", None, "Low Orbit (season 2) 3"),
        ("Low Orbit: 2nd Season", None, "Low Orbit (season 2) 3"),
        ("Low Orbit Second Season", None, "Low Orbit (season 2) 3"),
        ("Low Orbit S2", None, "Low Orbit (season 2) 3"),
        ("Low Orbit 第2期", None, "Low Orbit (season 2) 3"),
        ("Zone 100 III", None, "Zone 100 III 3"),
        ("Zone 100 III", 3, "Zone 100 III 3"),
        ("Zone 100", 3, "Zone 100 III 3"),
        ("86", None, "86 3"),
    ],
)
def test_exact_names(title: str, season: int | None, expected: str) -> None:
    assert placed(FOLLOWED, title, season) == expected


@pytest.mark.parametrize(
    ("title", "season", "asked"),
    [
        ("Shonen of the Harbor", None, "?Shōnen of the Harbour"),
        ("86 Eighty-Six", None, "?86"),
        ("Copper & Salt Part 2", None, "?Copper & Salt"),
        ("Copper & Salt 2", None, "?Copper & Salt"),
        ("Copper & Salt Final Season", None, "?Copper & Salt"),
        ("Low Orbit", None, "?Low Orbit?Low Orbit (season 2)"),
        ("Low Orbit", 3, "?"),
        ("Zone 100", None, "Zone 100 III 3"),
        ("The Lamp Room", None, "?"),
        ("8", None, "?"),
    ],
)
def test_what_is_only_like_a_name_asks(title: str, season: int | None, asked: str) -> None:
    assert placed(FOLLOWED, title, season) == asked


@pytest.mark.parametrize(
    ("episodes", "season", "expected"),
    [
        (span(27), None, "Low Orbit (season 2) 3"),
        (span(27), 2, "Low Orbit (season 2) 3"),
        (span(3), 2, "Low Orbit (season 2) 3"),
        (span(3), 1, "Low Orbit 3"),
        (span(26, 27), None, "Low Orbit (season 2) 2–3"),
        (span(24, 25), 2, "?Low Orbit (season 2)"),
        (span(24, 25), None, "?Low Orbit?Low Orbit (season 2)"),
    ],
)
def test_absolute_numbers(episodes: EpisodeSpan, season: int | None, expected: str) -> None:
    assert placed(FOLLOWED, "Low Orbit", season, episodes) == expected


def test_a_number_beyond_two_later_seasons_is_of_the_last() -> None:
    shows = [show(1, "Low Orbit", 1), show(2, "Low Orbit", 2, 25), show(3, "Low Orbit", 3, 37)]
    assert placed(shows, "Low Orbit", None, span(30)) == "Low Orbit (season 2) 6"
    assert placed(shows, "Low Orbit", None, span(40)) == "Low Orbit (season 3) 4"
    assert placed(shows, "Low Orbit", None, span(36, 37)) == "?Low Orbit?Low Orbit (season 2)?Low Orbit (season 3)"


def test_two_seasons_that_count_alike_are_not_told_apart_by_number() -> None:
    shows = [show(1, "Low Orbit", 1), show(2, "Low Orbit", 2), show(3, "Low Orbit", 3, 37)]
    assert placed(shows, "Low Orbit", None, span(40)).startswith("?")


def test_a_name_that_was_chosen_is_asked_about_only_where_two_bear_it() -> None:
    chosen = place_review(FOLLOWED, "Low Orbit", None, span(3), chosen=True)
    assert isinstance(chosen, Placed)
    assert chosen.show.label == "Low Orbit"
    of_the_other = place_review(FOLLOWED, "Low Orbit", 2, span(3), chosen=True)
    assert isinstance(of_the_other, Placed)
    assert of_the_other.show.season == 2
    unknown = place_review(FOLLOWED, "Shonen of the Harbor", None, span(3), chosen=True)
    assert unknown == Unplaced("Shonen of the Harbor", None)


def test_there_are_no_more_candidates_than_one_can_read() -> None:
    many = [show(number, f"Harbour Lamp {number} Song") for number in range(1, 20)]
    place = place_review(many, "Harbour Lamp Song", None, span(3))
    assert isinstance(place, Unplaced)
    assert len(place.candidates) == 5


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Low Orbit", ("Low Orbit", None)),
        ("Low Orbit (Season 2)", ("Low Orbit", 2)),
        ("Low Orbit - 3rd Season", ("Low Orbit", 3)),
        ("Low Orbit IV", ("Low Orbit", 4)),
        ("Zone 100", ("Zone 100", None)),
        ("Copper Tide 2", ("Copper Tide 2", None)),
        ("Season 2", ("Season 2", None)),
    ],
)
def test_the_season_in_a_name(title: str, expected: tuple[str, int | None]) -> None:
    assert split_season(title) == expected


def test_another_known_name_of_a_followed_show_only_asks() -> None:
    followed = [show(1, "Frieren"), show(2, "Boku dake ga Inai Machi"), show(3, "Low Orbit")]
    assert placed(followed, "Sousou no Frieren") == "?Frieren"
    assert placed(followed, "Erased") == "?Boku dake ga Inai Machi"
    assert placed(followed, "Erased Season 2") == "?Boku dake ga Inai Machi"
    assert placed(followed, "Kill la Kill") == "?"

"""Show, season and episode from titles: right, or nothing."""

from __future__ import annotations

import pytest

from bot.reviews.model import ReviewKind
from bot.reviews.titles import About, about_address, about_prose, read_title, settle
from tests.reviews.texts import read

PROSE = "\n\nThe harbour sleeps while the divers go down once more, and nobody on the quay counts the lamps.\n"


def told(about: About) -> tuple[str | None, int | None, str]:
    return about.show, about.season, str(about.span or "")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Copper Tide Episode 13 Review: The Bell Below", ("Copper Tide", None, "13")),
        ("86 Episode 11", ("86", None, "11")),
        ("91 Days Episode #04", ("91 Days", None, "4")),
        ("Kaiju No. 8 Episode 5", ("Kaiju No. 8", None, "5")),
        ("Mob Psycho 100 III Ep 5", ("Mob Psycho 100 III", None, "5")),
        ("5-toubun no Hanayome Episode 3", ("5-toubun no Hanayome", None, "3")),
        ("Copper Tide Episodes #08 – 10 Anime Review", ("Copper Tide", None, "8–10")),
        ("The Truth | Copper Tide Episode 6 & 7 Review", ("Copper Tide", None, "6–7")),
        ("Copper Tide Episodes 5 and 6", ("Copper Tide", None, "5–6")),
        ("Copper Tide Episodes 8‒10", ("Copper Tide", None, "8–10")),
        ("Copper Tide Episodes 1088-1089", ("Copper Tide", None, "1088–1089")),
        ("Copper Tide First Two Episodes", ("Copper Tide", None, "1–2")),
        ("Copper Tide S1E10", ("Copper Tide", 1, "10")),
        ("Copper Tide S01E01-E04", ("Copper Tide", 1, "1–4")),
        ("Copper Tide 2x03", ("Copper Tide", 2, "3")),
        ("Copper Tide – Season 1 Episode 10 Recap & Review", ("Copper Tide", 1, "10")),
        ("Copper Tide Series 6, Episode 3", ("Copper Tide", 6, "3")),
        ("Copper Tide season six, episode seven", ("Copper Tide", 6, "7")),
        ("Copper Tide 2nd Season Episode 3", ("Copper Tide", 2, "3")),
        ("Copper Tide s3 episode 1 (episode 27)", ("Copper Tide", 3, "1")),
        ("Season 3 Episode 4 of Copper Tide", ("Copper Tide", 3, "4")),
        ("Copper Tide Episode 3 of Season 8", ("Copper Tide", 8, "3")),
        ("Copper Tide Final Episode (12)", ("Copper Tide", None, "12")),
        ("フーバー 12話", ("フーバー", None, "12")),
        ("Copper Tide Ep.12", ("Copper Tide", None, "12")),
        ("Copper Tide Ep12", ("Copper Tide", None, "12")),
        ("Copper Tide E.03", ("Copper Tide", None, "3")),
        ("Copper Tide #7", ("Copper Tide", None, "7")),
        ("Copper Tide Episode 13.5", ("Copper Tide", None, "13.5")),
        ("Copper Tide Episode 0", ("Copper Tide", None, "0")),
        ("Copper Tide Episode Thirteen", ("Copper Tide", None, "13")),
        ("Copper Tide Episode 13, 2024", ("Copper Tide", None, "13")),
        ("Copper Tide Episode 5 Review - 8/10", ("Copper Tide", None, "5")),
        ("フーバー 第１２話 感想", ("フーバー", None, "12")),
        ("Re:Zero 23", ("Re:Zero", None, "23")),
        ("Log Horizon 05 [Group]", ("Log Horizon", None, "5")),
        ("[Group] Log Horizon - 05 [720p].mkv", ("Log Horizon", None, "5")),
        ("To Your Eternity – 20 (Fin) – Goodbye", ("To Your Eternity", None, "20")),
        ("Review: Copper Tide Episode 4", ("Copper Tide", None, "4")),
        ("A Brief Analysis of Copper Tide Episode 9", ("Copper Tide", None, "9")),
        ("Copper Tide Review: Episode 9", ("Copper Tide", None, "9")),
        ("“Copper Tide” Episode 9", ("Copper Tide", None, "9")),
        ("Episode 13", (None, None, "13")),
        ("Episode 13 Review: The Bell Below", (None, None, "13")),
        ("Episode 13 of Copper Tide: The Bell Below", (None, None, "13")),
    ],
)
def test_titles(title: str, expected: tuple[str | None, int | None, str]) -> None:
    assert told(read_title(title)) == expected


@pytest.mark.parametrize(
    "title",
    [
        "86",
        "86 ?",
        "91 Days",
        "Mob Psycho 100",
        "Mob Psycho 100 S3 Anime Review – 85/100",
        "Kaiju No. 8",
        "Top 10 Anime",
        "Copper Tide Season 2",
        "Copper Tide Series 10",
        "Copper Tide Chapter 30",
        "Copper Tide 2024",
        "Copper Tide OVA 2",
        "Copper Tide OVA Episode 2",
        "Copper Tide Episode 6 – 7 Reasons to Watch",
        "Copper Tide Episodes 6/7",
        "Copper Tide Episodes 1, 3 and 5",
        "Copper Tide Episodes 5 and 9",
        "Copper Tide Episode 3 against Episode 9",
        "Copper Tide Episodes 9-3",
    ],
)
def test_no_episode_is_guessed(title: str) -> None:
    assert read_title(title).span is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Copper Tide Episode 4", ReviewKind.EPISODE),
        ("Copper Tide Episodes 4-5", ReviewKind.RANGE),
        ("Mob Psycho 100 S3 Anime Review – 85/100", ReviewKind.SEASON),
        ("Copper Tide OVA Review", ReviewKind.SPECIAL),
        ("Copper Tide Episode 13.5 (Special)", ReviewKind.EPISODE),
        ("Notes from the harbour", ReviewKind.UNKNOWN),
    ],
)
def test_kinds(title: str, kind: ReviewKind) -> None:
    assert read_title(title).kind is kind


@pytest.mark.parametrize(
    ("title", "final"),
    [
        ("Copper Tide – 20 (Fin) – Goodbye", True),
        ("Copper Tide Final Episode (12)", True),
        ("Copper Tide Episode 12 – Season Finale", True),
        ("Copper Tide Episode 12 [END]", True),
        ("Copper Tide Episode 12 of 12", True),
        ("Copper Tide Episode 12/12", True),
        ("Copper Tide Episode 8/12", False),
        ("Copper Tide Episode 12 – 10/10", False),
        ("Copper Tide Episode 11: Before the Finale", False),
        ("Copper Tide Episode 11: The Penultimate Episode, Finale Near", False),
        ("Copper Tide Episode 12: A Final Stand", False),
    ],
)
def test_the_last_episode(title: str, final: bool) -> None:
    assert read_title(title).is_final is final


def test_prose_presents_what_it_is_about() -> None:
    about = about_prose("I like tea. With that said, here is my review for Copper Tide episode 13. On we go.")
    assert told(about) == ("Copper Tide", None, "13")
    assert about_prose("I had seen episode 4 of something. My review of the tea follows in episode 5.") == About()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://b.example/2025/03/16/copper-tide-episode-11/", ("Copper Tide", None, "11")),
        ("https://b.example/review/86/episode-11/.174197", ("86", None, "11")),
        ("https://b.example/copper-tide-season-2-episode-3-review", ("Copper Tide", 2, "3")),
        ("https://b.example/copper-tide-episode-6-7-review", (None, None, "")),
        ("https://b.example/p/12345", (None, None, "")),
    ],
)
def test_addresses(url: str, expected: tuple[str | None, int | None, str]) -> None:
    assert told(about_address(url)) == expected


def test_the_title_outweighs_the_address() -> None:
    review = read(f"Copper Tide Season 2 Episode 3 Review{PROSE}", "https://b.example/copper-tide-episode-27-review/")
    assert (review.season, str(review.span)) == (2, "3")


def test_a_title_whose_numbers_are_unclear_is_not_mended_from_elsewhere() -> None:
    review = read(f"Copper Tide Episode 6 – 7 Reasons{PROSE}", "https://b.example/copper-tide-episode-6/")
    assert review.span is None


def test_silence_is_filled_from_the_address() -> None:
    review = read(f"Episode 11{PROSE}", "https://b.example/review/86/episode-11/")
    assert (review.show, str(review.span)) == ("86", "11")


def test_what_another_line_says_of_another_show_is_not_heard() -> None:
    mixed = settle([read_title("Copper Tide Review"), About(show="Copper Tide"), read_title("Low Orbit Episode 4")])
    assert (mixed.show, mixed.span) == ("Copper Tide", None)


def test_front_matter_and_title_that_contradict_each_other_give_no_episode() -> None:
    review = read(f"---\ntitle: Copper Tide Episode 4\nepisode: 5\n---{PROSE}")
    assert (review.show, review.span) == ("Copper Tide", None)


def test_a_page_of_several_posts_is_of_no_episode_and_has_no_score() -> None:
    text = f"Copper Tide episode 26\n\nRating: 4/5{PROSE}\nCopper Tide episode 25\n\nRating: 3/5{PROSE}"
    review = read(text.replace("Rating", "The harbour was loud and full of boats today. Rating"))
    assert (review.kind, review.show, review.span, review.score) == (ReviewKind.MULTI, "Copper Tide", None, None)


def test_a_mention_of_another_episode_below_does_not_make_several() -> None:
    text = f"Copper Tide episode 26{PROSE}\nLow Orbit episode 3{PROSE}\n- Copper Tide episode 25\n"
    assert read(text).kind is ReviewKind.EPISODE

"""Show and episode from an address."""

from __future__ import annotations

import pytest

from bot.reviews.evidence import BAR
from bot.reviews.slugs import about_address


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://b.example/2025/03/16/copper-tide-episode-11/", ("Copper Tide", None, "11")),
        ("https://b.example/review/86/episode-11/.174197", ("86", None, "11")),
        ("https://b.example/copper-tide-season-2-episode-3-review", ("Copper Tide", 2, "3")),
        ("https://b.example/copper-tide-s1e10review/", ("Copper Tide", 1, "10")),
        ("https://b.example/anime-review-copper-tide-ep-05.html", ("Copper Tide", None, "5")),
        ("https://b.example/reviews/copper-tide/season-2/episode-3/", ("Copper Tide", 2, "3")),
        ("https://b.example/copper-tide-episodes-9-10-review?format=amp", ("Copper Tide", None, "9–10")),
        ("https://b.example/copper-tide-episode-6-7-review", ("Copper Tide", None, "")),
        ("https://b.example/anime/copper-tide/reviews", ("Copper Tide", None, "")),
        ("https://b.example/serie/copper-tide/critique/158", ("Copper Tide", None, "")),
        ("https://b.example/serie/ficha/p158", (None, None, "")),
        ("https://b.example/anime/1234/Copper_Tide/reviews", ("Copper Tide", None, "")),
        ("https://b.example/review/episode-4/", (None, None, "4")),
        ("https://b.example/2025/03/episode-4/", (None, None, "4")),
        ("https://b.example/tv-episode-728-copper-tide-part-vi.html", (None, None, "")),
        ("https://b.example/copper-tide-7/", (None, None, "")),
        ("https://b.example/p/12345", (None, None, "")),
        ("https://b.example/dramas/copper-tide/season-5/the-bell/", ("Copper Tide", 5, "")),
        ("https://b.example/rule-of-lamps-review-copper-tide-episodes-1-3/", (None, None, "1–3")),
        ("https://b.example/tag/episode-review/page/2/", (None, None, "")),
    ],
)
def test_addresses(url: str, expected: tuple[str | None, int | None, str]) -> None:
    about = about_address(url)
    assert (about.show, about.season, str(about.span or "")) == expected


def test_many_words_before_the_number_are_a_headline() -> None:
    about = about_address("https://b.example/the-divers-take-down-their-first-gull-copper-tide-episode-3-review/")
    assert about.show_sureness < BAR

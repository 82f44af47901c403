"""Title, byline and date."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import UnreadableReview
from bot.reviews.dates import date_in_url, read_date
from bot.reviews.reader import what_is_missing
from tests.reviews.texts import INTRO, RECAP, TITLE, read


@pytest.mark.parametrize(
    ("line", "author", "published"),
    [
        ("by Callum May,", "Callum May", None),
        ("By Odalys Wren on March 16, 2025", "Odalys Wren", date(2025, 3, 16)),
        ("Author: Odalys", "Odalys", None),
        ("Posted on 16 March 2025 by Odalys", "Odalys", date(2025, 3, 16)),
        ("Published: 2025-03-16", None, date(2025, 3, 16)),
        ("Sunday, March 16th, 2025", None, date(2025, 3, 16)),
        ("March 16th, 2025.", None, date(2025, 3, 16)),
        ("von Odalys Wren, 16. März 2025", "Odalys Wren", date(2025, 3, 16)),
        ("Par Odalys Wren | 16 mars 2025", "Odalys Wren", date(2025, 3, 16)),
        ("16 marzo, 2025", None, date(2025, 3, 16)),
        ("Sunday 16 March 2025", None, date(2025, 3, 16)),
        ("on Sunday, March 16, 2025", None, date(2025, 3, 16)),
        ("Words: Odalys Wren", "Odalys Wren", None),
        ("posted by Odalys in Harbour Reviews on Mar 16, 2025 19:49", "Odalys", date(2025, 3, 16)),
        ("16 de marzo de 2025", None, date(2025, 3, 16)),
        ("2025年3月16日", None, date(2025, 3, 16)),
        ("*By Odalys Wren, March 16, 2025*", "Odalys Wren", date(2025, 3, 16)),
    ],
)
def test_bylines(line: str, author: str | None, published: date | None) -> None:
    review = read(f"{TITLE}\n\n{line}\n\n{RECAP[0]}")
    assert (review.title, review.author, review.published) == (TITLE, author, published)
    assert [p.text for p in review.parts] == [RECAP[0]]


def test_a_date_in_the_text_is_not_the_reviews() -> None:
    aired = "Copper Tide aired its seventh episode on April 3rd, 2024, and I have not slept well since that day."
    assert read(f"{TITLE}\n\n{aired}\n\nEpisode 7 – “The Bell” – May 8, 2022\n\n{RECAP[0]}").published is None


def test_a_title_may_end_as_a_sentence_does() -> None:
    title = "Copper Tide – Episode 3 – The Bell Rings Below the Harbour, and Nobody Hears It!"
    review = read(f"{title}\nThe bell of the harbour\nby Odalys\n\n{RECAP[0]}", title=title)
    assert (review.title, review.author) == (title, "Odalys")


def test_a_byline_in_the_text_is_prose() -> None:
    assert read(f"{TITLE}\n\n{RECAP[0]}\n\nBy Aster").author is None


def test_lines_above_the_title_are_dropped() -> None:
    review = read(f"The Harbour Blog\n\nAnime Review\n\n{TITLE}\n\n{RECAP[0]}")
    assert (review.title, review.parts[0].text) == (TITLE, RECAP[0])


def test_the_line_that_says_most_is_the_title() -> None:
    assert read(f"Episode 7\n\n{TITLE}\n\n{RECAP[0]}").title == TITLE
    assert read(f"The Harbour Blog\n\nEpisode 7\n\n{RECAP[0]}").title == "Episode 7"
    assert read(f"The Harbour Blog\n\n# The Bell\n\n{RECAP[0]}").title == "The Bell"


def test_a_caption_is_no_title_where_a_line_with_capitals_names_as_much() -> None:
    assert read(f"ada copper tide episode 7\n\nCopper Tide Episode 7 Recap\n\n{RECAP[0]}").title == (
        "Copper Tide Episode 7 Recap"
    )


def test_a_line_above_the_episodes_number_is_not_its_title() -> None:
    assert read(f"{TITLE}\n\nBells and Lamps\n\nEpisode 7\n\n{RECAP[0]}").episode_title is None


def test_two_sentences_are_no_title() -> None:
    line = "So this is late, but let us ignore that, as episode 9 had some flaws. The bell was forced, I thought"
    assert read(f"{line}\n\n{RECAP[0]}").show is None


def test_without_a_title_there_is_none() -> None:
    assert read(f"{INTRO}\n\n{RECAP[0]}").title is None
    assert read(f"Nov 19, 2022\n\n{RECAP[0]}").title is None


def test_a_title_that_names_nothing_is_still_the_title() -> None:
    review = read(f"Notes from the harbour\n\n{RECAP[0]}")
    assert (review.title, review.show) == ("Notes from the harbour", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-16T23:59:00-08:00", date(2025, 3, 16)),
        ("Wed, 03 Apr 2024 10:00:00 +0000", date(2024, 4, 3)),
        ("April 3rd, 2024", date(2024, 4, 3)),
        ("04/03/2024", None),
        ("March 16, 2025 and March 17, 2025", None),
        ("February 31, 2025", None),
        ("soon", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert read_date(text) == expected


def test_dates_in_addresses() -> None:
    assert date_in_url("https://b.example/2022/05/11/x/") == date(2022, 5, 11)
    assert date_in_url("https://b.example/2022/13/11/x/") is None
    assert date_in_url("https://b.example/2022/x/") is None
    assert read(f"{TITLE}\n\n{RECAP[0]}", "https://b.example/2022/05/11/x/").published == date(2022, 5, 11)


def test_what_is_missing() -> None:
    assert what_is_missing(read(f"{TITLE}\n\n{RECAP[0]}")) == []
    assert what_is_missing(read(f"Episode 7\n\n{RECAP[0]}")) == ["show"]
    assert what_is_missing(read(RECAP[0])) == ["show", "episode number"]


@pytest.mark.parametrize(
    "text", [TITLE, "lorem", "? " * 400, f"# {TITLE}\n\n## Recap\n", "<p></p><div>x</div>", "<p>a"]
)
def test_no_prose_is_no_review(text: str) -> None:
    with pytest.raises(UnreadableReview, match="no paragraph of prose"):
        read(text)


@pytest.mark.parametrize(
    ("lines", "own", "left"),
    [
        ("“The Bell Below”", "The Bell Below", ""),
        (
            "Episode 7 – “The Bell Below!” – May 8, 2022",
            "The Bell Below!",
            "Episode 7 – “The Bell Below!” – May 8, 2022\n\n",
        ),
        ("The Bell Below", None, "The Bell Below\n\n"),
    ],
)
def test_the_episodes_own_title_may_stand_above_the_review(lines: str, own: str | None, left: str) -> None:
    review = read(f"{TITLE.split(':')[0]}\n\n{lines}\n\n{RECAP[0]}")
    assert review.episode_title == own
    assert "\n\n".join(p.text for p in review.parts) == f"{left}{RECAP[0]}"


def test_a_trail_of_a_sites_places_before_the_title_is_not_the_title() -> None:
    for trail in ("Home Copper Tide Episode 7 - Bells", "HomeTelevisionCopper Tide Episode 7 - Bells"):
        review = read(f"{trail}\n\nCopper Tide Episode 7 - Bells\n\n{RECAP[0]}")
        assert (review.title, review.show) == ("Copper Tide Episode 7 - Bells", "Copper Tide")
    assert read(f"Copper Tide Episode 7\n\nEpisode 7\n\n{RECAP[0]}").show == "Copper Tide"
    review = read(f"Home > Copper Tide, Reviews > Copper Tide Episode 7\n\n{RECAP[0]}")
    assert review.show == "Copper Tide"


def test_what_a_site_says_of_itself_above_a_title_on_two_lines_is_no_part_of_the_review() -> None:
    above = "- remind me tomorrow\n- never remind me\n\nWake up every Sunday to a curated list of our best posts."
    text = f"{above}\n\nCopper Tide\n\nEpisode 7\n\nby Odalys Vann,\n\n{RECAP[0]}"
    review = read(text, title="Copper Tide Episode 7")
    assert (review.author, review.parts[0].text) == ("Odalys Vann", RECAP[0])
    review = read(text.replace("Copper Tide\n\n", ""), title="Copper Tide Episode 7")
    assert (review.author, review.parts[0].text) == ("Odalys Vann", RECAP[0])


def test_the_episodes_own_title_may_stand_above_the_retelling() -> None:
    begins = "Episode 7 of Copper Tide begins at noon, when the divers reach the wreck and find the hatch open."
    review = read(f"Copper Tide Episode 7 Recap\n\nThe Bell Below\n\n{begins}")
    assert (review.episode_title, review.parts[0].text) == ("The Bell Below", begins)


def test_how_it_was_known_is_told() -> None:
    review = read(f"{TITLE}\n\nby Odalys Wren\n\n{RECAP[0]}", "https://b.example/2025/03/16/bell/")
    assert {name: finding.source.value for name, finding in review.findings.items()} == {
        "show": "title",
        "episodes": "title",
        "title": "title",
        "author": "byline",
        "published": "address",
        "language": "text",
        "parts": "text",
    }


def test_what_a_site_says_above_the_title_is_not_the_reviews() -> None:
    site = "The harbour has a new page now, and we hope that every diver of the quay will visit it soon."
    review = read(f"{site}\n\n{site}\n\n{TITLE}\n\nby Odalys on March 16, 2025\n\n{RECAP[0]}", title=TITLE)
    assert (review.author, review.published) == ("Odalys", date(2025, 3, 16))
    assert [part.text for part in review.parts] == [RECAP[0]]


def test_the_line_below_the_title_may_call_the_episode_without_quotation_marks() -> None:
    assert read(f"{TITLE}\n\nEpisode 7/12: Bell-…\n\n{RECAP[0]}").episode_title == "Bell-…"
    assert read(f"{TITLE}\n\nEpisode 8: Bells\n\n{RECAP[0]}").episode_title is None


def test_a_sentence_in_quotation_marks_is_no_title() -> None:
    assert read(f"{TITLE}\n\n“A bell that nobody forgets.”\n\n{RECAP[0]}").episode_title is None
    assert read(f"{TITLE}\n\nEpisode: Bells\n\n{RECAP[0]}").episode_title == "Bells"
    assert read(f"{TITLE}\n\n“Bells & Lamps” (鐘、灯)\n\n{RECAP[0]}").episode_title == "Bells & Lamps"
    lines = f"{TITLE}\n\nEpisode 7: Bells & Lamps | 鐘と灯 [FINALE]\n\n{RECAP[0]}"
    assert read(lines).episode_title == "Bells & Lamps"
    assert read(f"{TITLE}\n\n“Where’s my bell?!”\n\n“It’s over!”\n\n{RECAP[0]}").episode_title is None
    assert read(f"{TITLE}\n\n– “Bells & Lamps”\n\n{RECAP[0]}").episode_title == "Bells & Lamps"
    line = f"Copper Tide Episode Seven Review\n\nCopper Tide Episode 07: The Bell Below\n\n{RECAP[0]}"
    assert read(line).episode_title == "The Bell Below"
    assert read(line.replace("07:", "07 —")).episode_title is None
    named = f"{TITLE}\n\nThe Bell Below\n\n{RECAP[0]} The title “The Bell Below” has two meanings."
    assert read(named).episode_title == "The Bell Below"
    assert read(f"{TITLE}\n\n{named}").episode_title == "The Bell Below"
    assert read(f"{TITLE}\n\n“Just when nobody rings a bell…”\n\n{RECAP[0]}").episode_title is None

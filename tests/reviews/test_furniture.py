"""What is dropped because it is no part of a review, and what is kept though it looks alike."""

from __future__ import annotations

import pytest

from bot.reviews.blocks import Block, Shape
from bot.reviews.furniture import is_furniture
from tests.reviews.texts import DISCUSSION, RECAP, TITLE, read


@pytest.mark.parametrize(
    "line",
    [
        "~Thanks for reading~",
        "Thank you so much for reading!",
        "~",
        "* * *",
        "Buy Me a Coffee at ko-fi.com",
        "Support the blog on Ko-fi",
        "patreon.com/harbour",
        "Tip jar",
        "Related Posts",
        "You might also like these",
        "Previous post: The Hatch",
        "Want to comment on this?",
        "Discuss this in our forums",
        "Leave a Reply",
        "Share this:",
        "Click to share on X (Opens in new window)",
        "Like Loading...",
        "6 min read",
        "Continue reading “The Bell”",
        "Your email address will not be published. Required fields are marked *",
        "Subscribe to our newsletter",
        "View Original",
        "Skip to content",
        "%d bloggers like this:",
        "Filed under: Anime",
        "Community score: 4.7",
        "How would you rate episode 11 of",
        "Table of Contents",
        "© 2025 The Harbour Blog",
        "About the Author",
        "Popular Posts",
        "Next Episode: May 15, 2025 | Next Update: May 17, 2025",
        "Screenshots via the streaming service",
        "Schreibe einen Kommentar",
        "Deja una respuesta",
        "Laisser un commentaire",
        "コメントを残す",
        "関連記事",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(Block(Shape.PARAGRAPH, line))
    text = read(f"{TITLE}\n\n{RECAP[0]}\n\n{line}\n").parts[0].text
    assert text == RECAP[0]


@pytest.mark.parametrize(
    "line",
    [
        "Share this lamp with me, says Aster, and the bell falls silent at once.",
        "Thanks for nothing, bosun.",
        "Follow the gulls, they told us in the first episode, and we did.",
        "Posted by the harbour gate stands a man who has not moved for eleven weeks.",
        "最終回",
        "👍",
        "Emails are lost at sea.",
    ],
)
def test_not_furniture(line: str) -> None:
    assert not is_furniture(Block(Shape.PARAGRAPH, line))


def test_comments_end_a_review() -> None:
    for heading in ("Leave a Reply", "2 thoughts on “The Bell”", "3 Comments", "Comments"):
        assert len(read(f"{TITLE}\n\n{RECAP[0]}\n\n{heading}\n\n{RECAP[1]}").parts[0].text) == len(RECAP[0])


def test_the_number_of_comments_above_a_review_ends_nothing() -> None:
    assert RECAP[0] in read(f"{TITLE}\n\n3 Comments\n\n{RECAP[0]}").parts[-1].text


def test_a_paragraph_that_stands_twice_is_kept_once() -> None:
    assert read("\n\n".join([TITLE, *RECAP, RECAP[1]])).parts[0].text == "\n\n".join(RECAP)


def test_two_versions_of_a_paragraph_are_both_kept() -> None:
    other = RECAP[1].replace("knees", "chests")
    assert read("\n\n".join([TITLE, *RECAP, other])).parts[0].text == "\n\n".join([*RECAP, other])


def test_a_short_line_may_stand_twice() -> None:
    lines = [RECAP[0], "Dong.", RECAP[1], "Dong.", *DISCUSSION]
    assert read("\n\n".join([TITLE, *lines])).parts[0].text == "\n\n".join(lines)

"""Whatever comes in: a review, or the one refusal; and no words out of order."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import UnreadableReview
from bot.reviews.model import Review, as_json
from bot.reviews.reader import MAX_BYTES, MOST_BLOCKS, read_review
from tests.reviews.texts import CLOSING, DISCUSSION, INTRO, NAMES, RECAP, TITLE

PIECES = st.sampled_from(
    [
        *(
            INTRO,
            *RECAP,
            *DISCUSSION,
            *CLOSING,
            *NAMES,
            TITLE,
            "Leave a Reply",
            "Recap",
            "**Review**",
            "7/10",
            "by Odalys",
        ),
        *(
            "---",
            "+++",
            "title: x",
            "episode: 7",
            "# ",
            "- ",
            "1. ",
            "> ",
            "~",
            "“",
            "”",
            '"',
            "**",
            "[a](b)",
            "![",
            "](",
            "\\",
        ),
        *(
            "<p>",
            "</p>",
            "<b>",
            "</a>",
            "<a href='http://x.example/'>",
            "<ol><li>",
            "<hr>",
            "<!--",
            "-->",
            "<br>",
            "</",
        ),
        *(
            "<article class='comments'>",
            "<script>",
            "<meta charset='utf-16'>",
            "&amp;",
            "&#0;",
            "\ud7ff",
            "\u202e",
            "\x0b",
        ),
        *(
            "Who?",
            "We never learn why.",
            "It was never explained.",
            "Episode 3 – 4",
            "S1E2",
            "★★★☆☆",
            "第3話",
            "９９９９９",
        ),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=30).flatmap(
    lambda pieces: st.sampled_from(["\n", "\n\n", " ", "", "\n\n\n"]).map(lambda gap: gap.join(pieces))
)
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_a_review_or_a_refusal(data: bytes) -> None:
    with suppress(UnreadableReview):
        review = read_review(data)
        assert isinstance(review, Review)
        assert as_json(review)["kind"] == review.kind
        assert all(part.text.strip() for part in review.parts)
        assert all(end.text.strip() for end in review.loose_ends)


@QUICK
@given(
    st.lists(
        st.sampled_from([*RECAP, *DISCUSSION, *CLOSING, *NAMES, "- one", "2. two", "## Recap", "---", ""]), max_size=25
    )
)
def test_words_keep_their_order(pieces: list[str]) -> None:
    source = "\n\n".join([INTRO, *pieces])
    review = read_review(source.encode())
    kept = re.findall(r"\w+", "\n".join(part.text for part in review.parts))
    words = iter(re.findall(r"\w+", source))
    assert all(word in words for word in kept)


@QUICK
@given(st.permutations([*RECAP, *DISCUSSION, *CLOSING]))
def test_nothing_of_plain_prose_is_lost(paragraphs: list[str]) -> None:
    review = read_review("\n\n".join([TITLE, *paragraphs]).encode())
    assert "\n\n".join(part.text for part in review.parts) == "\n\n".join(paragraphs)


LINE = "The sea is wide and the lamp is low. "


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 100_000 + LINE,
        "<ul><li>" * 60_000 + LINE,
        "?" * 990_000,
        "? " * 490_000,
        "“a " * 190_000,
        "[a](" * 200_000,
        "**a" * 300_000,
        "<a " * 300_000,
        "<!-- " * 190_000,
        "- x\n" * 200_000,
        "# Recap\n" * 100_000,
        "I give this a 7/10.\n" * 45_000,
        "---\n" + "a: b\n" * 190_000,
        f"{TITLE} 1" + " & 1" * 200_000 + f"\n\n{LINE}",
        "<p>" * 300_000,
        "<p>" + "&amp;" * 190_000,
        "<html><script type='application/ld+json'>" + "[" * 40_000 + "</script><p>" + LINE,
    ],
    ids=str.__len__,
)
def test_hostile_shapes_are_read_or_refused(text: str) -> None:
    with suppress(UnreadableReview):
        assert read_review(text.encode()[: MAX_BYTES - 1]).loose_ends == ()


def test_one_endless_line_is_read() -> None:
    review = read_review((LINE * 26_000).encode())
    assert len(review.parts[0].text) == len(LINE) * 26_000 - 1


def test_many_tags_deep_and_many_paragraphs_are_refused_by_name() -> None:
    with pytest.raises(UnreadableReview, match="500 tags"):
        read_review(b"<div>" * 501 + LINE.encode())
    assert read_review(b"<div>" * 500 + LINE.encode()).parts[0].text == LINE.strip()
    with pytest.raises(UnreadableReview, match=f"{MOST_BLOCKS:,}"):
        read_review("".join(f"{LINE} {number}\n\n" for number in range(MOST_BLOCKS + 1)).encode())

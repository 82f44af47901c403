"""Whatever comes in: a review, or the one refusal; and no words out of order."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import UnreadableReview
from bot.reviews.blocks import MOST_BLOCKS
from bot.reviews.model import Review, as_json
from bot.reviews.reader import MAX_BYTES, read_review
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
        "7/10 " * 190_000,
        ("7/10 " * 300 + "\n\n") * 600,
        "Rating: " * 120_000,
        "★" * 330_000,
        ("Season 1 of " * 12 + f"\n\n{LINE}\n\n") * 1_400,
        ("avis sur la 2e saison de l’épisode 3 " * 4 + f"\n\n{LINE}\n\n") * 1_400,
        ("第3話感想" * 25 + "\n\n") * 2_900,
        "first episode of season two, " * 34_000,
        ("if a, if b, and so, with c, " * 50 + "what?\n\n") * 600,
        ("never gets to no one none of us knows the question is " * 25 + ".\n\n") * 600,
        ("Recap: " * 200 + "\n\n") * 600,
        "| a | b |\n|---|---|\n" * 47_000,
        "<plaintext>" + LINE * 20_000,
        "<!DOCTYPE a ["
        + "".join(f"<!ENTITY a{n} '{'&a' + str(n - 1) + ';' * 10}'>" for n in range(1, 2000))
        + "]><p>&a9;",
        "<p>" + "\u202e\u2066\u200b\u200d" * 80_000,
        "\u0301" * 490_000,
        "<img src='x' alt='" + "a" * 900_000,
        "<a href='https://a.b/'>" * 40_000,
        "![a](https://a.b/c.png)" * 40_000,
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
    with pytest.raises(UnreadableReview, match="60,000 tags"):
        read_review(b"<p>" * 60_002 + LINE.encode())


def test_five_megabytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(UnreadableReview, match="more than 1,000,000 bytes"):
        read_review(b"<div>" * 1_000_000)


def test_entities_are_what_they_say_and_bombs_are_text() -> None:
    bomb = "<!DOCTYPE x [<!ENTITY a 'boom'><!ENTITY b '&a;&a;&a;'>]>"
    page = f"{bomb}<p>{LINE}&amp;&b;&lt;script&gt;7/10&lt;/script&gt;</p>"
    text = "\n\n".join(part.text for part in read_review(page.encode()).parts)
    assert "&&b;<script>7/10</script>" in text
    assert "boom" not in text


def test_nothing_that_runs_embeds_or_tracks_is_kept() -> None:
    page = (
        f"<article><p onclick='x()'>{LINE}<script>alert(1)</script><iframe src='https://v.example/'></iframe></p>"
        "<style>p{}</style><p><a href='javascript:x()'>a link</a> and <a href='https://b.example/bell'>another</a></p>"
        "<p><img src='https://pixel.wp.com/b.gif' alt=''><img src='https://b.example/a.png' width='1' height='1'>"
        "<img data-src='/lamp.png' src='data:image/gif;base64,R0' alt='a lamp'><img src='ftp://b.example/x.png'></p></article>"
    )
    review = read_review(page.encode(), url="https://b.example/bell/")
    text = "\n\n".join(part.text for part in review.parts)
    assert text == f"{LINE.strip()}\n\na link and [another](https://b.example/bell)"
    assert [(image.url, image.alt) for image in review.images] == [("https://b.example/lamp.png", "a lamp")]


def test_pictures_of_markdown_are_kept_as_addresses() -> None:
    text = f"# {TITLE}\n\n{LINE}\n\n![A bell](https://b.example/bell.png)\n\n![x](javascript:x)\n\n![](https://b.example/bell.png)\n"
    assert [(image.url, image.alt) for image in read_review(text.encode()).images] == [
        ("https://b.example/bell.png", "A bell")
    ]


def test_unseen_marks_change_nothing_of_what_is_read() -> None:
    clean = read_review(f"{TITLE}\n\n{RECAP[0]}\n\nScore: 8/10\n".encode())
    marked = read_review(f"\u202a{TITLE}\u202c\n\n\u200b{RECAP[0]}\n\n\u2066Score: 8\u200b/10\u2069\n".encode())
    assert (marked.show, marked.span, marked.score) == (clean.show, clean.span, clean.score)
    assert marked.score is not None

"""A review's card, whatever its texts hold: they stay behind veils, and the message is one that Discord takes."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.gate import Gate
from bot.shows import Show
from bot.spoilers import Spoiler
from bot.storage.reviews import ReviewHead, StoredReview
from bot.ui.cards import review_card
from tests.spoilers.hostile import hostile, long_hostile
from tests.spoilers.judges import outside_of_old_parser, outside_of_preview
from tests.world import buttons, displays, outside_veils

SPAN = EpisodeSpan.of(EpisodeNumber.of(13))
HEAD = ReviewHead(1, SPAN, is_final=False, has_recap=True, author="Mara Quill", published=date(2024, 4, 3))
SHOW = Show(7, 10, "Lantern Code")
ROLE = 80351110224678912
TRIED = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
NEUTRAL = {
    "### Lantern Code · Episode 13",
    "New review · by Mara Quill · <t:1712145600:D>",
    f"<@&{ROLE}>",
    "",
    "Recap",
    "Discussion",
    "Score",
    "Rate this episode",
    "Read it there",
    "1. Mara Quill",
    "2. Mara Quill",
}


def spoiler(text: str) -> Spoiler:
    return Spoiler(text, show_id=7, episode=SPAN.last)


def card_of(title: str, text: str, ends: list[str], *, head: ReviewHead = HEAD, show: Show = SHOW) -> SimpleNamespace:
    """Return a card's message of texts that a stranger wrote."""
    review = StoredReview(
        head=head,
        show=show,
        url="https://blog.example/13",
        title=spoiler(title),
        score=spoiler(title),
        recap=spoiler(text),
        discussion=spoiler(text),
        opening=spoiler(text),
        loose_ends=tuple(map(spoiler, ends)),
    )
    layout: ui.LayoutView = review_card(review, gate=Gate.ASK, role_id=ROLE, alike=[head, head])
    return SimpleNamespace(components=layout.to_components())  # type: ignore[no-untyped-call]


def count(components: list[dict[str, Any]]) -> int:
    return sum(1 + count(component.get("components", [])) for component in components)


@TRIED
@given(hostile, hostile | long_hostile, st.lists(hostile, max_size=3))
def test_nothing_of_a_reviews_texts_stands_outside_a_veil(title: str, text: str, ends: list[str]) -> None:
    message = card_of(title, text, ends)
    assert set(outside_veils(message).split("\n")) <= {*NEUTRAL, f"Loose ends ({len(ends)})"}
    for display in displays(message)[1:]:
        assert outside_of_preview(display) == (1, "")
        assert outside_of_old_parser(display) == (1, "")


@TRIED
@given(long_hostile, long_hostile, st.lists(long_hostile, max_size=2), long_hostile)
def test_it_fits_into_a_message(title: str, text: str, ends: list[str], name: str) -> None:
    head = ReviewHead(10**17, SPAN, is_final=False, has_recap=True, author=name, published=date(2024, 4, 3))
    message = card_of(title, text, ends, head=head, show=Show(7, 10, name, 99))
    assert sum(len(display.encode("utf-16-le", "replace")) // 2 for display in displays(message)) <= 4_000
    assert count(message.components) <= 40
    assert all(len(label) <= 80 and len(to) <= 512 for label, to in buttons(message).items())
    rows = [c for c in message.components[0]["components"] if c["type"] == 1]
    assert all(1 <= len(row["components"]) <= 5 for row in rows)

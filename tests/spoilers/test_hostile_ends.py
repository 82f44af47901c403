"""The page of a review's loose ends, for who asked for it veiled, whatever its sentences hold."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber
from bot.gate import Viewer
from bot.spoilers import Spoiler
from bot.storage.loose_ends import hash_of
from bot.storage.review_ends import ReviewEnd
from bot.ui.layouts import pieced
from bot.ui.review_ends import ends_in_pages
from tests.spoilers.hostile import hostile, long_hostile
from tests.spoilers.judges import outside_of_old_parser, outside_of_preview
from tests.world import buttons, displays, outside_veils

AT = EpisodeNumber.of(13)


def count(components: list[dict[str, Any]]) -> int:
    return sum(
        1 + count(component.get("components", [])) + count([component["accessory"]] if "accessory" in component else [])
        for component in components
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(hostile | long_hostile, max_size=8), st.booleans())
def test_every_sentence_stands_behind_a_veil_of_its_own_and_pages_fit(texts: list[str], tracked: bool) -> None:
    spoilers = [Spoiler(text, show_id=7, episode=AT) for text in texts]
    ends = [
        ReviewEnd(hash_of(text), spoiler, 10**8 if tracked else None)
        for text, spoiler in zip(texts, spoilers, strict=True)
        if spoiler
    ]
    tracking = 0
    for page in ends_in_pages(ends, 10**17, Viewer(EpisodeNumber.of(12)), veiled=True) or []:
        layout = pieced("", page)
        message = SimpleNamespace(components=layout.to_components())  # type: ignore[no-untyped-call]
        assert set(outside_veils(message).split("\n")) <= {
            "", "Track it", "I want to know too", "-# tracked as #100000000",
        }  # fmt: skip
        for piece in page:
            assert outside_of_preview(piece.text) == (1, "")
            assert outside_of_old_parser(piece.text) == (1, "")
        assert sum(len(shown.encode("utf-16-le", "replace")) // 2 for shown in displays(message)) <= 3_000
        assert count(message.components) <= 28  # the review's doors and the turning of pages take up to twelve more
        assert all(len(to) <= 100 for to in buttons(message).values())
        tracking += sum(piece.button is not None for piece in page)
    assert tracking == len(ends)

"""A member's message that is put back, whatever it holds: one veil from end to end, in messages that Discord takes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber
from bot.spoilers import Spoiler, tidy, unveil
from bot.ui.veiled import Handed, Part, parts_of, with_names
from bot.ui.webhooks import webhook_name
from tests.spoilers.hostile import hostile, long_hostile
from tests.spoilers.judges import blocks_of_preview, outside_of_old_parser, outside_of_preview
from tests.world import displays

HEAD = "-# <@1> · Lantern Code, episode 13 · hidden by its author"
TRIED = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def parts(text: str, sizes: list[int] | None = None) -> list[Part]:
    files = [Handed(Path("none"), f"file-{n}.bin", is_drawn=False, size=size) for n, size in enumerate(sizes or [])]
    return parts_of(HEAD, Spoiler(text, show_id=7, episode=EpisodeNumber.of(13)), files, 100)


@TRIED
@given(hostile | long_hostile.map(lambda text: text[:4_000]))
def test_each_message_is_one_veil_below_a_head_and_nothing_is_lost(text: str) -> None:
    made = [
        SimpleNamespace(components=part.made()[0].to_components())  # type: ignore[no-untyped-call]
        for part in parts(text)
    ]
    shown = [display for message in made for display in displays(message)]
    assert shown[0] == HEAD
    for page in shown[1:]:
        assert outside_of_preview(page) == (1, "")
        assert outside_of_old_parser(page) == (1, "")
        assert blocks_of_preview(page) == {"paragraph"}
    assert "".join(map(unveil, shown[1:])) in (tidy(text), "")
    for message in made:
        assert sum(len(display.encode("utf-16-le", "replace")) // 2 for display in displays(message)) <= 4_000


@TRIED
@given(hostile, hostile, hostile)
def test_what_files_are_called_is_hidden_with_the_text(text: str, name: str, description: str) -> None:
    file = SimpleNamespace(title=None, filename=name, description=description)
    for part in parts(with_names(text, [file])):  # type: ignore[list-item]
        assert outside_of_preview(part.page) == (1, "")
        assert outside_of_old_parser(part.page) == (1, "")


@TRIED
@given(st.lists(st.integers(0, 100), max_size=10))
def test_files_keep_their_order_and_each_messages_fit(sizes: list[int]) -> None:
    made = parts("text", sizes)
    assert [file.size for part in made for file in part.files] == sizes
    assert all(sum(file.size for file in part.files) <= 100 for part in made)
    assert all(part.head or part.page or part.files for part in made)


@TRIED
@given(
    st.text(max_size=100) | hostile | st.from_regex(r"(?i).{0,3}(clyde|discord|everyone|here).{0,3}", fullmatch=True)
)
def test_a_name_is_such_as_discord_takes(name: str) -> None:
    taken = webhook_name(name)
    assert 1 <= len(taken) <= 80
    assert "clyde" not in taken.lower()
    assert "discord" not in taken.lower()
    assert taken.lower() not in ("everyone", "here")
    assert taken == taken.strip()

"""A `Spoiler` has no way into text but the veil."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from string import Template
from typing import Any

import orjson
import pytest

from bot.episodes import EpisodeNumber
from bot.gate import Viewer
from bot.spoilers import Spoiler, listed, open_pages, veil

SECRET = "The hero dies."
SPOILER = Spoiler(SECRET, show_id=7, episode=EpisodeNumber.of(13))
ANY: Any = SPOILER

WAYS_OUT: dict[str, Callable[[], object]] = {
    "str": lambda: str(SPOILER),
    "f-string": lambda: f"Recap: {SPOILER}",
    "f-string with a width": lambda: f"{SPOILER:>100}",
    "f-string of the str": lambda: f"{SPOILER!s}",
    "str.format": lambda: "{}".format(SPOILER),  # noqa: UP032 - the way that is tried
    "percent": lambda: "%s" % SPOILER,  # noqa: UP031 - the way that is tried
    "template": lambda: Template("$x").substitute(x=SPOILER),
    "print": lambda: print(SPOILER),
    "add": lambda: ANY + "!",
    "add to text": lambda: "Recap: " + ANY,
    "multiply": lambda: ANY * 2,
    "percent of it": lambda: ANY % 2,
    "join": lambda: "".join(ANY),
    "join of a list": lambda: "".join([ANY]),
    "iterate": lambda: list(ANY),
    "index": lambda: ANY[0],
    "slice": lambda: ANY[:3],
    "length": lambda: len(ANY),
    "search": lambda: "e" in ANY,
    "bytes": lambda: bytes(ANY),
    "json": lambda: json.dumps({"text": SPOILER}),
    "json with default": lambda: json.dumps(SPOILER, default=str),
    "orjson": lambda: orjson.dumps({"text": SPOILER}),
    "orjson with default": lambda: orjson.dumps(SPOILER, default=str),
    "pickle": lambda: pickle.dumps(SPOILER),
    "old pickle": lambda: pickle.dumps(SPOILER, 0),
    "copy": lambda: copy.copy(SPOILER),
    "deep copy": lambda: copy.deepcopy([SPOILER]),
    "state": lambda: ANY.__getstate__(),
    "vars": lambda: vars(ANY),
}


@pytest.mark.parametrize("way", WAYS_OUT.values(), ids=WAYS_OUT)
def test_every_way_into_text_is_refused_without_the_text(way: Callable[[], object]) -> None:
    with pytest.raises((TypeError, orjson.JSONEncodeError)) as caught:
        way()
    assert "hero" not in "".join(traceback.format_exception(caught.value))


def test_the_refusal_says_what_to_do() -> None:
    with pytest.raises(TypeError, match="veil it"):
        str(SPOILER)
    with pytest.raises(TypeError, match="veil it"):
        "Recap: " + ANY


def test_it_shows_its_length_and_its_episode() -> None:
    assert repr(SPOILER) == "<Spoiler: 14 characters, episode 13>"
    assert (
        repr([Spoiler("x" * 812, show_id=1, episode=EpisodeNumber(1350))])
        == "[<Spoiler: 812 characters, episode 13.5>]"
    )


def test_a_log_line_does_not_hold_the_text(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("tests").warning("got %r", SPOILER)
    assert caplog.messages == ["got <Spoiler: 14 characters, episode 13>"]
    record = logging.LogRecord("tests", logging.INFO, __file__, 1, "got %s", (SPOILER,), None)
    with pytest.raises(TypeError):
        record.getMessage()


def test_an_error_that_carries_it_is_written_without_the_text() -> None:
    written = "".join(traceback.TracebackException.from_exception(ValueError(SPOILER), capture_locals=True).format())
    assert "hero" not in written


def test_it_is_true_when_there_is_something_to_see() -> None:
    for text, shown in ((SECRET, True), ("", False), (" \n\u200b\t", False), ("\u200d\0", False), ("|", True)):
        assert bool(Spoiler(text, show_id=1, episode=EpisodeNumber.of(1))) is shown


def test_it_is_a_value() -> None:
    same = Spoiler(SECRET, show_id=7, episode=EpisodeNumber.of(13))
    assert same == SPOILER
    assert hash(same) == hash(SPOILER)
    assert Spoiler(SECRET, show_id=8, episode=EpisodeNumber.of(13)) != SPOILER
    assert Spoiler(SECRET, show_id=7, episode=EpisodeNumber.of(12)) != SPOILER
    assert Spoiler("The hero lives.", show_id=7, episode=EpisodeNumber.of(13)) != SPOILER
    assert SPOILER != SECRET


def test_it_knows_what_it_spoils() -> None:
    assert (SPOILER.show_id, SPOILER.episode) == (7, EpisodeNumber.of(13))


@pytest.mark.parametrize("name", ["_text", "episode", "show_id", "other"])
def test_it_cannot_be_changed(name: str) -> None:
    with pytest.raises(AttributeError, match="can't be changed"):
        setattr(ANY, name, EpisodeNumber.of(1))
    with pytest.raises(AttributeError, match="can't be changed"):
        delattr(ANY, name)
    assert veil(SPOILER) == f"||{SECRET}||"


@pytest.mark.parametrize(
    ("text", "episode"), [(b"The hero", EpisodeNumber.of(1)), (SPOILER, EpisodeNumber.of(1)), ("The hero", 1)]
)
def test_it_is_made_of_text_and_an_episode_number(text: Any, episode: Any) -> None:
    with pytest.raises(TypeError) as caught:
        Spoiler(text, show_id=1, episode=episode)
    assert "hero" not in str(caught.value)


def test_several_are_listed_as_one_that_tells_as_much_as_all_of_them() -> None:
    texts = {13: "Who lit the lamp?", 12: " || Why? "}
    spoilers = [Spoiler(text, show_id=7, episode=EpisodeNumber.of(number)) for number, text in texts.items()]
    together = listed(spoilers)
    assert (together.show_id, together.episode) == (7, EpisodeNumber.of(13))
    assert open_pages(together, Viewer(EpisodeNumber.of(13))) == ["1) Who lit the lamp?\n\n2) || Why?"]


@pytest.mark.parametrize("shows", [(), (7, 8)])
def test_those_of_several_shows_are_not_listed_as_one(shows: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="unpack"):
        listed([Spoiler("Why?", show_id=show, episode=EpisodeNumber.of(1)) for show in shows])

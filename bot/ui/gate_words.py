"""The gate's words: the question that stands before what a viewer may not have watched."""

from __future__ import annotations

from bot.episodes import EpisodeSpan
from bot.gate import Viewer
from bot.shows import Show
from bot.ui.layouts import plain


def asked(show: Show, span: EpisodeSpan, viewer: Viewer) -> str:
    """Return the words of the question whether a viewer has watched episodes."""
    name = plain(show.label)
    said = so_far(show, viewer)
    if viewer.is_strictly_held:
        it = "it" if span.first == span.last else "them"
        return f"{said}**You read of {span.label.lower()} of {name} once you have watched {it}.**"
    return f"{said}**Have you watched {span.label.lower()} of {name}?**"


def so_far(show: Show, viewer: Viewer) -> str:
    """Return how far a viewer said that they have watched, as a line to stand before a question; nothing if unsaid."""
    if viewer.watched is None:
        return ""
    return f"You said you have watched {plain(show.label)} up to episode {viewer.watched}.\n"


def yes_label(viewer: Viewer) -> str:
    """Return what stands on the button that says yes to the question."""
    return "I’ve watched it" if viewer.is_strictly_held else "Yes, I have"

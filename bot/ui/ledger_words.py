"""The ledger in sentences: counts alone, which anyone may read."""

from __future__ import annotations

from bot.audits import EpisodeCounts
from bot.ui.layouts import counted


def tied(number: int) -> str:
    """Return how many were tied: `No loose end was tied`, `1 loose end was tied`, `3 loose ends were tied`."""
    if not number:
        return "No loose end was tied"
    return f"{counted(number, 'loose end')} {'was' if number == 1 else 'were'} tied"


def after_episode(counts: EpisodeCounts) -> str:
    """Return what an episode did, for its discussion; nothing where there is no loose end to tell of."""
    if counts == EpisodeCounts():
        return ""
    return f"{tied(counts.tied)}, {counts.new or 'none'} new, {counts.open or 'none'} still open"


def episodes(number: float) -> str:
    """Return how many episodes something took, which may be halves of one."""
    return "1 episode" if number == 1 else f"{number:g} episodes"

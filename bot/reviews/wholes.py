"""Texts on all of a show or season: blocks of data, scores of its parts, and sentences that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reviews.blocks import Block, opening, plain

_LONGEST_LINE = 100
_MOST = 40
_HOW_LONG = re.compile(
    r"\W{0,3}(?:(?:number\sof\s|total\s|no\.?\sof\s)?episodes|episodenanzahl|anzahl\sder\s(?:episoden|folgen)"
    r"|episoden|folgen"
    r"|episodios|cap[ií]tulos|épisodes|nombre\sd[’']épisodes|episódios|episodi|話数)\s?[:：]\s?(?!1\b)\d{1,3}(?:話"
    r"|\s\w{1,12})?\W{0,3}",
    re.IGNORECASE,
)
_SO_LONG = re.compile(r"[^.!?]{2,60}[|,·/]\s(?!1\b)\d{1,3}\sepisodes\W{0,3}", re.IGNORECASE)
"""`Sports, Romance | 24 episodes`"""
_SCORED_THING = re.compile(
    r"\W{0,3}(?:\d{1,2}(?:\.\d)?\s?/\s?10\s)?(?P<thing>story|art|animation|sound|characters?|enjoyment)"
    r"(?:\W{0,3}|\s?[:–—-]?\s?\(?\d{1,2}(?:\.\d)?\s?/\s?10\b.*)$",
    re.IGNORECASE,
)
_SCORED_THINGS = 4
_SAYS_SO = re.compile(
    r"\bjust\sfinished\s(?:watching\s)?(?:this|the|that)\s(?:whole\s)?(?:series|show|anime)\b"
    r"|\b(?:complete|full|whole|entire)\s(?:season|series)\sreview\b",
    re.IGNORECASE,
)


def is_on_a_whole(blocks: Sequence[Block]) -> bool:
    """Tell whether a text is on all of a show.

    A block of data counts the episodes, each thing that makes up a show has a score, or the author says so.
    """
    if any(_SAYS_SO.search(plain(block.text[:1000])) for block in opening(blocks)):
        return True
    lines = [plain(line) for block in blocks for line in block.text.split("\n") if len(line) <= _LONGEST_LINE]
    if any(_HOW_LONG.fullmatch(line) or _SO_LONG.fullmatch(line) for line in lines[:_MOST]):
        return True
    scored = {match["thing"].lower() for line in lines if (match := _SCORED_THING.match(line))}
    return len(scored) >= _SCORED_THINGS

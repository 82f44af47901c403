"""Which words of a title a text calls a show: `an episode of Copper Tide`, `Copper Tide’s second season`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.episodes import EpisodeSpan
from bot.reviews.bare_numbers import find_bare
from bot.reviews.blocks import Block, Shape, plain
from bot.reviews.evidence import BAR
from bot.reviews.labels import LEADING, SEASON, TRAILING
from bot.reviews.marks import find_marks
from bot.reviews.names import cleaned, same_words
from bot.reviews.told import About

_LOOKED_INTO = 12
_LONGEST = 3_000
_MOST_PIECES = 20
_SURENESS = 0.85
_PREPOSED = re.compile(r"\s(?:in|of|on|for|from|with|at)\s(?=[A-Z])")
_CRIED = re.compile(r"[!?~]\s.*:\s")
_PARTED = re.compile(r"\s?[-–—]\s|\s[|~•·]\s|(?<=[A-Z]{3})-(?=[A-Z])|:\s|[“”«»「」『』\"()\[\]]|(?<!\w)['‘]|['’](?!\w)")
_OF = (
    r"\b(?:episodes?|eps?|instal?lments?|finale|premiere|pilot|seasons?|series|épisodes?|epis[oó]dios?|episodi"
    r"|folgen?|cap[ií]tulos?|puntat[ae]|staffel|saison|temporada|stagione)\s(?:\d{1,3}\s|one\s|two\s)?"
    r"(?:of|for|from|de|del|do|da|di|von)\s"
)
_SHOW = r"\b(?:anime|series?|show|drama|dorama|série|アニメ|ドラマ)\s?"
_IS_A_SHOW = r"\s(?:is|was)\s(?:an?|the|one)\s(?:[\w-]+\s){0,4}(?:anime|series|show|drama)\b"
_AN = r"\b(?:an?|this|that|every|each|best|worst|new|next|latest|first|last|single|another|favou?rite)\s"
_BREAK = re.compile(r"\s?[-–—|]\s|(?<=[!?.…])\s")
_DASH = re.compile(r"\s[-–—|]\s")
_MOST_IN_NAMES = 100
"""Numbers that stand in shows' names are mostly no higher."""
_GOES_ON = r"(?:starts|begins|opens|sees|saw|shows|continues|picks|kicks|ends|finally|was|is)\b"
_SEASON = r"(?:first|second|third|fourth|fifth|sixth|seventh|final|last|latest|new|newest|current)\s(?:season|series)"


def named_by_text(about: About, title: str, blocks: Sequence[Block]) -> About:
    """Return what a title says, with the one part of it that the text calls a show where the title leaves it in doubt.

    In doubt is, too, a name that the text does not have whole, and that holds a colon and no number (behind it may
    stand an episode's title) or a preposition (`Lamps Fail in Copper Tide` is a headline).
    """
    may_hold_more = _may_hold_more(about)
    if about.show is not None and about.show_sureness >= BAR and not may_hold_more:
        return about
    prose = " ".join(plain(b.text[:_LONGEST]) for b in blocks[:_LOOKED_INTO] if b.shape is not Shape.HEADING)
    if about.span and about.show and (retold := _retold(about.show, about.span, prose)):
        return replace(about, show=retold, show_sureness=_SURENESS, span_sureness=_SURENESS)
    if may_hold_more and about.show and about.show.lower() in prose.lower():
        return about
    if beside := _beside_number(title, prose):
        return replace(about, show=beside, show_sureness=_SURENESS)
    if about.span is None and (first := _before_headline(title, prose)):
        return replace(about, show=first, show_sureness=_SURENESS)
    if about.show and (last := _behind_preposition(about.show, prose)):
        return replace(about, show=last, show_sureness=_SURENESS)
    called = {piece.casefold(): piece for piece in _pieces(title) if _is_called(piece, prose)}
    if len(called) != 1:
        return about
    name = next(iter(called.values()))
    if about.show and about.span_sureness < BAR and same_words(name, f"{about.show} {about.span}"):
        about = About()  # the number is the name's
    return replace(about, show=name, show_sureness=_SURENESS)


def _beside_number(title: str, prose: str) -> str | None:
    """Return the last part of what stands before a title's number, where the text has it and no other part."""
    marks = find_marks(title)
    before = title[: marks[0].start] if marks else ""
    *others, last = (cleaned(TRAILING.sub("", SEASON.sub("", part))) or "" for part in _BREAK.split(before.strip()))
    if not others or before.endswith("(") or not _names(last, prose):
        return None
    return None if any(_names(other, prose) for other in others) else last


def _before_headline(title: str, prose: str) -> str | None:
    """Return what stands between a label and a dash, where the text has it again and again and never the rest."""
    label = LEADING.match(title)
    name, *rest = _DASH.split(title[label.end() :]) if label else [""]
    if len(rest) != 1 or rest[0].lower() in prose.lower() or not _names(name, prose):
        return None
    return cleaned(name) if prose.count(name) > 1 else None


def _behind_preposition(name: str, prose: str) -> str | None:
    """Return what stands behind a name's preposition, where the text has it again and again and not what is before."""
    for match in _PREPOSED.finditer(name):
        last = name[match.end() :]
        if prose.count(last) > 1 and _names(last, prose) and name[: match.start()].lower() not in prose.lower():
            return last
    return None


def _names(piece: str, prose: str) -> bool:
    return len(piece.split()) > 1 and re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", prose) is not None


def _may_hold_more(about: About) -> bool:
    name = about.show or ""
    return (": " in name and about.span is None) or any(p.search(name) for p in (_PREPOSED, _CRIED))


def _retold(show: str, span: EpisodeSpan, prose: str) -> str | None:
    """Return the name of a show whose episode a text retells by a high bare number: `Copper Tide 326 begins in`."""
    name = _DASH.split(show)[-1]
    if span.first.hundredths <= _MOST_IN_NAMES * 100:
        return None
    return name if re.search(rf"\b{re.escape(name)}\s{span}\s{_GOES_ON}", prose, re.IGNORECASE) else None


def _pieces(title: str) -> list[str]:
    pieces = []
    for piece in _PARTED.split(title[:500])[:_MOST_PIECES]:
        mark = next(iter(find_marks(piece)), None) or find_bare(piece)
        bare = LEADING.sub("", (piece[: mark.start] if mark else piece).strip())
        whole = TRAILING.sub("", SEASON.sub("", bare))
        parts = [whole, *(whole[match.end() :] for match in _PREPOSED.finditer(whole)), piece if mark else ""]
        pieces += [name for part in parts if (name := cleaned(part)) and len(name) > 1]
    return pieces


def _is_called(name: str, prose: str) -> bool:
    words = re.escape(name)
    ways = (
        rf"(?:{_OF}(?:the\s)?|{_SHOW})[“\"‘'「『„«]?{words}(?!\w|\s\d)",
        rf"\b{words}{_IS_A_SHOW}",
        rf"{_AN}{words}\s(?:episode|finale|season|series)s?\b",
        rf"\b{words}[’'”\"]?s?\s(?:{_SEASON}|season\s\d|ep(?:isode|\.)?\s#?\d)",
    )
    return any(re.search(way, prose, re.IGNORECASE) for way in ways)

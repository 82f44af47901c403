"""The name of the show in a line that names an episode or a season, and what clings to it there."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.numerals import WORD
from bot.reviews.blocks import folded
from bot.reviews.evidence import Finding
from bot.reviews.labels import (
    CHAPTER,
    LEADING,
    NUMBERED_SEASON,
    REVIEW_ALONE,
    REVIEW_WORDS,
    REVIEWS,
    SEASON,
    SEASON_OF,
    TRAILING,
    season_in,
)

_ASKING = re.compile(r"(?:why|how|where|when|what|did|does|is|are|was|here[’']s|this\sis)\s", re.IGNORECASE)
_DOING = re.compile(
    r"(?:[A-Z]\w+ing\s(?:an?|the)\s[\w’']+|[^:]{3,60}\s(?:is|are|was|were|gets?|has|have)\s[^:]{1,60}):\s\S"
)
_NAME_IN_DOUBT = 0.65
_CUT = 0.3
"""How sure a name is that may have lost its second part: too little for a text to make up for by naming it."""
_HEADLINE_WORDS = 6
"""Words behind a colon that are a headline, and no part of a name."""
_OWN_WORDS = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|[Yy]ou|[Yy]our)\b")
_ENCLOSED = re.compile(r"[\[【](?P<name>[^\[\]【】]{2,80})[\]】]")
_ANIME_BESIDE = re.compile(r"^(?:TV)?アニメ(?=[【「『])|(?<=[】」』])(?:(?:TV)?アニメ|[をのはが])\s?$")
_INSIDE = re.compile(r"[「『“(](?P<rest>[^「」『』“”()]{2,80})$")
"""A name within quotation marks or brackets that close behind the episode's mark."""
_EDGE = " \t-‐‑‒–—―|:,;/~•·・»>"
_BREAK = re.compile(r"\s?[|»•·>]\s")
_BARRED = re.compile(r"[|»•·>]\s?$")
"""`Copper Tide | The Bell | ` before the mark: either may be the show."""
_DASHED = re.compile(r"\s?[-–—]\s\w")
"""Before the dash, or behind it, may stand an episode's title, a headline or a blog's name."""
_CRIED = re.compile(r"\S+(?:\s\S+){4,20}[!?.…]\s(?![IVX]+$)\S")
"""Before the name may stand a sentence."""
_CLAUSE = re.compile(r"\s[-–—|»•·~]\s|\s?[(\[]")
_OF_SHOW = re.compile(
    rf"^\s(?:of|from|von|de|{REVIEW_WORDS}\s(?:of|for|on):?)\s(?!season|series|the\sseason)(?P<show>\S.{{0,100}})",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"^(?:\s{REVIEW_WORDS})?\s?[-–—|:•·]\s(?P<show>\S.{{0,120}})", re.IGNORECASE)
# `Copper Tide Review: Loud Truths in Episode 4`: the name, or a column's, ends before the label.
_HEADLINE = re.compile(rf"\s{REVIEW_WORDS}\s?[:,–—]\s", re.IGNORECASE)
_QUOTED = (
    r"(?:“[^”]{2,100}”|\"[^\"]{2,100}\"|‘(?:[^’]|’(?=\w)){2,100}’(?!\w)|(?<!\w)'[^']{2,100}'(?!\w)"
    r"|„[^“”]{2,100}[“”]|「[^」]{1,60}」|『[^』]{1,60}』)"
)
_PAIRS = frozenset(("“”", "„“", "„”", '""', "‘’", "''", "**", "__", "()", "「」", "『』", "[]"))
_HOLDS_QUOTES = re.compile(rf"\s{_QUOTED}\s")
_QUOTED_FIRST = re.compile(
    rf"(?P<quoted>{_QUOTED})(?:\s?[-–—|:]\s(?P<rest>\S.*)|\sepisodes?\b.*|\s(?={NUMBERED_SEASON}\b).*"
    rf"|\s{REVIEW_WORDS}\s?[:–—]\s.*)",
    re.IGNORECASE,
)
QUOTED_NAME = re.compile(rf"{_QUOTED}\s{NUMBERED_SEASON}\b", re.IGNORECASE)
"""A name in quotation marks before a season's number."""
_TWO_QUOTED = re.compile(rf"(?P<name>{_QUOTED})[,:]?\s{_QUOTED}.*")
_QUOTED_LAST = re.compile(rf"(?P<lead>[^“\"‘「『]{{1,100}}?)(?P<quoted>{_QUOTED})")
# What stands before a quoted name that is the show's; behind any other words stands the episode's title in quotes.
_PRESENTS = re.compile(
    r"(?:[’']s|:|\b(?:watch(?:es|ing)|of|on|for|about|reviewing|revisiting)|アニメ)\s?$", re.IGNORECASE
)
_UNFINISHED = re.compile(
    r"(?:^|\s)(?:in|for|of|on|at|to|with|from|after|before|and|the|an?|by|about|than|is|was"
    r"|del?|du|des|der|von|zur?|sur|sobre|para|pour|dell[ao]?|di|im|en|no|na|nel|dans)$|(?:^|\s)(?:l|d|dell)[’']$"
)
_NO_PART_OF_NAMES = re.compile(
    rf"\bweek\s(?:\d|{WORD}\b)|\bworth\s(?:it|watching|your\stime)\b|[”\"]\s\(|\d\.\d\d?$|"
    r"\b(?:line|round)-?ups?\b|\d{4}年|[冬春夏秋]アニメ|\bpodcasts?\b|週間|今週|今期|\b(?:episoden|folgen)nummer\b|\boriginaltitel\b"
    r"|(?-i:\bI)\s(?:just\s)?(?:missed|watched|dropped|finished|saw)\b|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s\d{1,2}[-–]\d",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:(?:anime|tv|first|new|week|weekly|the|my|some|more|final|manga|blog|home|season|series|episode|reviews?|recaps?"
    r"|finale|premiere|pilot|shows?|impressions|thoughts|spoilers?|discussion|mid|winter|spring|summer|fall|autumn|(?:19|20)\d\d|(?:week|part)\s\d{1,2}|of"
    r"|in|ratings?|rankings?|news|category|archives?|tag|seasonal|watch(?:es)?"
    r"|round\s?ups?|rundown|\w{0,20}titel|\w{0,20}nummer)\s?){0,8}",
)


def show_around(before: str, after: str) -> tuple[str | None, int | None, float]:
    """Return the show that stands before an episode's mark or after it, its season, and how sure the name is."""
    season: int | None = None
    parted = re.search(r"\s[-–—(]\s?$", before) is not None
    before = _ANIME_BESIDE.sub("", before)
    inside = _INSIDE.search(before) if after.startswith(("」", "』", "”", ")")) else None
    if inside and cleaned(TRAILING.sub("", SEASON.sub("", f" {inside['rest']}"))):
        before = inside["rest"]
    enclosed = _ENCLOSED.fullmatch(SEASON.sub("", before).strip(_EDGE))
    if enclosed and not REVIEW_ALONE.fullmatch(enclosed["name"]):
        return cleaned(enclosed["name"]), season_in(before), 0.85
    heads = _BREAK.split(before.rstrip(_EDGE))
    among_others = _BARRED.search(before) is not None and any(_may_be_a_name(head) for head in heads[:-1])
    for head in reversed(heads):
        for _ in range(4):
            head = LEADING.sub("", head.strip(_EDGE)).strip(_EDGE + "([")
            if of := SEASON_OF.match(head):
                season, head = season_in(of.group()), head[of.end() :]
            head = "" if REVIEW_ALONE.fullmatch(head) else head
            match = SEASON.search(head)
            if match:
                season = season_in(match.group())
                head = head[: match.start()]
            head = TRAILING.sub("", CHAPTER.sub("", head))
        label = _HEADLINE.search(head)
        named = cleaned(head[: label.start()]) if label and head[0] not in "“\"‘'" else None
        if named is not None:
            return named, season, _NAME_IN_DOUBT
        by_quotes = _by_quotes(head, parted=parted)
        if by_quotes is not None:
            return by_quotes[0], season or season_in(head), by_quotes[1]
        show = cleaned(head)
        if show is not None:
            if quoted := _HOLDS_QUOTES.search(show):
                return cleaned(re.sub(r"[’']s?$", "", show[: quoted.start()])), season, _NAME_IN_DOUBT
            in_doubt = not re.fullmatch(_QUOTED, head.strip()) and (_DASHED.search(show) or _CRIED.match(show))
            sureness = _NAME_IN_DOUBT if in_doubt or among_others else 0.85 if _CLAUSE.search(show) else 0.95
            return show, season or season_in(show), sureness
    name, sureness = _behind(after)
    return name, season, sureness


def _may_be_a_name(head: str) -> bool:
    name = cleaned(LEADING.sub("", head.strip(_EDGE)))
    return name is not None and not REVIEW_ALONE.fullmatch(name)


def _behind(after: str) -> tuple[str | None, float]:
    """Return the show that stands behind an episode's mark, and how sure the name is."""
    match = _OF_SHOW.match(after)
    if match:
        rest = _CLAUSE.split(match["show"], maxsplit=1)[0]
        quoted = re.match(_QUOTED, rest)
        if quoted:
            return cleaned(quoted.group()), 0.85
        # Behind a colon may stand a part of the name, or the headline.
        name, _, headline = rest.partition(": ")
        cut = headline and len(headline.split()) < _HEADLINE_WORDS
        doubt = _NAME_IN_DOUBT if _OWN_WORDS.search(headline) else _CUT
        return cleaned(TRAILING.sub("", name)), doubt if cut else 0.85
    match = _AFTER.match(after)
    if match:
        rest = _CLAUSE.split(match["show"], maxsplit=1)[0]
        return cleaned(TRAILING.sub("", rest)), 0.4
    return None, 0.0


def _by_quotes(head: str, *, parted: bool) -> tuple[str, float] | None:
    """Return the name in words of which some are quoted: the show's, an episode's title, or a column and the show's.

    `parted` says that a dash or bracket parts these words from the mark, as it does an episode's title.
    """
    if two := _TWO_QUOTED.fullmatch(head):
        return (name, 0.85) if (name := cleaned(two["name"])) else None
    first = _QUOTED_FIRST.fullmatch(head)
    if first:
        rest = TRAILING.sub("", first["rest"].strip(_EDGE)) if first["rest"] else first["quoted"]
        named = _QUOTED_LAST.fullmatch(rest)
        name = cleaned(TRAILING.sub("", named["lead"].strip(_EDGE)) if named else rest)
        return (name, 0.85) if name else None
    last = _QUOTED_LAST.fullmatch(head)
    if last is None:
        return None
    lead, quoted = cleaned(last["lead"]), cleaned(last["quoted"])
    if lead is None or last["quoted"][0] in "「『" or (quoted and _PRESENTS.search(last["lead"])):
        in_doubt = parted and lead is not None and last["lead"].rstrip().endswith(":")
        return (quoted, _NAME_IN_DOUBT if in_doubt else 0.9) if quoted else None
    if quoted and last["quoted"][0] in "‘'" and last["lead"].rstrip().endswith(("-", "–", "—")):
        return quoted, _NAME_IN_DOUBT  # single quotes hold a show's name rather than an episode's
    return lead, 0.9


def is_asked(name: str, after: str) -> bool:
    """Tell whether words before an episode's mark begin a sentence that goes on behind it, and are no name.

    `Why Copper Tide Episode 5 Is Loud`; `after` is what stands behind the mark.
    """
    goes_on = re.match(r"\s[^\W\d_]", after) is not None and not REVIEWS.match(after.strip())
    return goes_on and _ASKING.match(name) is not None


def may_hold_a_column(name: str) -> bool:
    """Tell whether a name may begin with a column's or a headline: `Reading a Map: Copper Tide`, `It is Late: …`."""
    return _DOING.match(name) is not None


def title_in(head: str) -> str | None:
    """Return the episode's title in quotes that stands with the show's name before the mark: `Name “Title” Ep 5`."""
    head = TRAILING.sub("", LEADING.sub("", head.strip(_EDGE)).strip(_EDGE)).strip(_EDGE)
    head = SEASON.sub("", head)
    first, last = _QUOTED_FIRST.fullmatch(head), _QUOTED_LAST.fullmatch(head)
    if first and first["rest"]:
        return cleaned(first["quoted"])
    shown = last and (_PRESENTS.search(last["lead"]) or last["lead"].rstrip().endswith(("-", "–", "—")))
    if last and last["quoted"][0] not in "「『" and cleaned(last["lead"]) and not shown:
        return cleaned(last["quoted"])
    return None


def cleaned(name: str) -> str | None:
    """Return a show's name without what clings to it, or None if nothing or no name is left."""
    name = name.strip(_EDGE)
    while len(name) > 2 and f"{name[0]}{name[-1]}" in _PAIRS:
        name = name[1:-1].strip(_EDGE)
    name = name.strip('*_"“”')
    if name.count("~") == 1 and not name.startswith("~"):
        name += "~"  # the edge was a part of it: `Copper Tide ~The Bell~`
    if any(name.count(pair[0]) != name.count(pair[1]) for pair in ("()", "[]", "“”")) or name.count('"') % 2:
        return None
    if (
        not any(c.isalnum() for c in name)
        or len(name) > 120
        or _UNFINISHED.search(name)
        or _NO_PART_OF_NAMES.search(name)
        or is_everyday(name)
    ):
        return None
    return name


def is_everyday(name: str) -> bool:
    """Tell whether a name is made of words alone that blogs head their posts with: `Summer Anime`."""
    return _NO_NAME.fullmatch(folded(name)) is not None


def same_name(one: str, other: str) -> bool:
    """Tell whether two names may mean one show: letters and digits alike, or one being a part of the other."""
    a, b = (" ".join(words_of(name)) for name in (one, other))
    if a.replace(" ", "") == b.replace(" ", ""):
        return True
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) > 1 and f" {longer} ".find(f" {shorter} ") >= 0


def same_words(one: str, other: str) -> bool:
    """Tell whether two names are the same, letter by letter."""
    return words_of(one) == words_of(other)


def without_title(name: Finding[str], title: str) -> Finding[str]:
    """Return a show's name without the episode's title that a dash parts from it: `The Bell – Copper Tide`."""
    pieces = re.split(r"\s[-–—|]\s", name.value)
    rest = [piece for piece in pieces if not same_words(piece, title)]
    return replace(name, value=rest[0], sureness=max(name.sureness, 0.85)) if len(pieces) == 2 > len(rest) else name


def words_of(name: str) -> list[str]:
    """Return the words of a name as they are compared."""
    bare = re.sub(r"[’'`]", "", name.casefold())
    return re.findall(r"[^\W_]+", bare)

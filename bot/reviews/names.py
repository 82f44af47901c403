"""The name of the show in a line that names an episode or a season, and what clings to it there."""

from __future__ import annotations

import re

from bot.numerals import ORDINAL, WORD, cardinal, ordinal
from bot.reviews.blocks import folded

_NUMBERED_SEASON = (
    rf"(?:(?:season|series|staffel|temporada|saison)\s(?P<n>\d{{1,2}}|{WORD})|s(?P<s>\d{{1,2}})"
    rf"|(?P<nth>{ORDINAL})\sseason)"
)
SEASON = re.compile(
    rf"(?:\s?[-–—:,(\[]?\s?)\b{_NUMBERED_SEASON}\b[)\]!]?(?:[\s,:–-]{{1,3}}(?:part|cour|partie|parte|teil)\s\d)?\s?$",
    re.IGNORECASE,
)
SEASON_CLAUSE = re.compile(rf"\b{_NUMBERED_SEASON}\b(?=\s?[:|–—])", re.IGNORECASE)
"""A season's number that a colon or dash ends: what comes after is a headline."""
REVIEW_WORDS = (
    r"(?:(?:anime|manga|chapter|episode|season|weekly|series|tv|dvd|full|quick|mini|early|advance|retro|guest|video"
    r"|capsule"
    r"|spoiler(?:y|s|[- ]free)?|non-spoiler|in|drama|(?:(?:english|german)\s)?(?:dub(?:bed)?|sub))\s){0,3}"
    r"(?:reviews?|recaps?|previews?|(?:(?:first|final|last|early|initial)\s)?impressions?|(?:(?:final|some"
    r"|quick)\s)?thoughts"
    r"|reactions?|analysis|discussion|summary|blog|breakdown|(?:ending\s)?explained|ranked"
    r"|kritik|reseña|análisis|cr[ií]tica|critique|resumen)"
)
_REVIEW_PAIR = rf"{REVIEW_WORDS}(?:\s(?:&|and|\+|/|y|und|et)\s{REVIEW_WORDS})?"
_BEFORE_A_NAME = (
    r"\[[^\]]{1,40}\]\s?",
    r"【[^】]{1,20}】\s?",
    r"#\w{2,40}\s(?=[^\W\d])",
    r"(?:day|week|round|rd\.?|session)\s\d{1,3}\s?[:–—|-]\s",
    rf"{_REVIEW_PAIR}(?:\s(?:anime|manga|tv|dvd))?\s?(?:[:–—|~-]|of\b|on\b|for\b|del?\b)\s?",
    r"(?:\w{1,20}\s){0,3}(?:tv|uk|us|netflix|film|movie|dvd|blu-?ray|book|streaming|blog)\s(?:\w{1,20}\s)?reviews?:\s",
    r"\w{2,20}\s(?:(?:re)?watches|(?:re)?watches:|discusses:|reviews:|recaps:)\s",
    r"(?:[\w’']{1,20}\s){0,3}(?:spotlight|corner|index|report|diary|roundtable|journal|column|digest|round-?up"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?):\s",
    r"(?:hbo|netflix|amazon|hulu|disney\+?|apple\stv\+?|amc|showtime|starz|bbc|itv|fox|syfy|crunchyroll)[’']s\s",
    rf"(?:part\s\w{{1,5}}\sof\s)?(?:[\w.]{{1,20}}\s){{0,2}}[\w’'.]{{2,30}}[’']s?\s{REVIEW_WORDS}\s(?:of|on|for)\s",
    r"(?-i:[A-Z][\w’']{1,20}\s[Rr](?:eview|ecap)s\s(?=[A-Z“‘\"]))",
    r"(?-i:(?:Reviews?|Recaps?|Post)(?=[A-Z][a-z]))",
    r"let[’']s\s(?:talk|chat|discuss)\s(?:about\s)?",
    r"every\s(?:(?:single\s)?(?:episode|season)\sof\s|(?=[“‘\"]))",
    r"(?:our|the|my|\d{1,2})\s(?:\w{1,12}\s){0,3}(?:questions|things|takeaways|reasons|moments|theories)"
    r"\s(?:after|about|from|on|in)\s",
    r"(?:a|an|my|some|the)\s(?:\w{1,12}\s){0,2}(?:reviews?|recap|analysis|thoughts|look|impressions?)"
    r"\s(?:of|on|for|at|into)\s",
    r"(?:thoughts|impressions|reflections|notes)\son\s",
    r"(?:(?:final|last)\sepisode\sof|final\sexplicado\sde)\s",
    r"(?:anime|watching|rewatch(?:ing)?|tv|spoilers?|[ckj]-?drama)\s?[:–—|-]\s?",
)
LEADING = re.compile(rf"^(?:{'|'.join(_BEFORE_A_NAME)})", re.IGNORECASE)
"""A label, a column's name or words of a sentence that stand before a show's name."""
_DOING = re.compile(r"[A-Z]\w+ing\s(?:an?|the)\s[\w’']+:\s\S")
_NAME_IN_DOUBT = 0.7
_SEASON_OF = re.compile(rf"^(?:the\s)?{_NUMBERED_SEASON}\sof\s(?:the\s)?(?=\S)", re.IGNORECASE)
_VERSION = (
    r"(?:(?:english|german|french|spanish|italian)\s)?(?:dub(?:bed)?|sub(?:bed)?)|vost(?:fr|a)?|sub\s?ita|legendado"
)
_TRAILING = re.compile(
    rf"""(?:
      (?:\s?[-–—:|,(\[~]\s?|\s)(?:{_REVIEW_PAIR}|{_VERSION}|anime|manga|blu-?ray|dvd|the|(?:series\s|season\s)?finale
        |(?:series\s|season\s)?premiere|tv|von|of|[kcj]-?drama)[)\]]?
    | \s?[-–—:,(\[]\s?final[)\]]? | 最終[回話]
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_REVIEW_ALONE = re.compile(_REVIEW_PAIR, re.IGNORECASE)
CHAPTER = re.compile(
    r"(?:\s?[:,–—(-]\s?|\s)(?:manga\s)?(?:chapters?|ch\.|volumes?|vol\.?|tome|band|kapitel|chapitre|collection"
    r"|box(?:\sset)?)"
    r"\s?#?\d{1,4}\b.*|\s?第?\d{1,3}巻.*",
    re.IGNORECASE,
)
"""A manga's chapter or volume, or a disc, and what follows: none of them is an episode, nor part of a name."""
_EDGE = " \t-‐‑‒–—―|:,;/~•·"
_BREAK = re.compile(r"\s[|»•·]\s")
_CLAUSE = re.compile(r"\s[-–—|»•·~]\s|\s?[(\[]")
_OF_SHOW = re.compile(r"^\s(?:of|from|von|de)\s(?!season|series|the\sseason)(?P<show>\S.{0,100})", re.IGNORECASE)
_AFTER = re.compile(r"^\s?[-–—|:•·]\s(?P<show>\S.{0,120})")
REVIEWS = re.compile(rf"\b{REVIEW_WORDS}\b", re.IGNORECASE)
# `Copper Tide Review: Loud Truths in Episode 4`: the name, or a column's, ends before the label.
_HEADLINE = re.compile(rf"\s{REVIEW_WORDS}\s?[:–—]\s", re.IGNORECASE)
_QUOTED = (
    r"(?:“[^”]{2,100}”|\"[^\"]{2,100}\"|‘(?:[^’]|’(?=\w)){2,100}’(?!\w)|(?<!\w)'[^']{2,100}'(?!\w)"
    r"|「[^」]{1,60}」|『[^』]{1,60}』)"
)
_QUOTED_FIRST = re.compile(
    rf"(?P<quoted>{_QUOTED})(?:\s?[-–—|:]\s(?P<rest>\S.*)|\sepisodes?\b.*|\s(?={_NUMBERED_SEASON}\b).*"
    rf"|\s{REVIEW_WORDS}\s?[:–—]\s.*)",
    re.IGNORECASE,
)
_QUOTED_LAST = re.compile(rf"(?P<lead>[^“\"‘「『]{{1,100}}?)(?P<quoted>{_QUOTED})")
# What stands before a quoted name that is the show's; behind any other words stands the episode's title in quotes.
_PRESENTS = re.compile(
    r"(?:[’']s|:|\b(?:watch(?:es|ing)|of|on|for|about|reviewing|revisiting)|アニメ)\s?$", re.IGNORECASE
)
_UNFINISHED = re.compile(
    r"(?:^|\s)(?:in|for|of|on|at|to|with|from|after|before|and|the|an?|by|about|than|is|was"
    r"|del?|du|des|der|von|zur?|sur|sobre|para|pour|dell[ao]?|di)$|(?:^|\s)(?:l|d|dell)[’']$"
)
_NO_PART_OF_NAMES = re.compile(
    r"\bweek\s\d|\bpodcasts?\b|週間|今週|今期|\b(?:episoden|folgen)nummer\b|\boriginaltitel\b", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"(?:(?:anime|tv|first|new|week|weekly|the|my|final|manga|blog|home|season|series|episode|reviews?|recaps?|finale"
    r"|impressions|thoughts|spoilers?|discussion|mid|winter|spring|summer|fall|autumn|(?:19|20)\d\d|week\s\d{1,2}|of"
    r"|in|ratings?|rankings?|news|category|archives?|tag|seasonal|watch(?:es)?"
    r"|round\s?ups?|rundown|\w{0,20}titel|\w{0,20}nummer)\s?){0,8}",
)


def show_around(before: str, after: str) -> tuple[str | None, int | None, float]:
    """Return the show that stands before an episode's mark or after it, its season, and how sure the name is."""
    season: int | None = None
    dashed = re.search(r"\s[-–—]\s?$", before) is not None
    for head in reversed(_BREAK.split(before.rstrip(_EDGE))):
        for _ in range(4):
            head = LEADING.sub("", head.strip(_EDGE)).strip(_EDGE + "([")
            if of := _SEASON_OF.match(head):
                season, head = season_in(of.group()), head[of.end() :]
            head = "" if _REVIEW_ALONE.fullmatch(head) else head
            match = SEASON.search(head)
            if match:
                season = season_in(match.group())
                head = head[: match.start()]
            head = _TRAILING.sub("", CHAPTER.sub("", head))
        label = _HEADLINE.search(head)
        named = cleaned(head[: label.start()]) if label and head[0] not in "“\"‘'" else None
        if named is not None:
            return named, season, _NAME_IN_DOUBT
        parted = _by_quotes(head, dashed=dashed)
        if parted is not None:
            return parted[0], season or season_in(head), parted[1]
        show = cleaned(head)
        if show is not None:
            return show, season, 0.85 if _CLAUSE.search(show) else 0.95
    name, sureness = _behind(after)
    return name, season, sureness


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
        return cleaned(_TRAILING.sub("", name)), _NAME_IN_DOUBT if headline else 0.85
    match = _AFTER.match(after)
    if match:
        rest = _CLAUSE.split(match["show"], maxsplit=1)[0]
        return cleaned(_TRAILING.sub("", rest)), 0.4
    return None, 0.0


def _by_quotes(head: str, *, dashed: bool) -> tuple[str, float] | None:
    """Return the name in words of which some are quoted: the show's, an episode's title, or a column and the show's.

    `dashed` says that a dash parts these words from the mark, as it does an episode's title.
    """
    first = _QUOTED_FIRST.fullmatch(head)
    if first:
        rest = _TRAILING.sub("", first["rest"].strip(_EDGE)) if first["rest"] else first["quoted"]
        named = _QUOTED_LAST.fullmatch(rest)
        name = cleaned(_TRAILING.sub("", named["lead"].strip(_EDGE)) if named else rest)
        return (name, 0.85) if name else None
    last = _QUOTED_LAST.fullmatch(head)
    if last is None:
        return None
    lead, quoted = cleaned(last["lead"]), cleaned(last["quoted"])
    if lead is None or last["quoted"][0] in "「『" or (quoted and _PRESENTS.search(last["lead"])):
        in_doubt = dashed and lead is not None and last["lead"].rstrip().endswith(":")
        return (quoted, _NAME_IN_DOUBT if in_doubt else 0.9) if quoted else None
    if quoted and last["quoted"][0] in "‘'" and last["lead"].rstrip().endswith(("-", "–", "—")):
        return quoted, _NAME_IN_DOUBT  # single quotes hold a show's name rather than an episode's
    return lead, 0.9


def may_hold_a_column(name: str) -> bool:
    """Tell whether a name may begin with a column's that says what its author does: `Reading a Map: Copper Tide`."""
    return _DOING.match(name) is not None


def title_in(head: str) -> str | None:
    """Return the episode's title in quotes that stands with the show's name before the mark: `Name “Title” Ep 5`."""
    head = _TRAILING.sub("", LEADING.sub("", head.strip(_EDGE)).strip(_EDGE)).strip(_EDGE)
    head = SEASON.sub("", head)
    first, last = _QUOTED_FIRST.fullmatch(head), _QUOTED_LAST.fullmatch(head)
    if first and first["rest"]:
        return cleaned(first["quoted"])
    shown = last and (_PRESENTS.search(last["lead"]) or last["lead"].rstrip().endswith(("-", "–", "—")))
    if last and last["quoted"][0] not in "「『" and cleaned(last["lead"]) and not shown:
        return cleaned(last["quoted"])
    return None


def season_in(head: str) -> int | None:
    """Return the season that some words number, or None."""
    found = re.search(rf"\b{_NUMBERED_SEASON}\b", head, re.IGNORECASE)
    if found is None:
        return None
    return ordinal(found["nth"]) if found["nth"] else int(cardinal(found["n"] or found["s"]))


def cleaned(name: str) -> str | None:
    """Return a show's name without what clings to it, or None if nothing or no name is left."""
    name = name.strip(_EDGE)
    pairs = {"“": "”", '"': '"', "‘": "’", "'": "'", "*": "*", "_": "_", "(": ")", "「": "」", "『": "』", "[": "]"}
    while len(name) > 2 and pairs.get(name[0]) == name[-1]:
        name = name[1:-1].strip(_EDGE)
    name = name.strip('*_"“”')
    if name.count("(") != name.count(")"):
        return None
    if (
        not any(c.isalnum() for c in name)
        or len(name) > 120
        or _UNFINISHED.search(name)
        or _NO_PART_OF_NAMES.search(name)
        or _NO_NAME.fullmatch(folded(name))
    ):
        return None
    return name


def same_name(one: str, other: str) -> bool:
    """Tell whether two names may mean one show: letters and digits alike, or one being a part of the other."""
    a, b = (" ".join(words_of(name)) for name in (one, other))
    if a.replace(" ", "") == b.replace(" ", ""):
        return True
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) > 1 and f" {longer} ".find(f" {shorter} ") >= 0


def words_of(name: str) -> list[str]:
    """Return the words of a name as they are compared."""
    bare = re.sub(r"[’'`]", "", name.casefold())
    return re.findall(r"[^\W_]+", bare)

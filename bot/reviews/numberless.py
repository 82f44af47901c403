"""Lines that name no episode: a whole show or season, a special, a finale without a number."""

from __future__ import annotations

import re

from bot.reviews.labels import CHAPTER, LEADING, REVIEW_WORDS, REVIEWS, SEASON, SEASON_CLAUSE, season_in
from bot.reviews.model import ReviewKind
from bot.reviews.names import cleaned, show_around
from bot.reviews.told import NUMBER_OR_NAME, About

FINAL = re.compile(
    r"\b(?:series|season|show)\sfinale\b|\bfinale\b|\b(?:final|last)\sepisode\b|[(\[](?:fin|end|final|complete[d]?|終)[)\]]"
    r"|[-–—]\s?fin\s?$|(?-i:\b(?:FINAL|FIN|END)\s?$)|最終[回話]",
    re.IGNORECASE,
)
_NOT_FINAL = re.compile(
    r"\b(?:penultimate|pre-?final|semi-?final|before\sthe|mid-?season|until\sthe|road\sto|cour\sfinale)\b",
    re.IGNORECASE,
)
SPECIAL = re.compile(r"\b(?:ovas?|oads?|(?<!\ba\s)sp[eé]cial(?:\sepisode)?s?|movie|film)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:anime|series|season|full|complete|final)\s(?:[^\W\d]{1,12}\s)?reviews?\b"
    r"|\b(?:full|whole|entire|complete)[- ](?:season|series)\b",
    re.IGNORECASE,
)
_PREMIERE = re.compile(r"\s?[-–—:,(]?\s?\b(?:(?:series|season|show)\s)?(?:premiere|pilot)\b", re.IGNORECASE)
CHAPTER_FIRST = re.compile(rf"(?:chapter|volume|manga|manhwa)\s{REVIEW_WORDS}\s?[:–—-]", re.IGNORECASE)
_LISTING = re.compile(
    rf"\b(?!preview\sguide){REVIEW_WORDS}\s(?:guide|policy|policies|index|list|archives?|criteria|system|scale|schedule)\b",
    re.IGNORECASE,
)
SPECIAL_FIRST = re.compile(
    rf"^(?:anime\s)?(?:ova|oad|special|movie|film)(?:\s{REVIEW_WORDS})?\s?[:–—|-]\s"
    rf"|^{REVIEW_WORDS}\sof\s(?:the\s)?(?:anime\s)?(?:ova|oad|movie|film)\s(?=\S)",
    re.IGNORECASE,
)
_ASKED = re.compile(r":\s(?:what|who|why|how|where|when|which|did|does|is|are|was|will|should)\s", re.IGNORECASE)
_KIND_FIRST = re.compile(r"^(?:anime|tv(?:\sseries)?|[ckj]-?drama)\s?[:–—|-]\s(?=[A-Z0-9])", re.IGNORECASE)
_TWO_NAMES = re.compile(r"\w:\s[“\"‘'][^“”\"‘]{2,80}[”\"’']\s?$|\w\s?\|\s\w|\b\d\.\d\d:\s")
"""A column or a site and the show, or the show and an episode's title."""
_QUOTES_A_TITLE = re.compile(r"[^“”\"«»]{2,80}[^“”\"«»:,\s][,:]?\s[“\"«][^“”\"«»]{2,90}[”\"»]\s?")
"""A name and an episode's title, and no number."""
_ARTICLE = re.compile(r"\s?[:,–—-]\s(?:an?|my|our|the)\s$", re.IGNORECASE)
"""`Copper Tide: An` before `Anime Review`"""
_CUT_SHORT = re.compile(r"\b(?:of|in|on|for|with|to)\s(?:the|an?|my|your|our)\s?$", re.IGNORECASE)
"""Words that a review's word goes on from: `The Power of the First Impression` names no show."""
_SENTENCE = re.compile(r"[A-Z][^A-ZÀ-Þ\s]*(?:\s[^A-ZÀ-Þ\s]+){4,}")
"""Many words without a capital behind the first: rather what someone says than a name."""
_SITE = re.compile(r"\s\|\s\S.*$")
"""What follows a name that has a label before it: the name of a site or an author."""


def says_final(line: str) -> bool:
    """Tell whether a title calls its episode the last one."""
    return FINAL.search(line) is not None and _NOT_FINAL.search(line) is None


def without_number(line: str) -> About:
    """Read a line that names no episode: what kind it is of, and the show it seems to name."""
    if line.startswith("(") and line.endswith(")"):
        return About(
            kind=ReviewKind.SPECIAL if SPECIAL.search(line) else ReviewKind.UNKNOWN
        )  # words in place of a title
    if _LISTING.search(line):
        return About()
    if chapter := CHAPTER.search(line) or (CHAPTER_FIRST.match(line) and re.search(r"\s?\(?#?\d{1,4}\)?$", line)):
        show, season, sureness = show_around(line[: chapter.start()], "")
        return About(show if REVIEWS.search(line) else None, season, show_sureness=min(sureness, 0.85))
    special = SPECIAL.search(line)
    labelled = SPECIAL_FIRST.match(line)
    if labelled:
        name = re.split(r"\s[-–—|]\s", line[labelled.end() :], maxsplit=1)[0]
        return About(cleaned(name), season_in(name), kind=ReviewKind.SPECIAL, show_sureness=0.85)
    if special:
        after = REVIEWS.sub("", line[special.end() :]).lstrip(" )]")
        show, season, sureness = show_around(line[: special.start()].rstrip(" ([-–—:|"), after)
        return About(show, season, kind=ReviewKind.SPECIAL, show_sureness=min(sureness, 0.85))
    if says_final(line) and (match := re.search(r"\b(?:episode|finale)\b", line, re.IGNORECASE)):
        match = FINAL.search(line) or match
        asked = _ASKED.search(line, 0, match.start()) if line.endswith("?") else None
        if asked:
            return About(
                cleaned(line[: asked.start()]),
                season_in(line),
                is_final=True,
                kind=ReviewKind.EPISODE,
                show_sureness=0.8,
                span_sureness=0.2,
            )
        show, season, sureness = show_around(line[: match.start()], line[match.end() :])
        kind = ReviewKind.EPISODE
        return About(show, season, is_final=True, kind=kind, show_sureness=min(sureness, 0.85), span_sureness=0.2)
    first = _PREMIERE.search(line)
    if first and first.start() > 1:
        show, season, sureness = show_around(line[: first.start()], line[first.end() :])
        return About(show, season, kind=ReviewKind.EPISODE, show_sureness=min(sureness, 0.85), span_sureness=0.2)
    bare = LEADING.sub("", line) or line
    if bare != line and (site := _SITE.search(bare)):
        line, bare = line[: site.start() - len(bare)], bare[: site.start()]
    ends = SEASON_CLAUSE.search(bare)
    if not REVIEWS.search(line) and not SEASON.search(line) and not ends:
        return _called_by_a_label(line, bare)
    whole = _WHOLE.search(line)
    is_a_review = bare != line or REVIEWS.search(line) or not ends
    line = bare[: ends.end()] if ends else bare
    words = [match for match in REVIEWS.finditer(line) if match.start() > 0]
    named = _WHOLE.search(line)
    head = line[: min(named.start() if named else len(line), words[0].start() if words else len(line))]
    head = _ARTICLE.sub("", head)
    show, season, sureness = show_around(head, "")
    if season is None and (told := named or (SEASON.search(line) if words else None)):
        season = season_in(told.group())
    if show is None and not words:
        return About()
    kind = ReviewKind.SEASON if (season is not None and is_a_review) or whole else ReviewKind.UNKNOWN
    if show and _CUT_SHORT.search(head):
        return About()
    if kind is ReviewKind.UNKNOWN and words and _QUOTES_A_TITLE.fullmatch(head):
        kind = ReviewKind.EPISODE
    of_one = words and words[0].group().lower().startswith("episode") and head[:1] in "“\"‘'「"
    if of_one or _TWO_NAMES.search(LEADING.sub("", head)) or _SENTENCE.fullmatch(head.strip()):
        sureness = min(sureness, NUMBER_OR_NAME)
    return About(show, season, kind=kind, show_sureness=min(sureness, 0.88), span_sureness=0.2)


def _called_by_a_label(line: str, bare: str) -> About:
    """Read `Anime: Copper Tide`, a name behind nothing but the word for what it is."""
    labelled = _KIND_FIRST.match(line)
    if labelled is None or re.search(r"\s[-–—|]\s|:\s", line[labelled.end() :]):
        return About()
    return About(cleaned(bare if bare != line else line[labelled.end() :]), show_sureness=0.8)

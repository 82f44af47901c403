"""Which show, season and episodes one line names: a title, a heading, or a sentence that presents a review."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from bot.episodes import EpisodeSpan
from bot.reviews.bare_numbers import find_bare
from bot.reviews.evidence import BAR, Finding, Source
from bot.reviews.labels import CHAPTER, LEADING, REVIEW_WORDS, REVIEWS, SEASON, SEASON_CLAUSE, season_in
from bot.reviews.marks import Mark, find_marks
from bot.reviews.model import ReviewKind
from bot.reviews.names import QUOTED_NAME, cleaned, is_asked, show_around, title_in
from bot.reviews.wordings import in_english


@dataclass(frozen=True, slots=True)
class About:
    """What a review is about, as far as one line says it; how sure name and number are is told from 0 to 1."""

    show: str | None = None
    season: int | None = None
    span: EpisodeSpan | None = None
    is_final: bool = False
    kind: ReviewKind = ReviewKind.UNKNOWN
    show_sureness: float = field(default=0.95, compare=False)
    span_sureness: float = field(default=0.95, compare=False)


_SCORE = re.compile(r"[-–—(\[|:,]?\s?(?<![\w/])\d{1,3}(?:\.\d{1,2})?\s?/\s?(?:5|10|100)(?![\d/])\s?[)\]]?")
_FINAL = re.compile(
    r"\b(?:series|season|show)\sfinale\b|\bfinale\b|\b(?:final|last)\sepisode\b|[(\[](?:fin|end|final|complete[d]?|終)[)\]]"
    r"|[-–—]\s?fin\s?$|(?-i:\b(?:FINAL|FIN|END)\s?$)|最終[回話]",
    re.IGNORECASE,
)
_NOT_FINAL = re.compile(
    r"\b(?:penultimate|pre-?final|semi-?final|before\sthe|mid-?season|until\sthe|road\sto|cour\sfinale)\b",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"\b(?:ovas?|oads?|(?<!\ba\s)sp[eé]cial(?:\sepisode)?s?|movie|film)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:anime|series|season|full|complete|final)\s(?:[^\W\d]{1,12}\s)?reviews?\b"
    r"|\b(?:full|whole|entire|complete)[- ](?:season|series)\b",
    re.IGNORECASE,
)
_PREMIERE = re.compile(r"\s?[-–—:,(]?\s?\b(?:(?:series|season|show)\s)?(?:premiere|pilot)\b", re.IGNORECASE)
# Webtoons and manga number their chapters as shows do their episodes.
_MANGA = re.compile(r"(?!.*\b(?:anime|ova)\b).*(?:\b(?:manga|manhwa|manhua|webtoon)\b|漫画|コミック)", re.IGNORECASE)
_PODCAST = re.compile(r"\bpodcasts?\b", re.IGNORECASE)
_CHAPTER_FIRST = re.compile(rf"(?:chapter|volume|manga|manhwa)\s{REVIEW_WORDS}\s?[:–—-]", re.IGNORECASE)
_FRONT = re.compile(rf"^{REVIEW_WORDS}\s?[:–—|-]", re.IGNORECASE)
_QUOTED = re.compile(
    rf"^(?:\s{REVIEW_WORDS}|\s?\(終\))?"
    r"\s?[-–—:,|(]?\s?(?:[“«「『](?P<a>[^”»」』]{2,120})[”»」』]|\"(?P<b>[^\"]{2,120})\""
    r"|(?<=\s)['‘](?P<c>[^'’]{2,120})['’](?!\w))",
    re.IGNORECASE,
)
_LISTING = re.compile(
    rf"\b{REVIEW_WORDS}\s(?:guide|policy|policies|index|list|archives?|criteria|system|scale|schedule)\b", re.IGNORECASE
)
_SPECIAL_FIRST = re.compile(
    rf"^(?:anime\s)?(?:ova|oad|special|movie|film)(?:\s{REVIEW_WORDS})?\s?[:–—|-]\s"
    rf"|^{REVIEW_WORDS}\sof\s(?:the\s)?(?:anime\s)?(?:ova|oad|movie|film)\s(?=\S)",
    re.IGNORECASE,
)
_ASKED = re.compile(r":\s(?:what|who|why|how|where|when|which|did|does|is|are|was|will|should)\s", re.IGNORECASE)
# `Episode 4 Review: I Can’t Wait for Episode 5`: what stands behind the colon is the writer's.
_HEADLINE = re.compile(rf"\b{REVIEW_WORDS}\s?[:–—]\s", re.IGNORECASE)
_LABELLED_FIRST = re.compile(r"\[[^\]]{4,60}\]\s?(?=\S)")
# `Episode 11, The Bell Below Review`
_NAMED_REVIEW = re.compile(r",\s(?P<title>[A-Z][^,|()\[\]–—:]{2,60}?)\s(?:Recap\s|Anime\s)?Review\b")
_KIND_FIRST = re.compile(r"^(?:anime|tv(?:\sseries)?|[ckj]-?drama)\s?[:–—|-]\s(?=[A-Z0-9])", re.IGNORECASE)
_SCORED_WHOLE = re.compile(r"(?P<name>[^\[\](){}|:]{3,80})\s[\[(]\d{1,3}(?:\.\d{1,2})?\s?/\s?(?:5|10|100)[\])]")
"""A name and a score of it, and no more: the show as a whole."""
_TWO_NAMES = re.compile(r"\w:\s[“\"‘'][^“”\"‘]{2,80}[”\"’']\s?$|\w\s?\|\s\w|\b\d\.\d\d:\s")
"""A column or a site and the show, or the show and an episode's title."""
_CUT_SHORT = re.compile(r"\b(?:of|in|on|for|with|to)\s(?:the|an?|my|your|our)\s?$", re.IGNORECASE)
"""Words that a review's word goes on from: `The Power of the First Impression` names no show."""
_SITE = re.compile(r"\s\|\s\S.*$")
"""What follows a name that has a label before it: the name of a site or an author."""
NUMBER_OR_NAME = 0.7
"""How sure a name is where the number behind it may belong to it."""


def read_title(text: str, *, bare: bool = True) -> About:
    """Read one line for show, season, episodes and kind; what it does not surely say stays None or is not sure.

    `bare` also takes a number without a mark (`Log Horizon 05`), as a title may have and a heading may not.
    """
    line = in_english(_straightened(text))
    marks = find_marks(line)
    if marks and _PODCAST.search(line, 0, marks[0].start):
        return About()
    if marks and _MANGA.match(line):
        show, season, sureness = show_around(line[: marks[0].start], "")
        return About(show, season, show_sureness=min(sureness, 0.85))
    if not marks and bare and not CHAPTER.search(line) and not _CHAPTER_FIRST.match(line):
        line = _SCORE.sub(" ", line).rstrip()
        number = find_bare(line)
        marks = [number] if number else []
    if not marks:
        scored = _SCORED_WHOLE.fullmatch(_straightened(text))
        if scored and not REVIEWS.search(line):
            return replace(read_title(f"{scored['name']}: Review"), kind=ReviewKind.SEASON, show_sureness=0.8)
        return _without_number(_SCORE.sub(" ", line).rstrip())
    mark = marks[0]
    if headline := _HEADLINE.search(line, mark.end):
        marks = [mark, *(other for other in marks[1:] if other.start < headline.end())]
    special = _SPECIAL.search(line[: mark.end]) is not None and not _fractional(mark)
    agree = all(other.span == mark.span and (other.season or mark.season) == mark.season for other in marks[1:])
    span = mark.span if agree and not special else None
    before, after = line[: mark.start], line[mark.end :]
    if labelled := _LABELLED_FIRST.match(line):
        before, after = (line[labelled.end() :], "") if mark.end <= labelled.end() else (before, after)
    if of_special := _SPECIAL_FIRST.match(before):
        before = before[of_special.end() :]
    show, season, sureness = show_around(before, after)
    if show and is_asked(show, after):
        show = None
    if special and show:
        show = cleaned(_SPECIAL.sub("", show))
    final = bool(span) and (mark.is_last_of or _says_final(_SCORE.sub(" ", line)))
    kind = ReviewKind.SPECIAL if special else _kind(span)
    known = mark.sureness
    if known <= 0.5 and _FRONT.match(line):
        known = 0.85 if line.lower().startswith("episode") else 0.7
    if show is None and line.startswith("#", mark.start) and REVIEWS.search(before):
        known = 0.5  # it counts the posts of a column
    if known < BAR:
        sureness = min(sureness, NUMBER_OR_NAME)
    return About(show, mark.season or season, span, final, kind, sureness, known)


def episode_title(text: str) -> Finding[str] | None:
    """Return the episode's own title that stands behind its number in a review's title.

    In quotation marks it is one; without a sign between them it mostly is. What follows a dash or colon may be the
    author's headline.
    """
    line = _straightened(text)
    marks = find_marks(line)
    if len({mark.span for mark in marks}) != 1 or marks[0].span is None:
        return None
    after = line[marks[0].end :]
    match = _QUOTED.match(after)
    if match:
        return Finding((match["a"] or match["b"] or match["c"]).strip(" ,."), Source.TITLE, 0.9)
    named = _NAMED_REVIEW.match(after)
    if named:
        return Finding(named["title"], Source.TITLE, 0.8)
    before = title_in(line[: marks[0].start])
    if before:
        return Finding(before, Source.TITLE, 0.85)
    bare = re.match(r",?\s(?P<title>[A-Z][^|()\[\]–—:]{8,80})$", after)
    if bare and len(bare["title"].split()) >= 3 and not REVIEWS.search(after) and not _FINAL.search(after):
        return Finding(bare["title"], Source.TITLE, 0.78)
    return None


def _straightened(text: str) -> str:
    """Return a line with single spaces and narrow digits and letters; typographic signs stay as they are."""
    wide = "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" else c for c in text[:500])
    return " ".join(wide.split())


def _fractional(mark: Mark) -> bool:
    return mark.span is not None and mark.span.first.hundredths % 100 != 0


def _kind(span: EpisodeSpan | None) -> ReviewKind:
    if span is None:
        return ReviewKind.EPISODE
    return ReviewKind.EPISODE if span.first == span.last else ReviewKind.RANGE


def _says_final(line: str) -> bool:
    return _FINAL.search(line) is not None and _NOT_FINAL.search(line) is None


def _without_number(line: str) -> About:
    """Read a line that names no episode: what kind it is of, and the show it seems to name."""
    if line.startswith("(") and line.endswith(")"):
        return About(
            kind=ReviewKind.SPECIAL if _SPECIAL.search(line) else ReviewKind.UNKNOWN
        )  # words in place of a title
    if _LISTING.search(line):
        return About()
    if chapter := CHAPTER.search(line) or (_CHAPTER_FIRST.match(line) and re.search(r"\s?\(?#?\d{1,4}\)?$", line)):
        show, season, sureness = show_around(line[: chapter.start()], "")
        return About(show if REVIEWS.search(line) else None, season, show_sureness=min(sureness, 0.85))
    special = _SPECIAL.search(line)
    labelled = _SPECIAL_FIRST.match(line)
    if labelled:
        name = re.split(r"\s[-–—|]\s", line[labelled.end() :], maxsplit=1)[0]
        return About(cleaned(name), season_in(name), kind=ReviewKind.SPECIAL, show_sureness=0.85)
    if special:
        after = REVIEWS.sub("", line[special.end() :]).lstrip(" )]")
        show, season, sureness = show_around(line[: special.start()].rstrip(" ([-–—:|"), after)
        return About(show, season, kind=ReviewKind.SPECIAL, show_sureness=min(sureness, 0.85))
    if _says_final(line) and (match := re.search(r"\b(?:episode|finale)\b", line, re.IGNORECASE)):
        match = _FINAL.search(line) or match
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
    ends = SEASON_CLAUSE.search(bare) if bare != line or REVIEWS.search(line) or QUOTED_NAME.match(line) else None
    if not REVIEWS.search(line) and not SEASON.search(line) and not ends:
        return _called_by_a_label(line, bare)
    whole = _WHOLE.search(line)
    line = bare[: ends.end()] if ends else bare
    words = [match for match in REVIEWS.finditer(line) if match.start() > 0]
    named = _WHOLE.search(line)
    head = line[: min(named.start() if named else len(line), words[0].start() if words else len(line))]
    show, season, sureness = show_around(head, "")
    if season is None and (told := named or (SEASON.search(line) if words else None)):
        season = season_in(told.group())
    if show is None and not words:
        return About()
    owns = ends is not None and bare.startswith(("’s", "'s"), ends.end())
    kind = ReviewKind.SEASON if (season is not None and not owns) or whole else ReviewKind.UNKNOWN
    if show and _CUT_SHORT.search(head):
        return About()
    if _TWO_NAMES.search(LEADING.sub("", head)):
        sureness = min(sureness, NUMBER_OR_NAME)
    return About(show, season, kind=kind, show_sureness=min(sureness, 0.88))


def _called_by_a_label(line: str, bare: str) -> About:
    """Read `Anime: Copper Tide`, a name behind nothing but the word for what it is."""
    labelled = _KIND_FIRST.match(line)
    if labelled is None or re.search(r"\s[-–—|]\s|:\s", line[labelled.end() :]):
        return About()
    return About(cleaned(bare if bare != line else line[labelled.end() :]), show_sureness=0.8)

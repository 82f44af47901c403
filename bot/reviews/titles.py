"""Which show, season and episodes one line names: a title, a heading, or a sentence that presents a review."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from bot.episodes import EpisodeSpan
from bot.numerals import ORDINAL
from bot.reviews.bare_numbers import find_bare
from bot.reviews.evidence import BAR, Finding, Source
from bot.reviews.labels import CHAPTER, REVIEW_WORDS, REVIEWS, VERSION
from bot.reviews.marks import DASH, Mark, find_marks
from bot.reviews.model import ReviewKind
from bot.reviews.names import cleaned, is_asked, show_around, title_in
from bot.reviews.numberless import CHAPTER_FIRST, FINAL, SPECIAL, SPECIAL_FIRST, says_final, without_number
from bot.reviews.told import NUMBER_OR_NAME, About
from bot.reviews.wordings import in_english

_SCORE = re.compile(r"[-–—(\[|:,]?\s?(?<![\w/])\d{1,3}(?:\.\d{1,2})?\s?/\s?(?:5|10|100)(?![\d/])\s?[)\]]?")
# Webtoons and manga number their chapters as shows do their episodes.
_MANGA = re.compile(r"(?!.*\b(?:anime|ova)\b).*(?:\b(?:manga|manhwa|manhua|webtoon)\b|漫画|コミック)", re.IGNORECASE)
_PODCAST = re.compile(r"\bpodcasts?\b", re.IGNORECASE)
_FRONT = re.compile(rf"^{REVIEW_WORDS}\s?[:–—|-]", re.IGNORECASE)
_QUOTED = re.compile(
    rf"^(?:\s{REVIEW_WORDS}|\s?\(終\))?"
    r"\s?[-–—:,|(]?\s?(?:[“«「『](?P<a>[^”»」』]{2,120})[”»」』]|\"(?P<b>[^\"]{2,120})\""
    r"|(?<=\s)['‘](?P<c>[^'’]{2,120})['’](?!\w))",
    re.IGNORECASE,
)
# `Episode 4: I Can’t Wait for Episode 5`: what stands behind the colon is the writer's.
_HEADLINE = re.compile(rf"\b{REVIEW_WORDS}\s?[:–—]\s|(?<=\d):\s", re.IGNORECASE)
_JOINED = re.compile(r"(?:[”\"’],|\s(?:[+&]|and))\s$", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:previews?|predictions?|release|trailer|promo)\b", re.IGNORECASE)
"""`Episode 5: “The Bell” + Episode 6: “Gulls”`: what stands before the second mark."""
_COUNTED_POST = re.compile(r"^(?:[\w’']{1,20}\s){0,4}reviews?\s#?\d{1,4}\s?[:–—|-]\s(?=\D)", re.IGNORECASE)
"""`The Lamp Room Review #14: Copper Tide`: the number is that of the column's own post."""
_NTH_SEASON = re.compile(rf"\b{ORDINAL}\sseason\s(?=\d{{1,3}}(?!\d))", re.IGNORECASE)
"""`2nd Season 05`: the number is no season's."""
_LABELLED_FIRST = re.compile(r"\[[^\]]{4,60}\]\s?(?=\S)")
_BRACKETED = re.compile(
    r"\d\s\[(?P<title>(?!.*(?:spoiler|\bsub|\bdub|updat|rewatch|\d{3,4}p))[^\W\d][^\[\]]*\s[^\[\]]{2,60})\]$",
    re.IGNORECASE,
)
"""`Copper Tide – 8 [The Bell Below]`"""
_NAMED_BARE = re.compile(
    r",?\s(?!(?:Is|Was|Are|Were|Gets?|Has|Had|Does|Did|Will|Can|So|And|But|Or|To|Made|Makes|Leaves|Left|Shows?|Proves?"
    r"|Gives|Goes|Takes|With|In|On|For|After|From|As|That|Because|Just|Finally)\b)(?P<title>[A-Z][^|()\[\]–—:]{8,80})$"
)
"""What follows a number without a sign between them; a verb goes on with the author's sentence."""
# `Episode 11, The Bell Below Review`
_NAMED_REVIEW = re.compile(r",\s(?P<title>[A-Z][^,|()\[\]–—:]{2,60}?)\s(?:Recap\s|Anime\s)?Review\b")
_RELEASED = re.compile(
    rf".{{1,80}}\s{DASH}\s\d{{1,3}}\s\((?:fin|end|final)\)\s{DASH}\s(?P<headline>\S.*)", re.IGNORECASE
)
_SCORED_WHOLE = re.compile(r"(?P<name>[^\[\](){}|:]{3,80})\s[\[(]\d{1,3}(?:\.\d{1,2})?\s?/\s?(?:5|10|100)[\])]")
"""A name and a score of it, and no more: the show as a whole."""


def read_title(text: str, *, bare: bool = True) -> About:
    """Read one line for show, season, episodes and kind; what it does not surely say stays None or is not sure.

    `bare` also takes a number without a mark (`Log Horizon 05`), as a title may have and a heading may not.
    """
    line = _COUNTED_POST.sub("Review: ", in_english(_straightened(text)))
    line = _NTH_SEASON.sub(r"\g<0>– ", line)
    marks = find_marks(line)
    if marks and _PODCAST.search(line, 0, marks[0].start):
        return About()
    headline = _HEADLINE.search(line, marks[0].end) if marks else None
    if marks and _MANGA.match(line, 0, headline.end() if headline else len(line)):
        show, season, sureness = show_around(line[: marks[0].start], "")
        return About(show, season, show_sureness=min(sureness, 0.85))
    if not marks and bare and not CHAPTER.search(line) and not CHAPTER_FIRST.match(line):
        line = VERSION.sub("", _SCORE.sub(" ", line).rstrip())
        number = find_bare(line)
        marks = [number] if number else []
    if not marks:
        scored = _SCORED_WHOLE.fullmatch(_straightened(text))
        if scored and not REVIEWS.search(line):
            return replace(read_title(f"{scored['name']}: Review"), kind=ReviewKind.SEASON, show_sureness=0.8)
        return without_number(_SCORE.sub(" ", line).rstrip())
    mark = marks[0]
    if headline:
        marks = [mark, *(m for m in marks[1:] if m.start < headline.end() or _JOINED.search(line, 0, m.start))]
    special = SPECIAL.search(line[: mark.end]) is not None and not _fractional(mark)
    agree = all(other.span == mark.span and (other.season or mark.season) == mark.season for other in marks[1:])
    span = None if special else mark.span if agree else _pair(line, marks)
    before, after = line[: mark.start], line[mark.end :]
    if counted_twice := [m for m in find_marks(before) if not re.search(r"\w", before[m.end :])]:
        before = before[: counted_twice[0].start]  # `Episode 17 (S2E5)`
    if labelled := _LABELLED_FIRST.match(line):
        before, after = (line[labelled.end() :], "") if mark.end <= labelled.end() else (before, after)
    if of_special := SPECIAL_FIRST.match(before):
        before = before[of_special.end() :]
    show, season, sureness = show_around(before, after)
    if show and is_asked(show, after):
        show = None
    if special and show:
        show = cleaned(SPECIAL.sub("", show))
    final = bool(span) and (mark.is_last_of or says_final(_SCORE.sub(" ", line)))
    kind = ReviewKind.SPECIAL if special else _kind(span)
    known = mark.sureness
    if known <= 0.5 and _FRONT.match(line):
        known = 0.85 if line.lower().startswith("episode") else 0.7
    if show is None and line.startswith("#", mark.start) and (not before or REVIEWS.search(before)):
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
    bracketed = _BRACKETED.search(line)
    if bracketed and not REVIEWS.search(bracketed["title"]) and not FINAL.search(bracketed["title"]):
        return Finding(bracketed["title"], Source.TITLE, 0.78)
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
    bare = _NAMED_BARE.match(after)
    if bare and len(bare["title"].split()) >= 3 and not REVIEWS.search(after) and not FINAL.search(after):
        return Finding(bare["title"], Source.TITLE, 0.78)
    return None


def headline_of(title: str) -> str:
    """Return a review's own title: what a blog that names its posts as releases are puts behind name, number and end.

    `Copper Tide – 20 (Fin) – The Lamp Goes Out` is called `The Lamp Goes Out`; any other title is the whole.
    """
    ended = _RELEASED.fullmatch(title)
    return ended["headline"] if ended else title


def _straightened(text: str) -> str:
    """Return a line with single spaces and narrow digits and letters; typographic signs stay as they are."""
    wide = "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" else c for c in text[:500])
    return " ".join(wide.split())


def _pair(line: str, marks: list[Mark]) -> EpisodeSpan | None:
    """Return the two episodes, one behind the other, that a title joins, each with a title of its own."""
    if len(marks) != 2 or not _JOINED.search(line, 0, marks[1].start) or _TO_COME.search(line, marks[1].end):
        return None
    one, other = (mark.span for mark in marks)
    if marks[1].season not in (None, marks[0].season) or not one or not other:
        return None
    follows = one.first == one.last and other.last.hundredths == other.first.hundredths == one.last.hundredths + 100
    return EpisodeSpan(one.first, other.last) if follows else None


def _fractional(mark: Mark) -> bool:
    return mark.span is not None and mark.span.first.hundredths % 100 != 0


def _kind(span: EpisodeSpan | None) -> ReviewKind:
    if span is None:
        return ReviewKind.EPISODE
    return ReviewKind.EPISODE if span.first == span.last else ReviewKind.RANGE

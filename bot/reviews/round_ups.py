"""Texts that are not about one show's episodes: round-ups of a week, pages with several posts, podcasts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.episodes import EpisodeSpan
from bot.known_names import known_names
from bot.reviews.bare_numbers import lists_several
from bot.reviews.blocks import Block, Page, Shape, folded, glance, is_prose, plain
from bot.reviews.evidence import BAR
from bot.reviews.labels import REVIEW_WORDS
from bot.reviews.marks import find_marks
from bot.reviews.names import same_name, words_of
from bot.reviews.recognising import is_beside
from bot.reviews.score_words import LABEL
from bot.reviews.titles import read_title

_LEAD = 3
_RECAP = re.compile(r"\b(?:recap|previously)\b", re.IGNORECASE)
_BEHIND = 0.5
"""How sure a name must be to name a post; what stands behind an episode's number is mostly a headline."""
_LONGEST_TITLE = 150
_SEASON_OF_YEAR = (
    r"(?:winter|spring|summer|fall|autumn|frühling|sommer|herbst|printemps|été|automne|hiver|primavera|verano|otoño)"
)
_ROUND_UP = re.compile(
    rf"\b(?:week(?:ly)?|woche|semaine|semana)\s?#?\d|\bweek\s(?:one|two|three|in\sreview)|\bround-?ups?\b"
    rf"|\b{_SEASON_OF_YEAR}\s(?:anime\s)?(?:first|1st|early)\s(?:impression|look|thought)"
    rf"|\b{_SEASON_OF_YEAR}\s(?:\w+\s)?(?:(?:19|20)|[’'])\d\d\b|\bmid-?season\s(?:report|reviews?|impressions"
    rf"|thoughts|check)|\bweekly\b|\bline-?ups?\b|\b(?:19|20)\d\d\s{_SEASON_OF_YEAR}\b"
    r"|(?:19|20)\d\d年?[冬春夏秋](?:期?アニメ|】)|^[冬春夏秋]期?アニメ|週間|全\d{1,3}作品",
    re.IGNORECASE,
)
# In what stands before a dash: behind it a site may call itself so.
_PLURAL = re.compile(
    r"[^|–—]{0,60}?\b(?:(?:anime|movie|film|ova|finale|ep(?:isode)?\s\d{1,3})\sreviews|(?:season|series)\sfinales)\b"
    r"|[^|–—]{0,60}?\b(?:estrenos|estreias|neustarts|nouveautés)\b",
    re.IGNORECASE,
)
# `Season aired: Summer 2018` tells of one show.
_AIRED = re.compile(r"(?:\w+\s){0,2}(?:aired|premiered|season|air\sdates?|release[ds]?|year)\s?:", re.IGNORECASE)
_FILED = re.compile(r"\b(?:posted|filed|published)\b.{0,60}\b(?:categor(?:y|ies)|under|in)\b", re.IGNORECASE)
_GRADED = re.compile(
    rf"(?P<label>(?:(?:episode|my|our)\s)?{LABEL})\s?[:–—-]\s?(?:\d{{1,3}}\b.{{0,20}}|[A-F][+-]?)", re.IGNORECASE
)
_NOTE = re.compile(r"\(|\[[^\]]*\]$")
_BYLINE = re.compile(r"by\s.{2,40}", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:week|woche|semaine|semana)\s?#?\d|全\d{1,3}作品|週間", re.IGNORECASE)
_LABELLED = re.compile(rf"(?P<label>{REVIEW_WORDS})\s?[:–—]\s(?P<show>\S.{{1,80}})", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…。][\])\"”’]{0,2}$")
_PODCAST = re.compile(
    r"\b(?:record(?:ed|ing)?|our|this|a|the|on|new)\s(?:\w+\s){0,2}podcast\b|\bpodcast\s(?:episode|about|where"
    r"|in\swhich)\b"
    r"|\b(?:my|our)\s\d{1,4}(?:st|nd|rd|th)\sepisode\b(?!\sof)|\bdear\slisteners?\b|\bshow\snotes\b",
    re.IGNORECASE,
)


def is_round_up(page: Page, title: str | None) -> bool:
    """Tell whether a page calls itself a round-up of several shows, in its title or in a line above its text."""
    if title and (_PLURAL.match(title) or lists_several(title)):
        return True
    lines = [title or "", *(glance(block.text) for block in page.blocks[:_LEAD])]
    lines = [line for line in lines if not _AIRED.match(line) and not _FILED.search(line)]
    return any(_ROUND_UP.search(line) for line in lines if len(line) <= _LONGEST_TITLE and not _is_text(line))


def is_below_a_round_ups_name(page: Page, title: str | None) -> bool:
    """Tell whether a line that names a round-up stands above what was taken for the title: the first of its posts."""
    if title and title in known_names():
        return False  # the line is the site's name
    above = ""
    for block in page.blocks[:_LEAD]:
        line = glance(block.text)
        if title and folded(line) == folded(title):
            return False
        is_filed, above = folded(above) in ("categories", "category", "filed under", "tags"), line
        if is_filed:
            continue
        named = _ROUND_UP.search(line) if _NUMBERED.search(line) else _PLURAL.match(line)
        if named and not _is_of_categories(line) and len(line) <= _LONGEST_TITLE and not _is_text(line):
            return True
    return False


def _is_of_categories(line: str) -> bool:
    """Tell whether a line gives what a post is filed under: `Anime Anime Reviews Review`."""
    words = words_of(line)
    return _FILED.search(line) is not None or len(words) > len(set(words))


def is_of_something_else(title: str | None, blocks: Sequence[Block]) -> bool:
    """Tell whether a text presents a podcast: its number is that of the podcast's own episode."""
    if title and re.search(rf"\b{REVIEW_WORDS}\b", title, re.IGNORECASE):
        return False
    if title and any(is_beside(known, find_marks(title), title) for known in known_names().in_line(title)):
        return False
    return any(_PODCAST.search(glance(block.text)) for block in blocks[:_LEAD])


def posts_on(blocks: Sequence[Block], show: str | None, span: EpisodeSpan | None) -> tuple[int, int]:
    """Return of how many episodes of the show a page holds posts, and how many it holds on other shows.

    A post begins with a line that names show and episode, or with the same label as another before a show's name
    (`First Impressions: …`), and has prose below it.
    """
    own: set[EpisodeSpan] = {span} if span else set()
    others: set[tuple[str, EpisodeSpan]] = set()
    labelled: dict[str, set[str]] = {}
    shown = [block for block in blocks if not _BYLINE.fullmatch(glance(block.text))]
    for block, following in pairwise(shown):
        line = glance(block.text)
        below = glance(following.text)
        if len(line) > _LONGEST_TITLE or block.shape is Shape.ITEM or _is_text(line) or _NOTE.match(line):
            continue
        if not (is_prose(below) or _is_text(below)):
            continue
        if show is not None and _times(show, line) > 1:
            continue  # the names of pictures
        label = _LABELLED.fullmatch(line) if show is None else None
        if label:
            labelled.setdefault(label["label"].lower(), set()).add(label["show"])
        read = read_title(line)
        if not (read.span and read.show and read.span_sureness >= BAR and read.show_sureness > _BEHIND):
            continue
        if show is not None and same_name(read.show, show):
            is_before = span is not None and read.span.last.hundredths == span.first.hundredths - 100
            if is_before and _RECAP.search(line):
                continue  # what went before is told once more
            if span is None or not span.first <= read.span.first <= read.span.last <= span.last:
                own.add(read.span)
        else:
            others.add((" ".join(words_of(read.show)), read.span))
    return len(own), max(len(others), *(len(names) for names in labelled.values() if len(names) > 1), 0)


def _times(show: str, line: str) -> int:
    return f" {' '.join(words_of(line))} ".count(f" {' '.join(words_of(show))} ")


def scores_several(blocks: Sequence[Block]) -> bool:
    """Tell whether a page gives the same sort of score more than once: it goes from one show to another."""
    lines = [plain(line) for block in blocks for line in block.text.split("\n") if len(line) <= _LONGEST_TITLE]
    labels = [match["label"].lower() for line in lines if (match := _GRADED.fullmatch(line))]
    return len(labels) > len(set(labels))


def _is_text(line: str) -> bool:
    """Tell whether a line is a sentence, and no title."""
    return (is_prose(line) or len(line.split()) > 2) and _ENDED.search(line) is not None

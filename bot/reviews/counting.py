"""Sentences that count the episode which a text is about: `“The Bell” is the sixth episode of the second season`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.numerals import ORDINAL
from bot.reviews.blocks import Block, glance, opening, plain
from bot.reviews.evidence import Finding, Source
from bot.reviews.labels import season_in
from bot.reviews.marks import Mark, find_marks
from bot.reviews.model import ReviewKind
from bot.reviews.names import words_of
from bot.reviews.presenting import mentioned
from bot.reviews.sentences import sentences
from bot.reviews.told import About
from bot.reviews.wordings import in_english

_FIRST = EpisodeSpan.of(EpisodeNumber.of(1))
_FIRST_IMPRESSIONS = re.compile(r"\bfirst\s(?:impressions?|looks?|thoughts|reactions?)\b", re.IGNORECASE)
_PREMIERE = re.compile(r"(?<!season\s)(?<!movie\s)(?<!film\s)(?<!cour\s)\bpremiere\b(?!\sdate)", re.IGNORECASE)
_FILM = re.compile(r"\b(?:movies?|films?)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:two|three|four|five|few|couple\sof|[2-6])\sepisodes\b", re.IGNORECASE)
_MOST = 40
_SENTENCES = 4
_LONGEST = 400
_THIS = re.compile(r"\b(?:this|ce|cet|este|esta|diese\w?|questo|questa|esse|essa|今回の)\s(?:very\s)?$", re.IGNORECASE)
_THIS_IS = re.compile(
    r"\b(?:(?:this|here)\s(?:is|was)\s(?:only\s)?|just\s(?:watched|finished|saw|seen)\s)(?:the\s)?$", re.IGNORECASE
)
_HERE = re.compile(
    r"\b(?:here\s?(?:[’']s|is|are)|this\stime,)\s(?:\w+[’']?s?\s){0,4}(?:of|on|for|about)\s$", re.IGNORECASE
)
_ONE_OF_MANY = re.compile(r"\s(?:in\sa\srow|where|that|which|to|I)\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"[^“\"«「]{0,60}(?:[,:(–—-]|\bas|\bcalled|\btitled)\s?[“\"«「](?P<title>[^“”\"«»「」]{2,90})[”\"»」]"
)
_BEFORE = re.compile(r"[“\"«「](?P<title>[^“”\"«»「」]{2,90})[”\"»」],?\s(?:is\s|was\s)?(?:the\s)?(?:[\w-]+\s){0,2}$")
_CALLED = re.compile(
    r"(?:season\s\d{1,2},?\s)?episode\s#?\d{1,3}\s?[:–—-]\s[“\"]?(?P<title>\S.{0,90}?)[”\"]?", re.IGNORECASE
)
_SEES = re.compile(
    rf"(?:season\s\d{{1,2}},?\s)?(?:episode\s#?\d{{1,3}}|the\s{ORDINAL}\sepisode)\s(?:begins|starts|opens|picks|continues|kicks|sees|finds|focuses|follows|takes"
    r"|brings|shows|delivers|wraps|introduces|reveals)\b",
    re.IGNORECASE,
)
"""A sentence that retells an episode: `Episode 7 sees the keepers`."""
_OPENING = 4
_NEAR = 40
_COMPARED = re.compile(
    r"\b(?:like|unlike|than|compared|since|back|remember\w*|again|previous(?:ly)?|earlier)\b", re.IGNORECASE
)
_ANOTHER = re.compile(r"\b(?:next|last|previous|earlier|coming|upcoming|after|before|since|until)\b", re.IGNORECASE)


def counted(blocks: Sequence[Block], title: str) -> About:
    """Read the line or the sentence that counts a text's episode: as this one, or by a title that is the review's.

    `title` is the review's.
    """
    for block in blocks[:_MOST]:
        line = glance(block.text)
        if (called := _CALLED.fullmatch(line)) and words_of(called["title"]) == words_of(title):
            mark = find_marks(line)[0]
            return About(None, mark.season, mark.span, kind=ReviewKind.EPISODE, span_sureness=0.8)
    only = mentioned(blocks)
    for block in opening(blocks, _OPENING):
        for sentence in sentences(plain(block.text[:3000]))[:_SENTENCES]:
            line = in_english(sentence.text[:_LONGEST])
            marks = find_marks(line) if _SEES.match(line) else []
            if marks and only == {marks[0].span}:
                return About(None, marks[0].season, marks[0].span, kind=ReviewKind.EPISODE, span_sureness=0.8)
    for block in opening(blocks):
        for sentence in sentences(plain(block.text[:3000]))[:_SENTENCES]:
            line = in_english(sentence.text[:_LONGEST])
            marks = find_marks(line)
            if len({(mark.season, mark.span) for mark in marks}) == 1 and _is_its_own(line, marks[0], title):
                season = _season_near(line, marks[0])
                kind = ReviewKind.EPISODE
                return About(None, season, marks[0].span, kind=kind, span_sureness=0.8)
    return About()


def season_beside(span: EpisodeSpan, blocks: Sequence[Block]) -> Finding[int] | None:
    """Return the season that a sentence of a text's opening has together with the review's episode."""
    told: set[int] = set()
    for block in opening(blocks):
        for sentence in sentences(plain(block.text[:3000]))[:_SENTENCES]:
            line = in_english(sentence.text[:_LONGEST])
            marks = find_marks(line)
            season = _season_near(line, marks[0]) if marks else None
            alike = all(mark.span == span and not _COMPARED.search(line, 0, mark.start) for mark in marks)
            if season and alike:
                told.add(season)
    return Finding(told.pop(), Source.TEXT, 0.8) if len(told) == 1 else None


def first_one(blocks: Sequence[Block], title: str) -> About:
    """Read a post on a premiere, or on the first impressions of a show, for its first episode.

    The text of impressions must count that episode, and neither text any other.
    """
    line = in_english(title[:_LONGEST])
    counted = mentioned(blocks)
    is_on_one = _PREMIERE.search(line) is not None and season_in(line) is None and counted <= {_FIRST}
    if not is_on_one and not (_FIRST_IMPRESSIONS.search(line) and counted == {_FIRST}):
        return About()
    told = " ".join(plain(block.text[:3000]) for block in blocks[:_MOST])
    if _SEVERAL.search(told) or (is_on_one and _FILM.search(told)):
        return About()
    return About(span=_FIRST, kind=ReviewKind.EPISODE, span_sureness=0.78)


def _season_near(line: str, mark: Mark) -> int | None:
    """Return the season that stands with a mark: farther off is one that the text compares with."""
    return mark.season or season_in(line[max(0, mark.start - _NEAR) : mark.end + _NEAR])


def _is_its_own(line: str, mark: Mark, title: str) -> bool:
    before, after = line[: mark.start], line[mark.end :]
    if mark.span is None or mark.span.first != mark.span.last or _ANOTHER.search(before):
        return False
    if _THIS.search(before):
        return True
    if (_THIS_IS.search(before) or _HERE.search(before)) and not _ONE_OF_MANY.match(after):
        return True
    told = _BEFORE.search(before) or _BESIDE.match(after)
    return told is not None and f" {' '.join(words_of(told['title']))} " in f" {' '.join(words_of(title))} "

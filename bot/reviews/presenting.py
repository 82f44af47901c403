"""The sentences and lines of a text that say which episode it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.episodes import EpisodeSpan
from bot.numerals import ORDINAL
from bot.reviews.blocks import Block, Shape, plain
from bot.reviews.labels import REVIEW_WORDS
from bot.reviews.marks import find_marks
from bot.reviews.model import ReviewKind
from bot.reviews.sentences import sentences
from bot.reviews.titles import read_title
from bot.reviews.told import About
from bot.reviews.wordings import in_english

_PRESENTED = re.compile(
    r"\b(?:(?:reviews?|recap|thoughts|impressions|discussion|look|analysis|takes?|spoilers)\s(?:\w+\s)?(?:for|of|on|at|about)"
    r"|(?:dig|dive|delve|jump|get)\sinto|(?:talk|chat)(?:ing)?\sabout|break(?:ing)?\sdown)\s(?P<show>[^\s].{0,80}?)"
    r",?\s(?:season\s\d{1,2},?\s)?(?:episodes?|ep\.?)\s?#?\d",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"\b(?:today|this\stime|hoy|esta\svez|heute|diesmal|aujourd[’']hui|cette\sfois|hoje|desta\svez|oggi|stavolta)\b",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:is|es|ist|geht\ses\sum|est|é|è|on|about|sobre|über|sur|su|de|von|di)\s(?P<show>[A-Z0-9][^,;:!?]{1,80}?),?\s"
    r"(?:(?:in|en|mit|with|and|y|und|et|e|em)\s)?(?:(?:its|the|su|el|sein\w*|der|die|son|l[’']|seu|o|il"
    r"|suo)\s?)?(?=(?i:episode)\s\d)"
)
_OPENING = re.compile(
    r"^\W{0,3}(?:(?P<words>(?:(?i:season)\s\w+,?\s)?(?i:episode|ep\.?)\s#?\w+)\sof\s(?P<show>[A-Z0-9“\"].{0,80}?)\s"
    r"(?:begins|starts|opens|picks|continues|kicks|sees|finds|is|was|has|had|gives|follows|takes|focuses|brings|shows"
    r"|finally"
    r"|ended|answer(?:s|ed)|left|leaves|saw|aired|delivers|wraps|introduces|reveals|manages|feels|did|starts|raised)\b)"
)
_COUNTED = re.compile(
    r"(?P<show>[A-Z0-9][^“\"]{1,80}?)\s[“\"][^”\"]{2,80}[”\"]\s(?:is|was)\sthe\s"
    rf"(?P<mark>{ORDINAL}\s(?:and\sfinal\s)?episode)\b",
    re.IGNORECASE,
)
"""`Copper Tide “The Bell Below” is the thirteenth and final episode`"""
_CAPITAL = r"[A-Z0-9][\w’'!:;.-]*"
_SMALL = r"(?:of|the|on|in|to|no|wa|wo|ga|ni|a|an|and|&|from|with)"
_NAME = rf"{_CAPITAL}(?:\s(?:{_SMALL}\s){{0,2}}{_CAPITAL}){{0,7}}"
_EPISODE_OF = re.compile(
    r"\b(?:(?:this\sweek|today|tonight|last\snight)[’']s|this|(?:watched|finished|seen|saw)\sthe\s(?:latest|newest|last))"
    rf"\s(?:\w+\s)?(?i:episode|ep)(?:,[^,]{{1,20}},)?\sof\s(?P<show>{_NAME})(?=[.,!?]?\s|[.,!?]?$)"
)
_POLL = re.compile(
    r"(?:how\swould\syou\srate\s|combien\sdonnez-vous\sl[’'])(?P<episodes>[eé]pisodes?\s[\d\s&–-]{1,9}?)\s?(?:of"
    r"|de)\b\s?(?P<show>.{0,120}?)\s?\??$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"[A-Z0-9“].{{1,80}}\s{REVIEW_WORDS}\W{{0,2}}|.{{5,30}}\s{REVIEW_WORDS}\s(?:of|for):?\s[A-Z0-9“][^.!?]{{1,80}}",
    re.IGNORECASE,
)
_CAPTION = re.compile(rf"\s?[:–—-]?\s?{REVIEW_WORDS}|\s?\([^()]{{1,60}}\)|\s[/|]\s[\w ]{{1,20}}$", re.IGNORECASE)
_QUOTED_AFTER = re.compile(r"\s?[–—:-]\s?[“\"«][^”\"»]{2,160}[”\"»]\s?$")
_MOST = 40
_PRESENTING = 3
"""Sentences of a paragraph that may say what the text is about today."""
_ABOVE = 3
_MOST_ABOVE = 6
_LONGEST_LINE = 100


def about_prose(paragraph: str) -> About:
    """Read the sentence of a paragraph that presents the review: `my review for Metallic Rouge episode 13`."""
    for place, sentence in enumerate(sentences(paragraph[:3000])):
        text = sentence.text[:400]
        if place == 0 and (counted := _COUNTED.match(text)):
            return _about(f"{counted['show']} {counted['mark']}")
        if sentence.quoted:
            text = re.split(r"[“\"]", text, maxsplit=1)[0]
        match = _PRESENTED.search(text)
        if match and match["show"][0].isalnum() and not match["show"][0].islower():
            marks = find_marks(text[match.start("show") :])
            if len(marks) == 1 and marks[0].span is not None:
                return _about(text[match.start("show") : match.start("show") + marks[0].end])
        if place < _PRESENTING and _TODAY.search(text) and (today := _introduced(in_english(text))).span:
            return today
        opening = _OPENING.match(text) if place == 0 else None
        if opening:
            quoted = re.search(r"[“\"](?P<name>[^”\"]{2,80})[”\"]", opening["show"])  # Fox’s “Copper Tide”
            return _about(f"{quoted['name'] if quoted else opening['show']} {opening['words']}")
        named = _EPISODE_OF.search(text) if place < _PRESENTING else None
        if named:
            marks = find_marks(named.group()[: named.start("show") - named.start()])
            read = read_title(named["show"].rstrip(".:;") + " Review")
            span = marks[0].span if len(marks) == 1 else None
            return About(read.show, read.season, span, kind=ReviewKind.EPISODE, show_sureness=0.8, span_sureness=0.2)
    return About()


def _introduced(text: str) -> About:
    """Read what a text says it is about today: `el anime de hoy es Copper Tide en su episodio cuatro`."""
    marks = find_marks(text)
    match = _INTRODUCED.search(text) if len({mark.span for mark in marks}) == 1 else None
    return _about(f"{match['show']} {text[marks[0].start : marks[0].end]}") if match else About()


def about_poll(lines: Sequence[str]) -> About:
    """Read the question of a site that asks for votes: `How would you rate episode 11 of`, the show's name below."""
    for place, line in enumerate(lines):
        match = _POLL.search(line[:200])
        if match:
            below = lines[place + 1] if place + 1 < len(lines) else ""
            show = match["show"] or (
                re.sub(r"\s\([^()]{1,30}\)$", "", re.sub(r"\s?\?$", "", below))
                if below.endswith("?") and len(below) < 120
                else ""
            )
            marks = find_marks(match["episodes"])
            span = marks[0].span if marks else None
            return About(
                show.strip() or None, None, span, kind=ReviewKind.EPISODE, show_sureness=0.9, span_sureness=0.9
            )
    return About()


def about_lines(lines: Sequence[str]) -> About:
    """Read a line above a text that is nothing but an episode's number, or a show's name, number and `Review`."""
    alone = [line for line in lines if _is_mark(line)]
    for place, line in enumerate(lines[:_MOST_ABOVE]):
        titled = place < _ABOVE and len(line) <= _LONGEST_LINE and _TITLED.fullmatch(line)
        read = read_title(line, bare=False) if titled or alone == [line] else About()
        if read.span:
            show = read.show if titled else None
            sureness = min(read.show_sureness, 0.8)
            return About(show, read.season, read.span, kind=read.kind, show_sureness=sureness, span_sureness=0.8)
    return About()


def _is_mark(line: str) -> bool:
    """Tell whether a line is an episode's number alone, or with what is written on it or what it is called."""
    marks = find_marks(line[:_LONGEST_LINE])
    if len(marks) != 1:
        return False
    rest = line[: marks[0].start] + _CAPTION.sub("", line[marks[0].end :])
    return (len(line) <= _LONGEST_LINE and not re.search(r"\w", rest)) or (
        marks[0].start == 0 and _QUOTED_AFTER.match(line, marks[0].end) is not None
    )


def mentioned(blocks: Sequence[Block]) -> frozenset[EpisodeSpan]:
    """Return the episodes that a text's first paragraphs call so: `episode 7`."""
    return frozenset(
        mark.span
        for block in blocks[:_MOST]
        if block.shape is not Shape.HEADING
        for mark in find_marks(plain(block.text[:3000]))
        if mark.span is not None
    )


def _about(words: str) -> About:
    read = read_title(words, bare=False)
    return About(read.show, read.season, read.span, kind=read.kind, show_sureness=0.8, span_sureness=0.8)

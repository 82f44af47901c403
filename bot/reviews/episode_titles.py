"""An episode's own title, as it stands above a review or as the text tells it: `It is titled “The Bell Below”`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.episodes import EpisodeSpan
from bot.reviews.blocks import Block, Shape, folded, glance, is_prose, opening, plain
from bot.reviews.evidence import Finding, Source
from bot.reviews.furniture import is_furniture
from bot.reviews.headings import kind_of
from bot.reviews.labels import REVIEWS
from bot.reviews.marks import find_marks
from bot.reviews.model import PartKind
from bot.reviews.sentences import sentences
from bot.reviews.titles import read_title
from bot.reviews.told import About
from bot.reviews.wordings import in_english

_LEAD = 3
_MOST = 12
_LONGEST = 400
_SIGNS = (*'“"«„「‘', " is the ", " was the ", "titled ")
_QUOTED = (
    r"(?:“(?P<a>[^”“]{2,90})”|\"(?P<b>[^\"]{2,90})\"|«(?P<c>[^»]{2,90})»|„(?P<d>[^“”]{2,90})[“”]"
    r"|「(?P<e>[^」]{2,60})」|‘(?P<g>(?:[^‘’]|’(?=\w)){2,90})’(?!\w))"
)
_EPISODE = re.compile(
    r"\b(?:episode|instal?lment|chapter|finale|premiere|folge|cap[ií]tulo|epis[oó]dio|puntata)\b", re.IGNORECASE
)
_CALLED = re.compile(
    rf"""\b(?:
      (?:titled|entitled|(?<!so-)called|named|also\sknown\sas)
    | (?:mit\sdem\s|den\s|unter\sdem\s)titel | betitelt | titel(?:t)?
    | titulad[oa] | llamad[oa] | lleva\s(?:por|como|el)\s(?:nombre|t[ií]tulo)(?:\sde)? | se\s(?:titula|llama)
    | intitulad[oa] | chamad[oa]
    | (?:s[’'])?intitulée? | (?:porte|a\spour)\s(?:le\s)?titre | titrée?
    | intitolat[oa] | dal\stitolo | (?:si\s)?intitola
    )[,:]?\s(?:{_QUOTED}|(?-i:(?P<f>[A-Z][\w’'-]*(?:\s[\w’'-]+){{0,7}}),\s))""",
    re.IGNORECASE | re.VERBOSE,
)
_BESIDE = re.compile(rf"(?:\sof\s[A-Z][^“\"‘,.:;]{{2,60}}?(?=\s‘))?[,:]?\s?[-–—(]?\s?{_QUOTED}", re.IGNORECASE)
_BEFORE = re.compile(rf"{_QUOTED}\s?[,–—-]?\s(?:is\s)?the\s\Z", re.IGNORECASE)
"""`“The Bell Below,” the` before `fifth episode`."""
_SUBJECT = re.compile(r"(?P<title>(?!(?:It|This|That|Here|There)\b)[A-Z][\w’' ]{2,60}?)\s(?:is|was)\sthe\s")
_ANOTHER = re.compile(
    r"\b(?:next|last|previous|coming|upcoming|first|earlier|nächste|letzte|próximo|anterior|prochain|précédent"
    r"|prossim)\w*"
    r"|次回|前回",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"episode(?:\s(?:title|name))?\s?:\s(?P<title>[^\W\d][^.!?]{1,80}[^.:,])", re.IGNORECASE)
_EPISODE_LINE = re.compile(
    r"(?:episode|ep\.?)\s#?\d{1,4}\s?[.:–—-]\s?[“\"«「](?P<title>[^”\"»」]{2,120})[”\"»」](?:\s?[–—(,|-].{0,60})?$",
    re.IGNORECASE,
)
_EPISODE_CALLED = re.compile(
    r"(?P<mark>(?:[eé]pisode|ep\.?|folge|cap[ií]tulo|epis[oó]dio)\s#?\d{1,4})(?:\s?/\s?\d{1,3})?\s?[:–—-]\s"
    r"(?P<title>[^\s“\"«「][^|\[]{1,80}?)(?:\s[–—-]\s\d{1,2}(?:[.,]\d)?/(?:5|10|20)|\s[|\[].{0,60})?",
    re.IGNORECASE,
)
_QUOTED_SENTENCE = 4
"""Words of what is quoted that ends with full stops and is no title."""
_QUOTED_LINE = re.compile(r"(?:[-–—~]\s)?[“\"«「『](?P<title>[^”\"»」』“]{2,100})[”\"»」』](?:\s\([^()]{1,80}\))?")
_ASKED_OF_SOMEONE = re.compile(r"\b(?:you|your)\b[^?]{0,80}\?", re.IGNORECASE)
_TITLE_WORD = r"(?:[A-Z0-9][\w’'!-]*|an?|the|of|and|to|in|for|with|on|at|from|&)"
_TITLE_LINE = re.compile(rf"{_TITLE_WORD}(?:[,:]?\s{_TITLE_WORD}){{1,9}}[?!]?")
_OPENS = re.compile(r"\W{0,2}(?:the\s)?episode\s(?:\w+\sof\s|\d|begins|opens|starts)", re.IGNORECASE)


def title_above(
    blocks: Sequence[Block], places: Sequence[int], title: str | None
) -> tuple[Finding[str] | None, int | None]:
    """Return the episode's own title that stands above a review, and the place of a line that is nothing else.

    `places` are those of the lines between the review's title and its text.
    """
    for place in places:
        line = glance(blocks[place].text)
        match = _EPISODE_LINE.match(line) or _LABELLED.fullmatch(line)
        if match:
            return Finding(match["title"].strip(" ,."), Source.HEADING, 0.9), None
        about = read_title(title) if title else About()
        named = about.show if about.show and re.search(r"\d:\s", line) else ""  # behind a dash a site names itself
        called = _EPISODE_CALLED.fullmatch(line.removeprefix(named).lstrip(" –—-:"))
        is_other = folded(line) != folded(title or "") and not REVIEWS.search(line)
        if called and is_other and about.span and about.span == read_title(called["mark"]).span:
            return Finding(called["title"], Source.HEADING, 0.78), None
        match = None if _ASKED_OF_SOMEONE.search(line) else _QUOTED_LINE.fullmatch(line)
        sentence = (
            match and match["title"].endswith((".", ".]", "…")) and len(match["title"].split()) >= _QUOTED_SENTENCE
        )
        if match and not sentence and not _is_talk(blocks, place) and not is_furniture(blocks[place]):
            return Finding(match["title"], Source.HEADING, 0.85), place
    for place in [place for place in places if folded(glance(blocks[place].text)) != folded(title or "")][:1]:
        block, line = blocks[place], glance(blocks[place].text)
        if (
            title
            and len(blocks) > place + 1
            and _TITLE_LINE.fullmatch(line)
            and (_opens(blocks[place + 1]) or _is_quoted(line, blocks[place + 1 :]))
            and kind_of(line) is PartKind.OTHER
            and not find_marks(line)
            and not is_furniture(block)
        ):
            return Finding(line, Source.HEADING, 0.78), place
    return None, None


def _is_quoted(line: str, blocks: Sequence[Block]) -> bool:
    """Tell whether the opening of a text has a line in quotation marks, as it has the title of its episode."""
    quoted = re.compile(rf"[“\"«‘]{re.escape(line)}[,.]?[”\"»’]")
    return any(quoted.search(plain(block.text[:3000])) for block in opening(blocks))


def _is_talk(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether a quoted line is one of several that someone cries."""
    around = [glance(block.text) for block in blocks[max(0, place - 1) : place + 2]]
    return sum(_QUOTED_LINE.fullmatch(line) is not None and line[-2] in "!?…" for line in around) > 1


def _opens(block: Block) -> bool:
    """Tell whether a paragraph begins a retelling as `Episode 9 of … begins` does, under the episode's title."""
    line = glance(block.text)
    return block.shape is Shape.PARAGRAPH and is_prose(line) and _OPENS.match(line) is not None


def told_title(blocks: Sequence[Block], span: EpisodeSpan | None) -> Finding[str] | None:
    """Return the title in quotation marks that a text's first paragraphs give the episode it is about.

    It stands where the text says what the episode is called, or right behind the number that the review has; farther
    below it must say both.
    """
    if span is None or span.first != span.last:
        return None
    for place, block in enumerate(blocks[:_MOST]):
        if block.shape is Shape.HEADING or not any(mark in block.text for mark in _SIGNS):
            continue
        for sentence in sentences(plain(block.text[:3000]))[:4]:
            line = sentence.text
            if place >= _LEAD and not _CALLED.search(line):
                continue
            if len(line) <= _LONGEST and (title := _in_sentence(in_english(line), span, numbered=place >= _LEAD)):
                return Finding(title.strip(" ,."), Source.TEXT, 0.8)
    return None


def _in_sentence(line: str, span: EpisodeSpan, *, numbered: bool) -> str | None:
    marks = find_marks(line)
    for mark in marks:
        beside = _BESIDE.match(line, mark.end) or _BEFORE.search(line, 0, mark.start)
        if mark.span == span and beside:
            return _text_of(beside)
        subject = _SUBJECT.match(line)
        if subject and mark.span == span and subject.end() == mark.start:
            return subject["title"]
    if any(mark.span != span for mark in marks):
        return None
    called = _CALLED.search(line)
    if called is None or not (marks or (not numbered and _EPISODE.search(line, 0, called.start()))):
        return None
    return None if _ANOTHER.search(line, 0, called.start()) else _text_of(called)


def _text_of(match: re.Match[str]) -> str:
    return next(text for text in match.groupdict().values() if text)

"""The author's score: found by its wording and place, never another site's, nor one of an aspect alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reviews.blocks import plain
from bot.reviews.model import Score
from bot.reviews.numerals import WORD, cardinal

_HEDGE = (
    r"(?:(?:about|around|roughly|approximately|maybe|probably|easily)\s(?:an?\s)?"
    r"(?:(?:solid|strong|light|weak|high|low)\s)?)?"
)
_TAIL = (
    r"(?:\s(?:as|for)\s(?:an?|the|my|its|our)\s(?:\w{1,20}\s){0,2}(?:rating|score|grade|mark)"
    r"|\soverall(?:\s(?:rating|score))?)?"
)
_VALUE = r"(?<![\w.,/-])(?P<value>\d{1,3}(?:[.,]\d{1,2})?)"
_NUMBERS = tuple(
    re.compile(rf"{_HEDGE}{pattern}{_TAIL}", re.IGNORECASE)
    for pattern in (
        rf"{_VALUE}\s?/\s?(?P<scale>4|5|10|20|100)(?![\d/.,]*\d)(?!\s(?:of|people|episodes)\b)",
        rf"(?:{_VALUE}|\b(?P<word>{WORD}(?:\sand\sa\shalf)?))\s?\(?(?:out\s)?of\s(?:a\s(?:possible\s)?)?"
        r"(?P<scale>4|5|10|20|100|four|five|ten|one\shundred)\b(?!\s[a-z]+s\b)\)?",
        rf"{_VALUE}\s(?:/|out\sof)\s(?P<scale>5|10)\sstars",
    )
)
_STARS = re.compile(r"(?P<full>★+)(?P<half>[½⯨])?(?P<empty>☆*)")
_LABEL = r"(?:rating|score|grade|verdict|standing|rank(?:ing)?)"
_WORDED = re.compile(
    rf"(?:(?:my|the|our|final|overall|current|episode|reviewer[’']?s?)\s){{0,3}}{_LABEL}\s?[:–—-]\s?"
    r"(?P<word>[A-F][+-]?(?![\w])|masterpiece|excellent|great|very\sgood|good|decent|average|mediocre|fair|poor"
    r"|bad|terrible|awful)"
    r"(?P<rest>\s?\(.{1,60}\))?[.!]?",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"\b{_LABEL}|\b(?:i|we)\s?(?:[’']d|would|will|[’']ll)?\s?(?:\w+\s)?(?:give|rate|score|award|say)|\b(?:gets?"
    rf"|deserves?|earns?|receives?)"
    r"\b|\bfinal\sreview\b|\bout\sof\s(?:ten|five|10|5)\b",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"\b(?:community|users?|readers?|members?|mal|myanimelist|anilist|imdb|rotten|metacritic|crunchyroll|critics?"
    r"|fans?|average\s(?:score|rating)"
    r"|last\s(?:week|episode|season|time)|previous|first\sseason|other\s(?:sites?|reviewers?)|family|manga|novel"
    r"|compared\sto)\b",
    re.IGNORECASE,
)
_ASPECT = re.compile(
    r"\b(?:story|plot|animation|sound|music|soundtrack|ost|art|visuals?|characters?|enjoyment|voice|acting|pacing"
    r"|world|writing|direction"
    r"|action|humou?r|romance|production|fan-?service|opening|ending)\b",
    re.IGNORECASE,
)
_OVERALL = re.compile(r"\b(?:overall|final|total|verdict|in\s(?:all|total)|as\sa\swhole)\b", re.IGNORECASE)
_EPISODE = re.compile(
    r"\b(?:this|the)\s(?:final\s)?(?:episode|finale|special)\b|\bepisode\s(?:rating|score|grade)\b", re.IGNORECASE
)
_SCALES = {"four": "4", "five": "5", "ten": "10", "one hundred": "100"}
_LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: Score
    weight: int


def find_score(lines: Sequence[str], *, title: str | None = None, stated: str | None = None) -> Score | None:
    """Return the author's score, or None when there is none or several might be it.

    `stated` is what front matter says; it outweighs the text. A number without a scale is no score.
    """
    if stated:
        return _stated(stated)
    found = [candidate for line in lines if len(line) <= _LONGEST_LINE for candidate in _in_line(plain(line))]
    if title:
        found += [_Candidate(c.score, 2) for c in _numbers(plain(title)[:300], in_title=True)]
    best = max((candidate.weight for candidate in found), default=0)
    top = [candidate.score for candidate in found if candidate.weight == best]
    return top[0] if best > 0 and len({(score.value, score.scale) for score in top}) == 1 else None


def _stated(text: str) -> Score | None:
    text = text.strip()
    for candidate in [*_numbers(text, in_title=True), *_stars(text)]:
        return Score(candidate.score.value, candidate.score.scale, text)
    match = _WORDED.fullmatch(f"rating: {text}")
    return Score(match["word"], _word_scale(match["word"]), text) if match else None


def _in_line(line: str) -> list[_Candidate]:
    short = len(line) <= 80
    worded = _WORDED.fullmatch(line) if short else None
    if worded:
        word = worded["word"]
        return [_Candidate(Score(word[0].upper() + word[1:], _word_scale(word), line), 2)]
    found = [*_numbers(line), *_stars(line)]
    if short and len(found) == 1 and len(line.split()) <= 7:
        found = [_Candidate(Score(c.score.value, c.score.scale, line.rstrip(".! ")), c.weight) for c in found]
    return found


def _word_scale(word: str) -> str:
    return "letters" if len(word) <= 2 else "words"


def _numbers(line: str, *, in_title: bool = False) -> list[_Candidate]:
    found: list[_Candidate] = []
    taken = 0
    for pattern in _NUMBERS:
        for match in pattern.finditer(line):
            if match.start() < taken:
                continue
            value, scale = _value(match), _SCALES.get(match["scale"].lower(), match["scale"])
            if value is None or float(value) > float(scale):
                continue
            around = _clause(line, match.start(), match.end())
            found.append(
                _Candidate(Score(value, scale, match.group().strip()), 2 if in_title else _weigh(around, line))
            )
        if found:
            break
    return found


def _value(match: re.Match[str]) -> str | None:
    if match["value"]:
        whole, _, part = match["value"].replace(",", ".").partition(".")
        part = part.rstrip("0")
        return f"{int(whole)}.{part}" if part else str(int(whole))
    word = match.groupdict().get("word")
    if not word:
        return None
    number = cardinal(re.sub(r"\sand\sa\shalf$", "", word, flags=re.IGNORECASE))
    return f"{number}.5" if word.lower().endswith("half") else number


def _clause(line: str, start: int, end: int) -> str:
    """Return the words about a number up to the end of its clause on either side."""
    before = re.split(r"[.;:!?]\s|,\s(?:and|but|while)\s|\sbut\s", line[max(0, start - 160) : start])[-1]
    if not before.strip() and line[:start].rstrip().endswith(":"):
        before = line[max(0, start - 60) : start]
    after = re.split(r"[.;!?](?:\s|$)|,\s|\sbut\s|\sand\s", line[end : end + 100], maxsplit=1)[0]
    return f"{before}{line[start:end]}{after}"


def _weigh(clause: str, line: str) -> int:
    """Return how surely a number is the author's score for what the review is about; 0 is not at all."""
    if _FOREIGN.search(clause) or (_ASPECT.search(clause) and not _OVERALL.search(clause)):
        return 0
    if _EPISODE.search(clause):
        return 4
    if _OVERALL.search(clause):
        return 3
    if _LABELLED.search(clause):
        return 2
    return 1 if len(line) <= 40 else 0


def _stars(line: str) -> list[_Candidate]:
    match = _STARS.search(line) if len(line) <= 80 else None
    if match is None:
        return []
    full, empty = len(match["full"]), len(match["empty"])
    scale = full + empty + bool(match["half"])
    if scale not in (5, 10):
        return []
    value = f"{full}.5" if match["half"] else str(full)
    return [_Candidate(Score(value, str(scale), line), _weigh(line, line))]

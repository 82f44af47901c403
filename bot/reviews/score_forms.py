"""The forms in which scores are written, and what each says; whether one is the author's is judged elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.numerals import WORD, cardinal
from bot.reviews.model import Score

LABEL = (
    r"(?:rating|score|grade|verdict|standing|rank(?:ing)?|rated|note|nota|puntuaci[oó]n|bewertung|wertung|punktzahl|calificaci[oó]n"
    r"|valoraci[oó]n|評価|点数)"
)
"""A pattern for the words that announce a score, to be used without regard to case."""

UNKNOWN_SCALE = ""
MOST = 12
"""Scores in one line; a line that has more is a table, or no review's."""
LETTERS = "letters"
WORDS = "words"

_HEDGE = (
    r"(?:(?:about|around|roughly|approximately|maybe|probably|easily)\s(?:an?\s)?"
    r"(?:(?:solid|strong|light|weak|high|low)\s)?)?"
)
_TAIL = (
    r"(?:\s(?:as|for)\s(?:an?|the|my|its|our)\s(?:\w{1,20}\s){0,2}(?:rating|score|grade|mark)"
    r"|\soverall(?:\s(?:rating|score))?(?!:?\s\d))?"
)
_DIGITS = r"\d{1,3}(?:[.,]\d{1,2})?"
_VALUE = rf"(?<![\w.,/-])(?P<value>{_DIGITS})"
_SCALE = r"(?P<scale>4|5|6|10|20|100)(?:\.0)?(?![\d]|[.,]\d)"
_COUNTED = (
    r"(?!\s(?:of\sthe|people|episodes?|times|viewers|fans|characters|minutes|days|weeks|volumes|chapters|shows|series|anime"
    r"|planned)\b)"
)
_WORTH = rf"(?:{_VALUE}|\b(?P<word>{WORD}(?:\sand\sa\shalf)?))\s?(?:stars?\s)?\(?"
# Each form after a sign that a line of that form has: most lines have none, and the forms take long.
_NUMBERS = tuple(
    (re.compile(sign, re.IGNORECASE), re.compile(rf"{_HEDGE}{pattern}{_TAIL}", re.IGNORECASE))
    for sign, pattern in (
        (r"/", rf"{_VALUE}\s?/\s?{_SCALE}(?![/\w])(?!\s(?:of|people|episodes)\b)"),
        (
            r"\bout\sof\b",
            rf"{_WORTH}out\sof\s(?:a\s(?:possible\s)?)?"
            rf"(?P<scale>4|5|6|10|20|100|four|five|ten|one\shundred)\b{_COUNTED}\)?",
        ),
        (
            r"\bof\s(?:a\s)?(?:possible\s)?(?:\d|five|ten)",
            rf"{_WORTH}of\s(?:a\s(?:possible\s)?)?(?P<scale>4|5|10|100|five|ten)\b(?!\s[a-z]+s\b)\)?",
        ),
        (r"\b(?:von|sur|auf)\b", rf"{_VALUE}\s(?:von|sur|auf)\s(?:maximal\s)?(?P<scale>5|10|20|100)\b"),
        (r"星のうち", r"(?P<scale>5|10|100)\s?(?:つ|個の)?星のうち、?\s?(?P<value>\d{1,3}(?:\.\d)?)個?"),
        (r"点", r"(?P<scale>5|10|100)点(?:満点)?中、?\s?(?P<value>\d{1,3}(?:\.\d)?)点?"),
    )
)
_HAS_STARS = re.compile(r"[★⭐🌟]|\bstars?\b", re.IGNORECASE)
_LABELLED = re.compile(rf"{LABEL}|\boverall\b", re.IGNORECASE)
_SPANISH = re.compile(rf"{_VALUE}\sde\s(?P<scale>5|10|100)\b", re.IGNORECASE)
_PERCENT = re.compile(rf"{_VALUE}\s?%")
_STAR_COUNT = re.compile(
    rf"(?:{_VALUE}|\b(?P<word>{WORD}(?:\sand\sa\shalf)?))\s?(?:stars?\b(?!\s?(?:out|of|/))|★)|[★⭐]\s?(?P<after>{_DIGITS})"
    r"(?!\s?[/\d])",
    re.IGNORECASE,
)
_STARS = re.compile(r"(?P<full>(?:[★⭐🌟]\ufe0f?\s?)+)(?P<half>½|⯨|1/2)?(?P<empty>(?:[☆✩]\ufe0f?\s?)*)")
_LETTER = re.compile(
    rf"(?:{LABEL}|overall)\s?[:–—-]\s?(?P<a>[A-F][+-]?)(?![\w’'+-])"
    r"|\b(?:gets?|give|gave|giving|earns?|deserves?|receives?|rate|grade\sof|rating\sof|score\sof|it|episode|one)\s(?:an?|the)\s"
    r"(?:solid\s|strong\s|high\s|low\s)?(?P<b>[A-F][+-]?)(?=[.,!;)]|\s(?:from|for|overall|this|in)\b|\s?$)"
    r"|^\W{0,3}(?P<c>[A-F][+-])\W{0,3}$|\ba\s(?:solid|strong|high|low)\s(?P<d>[A-F][+-]?)(?=[.!;]|\s?$)",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"(?:(?:my|the|our|final|overall|current|episode|reviewer[’']?s?)\s){{0,3}}{LABEL}\s?[:–—-]\s?"
    r"(?P<word>masterpiece|excellent|great|very\sgood|good|decent|average|mediocre|fair|poor|bad|terrible|awful|amazing"
    r"|outstanding|okay|ok|weak|strong)"
    r"(?P<rest>\s?\(.{1,60}\))?[.!]?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:(?:my|the|our|final|overall|episode|reviewer[’']?s?)\s){{0,3}}(?:rating|score|grade)\s?[:–—-]\s?{_VALUE}"
    r"(?=\s*(?:$|[\[(.!]\D|[.!]$|\s[A-Z\[]))",
    re.IGNORECASE,
)
_OVERALL = re.compile(rf"overall\s?[:–—-]\s?{_VALUE}", re.IGNORECASE)
_SCALES = {"four": "4", "five": "5", "ten": "10", "one hundred": "100"}
_LONGEST_STARRED = 80


@dataclass(frozen=True, slots=True)
class Written:
    """A score as it stands in a line, from `start` to `end`."""

    score: Score
    start: int
    end: int


def written_scores(line: str) -> list[Written]:
    """Return the scores that a line holds, of the clearest form that it has: numbers with a scale before all else."""
    found: list[Written] = []
    for sign, pattern in _NUMBERS:
        for match in pattern.finditer(line) if sign.search(line) else ():
            score = _scored(match)
            if score and not any(match.start() < w.end and w.start < match.end() for w in found):
                found.append(Written(score, match.start(), match.end()))
            if len(found) > MOST:
                return []
    for read in (_spanish, _stars, _percent, _letter, _worded, _bare):
        if not found:
            found = read(line)
    return sorted(found, key=lambda written: written.start)


def share_of(score: Score) -> float | None:
    """Return a score as a share of the best there is, from 0 to 1; None where its scale is unknown or not a number."""
    if not score.scale.isdecimal():
        return None
    return float(score.value) / int(score.scale)


def _scored(match: re.Match[str]) -> Score | None:
    scale = _SCALES.get(match["scale"].lower(), match["scale"])
    value = _value(match["value"], match.groupdict().get("word"))
    return Score(value, scale, match.group().strip()) if value and float(value) <= float(scale) else None


def _value(digits: str | None, word: str | None) -> str | None:
    if digits:
        whole, _, part = digits.replace(",", ".").partition(".")
        part = part.rstrip("0")
        return f"{int(whole)}.{part}" if part else str(int(whole))
    if not word:
        return None
    number = cardinal(re.sub(r"\sand\sa\shalf$", "", word, flags=re.IGNORECASE))
    return f"{number}.5" if word.lower().endswith("half") else number


def _spanish(line: str) -> list[Written]:
    match = _SPANISH.search(line) if _LABELLED.search(line) else None
    score = _scored(match) if match else None
    return [Written(score, match.start(), match.end())] if match and score else []


def _stars(line: str) -> list[Written]:
    if not _HAS_STARS.search(line):
        return []
    count = _STAR_COUNT.search(line)
    if count:
        value = _value(count["value"] or count["after"], count["word"])
        if value and float(value) <= 5:
            return [Written(Score(value, "5", count.group().strip()), count.start(), count.end())]
        return []
    match = _STARS.search(line) if len(line) <= _LONGEST_STARRED else None
    if match is None:
        return []
    full, empty = (sum(c in "★⭐🌟☆✩" for c in match[name]) for name in ("full", "empty"))
    drawn = full + empty + bool(match["half"])
    if drawn > 10:
        return []
    value = f"{full}.5" if match["half"] else str(full)
    scale = str(drawn) if empty and drawn >= 3 else "5" if drawn <= 5 else "10"
    return [Written(Score(value, scale, match.group().strip()), match.start(), match.end())]


def _percent(line: str) -> list[Written]:
    match = _PERCENT.search(line) if "%" in line and _LABELLED.search(line) else None
    value = _value(match["value"], None) if match else None
    if match is None or value is None or float(value) > 100:
        return []
    return [Written(Score(value, "100", match.group()), match.start(), match.end())]


def _letter(line: str) -> list[Written]:
    match = _LETTER.search(line)
    if match is None:
        return []
    place = next(name for name in "abcd" if match[name])
    letter = match[place]
    if place in "bd" and not letter[0].isupper():
        return []
    raw = letter if place == "b" else match.group().strip()
    return [Written(Score(letter.upper(), LETTERS, raw), match.start(), match.end())]


def _worded(line: str) -> list[Written]:
    match = _WORDED.fullmatch(line)
    if match is None:
        return []
    word = match["word"]
    return [Written(Score(word[0].upper() + word[1:], WORDS, line), 0, len(line))]


def _bare(line: str) -> list[Written]:
    match = (_BARE.search(line) or _OVERALL.fullmatch(line.strip())) if _LABELLED.search(line) else None
    value = _value(match["value"], None) if match else None
    if match is None or value is None or float(value) > 100:
        return []
    return [Written(Score(value, UNKNOWN_SCALE, match.group().strip()), match.start(), match.end())]

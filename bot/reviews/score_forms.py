"""The forms in which scores are written, and what each says; whether one is the author's is judged elsewhere."""

from __future__ import annotations

import re

from bot.numerals import WORD
from bot.reviews.model import Score
from bot.reviews.scaleless import bare, given, starred
from bot.reviews.score_words import DIGITS, HALF, LABEL, LETTERS, VALUE, WORDS, Written, value_of

MOST = 12
"""Scores in one line; a line that has more is a table, or no review's."""

_HEDGE = (
    r"(?:(?:about|around|roughly|approximately|maybe|probably|easily)\s(?:an?\s)?"
    r"(?:(?:solid|strong|light|weak|high|low)\s)?)?"
)
_TAIL = (
    r"(?:\s(?:as|for)\s(?:an?|the|my|its|our)\s(?:\w{1,20}\s){0,2}(?:rating|score|grade|mark)"
    r"|\soverall(?:\s(?:rating|score))?(?!:?\s\d))?"
)
_SCALE = r"(?P<scale>4|5|6|10|20|100)(?:\.0)?(?![\d]|[.,]\d)"
_COUNTED = (
    r"(?!\s(?:of\sthe|people|episodes?|times|viewers|fans|characters|minutes|days|weeks|volumes|chapters|shows|series"
    r"|anime"
    r"|planned|of\s(?:them|these|those|us|my|his|her|their)|cases|users|readers|votes|voters|watched|seen|read)\b)"
)
_WORTH = rf"(?:{VALUE}|\b(?P<word>{WORD}{HALF}?))\s?(?:(?:stars?|points?)\s)?\(?"
_UNIT = r"(?:sternen?|punkten?|[eé]toiles?|points?|estrellas?|puntos?|estrelas?|pontos?|stelle|punti)"
# Each form after a sign that a line of that form has: most lines have none, and the forms take long.
_NUMBERS = tuple(
    (re.compile(sign, re.IGNORECASE), re.compile(rf"{_HEDGE}{pattern}{_TAIL}", re.IGNORECASE))
    for sign, pattern in (
        (
            r"/",
            rf"{VALUE}点?\s?/\s?{_SCALE}点?(?![/\w]|\s?[-–]\s?\d{{1,2}}/)(?!\s?(?:of|people|episodes|votes|watched"
            rf"|seen|vision|hindsight)\b)",
        ),
        (r"\bscale\sof\b", rf"{VALUE}\son\sa\sscale\sof\s(?:(?:1|one)\s?(?:to|-|–)\s?)?(?P<scale>5|10|100|five|ten)\b"),
        (
            r"\((?:out\s)?of\s\d",
            rf"{LABEL}\s?\((?:out\s)?of\s(?P<scale>4|5|6|10|20|100)\)\s?[:=–—-]?\s?{VALUE}(?!\s?[/%])",
        ),
        (
            r"\bout\sof\b",
            rf"{_WORTH}out\sof\s(?:a\s(?:possible\s)?)?"
            rf"(?P<scale>4|5|6|10|20|100|four|five|ten|one\shundred)\b{_COUNTED}\)?",
        ),
        (
            r"\bof\s(?:a\s)?(?:possible\s)?(?:\d|five|ten)",
            rf"{_WORTH}of\s(?:a\s(?:possible\s)?)?(?P<scale>4|5|10|100|five|ten)\b(?!\s[a-z]+s\b)\)?",
        ),
        (
            r"\b(?:von|sur|auf|su|sobre)\b",
            rf"{VALUE}\s(?:{_UNIT}\s)?(?:von|sur|auf|su|sobre)\s(?:maximal\s|möglichen\s)?(?P<scale>5|10|20"
            rf"|100)\b(?!\s(?!{_UNIT}\b)[^\W\d_]{{4,}})",
        ),
        (
            r"\b(?:vergebe|gebe|bekommt|verdient|mets|donne|doy|pongo|merece)\b",
            rf"{VALUE}\s(?:von|sur|de)\s(?P<scale>5|10|20|100)\b",
        ),
        (r"星のうち", r"(?P<scale>5|10|100)\s?(?:つ|個の)?星のうち、?\s?(?P<value>\d{1,3}(?:\.\d)?)個?"),
        (r"点", r"(?P<scale>5|10|100)点(?:満点)?(?:中|で)、?\s?(?P<value>\d{1,3}(?:\.\d)?)点?"),
    )
)
_STAR = re.compile(r"[★⭐🌟]")
_LABELLED = re.compile(rf"{LABEL}|\boverall\b", re.IGNORECASE)
_DE = re.compile(rf"{VALUE}\s(?:{_UNIT}\s)?de\s(?P<scale>5|10|100)\b", re.IGNORECASE)
_PERCENT = re.compile(
    rf"(?:^\W{{0,3}}|\b(?:{LABEL}|overall)\b[^.%\d]{{0,30}}){VALUE}\s?%(?!\s(?:of|des?|der|du)\b)"
    rf"|(?<![\w.,/-])(?P<before>{DIGITS})\s?%(?=\s(?:{LABEL}|overall)\b)",
    re.IGNORECASE,
)
_STAR_BEFORE = re.compile(rf"[★⭐🌟]\ufe0f?\s?(?P<value>{DIGITS})(?!\s?[/\d])")
_STARS = re.compile(r"(?P<full>(?:[★⭐🌟]\ufe0f?\s?)+)(?P<half>½|⯨|1/2)?(?P<empty>(?:[☆✩]\ufe0f?\s?)*)")
_LONGEST_BESIDE_STARS = 12
"""Letters beside drawn stars that neither a label nor empty ones show to be a score; headings are adorned with them."""
_LETTER = re.compile(
    rf"(?:{LABEL}|\boverall)(?:\s(?:for|of)\s[^:.]{{1,40}})?\s?[:=–—-]\s?(?P<a>[A-F][+-]?)(?![\w’'+-]|\s[a-z])"
    rf"|\b(?:final|overall|episode)\s{LABEL}\s(?P<d>[A-F][+-]?)(?=\W{{0,3}}$)"
    r"|\b(?:gets?|give|gave|giving|earns?|deserves?|receives?|rate|(?:grade|rating|score)(?:\sof|\sis)|it|episode"
    r"|one)\s(?:an?|the)\s"
    r"(?:solid\s|strong\s|high\s|low\s)?(?P<b>[A-F][+-]?)(?=[.,!;)]|\s(?:from|for(?!\seffort)|overall|in\smy)\b|\s?$)"
    r"|^\W{0,3}(?P<c>[A-F][+-])\W{0,3}$|\ba\s(?:solid|strong|high|low)\s(?P<e>[A-F][+-]?)(?=[.!;]|\s?$)",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"(?:(?:my|the|our|final|overall|current|episode|reviewer[’']?s?)\s){{0,3}}{LABEL}\s?[:–—-]\s?"
    r"(?P<word>masterpiece|excellent|great|very\sgood|good|decent|average|mediocre|fair|poor|bad|terrible|awful|amazing"
    r"|outstanding|okay|ok|weak|strong)"
    r"(?P<rest>\s?\(.{1,60}\))?[.!]?",
    re.IGNORECASE,
)
_SCALES = {"four": "4", "five": "5", "ten": "10", "one hundred": "100"}
_LONGEST_STARRED = 80


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
    for read in (_counted_in, _stars, starred, _percent, _letter, _worded, bare, given):
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
    value = value_of(match["value"], match.groupdict().get("word"))
    return Score(value, scale, match.group().strip()) if value and float(value) <= float(scale) else None


def _counted_in(line: str) -> list[Written]:
    match = _DE.search(line) if _LABELLED.search(line) else None
    score = _scored(match) if match else None
    return [Written(score, match.start(), match.end())] if match and score else []


def _stars(line: str) -> list[Written]:
    if not _STAR.search(line) or len(line) > _LONGEST_STARRED:
        return []
    count = _STAR_BEFORE.search(line)
    value = value_of(count["value"], None) if count else None
    if count and value and float(value) <= 5 and _is_drawn(line, count, False):
        return [Written(Score(value, "5", count.group().strip()), count.start(), count.end())]
    match = _STARS.search(line)
    if count or match is None or _STAR.search(line, match.end()) or line[: match.start()].rstrip()[-1:].isdigit():
        return []
    full, empty = (sum(c in "★⭐🌟☆✩" for c in match[name]) for name in ("full", "empty"))
    drawn = full + empty + bool(match["half"])
    if drawn > 10 or not _is_drawn(line, match, empty > 0 and drawn >= 3):
        return []
    value = f"{full}.5" if match["half"] else str(full)
    scale = str(drawn) if empty and drawn >= 3 else "5" if drawn <= 5 else "10"
    return [Written(Score(value, scale, match.group().strip()), match.start(), match.end())]


def _is_drawn(line: str, stars: re.Match[str], out_of_some: bool) -> bool:
    """Tell whether drawn stars are a score: they adorn headings and names too."""
    if _LABELLED.search(line):
        return True
    if any(line[place : place + 1].isalpha() for place in (stars.end(), stars.start() - 1) if place >= 0):
        return False
    if not out_of_some and " " in stars.group().strip():
        return False
    rest = sum(c.isalpha() for c in line[: stars.start()] + line[stars.end() :])
    return out_of_some or (stars.group().strip("\ufe0f ") not in "★⭐🌟" and rest <= _LONGEST_BESIDE_STARS)


def _percent(line: str) -> list[Written]:
    match = _PERCENT.search(line) if "%" in line and _LABELLED.search(line) else None
    value = value_of(match["value"] or match["before"], None) if match else None
    if match is None or value is None or float(value) > 100:
        return []
    return [Written(Score(value, "100", match.group()), match.start(), match.end())]


def _letter(line: str) -> list[Written]:
    match = _LETTER.search(line)
    if match is None:
        return []
    place = next(name for name in "abcde" if match[name])
    letter = match[place]
    if (place in "be" or letter.isalpha()) and not letter[0].isupper():
        return []
    raw = letter if place == "b" else match.group().strip()
    return [Written(Score(letter.upper(), LETTERS, raw), match.start(), match.end())]


def _worded(line: str) -> list[Written]:
    match = _WORDED.fullmatch(line)
    if match is None:
        return []
    word = match["word"]
    return [Written(Score(word[0].upper() + word[1:], WORDS, line), 0, len(line))]

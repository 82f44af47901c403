"""Scores that name no scale: `Rating: 4`, `I give it an 8`, `four stars`. They are kept as written."""

from __future__ import annotations

import re

from bot.numerals import WORD
from bot.reviews.model import Score
from bot.reviews.score_words import HALF, LABEL, UNKNOWN_SCALE, VALUE, Written, value_of

_BARE = re.compile(
    rf"(?:(?:my|the|our|final|overall|episode|reviewer[’']?s?)\s){{0,3}}\b{LABEL}"
    rf"(?:\s(?:final|finale|globale|generale|g[eé]n[eé]rale|geral))?\s?[:=–—-]\s?{VALUE}点?"
    r"(?=\s*(?:$|[\[(.!]\D|[.!]$|\s[A-Z\[]))",
    re.IGNORECASE,
)
_LABELLED_LINE = re.compile(
    rf"\W{{0,3}}(?:(?:my|the|our|final|overall|episode)\s){{0,3}}(?:rating|score|voto|nota|wertung)\s{VALUE}\W{{0,3}}",
    re.IGNORECASE,
)
_OVERALL_LINE = re.compile(rf"\W{{0,3}}overall\s?[:–—-]\s?{VALUE}\W{{0,3}}", re.IGNORECASE)
_POINTS = re.compile(r"(?:個人的|今回|総合|私)[^。\d]{0,15}(?P<value>\d{1,3})点(?=です|かな|[。！!]|\s*$)")
_NOTHING_COUNTED = (
    r"(?=\s?(?:[.,!;:)](?!\d)|$)|\s(?:from|for|because|since|overall|and|but|so|this|as"
    r"|i|just|simply|only|that|which)\b)"
)
_ADVERB = r"(?:(?:easily|probably|gladly|happily|still|just|only|also|personally|definitely)\s)?"
_JUDGED = (
    r"(?:it|this|that|(?:this|the)\s(?:whole\s|first\s|last\s|final\s|special\s)?"
    r"(?:episode|finale|premiere|season|series|show|anime|movie|film|ova|special|one))"
)
_GIVEN = re.compile(
    rf"\b(?:(?<!\bthen\s)(?:i|we)(?:[’'](?:d|ll|m|ve|re)|\swould|\swill|\sam|\shave\sto|\shad\sto"
    rf"|\scan)?\s{_ADVERB}(?:have\sto\s)?"
    rf"(?:give|gave|giving|rate|rated|rating|score|scored|grade)\s{_JUDGED}\s{_ADVERB}(?:only\s)?(?:at\s)?"
    rf"|(?:episode|finale|season|series|show|anime|movie|film|ova|special|it|this)\s{_ADVERB}(?:gets|deserves|earns"
    rf"|receives)\s"
    rf"(?=an?\s)|(?:my|final|overall)\s(?:rating|score|grade)\s(?:for\s{_JUDGED}\s)?(?:is|would\sbe)\s"
    r"|first\s(?:rating|score)\sof\s(?=[^.]{0,30}\bi\b))"
    rf"(?:about\s|around\s)?(?:an?\s)?(?:(?:solid|strong|light|weak|high|low|generous|full)\s)?(?:{VALUE}"
    rf"|(?P<word>{WORD}{HALF}?)\b)"
    rf"(?!\s?[/%]){_NOTHING_COUNTED}",
    re.IGNORECASE,
)
_STAR_COUNT = re.compile(
    rf"(?:{VALUE}|\b(?P<word>{WORD}{HALF}?))(?:\s|-){{0,2}}(?:stars?\b(?!\s?(?:out|of|/))|sterne\b|étoiles\b"
    rf"|estrellas\b|estrelas\b"
    r"|stelle\b|★)|星\s?(?P<after>\d)つ",
    re.IGNORECASE,
)
_HAS_STARS = re.compile(r"\bstars?\b|★|星|sterne|étoiles|estrel|stelle", re.IGNORECASE)
_STARRED_BEFORE = re.compile(
    rf"(?:\b{LABEL}\b\W{{0,4}}|\b(?:giv(?:e|ing)|gave|rat(?:e|ed|ing)|gets?|deserves?|earns?|award)\b[^.!?]{{0,60}}?"
    rf"|評価\W{{0,3}})\Z",
    re.IGNORECASE,
)
_STARRED_AFTER = re.compile(
    r"\s?(?:rating|score|review|episode|finale|premiere|season)\b|\s?(?:from\sme|overall)\b", re.IGNORECASE
)
_LONGEST_BEFORE = 90


def bare(line: str) -> list[Written]:
    """Return the number that follows a label such as `Rating:`."""
    alone = _LABELLED_LINE.fullmatch(line) or _OVERALL_LINE.fullmatch(line)
    match = _BARE.search(line) or alone or _POINTS.search(line)
    return _written(match, value_of(match["value"], None), 100) if match else []


def given(line: str) -> list[Written]:
    """Return the number that the author says to give, to rate with or to score."""
    match = _GIVEN.search(line)
    if match is None:
        return []
    place = "value" if match["value"] else "word"
    value = value_of(match["value"], match["word"])
    if value is None or float(value) > 100:
        return []
    return [Written(Score(value, UNKNOWN_SCALE, match.group().strip()), match.start(place), match.end())]


def starred(line: str) -> list[Written]:
    """Return the stars that are counted in words or digits, where they are announced or stand alone."""
    match = _STAR_COUNT.search(line) if _HAS_STARS.search(line) else None
    if match is None:
        return []
    rest = any(c.isalnum() for c in line[: match.start()] + line[match.end() :])
    announced = _STARRED_BEFORE.search(line[max(0, match.start() - _LONGEST_BEFORE) : match.start()])
    if not announced and not _STARRED_AFTER.match(line, match.end()) and rest:
        return []
    return _written(match, value_of(match["value"] or match["after"], match["word"]), 10)


def _written(match: re.Match[str], value: str | None, most: int) -> list[Written]:
    if value is None or float(value) > most:
        return []
    return [Written(Score(value, UNKNOWN_SCALE, match.group().strip()), match.start(), match.end())]

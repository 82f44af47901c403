"""The author's score: found by its wording and place, never another site's, nor one of an aspect alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reviews.blocks import plain
from bot.reviews.evidence import Finding, Source
from bot.reviews.model import Score
from bot.reviews.score_forms import LABEL, LETTERS, UNKNOWN_SCALE, WORDS, Written, written_scores

_LABELLED = re.compile(
    rf"\b{LABEL}|評価|点数|\b(?:i|we)\s?(?:[’']d|would|will|[’']ll|[’']m|am)?\s?(?:\w+\s)?(?:giv(?:e|ing)|rat(?:e|ing)|score|award"
    r"|say)\b|\b(?:gets?|deserves?|earns?|receives?)\b|\bfinal\sreview\b|\ban?\s(?:\w+\s)?[\w.]+\s?(?:/|out\sof)\s?(?:ten|five|10|5)\b(?!\s[a-z]{3,20}s\b)|つ星のうち|個の星のうち"
    r"|\b(?:vergebe|gebe|bekommt|erhält|puntos|punkte[n]?|le\s(?:doy|pongo)|je\s(?:lui\s)?(?:mets|donne))\b"
    r"|\btl;?dr\b",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"\b(?:community|users?|readers?|members?|(?-i:MAL)|myanimelist|anilist|imdb|rotten|metacritic|crunchyroll|critics?|votes?"
    r"|ratings|fans?|average\s(?:score|rating)"
    r"|last\s(?:week|episode|season|time|year)|previous(?:ly)?|first\sseason|other\s(?:sites?|reviewers?)|family|manga|novel"
    r"|all\sthe\stime|always|every\stime|compared\sto|used\sto|would\shave|predecessor)\b",
    re.IGNORECASE,
)
_ASPECT = re.compile(
    r"\b(?:story|plot|animation|sound|music|soundtrack|ost|art|visuals?|characters?|enjoyment|voice|acting|pacing"
    r"|world|audio|video|picture|packaging|menus?|extras?|transfer|age|writing|direction|narrative|design|dialogue"
    r"|action|humou?r|romance|production|fan-?service|opening|ending|comedy|handlung|charaktere|historia|animaci[oó]n)\b",
    re.IGNORECASE,
)
_OVERALL = re.compile(
    r"\b(?:overall|final|total|verdict|in\s(?:all|total)|as\sa\swhole|gesamt\w*|fazit|insgesamt)\b|総合", re.IGNORECASE
)
_EPISODE = re.compile(
    r"\b(?:this|the)\s(?:(?:final|premiere|first|special)\s)?(?:episode|finale|special|one|week[’']s)\b"
    r"|\bepisode\s(?:\d{1,4}\s)?(?:rating|score|grade)\b|\bthis\sweek\b"
    r"|\b[eé]pisode\s\d{1,4}\s[–—-]\s"
    r"|\bdiese[rn]?\s(?:folge|episode)\b|\b(?:este|el)\s(?:cap[ií]tulo|episodio)\b|\bcet\sépisode\b",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(
    rf"\W{{0,4}}(?:(?:my|the|our|final|overall|episode|reviewer[’']?s?)\s){{0,3}}{LABEL}\s?[:–—-]?\W{{0,4}}",
    re.IGNORECASE,
)
_SPLIT_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_SPLIT_SCALE = re.compile(r"(?:/|out\sof)\s?\d{1,3}", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]{0,80}\)")
_OF_THINGS = re.compile(r"\s(?!stars|points)[a-z]{3,20}s\b")
_DATE = re.compile(r"\bon\s\d{1,2}/\d", re.IGNORECASE)
_LONGEST_LINE = 2_000
_LONGEST_ALONE = 40
_LAST_LINES = 3

_SURENESS = {4: 0.95, 3: 0.93, 2: 0.9, 1: 0.8}
_CONTRADICTED = 0.4
_VAGUE = 0.6
"""How sure a score is that stands in a short line among other words, without one that announces it."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: Score
    weight: int
    sureness: float


def find_score(lines: Sequence[str], *, title: str | None = None, stated: str | None = None) -> Finding[Score] | None:
    """Return the author's score with how it was known, or None when there is none.

    `stated` is what front matter says; it outweighs the text. Several that might be it give one that is not sure. A
    number that is announced as a score and has no scale comes with the scale "".
    """
    if stated and (score := _stated(stated)):
        return Finding(score, Source.FRONT_MATTER, 0.95)
    if title and (written := written_scores(plain(title)[:300])) and written[0].score.scale.isdecimal():
        return Finding(written[0].score, Source.TITLE, 0.95)
    shown = [plain(line) for line in _joined([line for line in lines if len(line) <= _LONGEST_LINE])]
    found = [
        candidate for place, line in enumerate(shown) for candidate in _in_line(line, len(shown) - place <= _LAST_LINES)
    ]
    scaled = {candidate.score.value for candidate in found if candidate.score.scale != UNKNOWN_SCALE}
    found = [c for c in found if c.score.scale != UNKNOWN_SCALE or c.score.value not in scaled]
    if not found:
        return None
    best = max((candidate.weight, candidate.sureness) for candidate in found)
    top = [candidate for candidate in found if (candidate.weight, candidate.sureness) == best]
    agree = len({(candidate.score.value, candidate.score.scale) for candidate in top}) == 1
    return Finding(top[0].score, Source.TEXT, best[1] if agree else _CONTRADICTED)


def _stated(text: str) -> Score | None:
    text = text.strip()
    written = written_scores(text) or written_scores(f"rating: {text}")
    return replace(written[0].score, raw=text) if len(written) == 1 else None


def _joined(lines: Sequence[str]) -> list[str]:
    """Return the lines with those put together that a page has parted: `Rating:` and `8/10`, `7` and `/10`."""
    joined: list[str] = []
    for line in lines:
        before = joined[-1].strip() if joined else ""
        if _SPLIT_SCALE.fullmatch(line.strip()) and _SPLIT_NUMBER.search(before[-6:]) and len(before) <= _LONGEST_ALONE:
            joined[-1] = f"{before} {line.strip()}".replace(" /", "/")
        elif _LABEL_ALONE.fullmatch(plain(before)) and len(line) <= _LONGEST_ALONE and not before.endswith("."):
            joined[-1] = f"{before.rstrip(':–—- ')}: {line.strip()}"
        else:
            joined.append(line)
    return joined


def _in_line(line: str, at_end: bool) -> list[_Candidate]:
    written = written_scores(line)
    found: list[_Candidate] = []
    for place, each in enumerate(written):
        about = _about(line, written, place)
        weight = _weigh(about, line, each.score)
        if weight == 0 or (weight == 1 and _OF_THINGS.match(line, each.end)):
            continue
        score = each.score
        if len(written) == 1 and len(line) <= 80 and len(line.split()) <= 7:
            score = replace(score, raw=line.rstrip(".! "))
        rest = [word for word in re.findall(r"\w+", line[: each.start] + line[each.end :]) if not word.isdigit()]
        vague = weight == 1 and not at_end and len(rest) > 2
        found.append(_Candidate(score, weight, _VAGUE if vague else _SURENESS[weight]))
    return found


def _about(line: str, written: Sequence[Written], place: int) -> str:
    """Return the words about one of a line's scores: its clause, or where several stand in a row, its own label."""
    here = written[place]
    if len(written) > 2:
        if written[0].start <= 1:
            end = written[place + 1].start if place + 1 < len(written) else len(line)
            return line[here.start : end]
        return line[written[place - 1].end if place else 0 : here.end]
    return _clause(line, here.start, here.end)


def _clause(line: str, start: int, end: int) -> str:
    """Return the words about a number up to the end of its clause on either side."""
    before = re.split(r"[.;:!?]\s|,\s(?:and|but|while|this)\s|\sbut\s", line[max(0, start - 160) : start])[-1]
    if not before.strip() and line[:start].rstrip().endswith(":"):
        before = line[max(0, start - 60) : start]
    after = re.split(r"[.;!?](?:\s|$)|,\s|\sbut\s|\sand\s", line[end : end + 100], maxsplit=1)[0]
    aside = re.match(r"\s?\([^()]{0,80}\)", after)
    if aside and not re.search(r"votes?|users?|ratings|readers?", aside.group(), re.IGNORECASE):
        after = after[aside.end() :]
    if ", this " in line[max(0, start - 160) : start] and "this" not in before:
        before = f"this {before}"
    return f"{before}{line[start:end]}{after}"


def _weigh(clause: str, line: str, score: Score) -> int:
    """Return how surely a number is the author's score for what the review is about; 0 is not at all."""
    if _FOREIGN.search(clause) or (_ASPECT.search(clause) and not _OVERALL.search(clause)):
        return 0
    if _EPISODE.search(clause):
        return 4
    if score.scale in (LETTERS, WORDS, UNKNOWN_SCALE):
        return 2
    if _OVERALL.search(clause):
        return 3
    if _LABELLED.search(clause):
        return 2
    alone = min(len(_ASIDE.sub("", line)), 2 * len(clause.strip()))
    return 1 if alone <= _LONGEST_ALONE and not _DATE.search(clause) else 0

"""The author's score: found by its wording and place, never another site's, nor one of an aspect alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reviews.blocks import plain
from bot.reviews.evidence import Finding, Source
from bot.reviews.model import Score
from bot.reviews.score_forms import written_scores
from bot.reviews.score_words import LABEL, LETTERS, UNKNOWN_SCALE, WORDS, Written

_LABELLED = re.compile(
    rf"\b{LABEL}|評価|点数|\b(?:i|we)\s?(?:[’']d|would|will|[’']ll|[’']m|am)?\s?(?:\w+\s)?(?:giv(?:e|ing)|rat(?:e"
    rf"|ing)|score|award"
    r"|say)\b|\b(?:gets?|deserves?|earns?|receives?)\b|\bfinal\sreview\b|\ban?\s(?:\w+\s)?[\w.]+\s?(?:/"
    r"|out\sof)\s?(?:ten|five|10|5)\b(?!\s[a-z]{3,20}s\b)|つ星のうち|個の星のうち"
    r"|\btl;?dr\b|\bscale\sof\b|\b(?:von|sur|su|de)\s\d{1,3}\s(?:stern|punkt|étoile|point|estrel|punto|ponto|stelle"
    r"|punti)"
    r"|\b(?:vergebe|gebe|bekommt|erhält|verdient|donne|mets|mérite|doy|pongo|puntos|punkten?|merece|dou|assegno)\b",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"\b(?:community|users?|readers?|members?|(?-i:MAL)|myanimelist|anilist|imdb|rotten|metacritic|crunchyroll"
    r"|critics?|votes?"
    r"|ratings|fans?|average\s(?:score|rating)"
    r"|last\s(?:week|episode|season|time|year)|previous(?:ly)?|first\sseason|other\s(?:sites?|reviewers?)|streaming\s(?:sites?|services?|platforms?)|family"
    r"|manga|novel"
    r"|all\sthe\stime|always|every\stime|compared\sto|used\sto|would\shave|predecessor|unlike|whereas|(?:which|that"
    r"|what)\s(?:i|we)\s(?:gave|rated|scored)"
    r"|anidb|anime-planet|kitsu|letterboxd|trakt|tmdb|filmaffinity|senscritique|allocin[eé]|douban|filmarks|nielsen"
    r"|million"
    r"|demo|18-49|viewership|nutzer|leser|durchschnitt\w*|usuarios|lectores|promedio|lecteurs|spectateurs|moyenne"
    r"|utenti"
    r"|usu[aá]rios|nota\smedia|age|fsk|pegi|altersfreigabe|parental"
    r"|rate\sthis(?=\s(?:post|article|page)|:)|richter)\b|\brate\sthis:|\baverage:|みんなの|平均|ユーザー",
    re.IGNORECASE,
)
_ASPECT = re.compile(
    r"\b(?:story|plot|animation|sound|music|soundtrack|ost|art|visuals?|characters?|enjoyment|voice|acting|pacing"
    r"|world|audio|video|picture|packaging|menus?|extras?|transfer|age|writing|direction|narrative|design|dialogue"
    r"|action|humou?r|romance|production|fan-?service|opening|ending|comedy|rewatch\w*|re-watch\w*|effects|cast|gore"
    r"|handlung|charaktere|figuren|zeichnungen|musik|historia|animaci[oó]n"
    r"|gui[oó]n|personajes|m[uú]sica|dibujo|histoire|sc[eé]nario|personnages|dessins?|musique|trama|personaggi|disegni"
    r"|musiche|anima[cç][aã]o|personagens|roteiro|trilha)\b|作画|音楽|ストーリー|キャラ|声優|演出",
    re.IGNORECASE,
)
_OVERALL = re.compile(
    r"\b(?:overall|final|total|verdict|in\s(?:all|total)|as\sa\swhole|gesamt\w*|fazit|insgesamt"
    r"|finale?|globale?|g[eé]n[eé]rale?|generale|geral|en\sconjunto|au\stotal|nel\scomplesso)\b|総合",
    re.IGNORECASE,
)
_EPISODE = re.compile(
    r"\b(?:this|the)\s(?:(?:final|premiere|first|special)\s)?(?:episode|finale|special|one|week[’']s)\b"
    r"|\bepisode\s(?:\d{1,4}\s)?(?:rating|score|grade)\b|\bthis\sweek\b|\b[eé]pisode\s\d{1,4}\s[–—-]\s"
    r"|\bdiese[rn]?\s(?:folge|episode)\b|\b(?:este|el)\s(?:cap[ií]tulo|episodio)\b|\bcet\sépisode\b",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(
    rf"\W{{0,4}}(?:(?:my|the|our|final|overall|episode|reviewer[’']?s?|meine|mi|ma|minha|il\smio"
    rf"|総合)\s?){{0,3}}{LABEL}"
    r"(?:\s(?:final|finale|globale|generale|g[eé]n[eé]rale|geral))?\s?[:=–—-]?\W{0,4}",
    re.IGNORECASE,
)
_SPLIT_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_SPLIT_SCALE = re.compile(r"(?:/|out\sof)\s?\d{1,3}", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]{0,80}\)")
_OF_THINGS = re.compile(r"\s(?!stars|points)[a-z]{3,20}s\b")
_DATE = re.compile(
    r"\b(?:on|(?:sun|mon|tues|wednes|thurs|fri|satur)day,?|posted|updated|published|airs|aired|premieres|premiered"
    r"|returns|released|starting|since"
    r"|until|dated?|le|el|am|vom|seit|bis)\s?:?\s\d{1,2}/\d"
    r"|\d/\d{1,2},?\s\(?(?:sun|mon|tues|wednes|thurs|fri|satur)day",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"\b(?:she|he|they|his|her|their)\b", re.IGNORECASE)
_MINE = re.compile(r"\b(?:i|i[’']\w+|we|my|our)\b", re.IGNORECASE)
_BARE_COUNT = re.compile(r".{1,5}\sof\s\w+|.{1,12}(?:/|out\sof)\s?(?:4|6|four)", re.IGNORECASE)
"""A number that counts things as often as it scores them, unless it is announced."""
_COUNTING = re.compile(
    r"(?:(?P<this>\b(?:this|the|der|dieser?|diesen|cette|cet|l[’']|est[ae]|el|la|quest[ao])\s?)?\b(?:episodes?"
    r"|eps?\.?|part|pt\.?|page|chapters?|ch\.?|volumes?|vol\.?|dis[ck]|day|week|season|level|round|book|act"
    r"|no\.?|issue|folgen?|teil|kapitel|seite|staffel|cap[ií]tulos?|parte|p[aá]gina|[eé]pisodes?|partie|chapitre|tome"
    r"|saison"
    r"|temporada|episodios?|epis[oó]dios?|puntata|stagione)\s?#?|\d/\d{1,2}\s?[-–]\s?|hindsight\s\w+\s|\b(?:episodes"
    r"|watched|seen|progress)\s?:?\s?|第)\Z",
    re.IGNORECASE,
)
"""What stands right before a fraction that counts episodes or pages."""
_GUIDE = re.compile(
    r"\s?(?:=\s?[^\W\d]|(?:means?|stands\sfor|(?:is|are)\sreserved|(?:is|are)\s(?:a\s)?(?:perfect|masterpieces?)"
    r"|bedeutet|signifie"
    r"|significa)\b)",
    re.IGNORECASE,
)
"""What stands right after a score that explains how the author scores."""
_DENIED = re.compile(
    r"(?:\bnot\s(?:every|all|each)\b[^.!?;]{0,40}|(?:\bnot|n[’']t)\s(?:\w+\s){0,2}an?\s(?:\w+\s)?"
    r"|\d\s?(?:or|to)\s(?:an?\s)?)\Z",
    re.IGNORECASE,
)
"""What stands right before a score that the thing does not get, or is only one end of."""
_SEVERAL = re.compile(
    r"\b(?:grading|ranking|rating|reviewing|scoring|top)\s(?:(?:the|our|my|all|every|of)\s){0,2}(?:\w+\s)?\d{1,3}\s",
    re.IGNORECASE,
)
"""A title that says so: the text scores one thing after another, and none of them is what it is about."""
_NARROW = str.maketrans("０１２３４５６７８９／：", "0123456789/:")
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
    heading = plain(title or "")[:300].translate(_NARROW)
    if _SEVERAL.search(heading):
        return None
    written = written_scores(heading)
    if written and written[0].score.scale.isdecimal() and not _is_no_score(heading, written[0]):
        return Finding(written[0].score, Source.TITLE, 0.95)
    shown = [plain(line).translate(_NARROW) for line in _joined([line for line in lines if len(line) <= _LONGEST_LINE])]
    found = [
        candidate for place, line in enumerate(shown) for candidate in _in_line(line, len(shown) - place <= _LAST_LINES)
    ]
    scaled = {candidate.score.value for candidate in found if candidate.score.scale != UNKNOWN_SCALE}
    found = [c for c in found if c.score.scale != UNKNOWN_SCALE or c.score.value not in scaled]
    if not found:
        return None
    best = max((candidate.weight, candidate.sureness) for candidate in found)
    top = [candidate for candidate in found if (candidate.weight, candidate.sureness) == best]
    top = [candidate for candidate in top if candidate.score.scale != WORDS] or top
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
        weight = 0 if _is_no_score(line, each) else _weigh(about, line, each.score)
        enclosed = line[max(0, each.start - 1) : each.end + 1]
        if weight == 1 and enclosed == f"({each.score.raw})" and not at_end:
            continue  # As likely a date, above the text.
        if weight == 0 or (not _LABELLED.search(about) and _OF_THINGS.match(line, each.end)):
            continue
        score = each.score
        if len(written) == 1 and len(line) <= 80 and len(line.split()) <= 7:
            score = replace(score, raw=line.rstrip(".! "))
        rest = [word for word in re.findall(r"\w+", line[: each.start] + line[each.end :]) if not word.isdigit()]
        vague = weight == 1 and not at_end and len(rest) > 2
        found.append(_Candidate(score, weight, _VAGUE if vague else _SURENESS[weight]))
    return found


def _is_no_score(line: str, written: Written) -> bool:
    """Tell whether what stands right beside a number makes it a count, a date or a word about scores as such."""
    before = line[max(0, written.start - 24) : written.start]
    counting = _COUNTING.search(before) if written.score.scale.isdecimal() else None
    return (
        (counting is not None and not counting["this"])
        or _DATE.search(line, max(0, written.start - 24), written.end + 12) is not None
        or _GUIDE.match(line, written.end) is not None
        or _DENIED.search(line, max(0, written.start - 64), written.start) is not None
    )


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
    before = re.split(r"[.;:!?][)\]”’*]?\s|,\s(?:and|but|while|this)\s|\sbut\s", line[max(0, start - 160) : start])[-1]
    if not before.strip() and line[:start].rstrip().endswith(":"):
        before = line[max(0, start - 60) : start]
    aside = re.match(r"\s?\([^()]{0,80}\)", line[end : end + 100])
    is_mine = aside and not re.search(r"votes?|users?|ratings|readers?|fsk|pegi", aside.group(), re.IGNORECASE)
    beyond = end + aside.end() if aside and is_mine else end
    after = re.split(r"[.;!?](?:\s|$)|,\s|\sbut\s|\sand\s", line[beyond : beyond + 100], maxsplit=1)[0]
    if ", this " in line[max(0, start - 160) : start] and "this" not in before:
        before = f"this {before}"
    return f"{before}{line[start:end]}{after}"


def _weigh(clause: str, line: str, score: Score) -> int:
    """Return how surely a number is the author's score for what the review is about; 0 is not at all."""
    if _FOREIGN.search(clause) or (_OF_OTHERS.search(clause) and not _MINE.search(clause)):
        return 0
    if _ASPECT.search(clause) and not _OVERALL.search(clause):
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
    counted = _BARE_COUNT.fullmatch(score.raw) is not None
    return 1 if alone <= _LONGEST_ALONE and not counted and not _DATE.search(clause) else 0

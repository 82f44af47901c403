"""Titles in German, French, Spanish, Portuguese, Italian and Japanese, in the words of English ones.

Only what names a review, a season or an episode is put so; whatever stands in quotation marks stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.numerals import KANJI, WORD, cardinal
from bot.reviews.blocks import words

_ORDINALS = {
    word: number
    for number, forms in enumerate(
        (
            "erste erster erstes ersten premier première primer primero primera primeiro primeira primo prima",
            "zweite zweiter zweites zweiten deuxième seconde segundo segunda secondo seconda",
            "dritte dritter drittes dritten troisième tercer tercero tercera terceiro terceira terzo terza",
            "vierte vierter vierten quatrième cuarto cuarta quarto quarta",
            "fünfte fünfter fünften cinquième quinto quinta",
            "sechste sechster sechsten sixième sexto sexta sesto sesta",
            "siebte siebter siebten septième séptimo séptima sétimo sétima settimo settima",
            "achte achter achten huitième octavo octava oitavo oitava ottavo ottava",
            "neunte neunter neunten neuvième noveno novena nono nona",
            "zehnte zehnter zehnten dixième décimo décima decimo decima",
            "elfte elfter elften onzième undécimo undicesimo",
            "zwölfte zwölfter zwölften douzième duodécimo dodicesimo",
        ),
        1,
    )
    for word in forms.split()
}
_NTH = rf"(?:(?P<n>\d{{1,3}})\s?(?:\.|[aeo]|er|[èe]re|[èe]me|[ªº°]|[tdrvm][aeo])|(?P<word>{'|'.join(_ORDINALS)}))"
_ARTICLE = r"(?:\b(?:die|der|das|den|dem|le|la|les|el|los|las|il|lo|i|gli|o|os|as)\s|\b(?:l|dell|nell)[’'])"
_OF = (
    r"(?:(?:zu|zur|zum|von|vom|der|des|über|sur|de|du|del|dello|della|do|da|dos|das|di|su|sul|sulla|sobre|al?|à|für"
    r"|pour"
    r"|para|per|en)\s|(?:d|dell|sull)[’']\s?)"
)
_KIND_OF_SHOW = r"(?:(?:animes?|serien?|série|dorama|drama)\s(?!\d))?"
_EPISODE = r"(?:[eé]pisodes?|folgen?|episodios?|epis[oó]dios?|cap[ií]tulos?|puntat[ae]|エピソード)"
_SEASON = r"(?:staffel|saison|temporada|stagione|シーズン)"
_PLURAL = words("folgen épisodes episodes episodios episódios capítulos capitulos puntate")
_REVIEW = (
    r"(?:rezension|(?:(?:anime|serien|tv)-?)?kritik|besprechung|rese[ñn]a|cr[ií]tica|critique(?=\sd[eu’'])|recensione"
    r"|resenha|avis"
    r"|opini[oó]n(?=\s?[:|(]|\sde|\s?$)"
    r"|opinión|parere|commento|レビュー|感想|考察)"
)
_JAPANESE_REVIEW = r"(?:の?(?:アニメの?)?(?:ネタバレ|あらすじ|感想|レビュー|考察|評価|まとめ)(?:[とや・&]|\s)?)+"

Rewrite = str | Callable[[re.Match[str]], str]


def _number(match: re.Match[str]) -> str:
    digits = match["n"]
    return digits or str(_ORDINALS[match["word"].lower()])


def _numbered(match: re.Match[str]) -> str:
    several = match["noun"].lower() in _PLURAL
    return f"{'Episodes' if several else 'Episode'} {cardinal(match['n'])}"


def _row(match: re.Match[str]) -> str:
    joint = "–" if match["joint"].lower() in ("bis", "à", "al", "a", "até") else "&"
    return f"{match['first']}{joint}{match['last']}"


_REWRITES: tuple[tuple[re.Pattern[str], Rewrite], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), rewrite)
    for pattern, rewrite in (
        # Seasons and episodes.
        (r"\bT(?P<season>\d{1,2})\s?[:x-]?\s?(?:E|Ep\.?|C|Cap\.?)\s?(?P<n>\d{1,3})\b", r"S\g<season>E\g<n>"),
        (r"(?:(?<=[\s】」』ぁ-ヿ一-鿿(])|^)第?(?P<n>\d{1,2})期(?P<close>\)?)", r" Season \g<n>\g<close> "),
        (rf"{_ARTICLE}?(?<!\w){_NTH}\s{_SEASON}\b", lambda m: f"Season {_number(m)}"),
        (rf"{_ARTICLE}?(?<!\w){_SEASON}\s?(?P<n>\d{{1,2}}|{WORD})\b", lambda m: f"Season {cardinal(m['n'])}"),
        (r"\bcap\.?\s?(?P<n>\d{1,3})\b", r"Episode \g<n>"),
        (rf"{_ARTICLE}?(?<!\w){_NTH}\s{_EPISODE}\b", lambda m: f"Episode {_number(m)}"),
        (
            rf"{_ARTICLE}?(?<!\w)(?P<noun>{_EPISODE})\s?(?:n[º°]\s?|número\s|numero\s|nummer\s)?(?P<n>\d{{1,4}}"
            rf"|{WORD})\b",
            _numbered,
        ),
        (r"(?P<first>\b\d{1,3})\s(?P<joint>et|und|y|e|bis|à|al|a|até)\s(?P<last>\d{1,3})\b", _row),
        (rf"(?<=\d)\s{_OF}{_ARTICLE}?{_KIND_OF_SHOW}(?=[^\W\d]|[“\"«‘「『]|$)", " of "),
        (
            rf"(?<=\s)(?P<n>[{KANJI}]{{1,3}})話",
            r" 第\g<n>話 ",
        ),
        (r"第?(?<!\d)(?P<a>\d{1,3})話[~〜・、,&と-]\s?第?(?P<b>\d{1,3})話", r"第\g<a>-\g<b>話 "),
        (r"第?(?<!\d)(?P<a>\d{1,3})話から第?(?P<b>\d{1,3})話(?:まで)?", r"第\g<a>-\g<b>話 "),
        (r"第?(?<![\d全計約])(?P<a>\d{1,4})[・、,&](?P<b>\d{1,4})[話话]", r"第\g<a>-\g<b>話 "),
        (r"(?<![第\d全計約~〜・-])(?P<a>\d{1,4}(?:[~〜-]\d{1,4})?)[話话](?!まで|目|完結|数)", r" 第\g<a>話 "),
        (r"(?:全\d{1,4}[話回]|\d{1,4}[話回]まで(?:[見観]た|視聴)?)", " "),
        # Last and first ones.
        (r"最終話", "最終回"),
        (
            r"\bstaffelfinale\b|\bfinal\sde\s(?:la\s)?(?:temporada|saison)\b|\bfinale\sdi\sstagione\b",
            "Season Finale",
        ),
        (r"\bserienfinale\b|\bfinal\sde\s(?:la\s)?serie\b|\bfinale\sdi\sserie\b", "Series Finale"),
        (
            r"\b(?:letzte\sfolge|(?:dernier|ultime)\sépisode|[uú]ltimo\s(?:epis[oó]dio|cap[ií]tulo)|ultima\spuntata)\b",
            "Final Episode",
        ),
        (r"\b(?:staffel|serien)auftakt\b", "Season Premiere"),
        # What is written about them.
        (
            r"\b(?:primeras\simpresiones|premi[èe]res\simpressions|prime\simpressioni|primeiras\simpress[õo]es"
            r"|ersteindruck|erste[rn]?\seindr[uü]cke?)\b",
            "First Impressions",
        ),
        (r"\b(?:resumen|résumé|riassunto|resumo|zusammenfassung)\b", "Recap"),
        (r"\b(?:impresiones|impress[õo]es|impressioni)\b", "Impressions"),
        (r"^(?:TV)?アニメ(?=\s[^\W\d])", "Anime: "),
        (r"\b(?:an[áa]lisis|an[áa]lise|analisi)\b", "Analysis"),
        (r"\bfilmkritik\b", "Movie Review"),
        (_JAPANESE_REVIEW, " Review "),
        (
            rf"{_ARTICLE}?\b(?:(?:mon|notre|meine?|unsere?|mi|nuestra|(?:la\s)?(?:mia|nostra)|minha"
            rf"|nossa)\s)?{_REVIEW}(?!\w)",
            "Review",
        ),
        (
            r"\b(?P<kind>(?:Review|Recap|Analysis|Impressions)s?)\s(?:y|et|und|e)\s(?=Review|Recap|Analysis)",
            r"\g<kind> & ",
        ),
        (
            rf"\b(?P<kind>Review|Recap|Analysis|Impressions)\s{_OF}{_ARTICLE}?"
            rf"(?P<film>(?:films?|pel[ií]cula)\s)?{_KIND_OF_SHOW}(?=[^\W\d]|[“\"«‘「『]|$)",
            lambda m: f"{m['kind']} of {'movie ' if m['film'] else ''}",
        ),
        (r"^(?:TV-?)?serien?\s?:\s", "TV: "),
    )
)
_SIGN = re.compile(
    rf"""
      épisode | folge | episodi | epis[oó]dio | cap[ií]tulo | puntat | [話期エア] | \bT\d | {_SEASON} | serien?\b
    | \bcap\.?\s?\d | \bepisodes?\s(?:{WORD}\b | \d{{1,3}}\s(?:et|und|y|e|bis|à|al?|até|von|de|del|di|du)\s)
    | {_REVIEW} | impres | eindr | resum | résum | riassunto | zusammenf | an[áa]lis | filmkritik | ネタバレ | あらすじ
    | staffel | letzte | dernier | [uú]ltim | final\sde | finale\sdi | auftakt
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What a line has that may need putting in English: most have nothing of it, and the rewrites take long."""
_QUOTED = re.compile(r"(“[^”]{1,120}”|«[^»]{1,120}»|„[^“”]{1,120}[“”]|「[^」]{1,80}」|『[^』]{1,80}』)")


def in_english(line: str) -> str:
    """Return a title with its words for reviews, seasons and episodes in English; any other stays as it is."""
    if not _SIGN.search(line):
        return line
    pieces = _QUOTED.split(line)
    for place in range(0, len(pieces), 2):
        for pattern, rewrite in _REWRITES:
            pieces[place] = pattern.sub(rewrite, pieces[place])
    return " ".join("".join(pieces).split())

"""How reviews in German ask what a story left open, and say that it did."""

from __future__ import annotations

import re

from bot.reviews.open_wordings import Wordings

_WH = (
    r"(?:wer|wen|wem|wessen|was|warum|wieso|weshalb|weswegen|wie|wo|woher|wohin|wofür|womit|wozu|wann|ob|welche[rsnm]?"
    r"|inwiefern|inwieweit|(?:mit|von|bei|zu|für|an)\s(?:wem|wen|welche[rsnm]?))\b"
)
_OPEN = (
    r"(?:offen|unklar|ungeklärt|unbeantwortet|ungewiss|unbekannt|abzuwarten|rätselhaft|fraglich|schleierhaft"
    r"|unaufgelöst"
    r"|im\sdunkeln|(?:ein|das)\s(?:\w+\s)?(?:rätsel|geheimnis))"
)
_TOLD = (
    r"(?:verraten|erklärt|geklärt|aufgeklärt|gezeigt|beantwortet|thematisiert|diskutiert|enthüllt|gesagt|erwähnt"
    r"|aufgelöst"
    r"|erläutert|bekannt|klar|deutlich)"
)
_FEW = r"(?:\s\w+){0,4}?"

GERMAN = Wordings(
    asked=re.compile(
        rf"""^\W{{0,3}}(?:(?:und|aber|doch|denn|oder|also|nur|bloß|nun|so|außerdem|zudem|vor\sallem),?\s){{0,3}}(?:
          (?!ob\b|wie\b(?:\s\w+){{1,2}}n\s?\?){_WH}
        | ob\s(?:\w+\s){{0,2}}?(?-i:[A-ZÄÖÜ])
        | (?:ist|sind|war|waren|wird|werden|hat|haben|kann|können|soll|steckt|lebt|stirbt|überlebt|gehört|weiß|kommt
          |gibt\ses)\s
        )(?:\W|\w+\W){{2}}""",
        re.IGNORECASE | re.VERBOSE,
    ),
    stated=re.compile(
        rf"""\b(?:
          (?:bleibt|bleiben|blieb|blieben|ist|sind|lässt|lassen){_FEW}\s{_OPEN}\b
        | {_OPEN}\s(?:bleibt|bleiben|ist)\b
        | {_WH}[^.]{{3,120}}?\s{_OPEN}\s(?:bleibt|bleiben|ist)
        | (?:erfahren|erfährt|wissen|weiß|weiss)\s(?:(?:wir|man|der\szuschauer)\s)?(?:\w+\s){{0,3}}?(?:nicht|nie
          |nichts)\b(?=.*{_WH}|.*\b(?:über|von)\b|[.!]?$)
        | (?:wir|man)\s(?:erfahren|erfährt|wissen|weiß)\s(?:\w+\s){{0,3}}?(?:nicht|nie|nichts)\b
        | (?:wird|wurde|werden|wurden)\s(?:\w+\s){{0,3}}?(?:nicht|nie)\s(?:\w+\s){{0,2}}?{_TOLD}
        | nicht\s(?:\w+\s){{0,2}}?(?:klar|bekannt|sicher),?\s{_WH}
        | noch\s(?:immer\s)?nicht\s(?:\w+\s){{0,2}}?{_TOLD}\s(?:wurde|wird|worden|ist)
        | (?:muss|wird)\s(?:\w+\s){{0,3}}?(?:sich\s)?(?:\w+\s){{0,2}}?(?:noch|erst)\s(?:\w+\s){{0,2}}?(?:zeigen
          |herausstellen)
        | (?:wird\ssich|muss\ssich)\s(?:\w+\s){{0,2}}?zeigen
        | (?:bin|sind)\s(?:\w+\s){{0,4}}?(?:gespannt|neugierig)(?:\sdarauf)?,\s{_WH}
        | (?:gespannt|neugierig)\s(?:bin|sein|sind|darf)\b[^.]{{0,20}},\s{_WH}
        | (?:frage|fragt|fragen)\s(?:mich|sich|man\ssich|ich\smich|wir\suns)(?:\s\w+){{0,3}}?,\s{_WH}
        | (?:frage\sist|frage\sbleibt|bleibt\sdie\sfrage|stellt\ssich(?:\s\w+){{0,2}}\sdie\sfrage
          |frage\sstellt\ssich)(?:\s\w+){{0,2}}?,\s{_WH}
        | (?:keine|null)\sahnung,\s{_WH}
        | (?:hoffentlich|ich\shoffe|hoffe)\b[^.]{{0,60}}\b(?:erfahren|erfährt|erklärt|verrät|verraten|zeigt
          |aufgeklärt|klärt)\b(?=.*\b{_WH})
        | (?:würde|interessiert)\s(?:mich|uns)(?:\s\w+){{0,4}}?,\s{_WH}
        | (?:möchte|will|wüsste|würde)\s(?:ich\s)?(?:\w+\s){{0,3}}?(?:wissen|erfahren|gern|gerne),\s{_WH}
        | fehlt\s(?:\w+\s){{0,3}}?(?:jede|jegliche)\s(?:spur|erklärung)
        | kein\s(?:einziges\s)?wort\s(?:\w+\s)?(?:über|zu|von)\b
        )""",
        re.IGNORECASE | re.VERBOSE,
    ),
    excluded=re.compile(
        r"""\b(?:(?:euch|eure?[rnms]?|du|dir|dich)\b|\w+t\sihr\b|ihr\s(?:habt|seid|könnt|wollt|auch|so)\b|dein\w*
          |leser\w*|zuschauer\w*\s(?:sehen|wollen)|kommentar\w*
          |hätte\s(?:das\s)?gedacht|gibt\ses\s(?:etwas\s)?schöneres
        |wer\s(?:kennt|mag|liebt|braucht|will|möchte)\b | was\s(?:will|kann|soll|braucht)\s(?:man|ich)\b
          | wie\skann\sman\b | warum\s(?:auch\s)?nicht\s?\? | na\sund
        |wer\shätte | was\sfür\sein\w*\s\w+[?!] | oder\?$ | nicht\swahr
        |ich\sdavon | es\sweiter\s?(?:geht|gehen)?\b | wie's\sweitergeht | weitergeht | weiterschau\w*
          | kommende\sfolge\s(?:so\s)?(?:bringt|bietet)
        |nächste\s(?:folge|woche|staffel)\s(?:\w+\s){0,2}?(?:bringt|bietet|wird) | (?:zweite|dritte|neue
          |weitere)\w*\sstaffel | fortsetzung | studio\w* | manga\w* | animation\w*
        |budget | regisseur\w* | drehbuch\w* | macher\w* | autor\w* | umsetzung | anime\w* | synchro\w*
          | sprecher\w* | rezension\w* | blog\w*
        |mir\s(?:das|die|der)\s(?:\w+\s){0,3}gef\w+ | ich\s(?:das|die|es)\s(?:\w+\s){0,3}find\w+ | (?:diese
          |die)\sserie\b)""",
        re.IGNORECASE | re.VERBOSE,
    ),
)

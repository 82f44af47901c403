"""What clings to a show's name in a title: labels before it, words for reviews behind it, seasons, volumes."""

from __future__ import annotations

import re

from bot.numerals import ORDINAL, WORD, cardinal, ordinal

NUMBERED_SEASON = (
    rf"(?:(?:season|series|staffel|temporada|saison)(?:\s(?P<n>\d{{1,2}}|{WORD})|(?P<close>\d{{1,2}}))|s(?P<s>\d{{1,2}})"
    rf"|(?P<nth>{ORDINAL})\sseason)"
)
SEASON = re.compile(
    rf"(?:\s?[-–—:,(\[]?\s?)\b{NUMBERED_SEASON}\b[)\]!]?(?:[\s,:–-]{{1,3}}(?:part|cour|partie|parte|teil)\s\d)?\s?$",
    re.IGNORECASE,
)
SEASON_CLAUSE = re.compile(rf"\b{NUMBERED_SEASON}\b(?=\s?[:|–—]|[’']s\s)", re.IGNORECASE)
"""A season's number that a colon or dash ends, or that owns an episode: what comes after is a headline."""
REVIEW_WORDS = (
    r"(?:(?:anime|manga|light\snovel|chapter|episode|season|weekly|series|tv|dvd|full|quick|mini|early|advance|retro"
    r"|guest|video|streaming|mid-?season|mid-?way|half-?way"
    r"|capsule"
    r"|spoiler(?:y|s|[- ]free)?|non-spoiler|in|(?:[kcj]-?)?drama|(?:(?:english|german)\s)?(?:dub(?:bed)?|sub))\s){0,3}"
    r"(?:(?:final\s)?reviews?|recaps?|previews?|(?:(?:first|1st|final|last|early|initial)\s)?impressions?"
    r"|(?:(?:final|some|further|more|brief|random|quick|on-?going)\s)?thoughts"
    r"|reactions?|analysis|discussion|summary|blog|breakdown|(?:ending\s)?explained|ranked|first\slook"
    r"|kritik|reseña|análisis|cr[ií]tica|critique|resumen)"
)
_REVIEW_PAIR = rf"{REVIEW_WORDS}(?:\s(?:&|and|\+|/|y|und|et)\s{REVIEW_WORDS})?"
_BEFORE_A_NAME = (
    r"\[[^\]]{1,40}\]\s?",
    r"【[^】]{1,20}】\s?",
    rf"\S{{1,12}}:\s(?={REVIEW_WORDS}\s?:)",
    r"\([^()]{0,20}spoilers?\b[^()]{0,20}\)\s",
    r"#\w{2,40}\s(?=[^\W\d])",
    r"(?:re)?(?:cap|watch|view)(?:/|\s&\s|\sand\s)(?:re)?(?:cap|watch|view),?\s(?-i:(?=[A-Z0-9“‘\"]))",
    r"re[vc](?:ue|ap|iew)s?\sof\s(?-i:(?=[A-Z0-9“‘\"]))",
    r"(?:day|week|round|rd\.?|session)\s\d{1,3}\s?[:–—|-]\s",
    rf"{_REVIEW_PAIR}(?:\s(?:anime|manga|tv|dvd))?\s?(?:[:–—|~/-]|of\b|on\b|for\b|del?\b)\s?",
    r"(?:\w{1,20}\s){0,3}(?:tv|uk|us|netflix|film|movie|dvd|blu-?ray|book|game|comic|novel|streaming"
    r"|blog)\s(?:\w{1,20}\s)?reviews?:\s",
    r"\w{1,12}(?:reviews?|recaps?|kritik(?:en)?):\s",
    r"\w{2,20}\s(?:(?:re)?watches|(?:re)?watches:|discusses:|reviews:|recaps:)\s",
    r"(?:[\w’']{1,20}\s){0,3}(?:spotlight|corner|index|report|updates?|diary|roundtable|journal|column|digest|round-?up"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?):\s",
    r"(?:[\w’']{1,20}\s){1,4}of\sthe\s(?:year|decade|season|month|week|day):\s",
    r"(?:hbo|netflix|amazon|hulu|disney\+?|apple\stv\+?|amc|showtime|starz|bbc|itv|fox|syfy|crunchyroll)[’']s\s",
    rf"(?:part\s\w{{1,5}}\sof\s)?(?:[\w.]{{1,20}}\s){{0,2}}[\w’'.]{{2,30}}[’']s?\s{REVIEW_WORDS}\s(?:of|on|for)\s",
    r"(?-i:[A-Z][\w’']{1,20}\s[Rr](?:eview|ecap)s\s(?=[A-Z“‘\"])(?!I\s[a-z]))",
    r"(?-i:(?:Reviews?|Recaps?|Post)(?=[A-Z][a-z]))",
    r"(?:reviews?|recap|(?:first\s)?impressions?)\s(?-i:(?=[A-Z0-9“‘「『぀-ヿ一-鿿])(?!I\s[a-z]))",
    r"(?:i[’']m\s)?(?:re-?watching|watching|revisiting|reviewing|recapping|discussing|reacting\sto|analy[sz]ing)\s",
    r"what\s(?:happen(?:s|ed)|went\sdown)\s(?:in|on)\s",
    r"(?:let[’']s\s|we\s)(?:talk|chat|discuss|dig|dive|delve)\s(?:about\s|into\s)?",
    r"every\s(?:(?:single\s)?(?:episode|season)\sof\s|(?=[“‘\"]))",
    r"(?:our|the|my|\d{1,2})\s(?:\w{1,12}\s){0,3}(?:questions|things|takeaways|reasons|moments|theories)"
    r"\s(?:after|about|from|on|in)\s",
    r"(?:a|an|my|some|the)\s(?:\w{1,12}\s){0,2}(?:reviews?|recap|analysis|thoughts|look|impressions?|reactions?)"
    r"\s(?:of|on|for|at|into|to)\s",
    rf"(?:(?:{WORD}|\d{{1,2}}|some|more|my)\s(?:\w{{1,12}}\s)?)?(?:thoughts|impressions|reflections|notes)\son\s",
    r"(?:(?:final|last)\sepisode\sof|(?:the\s)?(?:ending|finale|events|plot)\sof|final\sexplicado\sde)\s",
    r"(?:[\w’']{1,20}\s){0,2}anime(?:\s[\w’']{1,20}){0,2}:\s(?-i:(?=[A-Z0-9“‘\"]))",
    r"this\sweek(?:\sin|\son|[’']s)\s",
    r"(?:(?:link|streaming)\s)?(?:nonton|sinopsis|ver|assistir|assista|regarder)\s(?-i:(?=[A-Z0-9“‘\"]))",
    r"(?:live-?)?blogging\s|(?:streaming|anime)\s(?-i:(?=[A-Z][a-z]))",
    r"(?:looking\sback\s(?:at|on)|catching\sup\s(?:on|with)|breaking\sdown|my\stakes?\son|rambl(?:ing|e)s?\s(?:about|on))\s",
    r"(?:[\w’']{1,20}\s){0,3}(?:watching|party|ramblings?|rants?|editorial|simulcasts?|live-?blog|commentary):\s",
    r"simulcast\sreview:\s",
    r"[^:]{3,80}:\s(?:\w{1,12}\s)?(?:thoughts|impressions|notes|reflections|musings)\s(?:on|about)\s",
    r"(?:winter|spring|summer|fall|autumn)\s(?:19|20)\d\d(?:\s(?:tv\s)?anime)?\s?[:–—-]\s",
    r"(?:anime|watching|rewatch(?:ing)?|tv|spoilers?|[ckj]-?drama)\s?[:–—|-]\s?",
)
LEADING = re.compile(rf"^(?:{'|'.join(_BEFORE_A_NAME)})", re.IGNORECASE)
"""A label, a column's name or words of a sentence that stand before a show's name."""
SEASON_OF = re.compile(rf"^(?:the\s)?{NUMBERED_SEASON}\sof\s(?:the\s)?(?=\S)", re.IGNORECASE)
_VERSION = (
    r"(?:(?:english|german|french|spanish|italian)\s)?(?:dub(?:bed)?|sub(?:bed)?)|vost(?:fr|a)?|sub\s?(?:ita|indo|español|espanol)|legendado"
    r"|deutsch"
)
VERSION = re.compile(rf"\s(?:{_VERSION})$", re.IGNORECASE)
"""The language that an episode was seen in."""
_COLUMN = (
    r"(?:weekly|episode)\s(?:log|diary)|(?:(?:weekly|episode|episodic)\s)?(?:updates?|posts?|notes|coverage|(?:discussion\s)?thread|megathread"
    r"|live\s?-?blog|commentary|simulcast|speculations?|theories|spoilers|(?:quick|hot)\stakes?|(?:first|second)\s(?:look|watch)"
    r"|mini-?|in-depth|screen-?caps|synopsis|retrospective|rundown|wrap-?up|check-?in|report\scard|roundtable"
    r"|(?:watch\sparty|group\swatch)|recapped)|weekly|episodic"
    r"|(?:on\s)?(?:netflix|crunchyroll|hulu|hidive|funimation)|(?:anime|tv|web|original|netflix)\s(?:series|show)|original"
)
"""What a column or a service adds behind a name."""
TRAILING = re.compile(
    rf"""(?:
      (?:\s?[-–—:|,(\[~]\s?|\s)(?:{_REVIEW_PAIR}|{_VERSION}|re-?watch|watch-?along|(?:mid|half)(?:-?way)?|up\sto|through
        |until|{_COLUMN}|anime|アニメ|manga|blu-?ray|dvd|the
        |(?:series\s|season\s)?finale
        |(?:series\s|season\s)?premiere|complete\s(?:collection|series|edition)|tv|von|of|[kcj]-?drama)(?:[)\]]|\s?!)?
    | (?<=\w)[’']s
    | \s?[-–—:|,(]\s?(?:the\s)?(?:winter|spring|summer|fall|autumn)\s(?:19|20)\d\d(?:\sanime)?
    | \s?[-–—:]\s(?:why|how|what|when|where|is|does|did|has)
    | \s?[-–—:,(\[]\s?final[)\]]? | 最終[回話] | 第\d{{1,3}}[^\W\d]【?
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
REVIEW_ALONE = re.compile(_REVIEW_PAIR, re.IGNORECASE)
CHAPTER = re.compile(
    r"(?:\s?[:,–—(-]\s?|\s)(?:(?:manga|ln|light\snovel)\s)?(?:chapters?|ch\.|volumes?|vol\.?|tome|band|kapitel"
    r"|chapitre|collection"
    r"|box(?:\sset)?)"
    r"\s?#?\d{1,4}\b.*|\s?第?\d{1,3}巻.*",
    re.IGNORECASE,
)
"""A manga's chapter or volume, or a disc, and what follows: none of them is an episode, nor part of a name."""
REVIEWS = re.compile(rf"\b{REVIEW_WORDS}\b", re.IGNORECASE)


def season_in(head: str) -> int | None:
    """Return the season that some words number, or None."""
    found = re.search(rf"\b{NUMBERED_SEASON}\b", head, re.IGNORECASE)
    if found is None:
        return None
    return ordinal(found["nth"]) if found["nth"] else int(cardinal(found["n"] or found["close"] or found["s"]))

"""Whether a review calls its own episode the last one of the show."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reviews.blocks import plain
from bot.reviews.sentences import sentences

_LAST = r"(?:final|last)\s(?:episode|chapter|instal?lment)|(?:series\s|season\s)?finale"
_THIS = re.compile(
    r"\A.{0,80}\bis\sthe\s[\w-]+\sand\s(?:final|last)\sepisode\b"
    rf"|\bthis\s(?:(?:is|was|being)\s(?:indeed\s|also\s)?(?:the|its|their|our)\s(?:very\s)?"
    rf"|(?:very\s)?)(?:series\s|season[’']s\s|show[’']s\s)?(?:{_LAST})\b",
    re.IGNORECASE,
)
# Those of today are this one; in Spanish, German and Japanese what says `this` is plain enough.
_TODAYS = re.compile(
    r"\bthis\stime\s(?:for|with|on)\sthe\s(?:final|last)\sepisode\b|"
    r"\b(?:today|tonight)\b[^.!?]{0,60}\bthe\s(?:very\s)?(?:final|last)\sepisode\sof\s|"
    r"\b\w+[’']s?\s(?:series\s|season\s)?finale\s(?:bows|wraps|brings|delivers|closes|ends|leaves|ties|sticks)\b|"
    r"\b(?:concluye|termina|finaliza|cierra|acaba|se\sdespide)\s(?:la|su|esta)\s(?:[^\W\d]+\s)?temporada\b"
    r"|\bendet\s(?:die|diese)\s(?:\w+\s)?staffel\b|\b(?:clôt|conclut|termine|achève)\s(?:la|cette)\s(?:\w+\s)?saison\b"
    r"|\bsi\sconclude\s(?:la|questa)\s(?:\w+\s)?stagione\b|"
    rf"\b(?:tonight|today|last\snight|this\sweek)[’']s\s(?:{_LAST})\b|\beste\s(?:final\sde\s(?:la\s)?temporada"
    rf"|último\s(?:episodio"
    r"|cap[ií]tulo))\b|\bdiese[sm]?\s(?:staffel|serien)?finale\b|今回(?:で|が)(?:ついに|いよいよ)?最終[回話]",
    re.IGNORECASE,
)
_RUN = re.compile(
    rf"\b(?:complet|conclud|end|finish|wrap)(?:es|ed|s|ped|ing|ping)?(?:\sup)?\s(?:its|the"
    rf"|their)\s(?:\w+\s){{0,3}}(?:with|in)\s(?:its|the|this|a)\s(?:\w+\s)?(?:{_LAST})\b",
    re.IGNORECASE,
)
_AIRED = re.compile(rf"\b(?:aired|broadcast|released|got|had)\s(?:its|the)\s(?:very\s)?(?:{_LAST})\b", re.IGNORECASE)
_THE = re.compile(
    r"\b(?:the|its)\s(?:very\s)?(?:final\s(?:episode|chapter)|(?:series\s|season\s)?finale)\b", re.IGNORECASE
)
# A sentence without a verb that passes judgement on the thing reviewed: `A confusing finale.`
_JUDGED = re.compile(
    r"\W{0,3}(?:what\s|such\s|quite\s)?an?\s(?:[\w’'-]+,?\s){0,4}(?:series\s|season\s)?finale\b"
    r"(?!\s(?:is|was|has|that))",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:next|will|won[’']t|would|might|may|could|until|before|ahead|upcoming|coming|soon|hope|hoping|wait"
    r"|looking\sforward|expect\w*|airs"
    r"|tomorrow|set(?:s|ting)?\s(?:up|the\sstage)|lead(?:s|ing)?|build(?:s|ing)?|remain\w*|left|approach\w*"
    r"|going\sinto|away|if|for|toward[s]?"
    r"|prepar\w+|pen\w*ultimate|predict\w*|can|should|to\scome|previous|other|another)\b|[’']ll\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\bpenultimate\b|\bnext\s(?:week|time|episode)[’']?s?\b.{0,40}\b(?:finale|final|last)\b|\b(?:finale"
    r"|final\sepisode|last\sepisode)\b.{0,30}\bnext\sweek\b"
    r"|\b(?:one|two|three|four|\d)\s(?:more\sepisodes?|episodes?\s(?:left|to\sgo|remain\w*))\b|\bonly\s(?:one|two"
    r"|three)\s(?:more\s)?(?:episodes?\s)?(?:left|to\sgo)\b",
    re.IGNORECASE,
)


_SAYS = re.compile(r"final|last|último|最終|temporada|staffel|saison|stagione", re.IGNORECASE)
_HINT = re.compile(rf"{_SAYS.pattern}|penultimate|\bepisodes\b|\bonly\s", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]{0,2000}”|\"[^\"]{0,2000}\"")
_DOUBTED = re.compile(
    r"\b(?:if|whether|thought|think|wish|hope|believed|until|before|like|not|n[’']t|unless)\b", re.IGNORECASE
)


def says_final(paragraphs: Sequence[str], show: str | None) -> bool:
    """Tell whether a review's text calls the episode it is about the last one.

    One sentence that says `this is the final episode` is enough. `The final episode` alone is not, as a review of an
    earlier one speaks of it too: it must be said twice, once with the show's name or that its run is over, and nowhere
    may the text say that an episode is still to come.
    """
    mentions = 0
    certain = False
    named = (
        re.compile(rf"\b(?:of|to)\s(?:the\s)?(?:{re.escape(show)}|series|show|anime)", re.IGNORECASE) if show else None
    )
    for place, paragraph in enumerate(paragraphs):
        if not _HINT.search(paragraph):
            continue
        text = _QUOTED.sub("", plain(paragraph))
        if _NOT_YET.search(text):
            return False
        for sentence in sentences(text) if _SAYS.search(text) else ():
            line = sentence.text
            if len(line) > 600:
                continue
            said, run = _THE.search(line), (_RUN.search(line) or _AIRED.search(line))
            this = _THIS.search(line) or _TODAYS.search(line) or (_JUDGED.match(line) if place < 2 else None)
            if this and not _DOUBTED.search(line[max(0, this.start() - 30) : this.start()]):
                return True
            if any(place and _AHEAD.search(_near(line, place)) for place in (said, run)):
                continue
            mentions += bool(said or run)
            certain = certain or run is not None or bool(said and named and named.match(line, said.end() + 1))
    return certain and mentions >= 2


def _near(line: str, match: re.Match[str]) -> str:
    """Return the words about a match, and not the whole of a long sentence."""
    return line[max(0, match.start() - 60) : match.end() + 40]

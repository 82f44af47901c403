"""What a known name of a show makes of a line in which it stands: where the name ends, and the headline begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.known_names import Known, compared, known_names
from bot.reviews.blocks import words
from bot.reviews.evidence import BAR
from bot.reviews.labels import LEADING, REVIEW_WORDS, SEASON
from bot.reviews.marks import DASH, Mark, span_of
from bot.reviews.model import ReviewKind
from bot.reviews.names import is_everyday, words_of
from bot.reviews.told import About

_SURE = 0.9
_LIKELY = 0.85
MOST_IN_TITLE = 2
"""Known names in a title beyond which it lists what several reviews are on."""
LEAST_LETTERS = 5
"""Letters of a name that is looked for among other words."""
_SIGN = r"[|:•·,;.!?。、！？()\[\]“”«»「」『』【】《》〈〉\"~/#]"
_ENDS = re.compile(
    rf"\s[-–—]|[-–—](?:\s|$)|\s?(?:$|{_SIGN}|[’']s?(?!\w)|\d|第|の|{REVIEW_WORDS}\b|(?:the\s)?(?:seasons?|series|s\d"
    r"|episodes?|eps?|e\d|finale|premiere|final|ova|anime|first|1st|second|2nd|third|3rd|fourth|4th|weekly|update"
    r"|spoilers?)\b)",
    re.IGNORECASE,
)
_LABEL = r"(?:アニメ|今(?:[日週期]の|回は)|\b(?:anime|watching|review|reviewing|recap|nonton|ver))"
_BEGINS = re.compile(
    rf"(?:(?:^|\s)[-–—]|[-–—]\s|^|{_SIGN}|(?<!\w)[‘']|{_LABEL}|\b(?:of|on|for|from|in|with|about|episode))\s?$",
    re.IGNORECASE,
)
_LABELLED = re.compile(rf"{_LABEL}\W{{0,3}}$", re.IGNORECASE)
_CRIED = re.compile(r"[!?.…]\s$")
_PARTS = re.compile(r"(?:\s[-–—|/]|[:|【《〈]|//)\s?$")
_JOINS = re.compile(r"\s*(?:[:–—~-]|[(“\"])")
"""Signs behind a known name that may join a name's second part to it."""
_PARTED = re.compile(r"\s*(?://|\||·|•)|\s+/\s")
"""Signs behind a known name that end it."""
_ADDED = words(
    "an and anime act case complete dub ep episode episodes finale first full in is of on review reviews season "
    "series show streaming sub the tv update updates weekly web original netflix crunchyroll hulu hidive amazon "
    "prime disney funimation movie log recap notes blog rewatch blu ray bluray dvd combo box set collection edition "
    "limited summary summaries の は が を"
)
"""Words behind a name that are no part of it."""
_SMALL = words("of the a an and in on at to for with from by no na wa ga wo ni de mo x vs vs. my his her its")
_WORDS = re.compile(r"[\w\s’',/-]*")
_TRANSLATION = re.compile(r"\s?[(\[]|\s/\s|:\s")
"""What stands between a name and its translation: the two are one name, as it is written."""
_QUOTING = words("‘’ “” '' \"\" 「」 『』 【】 《》 〈〉")
"""Quotation marks around a name in a headline."""
_OPENED = re.compile(r"\w\s?[(\[]$")
_YEAR = re.compile(r"\s\((?:19|20)\d\d\)")
_DATED = re.compile(r"[(\[](\w[\w\s/-]*?)(?:\s(?:19|20)\d\d)?[)\]]")
_BARE = (
    rf"[\])」』】》]?\s(?:{DASH}\s|:\s)?(?P<number>0\d|[4-9]|(?!0|(?:19|20)\d\d)\d{{2,4}})"
    rf"(?:/(?P<of>(?P=number))|\s?(?:{DASH}|&|and)\s?(?P<last>\d\d))?"
    rf"(?=\s?$|\s{DASH}\s|\s?[:|(\[「“\"]|\s{REVIEW_WORDS}\b)"
)
"""A number that is no sequel's, nor a year."""
_LAST_OF_ALL = re.compile(r"^\s(\d{1,3})/\1$")
_OF_EPISODES = re.compile(r"\b(?:ep|eps|[eé]pisod\w*|anime|folgen?|cap[ií]tulo)\b|アニメ|話", re.IGNORECASE)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:manga|(?:chap(?:ter|itre)|kapitel|volume|tome)s?|games?|anniversary)\b|漫画|コミック", re.IGNORECASE
)


def recognised(about: About, line: str, told: str) -> About:
    """Return what a line says of a review, with the name of the show found by a known one, or cut to it.

    `told` is the text's own words, as `compared` gives them. A known name is an everyday word as often as not
    (`Another`): one of a word or two counts only where nothing but signs, labels and numbers is beside it, or where the
    text has it too. What stands before or behind a name may belong to a longer one that is not known; it is cut off
    only where it does not.
    """
    known_ones = known_names().in_line(line)
    if len({known.name for known in known_ones if len(known.name) >= LEAST_LETTERS}) > MOST_IN_TITLE:
        return about
    found = _whole([known for known in known_ones if _is_named(known, line, told)], line)
    return _counted(_named(about, found, line, told), line, told)


def _named(about: About, found: Sequence[Known], line: str, told: str) -> About:
    longer = [known.name for known in found if about.show and about.show in known.name and is_apart(known, line)]
    if about.show is not None and (longer or about.show in known_names()):
        return replace(about, show=(longer or [about.show])[0], show_sureness=max(about.show_sureness, _SURE))
    within = [known for known in found if about.show and known.name in about.show]
    if within:  # of two shows neither is the one
        return _cut(about, within[0], told) if len({known.name for known in within}) == 1 else about
    if about.show is None or about.show_sureness < BAR:
        best = _best(found, line, told)
    else:
        apart = [known for known in found if is_apart(known, line) and _has(told, known.name)]
        best = apart[0] if len(apart) == 1 and not _has(told, about.show) else None
    return replace(about, show=best.name, show_sureness=_LIKELY) if best else about


def _whole(found: Sequence[Known], line: str) -> list[Known]:
    """Return known names with what belongs to them: a year in brackets, or the translation behind a name."""
    whole: list[Known] = []
    for known in found:
        before = whole[-1] if whole else None
        if before and _TRANSLATION.fullmatch(line, before.end, known.start):
            end = known.end + line.startswith((")", "]"), known.end)
            whole[-1] = Known(before.start, end, line[before.start : end], before.words + known.words)
        else:
            year = _YEAR.match(line, known.end)
            end = year.end() if year else known.end
            whole.append(Known(known.start, end, line[known.start : end], known.words))
    return whole


def _is_named(known: Known, line: str, told: str) -> bool:
    if is_everyday(known.name):
        return False
    if is_apart(known, line):
        return True
    return len(known.name) >= LEAST_LETTERS and (known.words > 2 or _has(told, known.name))


def is_apart(known: Known, line: str) -> bool:
    """Tell whether nothing is beside a name but signs, labels and numbers."""
    before = line[: known.start]
    begins = _BEGINS.search(before) is not None or LEADING.sub("", before).strip() == ""
    return begins and _ENDS.match(line, known.end) is not None


def is_beside(known: Known, marks: Sequence[Mark], line: str) -> bool:
    """Tell whether an episode's number stands right behind a name."""
    between = (line[known.end : mark.start] for mark in marks if mark.start >= known.end)
    return any(re.fullmatch(r"\W{0,3}", signs) for signs in between)


def _best(found: Sequence[Known], line: str, told: str) -> Known | None:
    """Return the name that a line is most likely on, or None where two may be."""

    def weight(known: Known) -> tuple[bool, int]:
        return is_apart(known, line), min(_times(told, known.name), 3)

    ranked = sorted(found, key=weight, reverse=True)
    names = {tuple(words_of(known.name)) for known in ranked if weight(known) == weight(ranked[0])}
    return ranked[0] if len(names) == 1 else None


def _cut(about: About, known: Known, told: str) -> About:
    """Return the name without the words of a headline, a column or a label about it."""
    show = about.show or ""
    before, _, after = show.partition(known.name)
    is_enclosed = before[-1:] + after[:1] in _QUOTING
    is_added = _is_added(after) or (about.span is None and _is_headline_behind(after, known, told))
    if _has(told, show) or not (is_enclosed or (_is_headline(before, known, told) and is_added)):
        return about
    return replace(about, show=known.name, show_sureness=max(about.show_sureness, _LIKELY))


def _is_headline(before: str, known: Known, told: str) -> bool:
    """Tell whether what stands before a known name is no part of a longer one that is not known.

    `The Lamp Seller in Another World` may be such a name, and `Lamps: Bleach`; a text that has the known one alone, the
    signs that part a headline, a label, or a sentence's verb tell.
    """
    if not before.strip() or _has(told, known.name):
        return True
    if _OPENED.search(before) or (before.isascii() and not known.name.isascii()):
        return False
    runs_on = any(word[0].islower() and word.strip(",.") not in _SMALL for word in before.split())
    if _LABELLED.search(before) or (known.words > 2 and _CRIED.search(before)):
        return True
    return known.words > 1 and (runs_on or _PARTS.search(before) is not None)


def _is_added(after: str) -> bool:
    """Tell whether what stands behind a known name is no part of a longer one that is not known."""
    after = SEASON.sub("", f" {_LAST_OF_ALL.sub('', after)}")
    after = _DATED.sub(r"\1", after)
    behind = words_of(after)
    if not behind or _PARTED.match(after) or (_WORDS.fullmatch(after) and _ADDED.issuperset(behind)):
        return True
    return not _JOINS.match(after) and any(word[0].islower() and word not in _SMALL for word in after.split())


def _is_headline_behind(after: str, known: Known, told: str) -> bool:
    """Tell whether what a sign parts from a known name is no part of it: a text has the name often, and alone."""
    rest = re.sub(r"^\s?[:–—-]\s", "", after)
    if rest == after or _has(told, rest.strip()):
        return False
    named = [other.name for other in known_names().in_line(told) if known_names().are_one(other.name, known.name)]
    return max(len(named), _times(told, known.name)) > 1


def _counted(about: About, line: str, told: str) -> About:
    """Return what a line says with the bare number behind a known name counted as an episode's."""
    if (about.span and about.span_sureness >= BAR) or about.show is None or about.show not in known_names():
        return about
    numbered = re.search(rf"{re.escape(about.show)}{_BARE}", line, re.IGNORECASE)
    if numbered is None or _OF_SOMETHING_ELSE.search(line) or not _is_an_episodes(numbered, about, told):
        return about
    span = span_of([numbered[part] for part in ("number", "last") if numbered[part]])
    if span is None or (about.span and about.span != span):
        return about
    is_final = about.is_final or numbered["of"] is not None
    return replace(about, span=span, kind=ReviewKind.EPISODE, is_final=is_final, span_sureness=_LIKELY)


def _is_an_episodes(numbered: re.Match[str], about: About, told: str) -> bool:
    """Tell whether a text bears out that a bare number is an episode's: `05`, `12/12` and a last one need no word."""
    if numbered["number"].startswith("0") or numbered["of"] or about.is_final:
        return True
    said = told.replace(" ", "") if "話" in told or "ア" in told else told
    if _OF_SOMETHING_ELSE.search(said) and " episode" not in told:
        return False
    return _has(told, f"{about.show} {numbered['number']}") or _OF_EPISODES.search(said) is not None


def _has(told: str, name: str) -> bool:
    return _times(told, name) > 0


def _times(told: str, name: str) -> int:
    """Return how often a text has a name, its possessive too."""
    key = compared(_YEAR.sub("", name))
    return told.count(key) + told.count(f"{key[:-1]}s ")

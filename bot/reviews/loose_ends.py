"""The loose ends that a review names: what it says the story has left open, in its own sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reviews.blocks import Block, Shape, folded, glance, is_prose, plain
from bot.reviews.headings import names_loose_ends
from bot.reviews.model import LooseEnd, PartKind
from bot.reviews.open_questions import announces_talk, asks, points_back, states
from bot.reviews.parts import Section
from bot.reviews.sentences import MOST_READ, Sentence, sentences

MOST = 25
"""Loose ends taken from one review; a text that asks more is asking for effect."""

_LONGEST = 400
_NAME = "Zʰʰʰ"  # stands for the show's name while sentences are judged
_LONGEST_BEFORE = 160
_LONGEST_ROW = 8
"""Questions that one statement may announce or answer together."""
_LISTED = 0.95
_UNPARTED = 0.97
"""How much less sure one is where the text is not parted: it may retell what was asked and answered."""
_ADRIFT = 0.85
"""How much less sure a question is whose subject stands where it can't be taken along."""

_LEADING = re.compile(
    r"(?:(?:also|for\s(?:example|instance|starters|another|(?:one|another|the|a)\s(?:\w+\s)?thing)|and|but|plus"
    r"|besides|first(?:ly)?|second(?:ly)?|third(?:ly)?"
    r"|finally|lastly|next|then\sagain|additionally|furthermore|moreover|similarly|likewise|again|speaking\sof\swhich"
    r"|on\sthat\snote|in\saddition|on\stop\sof\sthat|to\sbegin\swith|anyway|still|however),\s)+(?:(?:and|but)\s)?",
    re.IGNORECASE,
)

_ANNOUNCING = re.compile(
    r"\b(?:is|are|was|remains|there[’']s|there\sis|comes)\s(?:also\s)?(?:another|an?|one|the"
    r"|still)\s(?:\w+\s){0,2}(?:issue|question|matter|thing|point|mystery|problem|puzzle|loose\send)[.:]?$",
    re.IGNORECASE,
)

# A line whose words all have capitals, the small ones aside, heads what follows.
_HEADLINE = re.compile(
    r"\W{0,2}[A-Z][\w’']*(?:\s(?:[A-Z0-9][\w’']*|an?|the|of|and|or|to|in|for|with|on|at|from|by)){2,12}\?"
)
# A teaser: a line of Japanese that asks and cries out heads the paragraph below it.
_TEASER = re.compile("[^。]*[\u3040-\u9fff][^。]*(?:[?？][!！]|[!！][?？])\\W*")
_MATTER = re.compile(
    r"\bthere(?:[’']s|\sis|\sare)\s(?:\w+\s){0,2}the\s(?:\w+\s)?(?:matter|question|issue|mystery|problem)\sof\b",
    re.IGNORECASE,
)


def find_loose_ends(sections: Sequence[Section], show: str | None = None) -> tuple[LooseEnd, ...]:
    """Return the loose ends that a review names outside its recap, each to be read on its own.

    The sure ones come first, in the review's order, then the others by how sure they are.

    `show` is its name, so that neither its question mark nor its words are taken for the author's. The words above the
    first part are only looked into where nothing else discusses the episode.
    """
    kinds = {section.kind for section in sections}
    heard = kinds - {PartKind.RECAP}
    if PartKind.DISCUSSION in kinds:
        heard = {PartKind.DISCUSSION, PartKind.CLOSING}
    retold = {section.kind for section in sections if _tells(section)} == {PartKind.RECAP}
    if retold:
        heard = kinds
    found: list[LooseEnd] = []
    left = MOST_READ
    for place, section in enumerate(sections):
        if section.kind not in heard and not (section.kind is PartKind.OTHER and place > 0 and section.heading):
            continue
        listed = names_loose_ends(section.heading)
        for block in section.blocks:
            left -= len(block.text)
            if left < 0:
                break
            if listed and block.shape is Shape.ITEM:
                found += _in_list(block)
            elif block.shape is not Shape.QUOTE and not _heads(plain(block.text[:200])):
                found += _in_paragraph(block.text.replace(show, _NAME) if show else block.text, stated=retold)
    unique: dict[str, LooseEnd] = {}
    for end in found:
        text = end.text.replace(_NAME, show) if show else end.text
        sureness = end.sureness if len(sections) > 1 else end.sureness * _UNPARTED
        unique.setdefault(folded(text), LooseEnd(text, round(sureness, 3)))
    return tuple(sorted(unique.values(), key=lambda end: (not end.is_sure, 0 if end.is_sure else -end.sureness)))[:MOST]


def _tells(section: Section) -> bool:
    return any(is_prose(glance(block.text)) for block in section.blocks)


def _heads(line: str) -> bool:
    return _HEADLINE.fullmatch(line) is not None or _TEASER.fullmatch(line) is not None


def _in_list(block: Block) -> list[LooseEnd]:
    text = _whole(block.text)
    return [LooseEnd(text, _LISTED)] if any(c.isalpha() for c in text) and len(text) <= _LONGEST else []


def _in_paragraph(paragraph: str, *, stated: bool) -> list[LooseEnd]:
    """Return the loose ends of a paragraph; those `stated` alone where it retells, as its questions are the story's."""
    found: list[LooseEnd] = []
    everything = sentences(paragraph)
    used: set[int] = set()
    for place, sentence in enumerate(everything):
        if place in used or sentence.quoted or len(sentence.text) > _LONGEST:
            continue
        before = everything[place - 1] if place else None
        after = everything[place + 1] if place + 1 < len(everything) else None
        if sentence.is_question and _only_announces(everything, place):
            continue
        bare = _bare(sentence)
        carried = before is not None and place - 1 not in used and _leans(bare, before)
        sureness = asks(bare, after, carried=carried) if sentence.is_question else states(bare)
        if (
            not sureness
            or (stated and sentence.is_question)
            or (after is not None and _announces(bare) and _counts(after))
        ):
            continue
        pieces = [bare]
        if before is not None and carried:
            pieces.insert(0, _bare(before))
        if sentence.is_question and after is not None and not after.is_question and _completes(after):
            pieces.append(_bare(after))
            used.add(place + 1)
            sureness = max(sureness, states(plain(after.text)))
        used.add(place)
        if pieces[0] is bare and points_back(bare):
            if before is not None and not sentence.is_question:
                continue
            sureness *= _ADRIFT if before is not None else 1
        found.append(LooseEnd(_whole(" ".join(pieces)), sureness))
    return found


def _only_announces(everything: Sequence[Sentence], place: int) -> bool:
    """Tell whether what follows a row of questions says that the text will talk about them."""
    closing = next((s for s in everything[place + 1 : place + _LONGEST_ROW] if not s.is_question), None)
    return closing is not None and len(closing.text) <= _LONGEST and announces_talk(closing.text)


def _bare(sentence: Sentence) -> str:
    """Return a sentence without the words that only tie it to the one before."""
    return _capital(_LEADING.sub("", sentence.text, count=1))


def _leans(bare: str, before: Sentence) -> bool:
    """Tell whether the sentence before must stand with this one for it to be understood."""
    if before.quoted or before.is_question or len(before.text) > _LONGEST_BEFORE:
        return False
    return _ANNOUNCING.search(plain(before.text)) is not None or _announces(before.text) or points_back(bare)


def _announces(text: str) -> bool:
    """Tell whether a sentence only names the matter, which the next one asks about."""
    return _MATTER.search(plain(text)) is not None


def _counts(sentence: Sentence) -> bool:
    if len(sentence.text) > _LONGEST:
        return False
    judged = asks(sentence.text, None) if sentence.is_question else states(sentence.text)
    return judged > 0 and not sentence.quoted


def _completes(after: Sentence) -> bool:
    """Tell whether a statement only says that the question before it stays open."""
    line = plain(after.text)
    return not after.quoted and len(line) <= _LONGEST_BEFORE and states(line) > 0 and points_back(line)


def _whole(text: str) -> str:
    """Return a loose end in one line, with a capital and without emphasis that opens and never closes."""
    text = " ".join(text.split())
    for mark in ("**", "~~", "||", "`"):
        if text.count(mark) % 2:
            text = text.replace(mark, "")
    if text.replace("**", "").count("*") % 2:
        text = text.replace("*", "")
    return _capital(text.strip())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

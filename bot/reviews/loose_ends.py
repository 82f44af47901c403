"""The loose ends that a review names: what it says the story has left open, in its own sentences.

A question mark is not enough: reviews quote, joke, and ask their readers. A question counts when it asks about the
story, a statement when it says that something in it is unexplained or unknown and names what.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reviews.blocks import Block, Shape, folded, plain
from bot.reviews.headings import names_loose_ends
from bot.reviews.model import PartKind
from bot.reviews.parts import Section
from bot.reviews.sentences import Sentence, sentences

MOST = 25
"""Loose ends taken from one review; a text that asks more is asking for effect."""

_LONGEST = 400
_NAME = "Zʰʰʰ"  # stands for the show's name while sentences are judged
_LONGEST_BEFORE = 160

_LEADING = re.compile(
    r"(?:(?:also|for\s(?:example|instance|starters|another|(?:one|another|the|a)\s(?:\w+\s)?thing)|and|but|plus"
    r"|besides|first(?:ly)?|second(?:ly)?|third(?:ly)?"
    r"|finally|lastly|next|then\sagain|additionally|furthermore|moreover|similarly|likewise|again|speaking\sof\swhich"
    r"|on\sthat\snote|in\saddition|on\stop\sof\sthat|to\sbegin\swith|anyway|still|however),\s)+(?:(?:and|but)\s)?",
    re.IGNORECASE,
)

_WH = r"(?:if|whether|what|why|who|whom|whose|how|where|when|which)\b"
_TOLD = r"(?:explain\w*|resolv\w*|answer\w*|address\w*|reveal\w*|told|clarified|established|shown)"
_LEARN = (
    r"(?:know|explain\w*|learn\w*|f[io]u?nd(?:\sout)?|discover\w*|tells?(?:\sus)?|told|see|saw|hear|heard|answer\w*"
    r"|address\w*|clarif\w+|reveal\w*|get|got|understand)"
)
_STATED = re.compile(
    rf"""\b(?:
      (?:remains?|remained|left|leaves?|goes|went|still|is|are|was|were|been)\s(?:\w+\s){{0,4}}?
        (?:unanswered|unexplained|unresolved|unaddressed|dangling|up\sin\sthe\sair|a\s(?:complete\s|total\s)?mystery
        |an\sopen\squestion)
    | never\s(?:\w+\s)?(?:get|gets|got|was|were|is|are|been|be)\s(?:\w+\s)?{_TOLD}
    | (?:\b(?:is|was|are|were|been|be|gets?|got)|[’']s)\snever\s(?:\w+\s)?{_TOLD}
    | never\s(?:\w+\s)?{_LEARN}\s(?:\w+\s){{0,4}}?{_WH}
    | (?:do|does|did)(?:n[’']t|\snot|\sstill\snot)\s(?:really\s|actually\s|yet\s|even\s|ever\s)?{_LEARN}
        \s(?:\w+\s){{0,3}}?{_WH}
    | (?:have|has)(?:n[’']t|\snot|\syet\sto|\sstill\snot)\s(?:\w+\s)?(?:been\s)?{_TOLD}
    | (?:have|has)(?:n[’']t|\snot|\syet\sto|\sstill\snot)\s(?:\w+\s)?{_LEARN}\s(?:\w+\s){{0,4}}?{_WH}
    | (?:still|is|it|it[’']s|remains|isn[’']t|not)\s(?:\w+\s)?
        (?:unclear|unknown|unsaid|uncertain|(?<=not\s)clear|(?<=[’']t\s)clear|a\smystery)\s(?:as\sto\s|to\s\w+\s)?{_WH}
    | (?:no|without\s(?:an?|any))\s(?:\w+\s)?(?:explanation|answer|word|idea|clue|hint|resolution)
        \s(?:is\s\w+\s|was\s\w+\s)?(?:to|for|of|on|about|as\sto|{_WH})
    | (?:i|we)(?:[’']m|[’']re|\sam|\sare)?\s(?:\w+\s){{0,2}}(?:wonder(?:ing)?|curious|keep\sasking\smyself)
        \s(?:about\s)?{_WH}
    | remains?\sto\sbe\s(?:seen|explained)
    | yet\sto\s(?:be\s(?:explained|revealed|answered|resolved|told)|(?:learn|see|find|hear)\b)
    | what\s(?:became|has\sbecome|happened)\s(?:of|to)\s[^.]{{1,80}}
        \s(?:is|remains|was)\s(?:\w+\s)?(?:unknown|unclear|untold|unsaid|anyone)
    | raises?\sthe\squestion\b | begs?\sthe\squestion\b | leaves?\s(?:us\s)?(?:wondering|asking|guessing)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_EMPTY = re.compile(
    r"\b(?:loose\sends?|questions?|answers?|threads?|mysteries|plot\s?(?:lines?|points?|holes?)|things|examples?"
    r"|a\slot|much|everything|nothing)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?:about|regarding|concerning|such\sas|like|of)\b|\b{_WH}|:\s", re.IGNORECASE)
_SETTLED = re.compile(
    r"\b(?:finally|at\s(?:long\s)?last|now\s(?:we\s)?know|no\slonger|used\sto|until\snow|before\sthis|had\sbeen)\b",
    re.IGNORECASE,
)

_RHETORICAL = re.compile(
    r"""^(?:(?:so|and|or|but|well|then|oh|ok|okay|i\smean|hm+|yeah|yes|no)\b,?\s)*(?:
      maybe | perhaps | (?:is|was|am|are)\s(?:it\sjust\sme|i\b|anyone\b)
    | who\s(?:knew|cares|doesn[’']t|wouldn[’']t|needs|said|am\si)\b
    | why\snot\b | what[’']s\snot\sto | what\s(?:more|else)\scan\b
    | how\s(?:cool|great|cute|awesome|about\sthat|could\s(?:i|we|anyone)|can\s(?:i|anyone))
    | can\s(?:we|i)\b | could\s(?:we|i)\s(?:get|have|please|talk) | shall\b
    | where\s(?:do|should|to)\s(?:i|we)?\s?(?:even\s)?(?:begin|start)
    | (?:do|did|does|have|has|had|was|am|will|would|should|could|must)\si\b
    | (?:what|how|why|where|when|who)\s(?:do|did|am|was|should|would|could|can|have|will)\si\b
    | remember\b | right\b | really\b | seriously\b | see\b | huh\b | get\sit\b
    | sound\sfamiliar | guess\s(?:what|who) | ready\b | any(?:one|body)\b
    | isn[’']t\s(?:it|that|this)\s(?:just\s|so\s)?(?:great|amazing|funny|cool|nice|lovely|adorable|ironic|wonderful)
    | (?:what|how)\s(?:a|an)\b | need\s(?:i|we)\b | want\b | care\sto\b | is\sthere\sanything\b
    | what\sdid\s(?:everyone|everybody|y[’']all)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_REPROACH = re.compile(
    r"\bwhy\s(?:not|even|bother|cut|spend|include|introduce|waste|rush|show|make|put|add|kill|bring|drag|end"
    r"|leave|tell)\b",
    re.IGNORECASE,
)
_TO_READER = re.compile(
    r"\b(?:you|your|yours|you[’'](?:re|ve|d|ll)|y[’']all|comments?|let\sme\sknow|reader|readers)\b", re.IGNORECASE
)
_TAG = re.compile(
    r"(?:,\s(?:right|huh|eh|no|yes|ok|okay|isn[’']t\s(?:it|he|she)|aren[’']t\s(?:they|we)|don[’']t\s(?:they|we)"
    r"|doesn[’']t\s(?:it|he|she)|amirite)"
    r"|\bor\ssomething|\bor\swhat)\s?[?!]+[\"”’)\]*_]*$",
    re.IGNORECASE,
)
_PRODUCTION = re.compile(
    r"\b(?:season\s(?:two|three|\d)|(?:second|third|next|another|new)\sseason|sequel|studio|budget|script"
    r"|scriptwriters?|writers?|animators?"
    r"|animation|director|producers?|staff|manga|light\snovel|adaptation|blu-?rays?|review|blog|post|score|rating"
    r"|voice\s(?:acting|actors?|cast)|viewers?|audience|watch(?:ing)?)\b",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"(?:because\b|well,|no[,.!]|nope|yes[,.!]|yep|not\s(?:really|at\sall|exactly)\b|of\scourse|absolutely"
    r"|exactly|apparently,|turns\sout|it\sturns\sout"
    r"|the\sanswer\b|simple\b|it[’']s\s(?:because|simple)|that[’']s\sbecause|as\sit\sturns|thankfully|luckily"
    r"|you\s(?:bet|guessed)|definitely|naturally"
    r"|to\s\w+\s(?:him|her|them|it)\b|obviously)",
    re.IGNORECASE,
)
_ANNOUNCING = re.compile(
    r"\b(?:is|are|was|remains|there[’']s|there\sis|comes)\s(?:also\s)?(?:another|an?|one|the"
    r"|still)\s(?:\w+\s){0,2}(?:issue|question|matter|thing|point|mystery|problem|puzzle|loose\send)[.:]?$",
    re.IGNORECASE,
)
_PRONOUN = r"(?:he|she|they|it|him|her|them|his|hers|their|theirs|its|this|that|these|those)"
_POINTING = re.compile(rf"\b{_PRONOUN}\b(?!\s(?:is|was|be)\sa\b)", re.IGNORECASE)
_NOUN = re.compile(
    r"(?<!^)(?<![.!?]\s)\b(?!(?:I|I’m|I'm)\b)[A-Z][\w’'-]+|\b(?:the|an?|any|every|both)\s(?!same\b|other\b)[a-z]\w+"
)
_PLAIN_SUBJECT = re.compile(
    r"^(?:The|A|An|No|Most|Many|Some|Every|All)\s[a-z]\w+|^(?!(?:I|We|It|He|She|They|This|That|There|These|Those"
    r"|You)\b)[A-Z][\w’'-]+\s(?:is|was|has|never|still|remains)\b"
)


def find_loose_ends(sections: Sequence[Section], show: str | None = None) -> tuple[str, ...]:
    """Return the loose ends that a review names outside its recap, in its order, each to be read on its own.

    `show` is its name, so that neither its question mark nor its words are taken for the author's. The words above the
    first part are only looked into where nothing else discusses the episode.
    """
    kinds = {section.kind for section in sections}
    heard = kinds - {PartKind.RECAP}
    if PartKind.DISCUSSION in kinds:
        heard = {PartKind.DISCUSSION, PartKind.CLOSING}
    found: list[str] = []
    for place, section in enumerate(sections):
        if section.kind not in heard and not (section.kind is PartKind.OTHER and place > 0 and section.heading):
            continue
        listed = names_loose_ends(section.heading)
        for block in section.blocks:
            if block.shape is not Shape.QUOTE:
                in_list = listed and block.shape is Shape.ITEM
                found += (
                    _in_list(block)
                    if in_list
                    else _in_paragraph(block.text.replace(show, _NAME) if show else block.text)
                )
    unique: dict[str, str] = {}
    for text in found:
        unique.setdefault(folded(text), text.replace(_NAME, show) if show else text)
    return tuple(unique.values())[:MOST]


def _in_list(block: Block) -> list[str]:
    text = _whole(block.text)
    return [text] if any(c.isalpha() for c in text) and len(text) <= _LONGEST else []


def _in_paragraph(paragraph: str) -> list[str]:
    found: list[str] = []
    everything = sentences(paragraph)
    used: set[int] = set()
    for place, sentence in enumerate(everything):
        if place in used or sentence.quoted or len(sentence.text) > _LONGEST:
            continue
        before = everything[place - 1] if place else None
        after = everything[place + 1] if place + 1 < len(everything) else None
        bare = _bare(sentence)
        if not (_asks(bare, after) if sentence.is_question else _states(bare)):
            continue
        pieces = [bare]
        if before is not None and place - 1 not in used and _leans(bare, before):
            pieces.insert(0, _bare(before))
        if sentence.is_question and after is not None and not after.is_question and _completes(after):
            pieces.append(_bare(after))
            used.add(place + 1)
        used.add(place)
        if pieces[0] is bare and not sentence.is_question and before is not None and _stands_on_nothing(bare):
            continue
        found.append(_whole(" ".join(pieces)))
    return found


def _bare(sentence: Sentence) -> str:
    """Return a sentence without the words that only tie it to the one before."""
    return _capital(_LEADING.sub("", sentence.text, count=1))


def _asks(bare: str, after: Sentence | None) -> bool:
    line = plain(bare)
    if len(line.split()) < 3 or not any(c.isalpha() for c in line):
        return _is_unspaced(line)
    if (
        _RHETORICAL.match(line)
        or _TO_READER.search(line)
        or _TAG.search(line)
        or _REPROACH.search(line)
        or _PRODUCTION.search(line)
    ):
        return False
    if "?" not in line[-4:] and "？" not in line[-4:]:
        return False
    return not (after is not None and not after.is_question and _ANSWERED.match(plain(after.text)))


def _is_unspaced(line: str) -> bool:
    return len(line) >= 8 and any("\u3040" <= c <= "\u9fff" for c in line)


def _states(bare: str) -> bool:
    line = plain(bare)
    if not _STATED.search(line) or _TO_READER.search(line) or _SETTLED.search(line) or _RHETORICAL.match(line):
        return False
    if _PRODUCTION.search(line):
        return False
    return _NAMED.search(line) is not None or not _EMPTY.search(line)


def _leans(bare: str, before: Sentence) -> bool:
    """Tell whether the sentence before must stand with this one for it to be understood."""
    if before.quoted or before.is_question or len(before.text) > _LONGEST_BEFORE:
        return False
    return _ANNOUNCING.search(plain(before.text)) is not None or _stands_on_nothing(bare)


def _stands_on_nothing(bare: str) -> bool:
    """Tell whether a sentence points at something before it names anything."""
    line = plain(bare)
    pointing = _POINTING.search(line)
    if pointing is None or _PLAIN_SUBJECT.match(line):
        return False
    if re.match(r"it(?:[’']s|\sis|\sremains|\sisn[’']t)\s(?:still\s|also\s)?(?:not\s|un)", line, re.IGNORECASE):
        pointing = _POINTING.search(line, 3)
        if pointing is None:
            return False
    noun = _NOUN.search(line)
    return noun is None or pointing.start() < noun.start()


def _completes(after: Sentence) -> bool:
    """Tell whether a statement only says that the question before it stays open."""
    line = plain(after.text)
    return not after.quoted and len(line) <= _LONGEST_BEFORE and _states(line) and _stands_on_nothing(line)


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

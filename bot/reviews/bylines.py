"""Lines and greetings that say who wrote a review, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reviews.blocks import Block, Shape, glance, plain
from bot.reviews.dates import WRITTEN
from bot.reviews.sentences import sentences

_NAME = r"(?P<name>[^\W\d_][^\d,|•·:;!?()]{1,50}?)"
_BY = (
    r"(?:(?:[+•|]\s)?(?:written|posted|reviewed|published|review|recap|words)\s)?by:?|words:|author:|reviewer:"
    r"|(?:geschrieben\s|verfasst\s)?von:?|(?:écrit\s|publié\s|rédigé\s)?par:?|(?:escrito\s|publicado\s)?por:?"
    r"|autora?:|auteur:"
    r"|(?:scritto\s|pubblicato\s)?da:|di:|autore:|著者[:：]|文[:：]|この記事を書いた人[:：]?"
)
_TIME = r"(?:,?\s(?:at\s|um\s|à\s|a\slas\s)?\d{1,2}[:h.]\d\d.{0,10})?"
_BYLINE = re.compile(
    rf"(?:{_BY})\s?(?<=[\s:：人]){_NAME}(?:\s?[,|•·–—-]?\s?(?:in\s[^\d]{{1,40}}?\s)?(?:on\s|posted\s|published\s|am\s"
    rf"|le\s|el\s|em\s)?"
    rf"(?P<date>{WRITTEN}).{{0,40}}|\s?[,|•·].{{0,60}}|\s(?:at|um)\s\d{{1,2}}:\d\d.{{0,10}}|\.)?",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?:posted|published|written|date|veröffentlicht|publié|publicado|pubblicato|(?P<updated>(?:last\s)?updated"
    r"|modified"
    rf"|aktualisiert))(?:\s(?:on|am|le|el|em"
    rf"|il))?:?\s)?(?:on\s)?(?:\w{{3,9}}(?:-feira)?[,.]?\s)?(?P<date>{WRITTEN}){_TIME}"
    rf"(?:\s?[,|•·–—-]?\s?(?:by|von|par|por|di)\s{_NAME}[,.]?)?(?:\s?how\swould\syou\srate\s.{{1,80}})?",
    re.IGNORECASE,
)
_CAPITALS = r"[A-Z][\w’'.-]{1,25}(?:\s[A-Z][\w’'.-]{0,25}){0,2}"
# `Copper Tide Episode 7 Review by Ada`
_REVIEW_BY = re.compile(
    rf"(?:.{{0,120}}\s)?(?i:review(?:ed)?|recap|impressions|kritik|rezension|critique|rese[ñn]a|recensione|resenha)"
    rf"\s(?i:by|von|par|por|di|de)\s(?P<name>{_CAPITALS})"
)
_MEMBER = re.compile(r"(?P<name>[\w.-]{2,40})\s\(all\sreviews\)", re.IGNORECASE)
_FOOT = re.compile(
    rf"(?:written|posted|reviewed)\sby:?\s{_NAME}(?:\s(?:in|at|on)\s.{{1,60}})?"
    rf"|この記事を書いた人[:：]\s?(?P<jp>\S.{{1,30}})",
    re.IGNORECASE,
)
_GREETING = re.compile(
    rf"""^\W{{0,3}}(?i:
        hello | hi | hey | welcome | greetings | what[’']s\sup | hola | buen(?:[oa]s?)?\s\w+ | bienvenid\w+ | bonjour
          | salut
      | hallo | moin | ciao | salve | ol[áa]
      )\b[^.!?]{{0,60}}?[,!.]?\s
      (?i:
        i[’']m | i\sam | my\sname\sis | this\sis | it[’']s | soy | me\sllamo | mi\snombre\ses | ich\s(?:bin|heiße)
      | mein\sname\sist | je\s(?:suis|m[’']appelle) | sono | mi\schiamo | sou | me\schamo
      )\s(?P<name>{_CAPITALS})(?=\s?[,.!]|\s(?:and|here|y|und|et|e)\b)""",
    re.VERBOSE,
)
_LAST = 12


def as_name(text: str | None) -> str | None:
    """Return a name as it may stand in the open, or None where the text is none: a sentence could tell anything."""
    if not text:
        return None
    name = re.sub(r"^by\s", "", plain(text), flags=re.IGNORECASE).strip(" ,.-–—")
    return name if 1 < len(name) <= 60 and len(name.split()) <= 6 and any(c.isalpha() for c in name) else None


def in_line(line: str) -> re.Match[str] | None:
    """Return how a line names author or date (groups `name`, `date` and `updated`, where there), or None."""
    line = line.removesuffix(".")
    return _BYLINE.fullmatch(line) or _DATED.fullmatch(line) or _MEMBER.fullmatch(line)


def reviewer_in(line: str) -> str | None:
    """Return who a line says wrote the review it names: `Copper Tide Episode 7 Review by Ada`."""
    match = _REVIEW_BY.fullmatch(line)
    return match["name"] if match else None


def author_in_text(blocks: Sequence[Block]) -> str | None:
    """Return who greets the reader by name in a text's first words, or signs below its last ones."""
    first = next((block for block in blocks if block.shape is Shape.PARAGRAPH), None)
    if first is not None:
        opening = " ".join(sentence.text for sentence in sentences(plain(first.text[:600]))[:2])
        if greeting := _GREETING.match(opening):
            return greeting["name"].rstrip(".")
    signed = {
        match["name"] or match["jp"] for block in blocks[-_LAST:] if (match := _FOOT.fullmatch(glance(block.text)))
    }
    return signed.pop() if len(signed) == 1 else None

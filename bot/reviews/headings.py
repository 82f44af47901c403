"""What a heading says of the part below it, and which short lines are headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.reviews.blocks import Block, Shape, folded, glance, is_prose, plain
from bot.reviews.model import PartKind

_CLOSING = (
    r"closing(?:\s(?:notes|thoughts|words|remarks|comments))?|conclusions?|in\s(?:closing|conclusion|summary"
    r"|short)|verdict"
    r"|final\s(?:thoughts|notes|words|verdict|remarks|rating|score|grade|impressions?)|wrap(?:ping)?[- ]?up"
    r"|overall(?:\s(?:thoughts|impressions?|rating|score|grade|verdict|opinion|review|feelings))?"
    r"|(?:bottom\sline|outro|last\swords?|parting\sthoughts|goodbye|farewell|afterword|sign(?:ing)?[- ]?off)"
    r"|(?:rating|score|grade)s?|tl;?dr|next\s(?:time|week"
    r"|episode)|(?:to\s)?sum(?:ming)?\s(?:it\s(?:all\s)?)?up|should\syou\swatch(?:\s(?:it|this))?"
    r"|is\sit\sworth\s(?:it|watching|your\stime)"
    r"|fazit|schlusswort|abschließende\sgedanken|conclusi[oó]n(?:es)?|en\sresumen|veredicto|en\sconclusion|bilan"
    r"|verdict\sfinal"
    r"|まとめ|総評|評価|最後に"
)
_RECAP = (
    r"recap|summary|synopsis|plot(?:\ssummary)?(?!\s(?:of|for|holes)\b)|what\shappen(?:ed|s)|what\sthey\ssay"
    r"|the\sstory(?:\sso\sfar)?(?!\s(?:of|for|on)\b)"
    r"|story\ssummary"
    r"|retelling|(?:the|this\sweek[’']s)\sevents|blurb|what\swent\sdown|what\swe\slearned|story(?!\s(?:of|for|on)\b)"
    r"|handlung|kurzinhalt|worum\sgeht(?:[’']?s|\ses)|de\squ[eé]\s(?:trata|va)|de\squoi\s(?:ça|cela)\sparle"
    r"|zusammenfassung|inhalt(?:sangabe)?|was\s(?:bisher\s)?(?:geschah|passiert)|resumen|sinopsis|argumento|trama"
    r"|r[ée]sum[ée]|l[’']histoire|synopsis|riassunto|あらすじ|ストーリー|今週の話"
)
_ENDS = (
    r"(?:loose\sends|(?:(?:unanswered|open|lingering|remaining|unresolved|burning|big(?:gest)?)\s)+(?:questions"
    r"|mysteries|threads)"
    r"|questions\swe\s(?:still\s)?have|(?:what|things)\s(?:i|we)\s(?:still\s)?(?:don[’']t"
    r"|do\snot)\s(?:yet\s)?know(?:\syet)?"
    r"|offene\sfragen|preguntas\s(?:sin\srespuesta|abiertas)|残された謎)"
)
_DISCUSSION = (
    r"discussion|review|thoughts|impressions?|analysis|opinions?|content|reactions?|commentary|my\stake|takeaways?"
    r"|observations|(?:things|what)\s(?:did\s)?(?:i|we)\s(?:didn[’']t\s)?(?:liked?|enjoyed|appreciated|thought|think"
    r"|loved)"
    r"|what\sworked|critique|highlights?|likes\sand\sdislikes|the\s(?:good|bad)|theor(?:y|ies)|musings|rambling?s?"
    rf"|{_ENDS}|questions|(?:the\s)?ending(?:\sexplained)?"
    r"|pros\s(?:and|&)\scons|(?:art|animation|visuals|characters?|music|sound(?:track)?|production)"
    r"(?:\s(?:and|&)\s(?:art|animation|visuals|characters?|music|sound(?:track)?|writing))?"
    r"|(?:meine\s)?meinung|eindruck|eindrücke|kritik|bewertung|(?:mi\s)?opini[oó]n|an[aá]lisis|impresiones|reseña"
    r"|(?:mon\s)?avis|critique|mes\simpressions|感想|考察|レビュー"
)
_BEFORE = (
    r"[^\w“\"「(\[]{0,6}(?:(?:part|section|chapter)\s\w{1,5}\s?[:.–—-]\s?)?(?:\d{1,2}[.):]\s?)?"
    r"(?:(?:the|my|our|a|an|some|quick|brief|full|anime|story|general|first|initial)\s)*"
)
_EPISODE = r"(?:(?:episode|ep\.?)\s?#?(?:\d{1,4}\s?[:–—-]?\s?)?)?"
_AFTER = (
    r"(?:\s[–—-]\s[“\"].{1,60})?(?:\s(?:of|for|on|and|&|del?|zur|zu|sur)\s.{1,60})?:?(?:\s?\(.{1,90}\))?\s?[:?!…–—-]?"
)

_KINDS = tuple(
    (kind, re.compile(rf"{_BEFORE}{_EPISODE}{_BEFORE}(?:{words}){_AFTER}", re.IGNORECASE))
    for kind, words in ((PartKind.CLOSING, _CLOSING), (PartKind.RECAP, _RECAP), (PartKind.DISCUSSION, _DISCUSSION))
)
_ANYWHERE = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for kind, words in (
        (PartKind.CLOSING, r"closing|conclusion|verdict|final\s(?:thoughts|words|notes|remarks)|wrap[- ]?up"),
        (PartKind.RECAP, r"recap|synopsis|summary|what\shappen(?:ed|s)"),
        (
            PartKind.DISCUSSION,
            r"discussion|thoughts|impressions|analysis|opinions?|commentary|reactions?|critique|review(?=\s?:$)",
        ),
    )
)
# `Copper Tide episode 6 review:` and `5-Line Recap:` head what follows.
_ANNOUNCED = re.compile(
    r"(?!.*\b(?:here|let|is|are|i|this)\b).*\b(?:reviews?|recap|summary|synopsis|thoughts|impressions)\s?:$",
    re.IGNORECASE,
)
_EPISODE_NAMED = re.compile(
    r"(?:[eé]pisode|ep\.?|cap[ií]tulo|episodio|folge)\s#?\d{1,4}\s?[:–—-]\s(?!.*[.,]$)[^\s“\"«「].{1,70}", re.IGNORECASE
)
_MIXED = re.compile(
    r"\b(?:recap|summary)\s(?:&|and|\+|/)\s(?:review|discussion|thoughts|impressions|analysis)\b", re.IGNORECASE
)
_PART = re.compile(
    r"(?:part|section|chapter)\s(?:\d{1,2}|[ivx]{1,4}|one|two|three|four|five)\s?[:.–—-]\s?", re.IGNORECASE
)
# `Recap: The divers …`: a heading that stands in the line it heads.
_LABEL = re.compile(
    r"(?P<mark>\*\*|__|\*)?¿?(?P<name>(?:(?:episode|quick|brief|short|my|our|the|final|some|overall)\s){0,2}"
    r"(?:recap|summary|synopsis|plot|thoughts|impressions|opinion|review|verdict|conclusion|analysis|fazit|handlung"
    r"|worum\sgeht[’']?s|de\squ[eé]\strata|meinung|resumen|opini[oó]n|あらすじ|感想))"
    r"\??(?P<sign>\s?[:–—]|：)?(?(mark)(?P=mark)|(?<=[:–—：]))\s?[:–—]?\s?(?=\S)",
    re.IGNORECASE,
)
_ENDS_HEADING = re.compile(rf"{_BEFORE}{_EPISODE}{_ENDS}{_AFTER}", re.IGNORECASE)
_SCORE_LABEL = re.compile(r"(?:(?:my|the|final|overall)\s)*(?:rating|score|grade|verdict|評価)s?\W{0,3}", re.IGNORECASE)
_LONGEST = 100
_SHOUTED = 2
"""Words of a heading that ends with an exclamation mark (`The Review!`), and is no sentence."""


def kind_of(heading: str) -> PartKind:
    """Return what the part under a heading does, or `other` when its words don't say."""
    line = plain(heading)[:_LONGEST]
    if _MIXED.search(line):
        return PartKind.OTHER
    for table, match in ((_KINDS, re.Pattern.fullmatch), (_ANYWHERE, re.Pattern.search)):
        for kind, pattern in table:
            if match(pattern, line):
                return kind
    return PartKind.OTHER


def names_an_episode(heading: str | None) -> bool:
    """Tell whether a heading is an episode's number and title, as stands above what retells it."""
    return heading is not None and _EPISODE_NAMED.fullmatch(plain(heading)[:_LONGEST]) is not None


def names_loose_ends(heading: str | None) -> bool:
    """Tell whether a heading promises a list of open questions."""
    return heading is not None and _ENDS_HEADING.fullmatch(plain(heading)[:_LONGEST]) is not None


def is_numbered_part(line: str) -> bool:
    """Tell whether a line is a name such as `Part 1: Episode Recap`."""
    return len(line) <= _LONGEST and _PART.match(line) is not None and not line.endswith((".", "!"))


def bare_name(name: str) -> str:
    """Return a part's name as it is compared: without `Part 1:`, case and punctuation."""
    return folded(_PART.sub("", plain(name), count=1))


def promoted(blocks: Iterable[Block], names: Iterable[str] = ()) -> list[Block]:
    """Return the blocks with each short line that is a heading made one: known words, all bold, or one of `names`."""
    known = {form for name in names for form in (folded(name), bare_name(name)) if form}
    before = [piece for block in blocks for piece in _without_label(block)]
    result: list[Block] = []
    for place, block in enumerate(before):
        line = glance(block.text)
        around = [before[other].shape for other in (place - 1, place + 1) if 0 <= other < len(before)]
        in_list = block.shape is Shape.ITEM and Shape.ITEM in around
        if (
            block.shape in (Shape.PARAGRAPH, Shape.ITEM)
            and len(line) <= _LONGEST
            and _is_heading(block, line, known, in_list=in_list)
        ):
            block = replace(block, shape=Shape.HEADING, level=7, marker="")
        elif block.shape is Shape.HEADING:
            block = replace(block, marker="")
        result.append(block)
    for place, block in enumerate(result):
        below = result[place + 1] if place + 1 < len(result) else None
        if block.level == 7 and (below is None or below.shape is Shape.HEADING or _labels_a_score(block, below)):
            result[place] = before[place]  # nothing is headed, so it is no heading
    return result


def _labels_a_score(block: Block, below: Block) -> bool:
    return _SCORE_LABEL.fullmatch(glance(block.text)) is not None and not is_prose(glance(below.text))


def _without_label(block: Block) -> list[Block]:
    """Return a paragraph that begins `Recap: …` as a heading and the rest; any other block as it is."""
    label = _LABEL.match(block.text) if block.shape is Shape.PARAGRAPH else None
    if label is None or not is_prose(glance(block.text[label.end() :])):
        return [block]
    heading = replace(block, shape=Shape.HEADING, text=label["name"], level=7)
    return [heading, replace(block, text=block.text[label.end() :], gap=1)]


def _is_heading(block: Block, line: str, known: set[str], *, in_list: bool) -> bool:
    if folded(line) in known or bare_name(line) in known:
        return True
    shouted = line.endswith("!") and len(line.split()) > _SHOUTED
    if in_list or line.endswith((".", ",")) or shouted or re.search(r"\d\s?/\s?\d", line):
        return False
    bold = block.text.strip()
    if bold.startswith("**") and bold.endswith("**") and "**" not in bold[2:-2] and "\n" not in bold:
        return not re.match(r"(?:rating|score|note|edit|update|spoiler)", line, re.IGNORECASE)
    if len(line) > 80 or len(line.split()) > 14:
        return False
    announced = (
        _ANNOUNCED.fullmatch(line)
        or _EPISODE_NAMED.fullmatch(line)
        or (line.isupper() and kind_of(line) is not PartKind.OTHER)
    )
    return bool(announced) or any(pattern.fullmatch(line) for _, pattern in _KINDS)

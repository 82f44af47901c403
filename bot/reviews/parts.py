"""The parts of a review: by its headings, by its table of contents, or by how it is worded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reviews.blocks import Block, Shape, glance, groups_by_gap, is_prose, plain, render, usual_gap
from bot.reviews.evidence import Finding, Source
from bot.reviews.headings import bare_name, is_numbered_part, kind_of, names_an_episode, promoted
from bot.reviews.model import Part, PartKind

_FARTHEST = 12
_LONGEST_NAME = 120
_MOST_PARAGRAPHS = 200
_ENOUGH_TOLD = 300


@dataclass(frozen=True, slots=True)
class Section:
    """One part with its blocks still apart."""

    kind: PartKind
    heading: str | None
    blocks: tuple[Block, ...]

    def as_part(self) -> Part:
        """Return the part as a review keeps it."""
        return Part(self.kind, self.heading, render(self.blocks))


def sections_of(blocks: Sequence[Block], title: str | None) -> list[Section]:
    """Part a review's blocks, title and furniture gone already, into sections in their order.

    What stands before the first heading or the table of contents is `other`; so is a review whose parts can't be told.
    """
    listed = _with_bare_names(blocks)
    contents = _find_contents(listed)
    if contents is None:
        return _without_contents(promoted(blocks), title)
    start, end = contents
    names = [glance(block.text) for block in listed[start:end]]
    intro, rest = list(blocks[:start]), promoted(blocks[end:], names)
    if any(block.shape is Shape.HEADING for block in rest):
        return [*_intro(intro), *_by_headings(rest, title)]
    usual = usual_gap([*intro, *rest])
    groups = groups_by_gap(rest, usual)
    if len(groups) == len(names) + 1 and not intro and len(groups[0]) <= 2 < sum(map(len, groups)) / len(groups):
        intro, groups = groups[0], groups[1:]  # the list stands above the first words
    if len(groups) == len(names):
        named = [Section(kind_of(n), n, tuple(g)) for n, g in zip(names, groups, strict=True)]
    else:
        named = _by_wording(rest, names)
    return [*_intro(intro), *named]


def _intro(blocks: Sequence[Block]) -> list[Section]:
    return [Section(PartKind.OTHER, None, tuple(blocks))] if blocks else []


def _with_bare_names(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with lines such as `Part 1: Episode Recap` made list items, where they first stand."""
    result: list[Block] = []
    known: set[str] = set()
    for block in blocks:
        line = glance(block.text)
        if block.shape is Shape.ITEM:
            known.add(bare_name(line))
        elif block.shape is Shape.PARAGRAPH and is_numbered_part(line) and bare_name(line) not in known:
            known.add(bare_name(line))
            block = replace(block, shape=Shape.ITEM)
        result.append(block)
    return result


def _find_contents(blocks: Sequence[Block]) -> tuple[int, int] | None:
    """Return where a table of contents starts and ends: a short list near the top whose items name parts."""
    start = 0
    while start < min(len(blocks), _FARTHEST):
        end = start
        while end < len(blocks) and blocks[end].shape is Shape.ITEM and len(glance(blocks[end].text)) <= _LONGEST_NAME:
            end += 1
        names = [glance(block.text) for block in blocks[start:end]]
        if 2 <= len(names) <= 12 and end < len(blocks) and _are_names(names, blocks[end:]):
            return start, end
        start = max(end, start + 1)
    return None


def _are_names(names: list[str], rest: Sequence[Block]) -> bool:
    later = {bare_name(b.text) for b in rest if b.shape is not Shape.QUOTE and len(b.text) <= _LONGEST_NAME}
    returning = sum(1 for name in names if bare_name(name) in later)
    telling = sum(1 for name in names if kind_of(name) is not PartKind.OTHER and not name.endswith((".", "!", "?")))
    numbered = sum(1 for name in names if is_numbered_part(name))
    return max(returning, numbered) * 2 > len(names) or (telling * 2 > len(names) and len(names) <= 6)


def _without_contents(blocks: list[Block], title: str | None) -> list[Section]:
    if any(block.shape is Shape.HEADING for block in blocks):
        return _by_headings(blocks, title)
    groups = groups_by_gap(blocks, usual_gap(blocks))
    if 2 <= len(groups) <= 6 and all(any(is_prose(block.text) for block in group) for group in groups):
        found = _by_groups(groups)
    else:
        found = _by_paragraphs(blocks)
    return _as_titled(found, title)


def _by_headings(blocks: Sequence[Block], title: str | None) -> list[Section]:
    """Part at headings; one that doesn't say what it heads, below one that does, is of that one's kind."""
    found: list[Section] = []
    heading: str | None = None
    kind, level, inherited = PartKind.OTHER, 0, PartKind.OTHER
    held: list[Block] = []

    def close() -> None:
        if held:
            found.append(Section(kind, heading, tuple(held)))
            held.clear()

    for block in blocks:
        if block.shape is not Shape.HEADING:
            held.append(block)
            continue
        close()
        heading = plain(block.text)
        kind = kind_of(heading)
        if kind is not PartKind.OTHER:
            level, inherited = block.level, kind
        elif level and block.level > level:
            kind = inherited
        else:
            level, inherited = 0, PartKind.OTHER
    close()
    return _with_recap_in_title(found, title)


def _with_recap_in_title(sections: list[Section], title: str | None) -> list[Section]:
    """Take the words above the heading of the review for the recap, where no heading does.

    The title must promise one, or the episode's number and title head them.
    """
    kinds = [section.kind for section in sections]
    if PartKind.RECAP in kinds or PartKind.DISCUSSION not in kinds or kinds.index(PartKind.DISCUSSION) == 0:
        return sections
    place = kinds.index(PartKind.DISCUSSION) - 1
    promised = title is not None and re.search(r"\brecap\b", title, re.IGNORECASE)
    if not promised and not names_an_episode(sections[place].heading):
        return sections
    return [replace(s, kind=PartKind.RECAP) if i == place else s for i, s in enumerate(sections)]


_RECAP_ALONE = re.compile(r"\brecap\b", re.IGNORECASE)
_MORE_THAN_RECAP = re.compile(
    r"\b(?:reviews?|thoughts|impressions?|reaction|analysis|discussion|explained)\b", re.IGNORECASE
)
_SELF = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|me|we['’]ve|imho|imo)\b")
_JUDGING = re.compile(
    r"\b(?:complaints?|issues?|enjoy\w*|lik(?:ed|eable)|loved|favou?rites?|appreciat\w+|poorly|well[- ]done|rushed"
    r"|critici\w+|critiques?|animat(?:ion|ed)|pacing|narrative|plot\stwists?"
    r"|(?:this|the)\s(?:episode|series|anime|show)|viewers?|characters?"
    r"|development|screen\stime|soundtrack|writing|writers?|disappoint\w+|satisf\w+|impress\w+|scenes?|arc)\b",
    re.IGNORECASE,
)
_NO_JUDGEMENT = re.compile(
    r"“[^”]{0,2000}”|\"[^\"\n]{0,2000}\"|\b(?:the|this)\sepisode\s(?:begins|opens|starts|ends|closes|picks\sup"
    r"|concludes)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:overall|all\sin\sall|(?:in|to)\sconclu\w+|final\sthoughts|recommend\w*|rating|out\sof\s(?:ten|five|10"
    r"|5)|next\stime"
    r"|glad\sI\swatched|that['’]s\s(?:it|all)\s(?:for|from)|see\syou)\b|\b\d\s?/\s?10\b",
    re.IGNORECASE,
)


def _by_wording(blocks: Sequence[Block], names: list[str]) -> list[Section]:
    """Part by place and words under the names of a table of contents; all as one when that isn't clear."""
    unclear = _intro(blocks)
    weights = [_weight(block) for block in blocks]
    cut = _turn(weights)
    judged = sum(weight > 0 for weight in weights[:cut])
    if cut < 2 or cut == len(blocks) or judged * 3 > cut or sum(weights[cut:]) * 2 < len(blocks) - cut:
        return unclear
    last = max(2, len(blocks) // 5)
    tail = [i for i in range(max(cut + 1, len(blocks) - last), len(blocks)) if _CLOSING.search(blocks[i].text)]
    kinds = [kind_of(name) for name in names]
    if kinds[0] is not PartKind.RECAP or kinds.count(PartKind.RECAP) > 1:
        return unclear
    closes = kinds[-1] is PartKind.CLOSING and bool(tail)
    end = tail[0] if closes else len(blocks)
    between = names[1:-1] if kinds[-1] is PartKind.CLOSING else names[1:]
    found = [
        Section(PartKind.RECAP, names[0], tuple(blocks[:cut])),
        Section(PartKind.DISCUSSION, between[0] if len(between) == 1 else None, tuple(blocks[cut:end])),
        Section(PartKind.CLOSING, names[-1], tuple(blocks[end:])),
    ]
    return [section for section in found if section.blocks]


def _turn(weights: list[int]) -> int:
    """Return how many blocks to take for the retelling, so that most before retell and most after judge."""
    best, cut, lead = 0, 0, 0
    for place, weight in enumerate(weights, 1):
        lead -= weight
        if lead > best:
            best, cut = lead, place
    return cut


def _by_groups(groups: list[list[Block]]) -> list[Section]:
    """Part at wide gaps alone: the groups that retell, those that judge, and the last if it takes leave."""
    weights = [sum(_weight(block) for block in group) for group in groups]
    presents = any(_SELF.search(block.text) for block in groups[0])
    if len(groups) > 2 and len(groups[0]) <= 2 and (weights[0] >= 0 or presents):
        below = _by_groups(groups[1:])
        return [*_intro(groups[0]), *below] if len(below) > 1 else _intro([b for group in groups for b in group])
    retelling = next((place for place, weight in enumerate(weights) if weight >= 0), len(groups))
    blocks = [block for group in groups for block in group]
    long_enough = sum(len(block.text) for group in groups[:retelling] for block in group) * 2 >= _ENOUGH_TOLD
    if retelling in (0, len(groups)) or not long_enough or any(weight < 0 for weight in weights[retelling:]):
        return _intro(blocks)
    closes = len(groups) - retelling > 1 and any(_CLOSING.search(block.text) for block in groups[-1])
    end = len(groups) - 1 if closes else len(groups)
    first = groups[0]
    intro = 1 if len(first) > 2 and _weight(first[0]) > 0 else 0
    told = [*first[intro:], *(block for group in groups[1:retelling] for block in group)]
    discussed = [block for group in groups[retelling:end] for block in group]
    found = [
        *_intro(first[:intro]),
        Section(PartKind.RECAP, None, tuple(told)),
        Section(PartKind.DISCUSSION, None, tuple(discussed)),
        *(Section(PartKind.CLOSING, None, tuple(group)) for group in groups[end:]),
    ]
    return [section for section in found if section.blocks]


def _by_paragraphs(blocks: Sequence[Block]) -> list[Section]:
    """Part paragraphs without any mark between them, where the first plainly retell and all the others judge."""
    if not 4 <= len(blocks) <= _MOST_PARAGRAPHS or any(block.shape is not Shape.PARAGRAPH for block in blocks):
        return _intro(blocks)
    weights = [_weight(block) for block in blocks]
    start = 1 if weights[0] >= 0 and _SELF.search(blocks[0].text) else 0
    cut = next((place for place in range(start, len(blocks)) if weights[place] > 0), len(blocks))
    told, judged = blocks[start:cut], weights[cut:]
    clear = (
        len(told) >= 2
        and sum(len(block.text) for block in told) >= _ENOUGH_TOLD
        and not any(_SELF.search(_NO_JUDGEMENT.sub("", block.text)) for block in told)
        and all(weight < 0 for weight in weights[start:cut])
        and sum(weight > 0 for weight in judged) >= 2
        and not any(weight < 0 for weight in judged)
    )
    if not clear:
        return _intro(blocks)
    end = len(blocks) - 1 if len(judged) > 2 and _CLOSING.search(blocks[-1].text) else len(blocks)
    found = [
        *_intro(blocks[:start]),
        Section(PartKind.RECAP, None, tuple(told)),
        Section(PartKind.DISCUSSION, None, tuple(blocks[cut:end])),
        Section(PartKind.CLOSING, None, tuple(blocks[end:])),
    ]
    return [section for section in found if section.blocks]


def _as_titled(sections: list[Section], title: str | None) -> list[Section]:
    """Take an undivided text for the recap that its title calls it, where it does retell."""
    if len(sections) != 1 or not title or not _RECAP_ALONE.search(title) or _MORE_THAN_RECAP.search(title):
        return sections
    weights = [_weight(block) for block in sections[0].blocks]
    told, judged = sum(weight < 0 for weight in weights), sum(weight > 0 for weight in weights)
    return [replace(sections[0], kind=PartKind.RECAP)] if told >= 2 and judged * 3 <= told else sections


def how_parted(sections: Sequence[Section]) -> Finding[str]:
    """Return how a review's parts were known: by `headings`, by `wording` and place, or not at all (`undivided`)."""
    if any(section.heading for section in sections):
        return Finding("headings", Source.HEADING, 0.95)
    return Finding("wording", Source.TEXT, 0.8) if len(sections) > 1 else Finding("undivided", Source.TEXT, 0.5)


def _weight(block: Block) -> int:
    """Return 1 for a block that judges, -1 for one that retells, 0 for one too short to tell."""
    text = _NO_JUDGEMENT.sub("", block.text[:5000])
    if len(text) < 80:
        return 0
    return 1 if len(_SELF.findall(text)) + len(_JUDGING.findall(text)) >= 2 else -1

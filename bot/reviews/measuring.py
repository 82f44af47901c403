"""How well reviews are read: a folder of texts, held against what a careful reader found in each.

Beside each text lies a JSON file of the same name: `url`, `title`, and `expected` with `kind`, `show`, `season`,
`episode`, `episode_end`, `is_final`, `episode_title`, `review_title`, `author`, `published`, `rating_value`,
`rating_scale`, `rating_raw`, `has_recap_section`, `has_discussion_section`, `has_closing_section`,
`loose_end_fragments` and, optionally, `language`, `canonical_url`, `loose_ends` and `notes`. What is not there is not
measured, nor is a field that the notes call undecidable (`undecidable: author`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from bot.errors import UnreadableReview
from bot.reviews.model import Review, as_json
from bot.reviews.reader import MAX_BYTES, read_review
from bot.shows import fold

_SUFFIXES = (".txt", ".md", ".html", ".htm")
_FIELDS = {
    "kind": "kind",
    "show": "show",
    "season": "season",
    "episodes": "episode",
    "last of its show": "is_final",
    "score": "rating_value",
    "title": "review_title",
    "episode title": "episode_title",
    "author": "author",
    "published": "published",
    "address": "canonical_url",
    "language": "language",
    "recap": "has_recap_section",
    "discussion": "has_discussion_section",
    "closing": "has_closing_section",
}
_UNDECIDABLE = re.compile(r"undecidable:\s*([a-z_, ]+)", re.IGNORECASE)


class Verdict(Enum):
    """How what was read compares to what is there."""

    RIGHT = "right"
    MISSED = "missed"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One field of one text: what is there, what was read, and how they compare."""

    sample: str
    field: str
    expected: object
    found: object

    @property
    def verdict(self) -> Verdict:
        """Right, or missed where nothing was read, or false where something else was."""
        if self.expected == self.found:
            return Verdict.RIGHT
        return Verdict.MISSED if self.found in (None, False, "unknown") else Verdict.FALSE


@dataclass(frozen=True, slots=True)
class Report:
    """The outcomes of a folder: `ends` are loose ends that are there, `offered` those that were read."""

    outcomes: tuple[Outcome, ...]
    ends: tuple[Outcome, ...]
    offered: tuple[Outcome, ...]
    samples: int

    def share(self, field: str) -> float:
        """Return the share of texts in which a field is right, 1 where none has it."""
        return _share([outcome for outcome in self.outcomes if outcome.field == field])

    def false(self, field: str) -> int:
        """Return in how many texts a field was read as something that is not there."""
        return sum(outcome.field == field and outcome.verdict is Verdict.FALSE for outcome in self.outcomes)

    @property
    def found_ends(self) -> float:
        """The share of the loose ends that are there which were found."""
        return _share(self.ends)

    @property
    def real_ends(self) -> float:
        """The share of the loose ends offered which are there."""
        return _share(self.offered)


def measure(folder: Path, *, text_alone: bool = False) -> Report:
    """Read every text of a folder that has a JSON file beside it, and compare.

    `text_alone` keeps from the reader the address and title that its JSON file names, as a feed would.

    Raises:
        UnreadableReview: the folder holds no such pair, or a JSON file is not of the form.
    """
    outcomes: list[Outcome] = []
    ends: list[Outcome] = []
    offered: list[Outcome] = []
    samples = 0
    for notes in sorted(folder.glob("*.json")):
        text = next((path for suffix in _SUFFIXES if (path := notes.with_suffix(suffix)).exists()), None)
        if text is None:
            continue
        told = _told(notes)
        expected = told["expected"]
        samples += 1
        try:
            review = read_review(
                text.read_bytes()[: MAX_BYTES + 1],
                url=None if text_alone else told.get("url"),
                title=None if text_alone else told.get("title"),
            )
        except UnreadableReview:
            review = None
        outcomes += _compared(notes.stem, review, expected)
        texts = [] if review is None else [end.text for end in review.loose_ends]
        fragments = expected.get("loose_end_fragments")
        if fragments is not None and "loose_ends" not in expected:
            ends += [
                Outcome(notes.stem, "loose end", f, f if any(_within(f, t) for t in texts) else None) for f in fragments
            ]
            offered += [
                Outcome(notes.stem, "loose end", t if any(_within(f, t) for f in fragments) else None, t) for t in texts
            ]
    if not samples:
        raise UnreadableReview(f"{folder} holds no text with a .json file of the same name beside it.")
    return Report(tuple(outcomes), tuple(ends), tuple(offered), samples)


def describe(report: Report) -> str:
    """Return a report for a terminal: a table of the fields, then the misses one by one."""
    lines = [
        f"{report.samples} text{'' if report.samples == 1 else 's'}",
        "",
        f"{'field':<18}{'right':>12}{'':>8}{'missed':>8}{'false':>8}",
    ]
    fields = list(dict.fromkeys(outcome.field for outcome in report.outcomes))
    for name in fields:
        of = [outcome for outcome in report.outcomes if outcome.field == name]
        count = {verdict: sum(outcome.verdict is verdict for outcome in of) for verdict in Verdict}
        lines.append(
            f"{name:<18}{count[Verdict.RIGHT]:>5} of {len(of):<4}{_share(of):>7.0%}"
            f"{count[Verdict.MISSED]:>8}{count[Verdict.FALSE]:>8}"
        )
    for name, ends in (("loose ends found", report.ends), ("offered ones real", report.offered)):
        right = sum(outcome.verdict is Verdict.RIGHT for outcome in ends)
        lines.append(f"{name:<18}{right:>5} of {len(ends):<4}{_share(ends):>7.0%}")
    misses = [o for o in (*report.outcomes, *report.ends, *report.offered) if o.verdict is not Verdict.RIGHT]
    lines += ["", *(f"{o.sample}: {o.field}: {_shown(o.expected)}, read {_shown(o.found)}" for o in misses)]
    return "\n".join(lines).rstrip()


def _told(notes: Path) -> dict[str, Any]:
    try:
        told = json.loads(notes.read_text(encoding="utf-8"))
    except ValueError:
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("expected"), dict):
        raise UnreadableReview(f"{notes.name} is not of the form: it should be JSON with the key “expected”.")
    return told


def _compared(sample: str, review: Review | None, expected: Mapping[str, Any]) -> Iterable[Outcome]:
    read = {} if review is None else as_json(review)
    undecidable = {
        name.strip() for found in _UNDECIDABLE.findall(expected.get("notes") or "") for name in found.split(",")
    }
    kinds = {part["kind"] for part in read.get("parts", ())}
    score = read.get("score") or {}
    found = {
        "kind": read.get("kind", "unknown"),
        "show": _named(read.get("show")),
        "season": read.get("season"),
        "episodes": _span(read.get("first_episode"), read.get("last_episode")),
        "last of its show": read.get("is_final", False),
        "score": _score(score.get("value"), score.get("scale")),
        "title": _named(read.get("title")),
        "episode title": _named(read.get("episode_title")),
        "author": _named(read.get("author")),
        "published": read.get("published"),
        "address": read.get("url"),
        "language": read.get("language"),
        "recap": "recap" in kinds,
        "discussion": "discussion" in kinds,
        "closing": "closing" in kinds,
    }
    there = {
        name: expected.get(key)
        for name, key in _FIELDS.items()
        if key in expected and not undecidable & {key, name, key.removeprefix("has_").removesuffix("_section")}
    }
    for name in ("show", "title", "episode title", "author"):
        if name in there:
            there[name] = _named(there[name])
    if "kind" in there:
        there["kind"] = "special" if there["kind"] in ("ova", "movie") else there["kind"]
    if "episodes" in there:
        there["episodes"] = _span(expected["episode"], expected.get("episode_end") or expected["episode"])
    if "score" in there:
        there["score"] = _score(expected["rating_value"], expected.get("rating_scale"))
    return [Outcome(sample, name, value, found[name]) for name, value in there.items()]


def _share(outcomes: Sequence[Outcome]) -> float:
    return sum(o.verdict is Verdict.RIGHT for o in outcomes) / len(outcomes) if outcomes else 1.0


def _named(name: str | None) -> str | None:
    return None if name is None else fold(name)


def _span(first: float | None, last: float | None) -> str | None:
    return None if first is None else f"{first:g}" if first == last else f"{first:g}–{last:g}"


def _score(value: object, scale: object) -> str | None:
    if value is None:
        return None
    known = f" of {scale}" if isinstance(scale, int | float) else ""
    return (f"{value:g}" if isinstance(value, int | float) else str(value).casefold()) + known


def _within(fragment: str, text: str) -> bool:
    return fold(fragment) in fold(text)


def _shown(value: object) -> str:
    return "nothing" if value is None else f"“{value}”" if isinstance(value, str) else str(value)

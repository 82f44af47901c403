"""How something about a review was known, and how sure that is; below the bar it counts as not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

BAR = 0.75
"""A finding less sure than this is null in the review, and people are asked: a wrong guess spoils, asking does not."""


class Source(StrEnum):
    """Where something was found."""

    FRONT_MATTER = "front matter"
    PAGE = "page"
    TITLE = "title"
    ADDRESS = "address"
    HEADING = "heading"
    BYLINE = "byline"
    TEXT = "text"


_TRUST = {
    Source.FRONT_MATTER: 3,
    Source.PAGE: 3,
    Source.TITLE: 3,
    Source.ADDRESS: 2,
    Source.HEADING: 2,
    Source.BYLINE: 2,
    Source.TEXT: 1,
}
_DENIED_BY_EQUAL = 0.5
_DENIED_BY_LESSER = 0.15


@dataclass(frozen=True, slots=True)
class Finding(Generic[T]):
    """What was found, where, and how sure that is, from 0 to 1."""

    value: T
    source: Source
    sureness: float

    @property
    def is_sure(self) -> bool:
        """Whether it reaches the bar."""
        return self.sureness >= BAR


def sure(finding: Finding[T] | None) -> T | None:
    """Return what was found where it is sure, else None."""
    return finding.value if finding is not None and finding.is_sure else None


def settle(findings: Sequence[Finding[T]], same: Callable[[T, T], bool]) -> Finding[T] | None:
    """Put together what several places say of one thing; `same` tells whether two values mean the same.

    Places that agree make each other surer; a place that says otherwise makes the answer less sure, a lot where it is
    to be trusted as much, little where less. The answer is that of the surest group, in the words of its first place.
    """
    groups: list[list[Finding[T]]] = []
    for finding in findings:
        group = next((group for group in groups if same(group[0].value, finding.value)), None)
        if group is None:
            groups.append([finding])
        else:
            group.append(finding)
    answers = [_weighed(group, [other for other in groups if other is not group]) for group in groups]
    return max(answers, key=lambda answer: answer.sureness, default=None)


def _weighed(group: Sequence[Finding[T]], others: Sequence[Sequence[Finding[T]]]) -> Finding[T]:
    doubt = 1.0
    for source in {finding.source for finding in group}:
        doubt *= 1 - max(finding.sureness for finding in group if finding.source is source)
    sureness = 1 - doubt
    trust = max(_TRUST[finding.source] for finding in group)
    for other in others:
        denied = max(
            finding.sureness * (_DENIED_BY_EQUAL if _TRUST[finding.source] >= trust else _DENIED_BY_LESSER)
            for finding in other
        )
        sureness *= 1 - denied
    return replace(group[0], sureness=round(sureness, 3))

"""Episode numbers and spans: read, ordered, written.

Numbers are exact. Specials sit between episodes (`13.5`) or before them (`0`), so a number is kept in
hundredths, as an integer, here and in the database.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.errors import NotAnEpisode

HIGHEST = 9_999
"""The highest whole number taken for an episode; the longest anime have some 2,800 (Doraemon, Sazae-san)."""

_NUMBER = re.compile(r"(?P<whole>\d{1,4})(?:[.,](?P<part>\d{1,2}))?\Z")


@dataclass(frozen=True, order=True, slots=True)
class EpisodeNumber:
    """An episode's number within its season, in hundredths: `1350` is episode 13.5."""

    hundredths: int

    def __post_init__(self) -> None:
        if not 0 <= self.hundredths <= HIGHEST * 100 + 99:
            raise ValueError("an episode number lies between 0 and 9999.99")

    @classmethod
    def of(cls, whole: int) -> EpisodeNumber:
        """Return the number of a whole episode."""
        return cls(whole * 100)

    @classmethod
    def parse(cls, text: str) -> EpisodeNumber:
        """Read `13`, `013`, `13.5` or `13,5`, and nothing more.

        Raises:
            NotAnEpisode: the text is anything else.
        """
        match = _NUMBER.match(unicodedata.normalize("NFKC", text).strip())
        if match is None:
            raise NotAnEpisode(f"“{_shown(text)}” is not an episode number. A number such as 13 or 13.5 would be.")
        return cls(int(match["whole"]) * 100 + int((match["part"] or "0").ljust(2, "0")))

    def __str__(self) -> str:
        whole, part = divmod(self.hundredths, 100)
        return str(whole) if part == 0 else f"{whole}.{part:02d}".rstrip("0")


@dataclass(frozen=True, order=True, slots=True)
class EpisodeSpan:
    """The episodes a review covers, both ends included; one episode is a span whose ends are the same."""

    first: EpisodeNumber
    last: EpisodeNumber

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a span ends before it starts")

    @classmethod
    def of(cls, number: EpisodeNumber) -> EpisodeSpan:
        """Return the span of a single episode."""
        return cls(number, number)

    def numbers(self) -> tuple[EpisodeNumber, ...]:
        """Return the episodes of the span: from the first in whole steps, and the last."""
        steps = range(self.first.hundredths, self.last.hundredths, 100)
        return (*map(EpisodeNumber, steps), self.last)

    @property
    def label(self) -> str:
        """Return what to call it at the beginning of a line: `Episode 13`, `Episodes 6–7`."""
        return f"Episode {self}" if self.first == self.last else f"Episodes {self}"

    def __contains__(self, number: EpisodeNumber) -> bool:
        return self.first <= number <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class EpisodeRequest:
    """What a member typed for an episode: a number, perhaps with a season, or the last one there is."""

    number: EpisodeNumber | None
    season: int | None = None

    @property
    def final(self) -> bool:
        """Whether the last episode was asked for, whichever number it has."""
        return self.number is None


_FINAL = re.compile(r"(?:the )?(?:final|finale|last)(?: (?:ep\.?|episode))?\Z")
_VALUE = r"(?P<number>\d{1,4}(?:[.,]\d{1,2})?)"
_EPISODE_WORD = r"(?:episodes?|eps?|e|#)"
_REQUESTS = tuple(
    re.compile(pattern + r"\Z")
    for pattern in (
        rf"(?:{_EPISODE_WORD}\s*[.#]?\s*)?{_VALUE}",
        rf"s(?:eason)?\s*(?P<season>\d{{1,2}})\s*[,:-]?\s*{_EPISODE_WORD}\s*[.#]?\s*{_VALUE}",
        rf"(?P<season>\d{{1,2}})x{_VALUE}",
        rf"第?{_VALUE}[話话回]",
    )
)


def read_request(text: str) -> EpisodeRequest:
    """Read what a member typed for an episode: `13`, `#13`, `ep 13`, `13.5`, `s2e3`, `2x03`, `第13話`, `final`.

    Raises:
        NotAnEpisode: the text names no single episode.
    """
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if _FINAL.match(folded):
        return EpisodeRequest(None)
    for pattern in _REQUESTS:
        match = pattern.match(folded)
        if match:
            season = match.groupdict().get("season")
            return EpisodeRequest(EpisodeNumber.parse(match["number"]), int(season) if season else None)
    raise NotAnEpisode(
        f"“{_shown(text)}” names no episode that I can read. Try a number, such as 13, 13.5 or s2e3, or “final”."
    )


def read_span(text: str) -> EpisodeSpan:
    """Read the episodes of a review: `13`, or from one to another, `12-13`.

    Raises:
        NotAnEpisode: the text is anything else.
    """
    first, dash, last = unicodedata.normalize("NFKC", text).replace("–", "-").partition("-")
    span = sorted((EpisodeNumber.parse(first), EpisodeNumber.parse(last if dash else first)))
    return EpisodeSpan(span[0], span[1])


def write_spans(numbers: list[EpisodeNumber]) -> str:
    """Write ordered episode numbers shortly: `1–4, 6, 13.5`. Whole neighbours run together."""
    runs: list[list[EpisodeNumber]] = []
    for number in numbers:
        if runs and number.hundredths == runs[-1][-1].hundredths + 100 and number.hundredths % 100 == 0:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[1]}" for run in runs)


def _shown(text: str) -> str:
    """Return a member's own words short and harmless enough to show them back."""
    plain = "".join(c for c in text if c.isalnum() or c in " .,#-–/+'")
    return plain if len(plain) <= 40 else plain[:39] + "…"

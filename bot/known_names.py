"""The names of shows that are known before a review is read: where a line holds one, and which are one show's.

A headline that runs into a name (`Lamps Fail in Copper Tide`) can be told from it only by knowing the name. A name that
is not listed is read as if there were no list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

_LISTS = ("anime.txt", "bangumi-data.txt")
_PARTING = " | "
_COMMENT = "# "
_WORDLESS = r"\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Scripts that put no space between words: each of their signs counts as a word."""
_LETTER = rf"[^\W_{_WORDLESS}]"
_WORD = re.compile(rf"{_LETTER}(?:[’'`]?{_LETTER})*|[{_WORDLESS}]|[&×]")
_OWNS = re.compile(r"[’'`]s$", re.IGNORECASE)
_WORDLESS_SIGN = re.compile(rf"[{_WORDLESS}]")
_SPELLED = {"&": "and", "×": "x"}
_LONGEST = 500
_ARTICLES = ("the ", "a ", "an ")
_LEAST_LETTERS = 3
"""Signs of a name that is told from other words; those of a script without spaces are two, with the space between."""
_VOICING = {"\u3099", "\u309a"}  # が is か and a mark: taking the mark off would make another letter of it
_MOST_TOGETHER = 8


@dataclass(frozen=True, slots=True)
class Known:
    """A known name in a line: where it stands, as it is written there, and the number of its words.

    Of a script without spaces two signs count as a word.
    """

    start: int
    end: int
    name: str
    words: int


class KnownNames:
    """Names of shows, by which those in a line are found."""

    def __init__(self, shows: Iterable[Iterable[str]]) -> None:
        """Take the names of each show; a name may be that of several."""
        self._shows: dict[str, tuple[int, ...]] = {}
        for number, names in enumerate(shows):
            keys = {key for name in names for key in _keys(name)}
            for key in keys | {bare for key in keys if " " in (bare := _bare(key))}:
                self._shows[key] = (*self._shows.get(key, ()), number)
        self._longest: dict[str, int] = {}
        for key in self._shows:
            first, *more = key.split()
            self._longest[first] = max(self._longest.get(first, 0), 1 + len(more))

    def __contains__(self, name: str) -> bool:
        """Tell whether a name is known, whatever its case, accents and punctuation."""
        return not self._shows.keys().isdisjoint(_keys(name))

    def are_one(self, name: str, other: str) -> bool:
        """Tell whether two names are listed as the same show's."""
        return not self._shows_of(name).isdisjoint(self._shows_of(other))

    def _shows_of(self, name: str) -> set[int]:
        return {show for key in _keys(name) for show in self._shows.get(key, ())}

    def in_line(self, line: str) -> list[Known]:
        """Return the known names of a line's first 500 signs, from left to right: of those that overlap, the longer."""
        words = list(_words(line[:_LONGEST]))
        found: list[Known] = []
        place = 0
        while place < len(words):
            length = self._longest_at(words, place, line)
            if length:
                start = words[place][1]
                last = words[place + length - 1][2]
                if line[start:last] not in self:
                    last -= 2  # it is the name’s possessive
                end = _closed(line, start, last)
                found.append(Known(start, end, line[start:end], _weight(line[start:end], length)))
            place += length or 1
        return found

    def _longest_at(self, words: list[tuple[str, int, int]], place: int, line: str) -> int:
        first, start, end = words[place]
        most = self._longest.get(first, 0) or (self._longest.get(first[:-1], 0) if _owns(line, end) else 0)
        most = max(most, _run_together(words, place, line))
        for length in range(min(most, len(words) - place), 0, -1):
            end = words[place + length - 1][2]
            keys = _with_run_together(_joined(words[place : place + length]), line[start:end])
            if any(key in self._shows or (_owns(line, end) and key[:-1] in self._shows) for key in keys):
                return length
        return 0


@lru_cache(maxsize=1)
def known_names() -> KnownNames:
    """Return the names that come with the bot; `bot/names/README.md` tells where they are from.

    The first call reads them, which takes some three tenths of a second: make it in a thread.
    """
    folder = files("bot") / "names"
    lines = (line for name in _LISTS for line in (folder / name).read_text("utf-8").splitlines())
    return KnownNames(line.split(_PARTING) for line in lines if not line.startswith(_COMMENT))


def compared(text: str) -> str:
    """Return the words of a text as names are compared, with a space before, between and after them."""
    return f" {_joined(_words(text))} "


def _key(name: str) -> str:
    """Return a name as it is compared, or "" where it is too short to be told from other words."""
    key = _joined(_words(name))
    return key if len(key) >= _LEAST_LETTERS and not key.replace(" ", "").isdecimal() else ""


def _keys(name: str) -> list[str]:
    key = _key(name)
    return _with_run_together(key, name) if key else []


def _with_run_together(key: str, name: str) -> list[str]:
    """Return how a name is compared, and how it is without its signs where no space is in it: `Re:Zero` is `ReZero`."""
    return [key, key.replace(" ", "")] if " " in key and not any(c.isspace() for c in name) else [key]


def _run_together(words: list[tuple[str, int, int]], place: int, line: str) -> int:
    """Return how many words stand together with nothing but signs between them, as in `Kure-nai`."""
    count = 1
    for before, after in pairwise(words[place : place + _MOST_TOGETHER]):
        if before[2] == after[1] or any(c.isspace() for c in line[before[2] : after[1]]):
            break
        count += 1
    return count


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Return the words of a text as they are compared, each with where it begins and ends."""
    for match in _WORD.finditer(text):
        yield _folded(match.group()), match.start(), match.end()


@lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    bare = re.sub("[’'`]", "", _SPELLED.get(word, word)).casefold()
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if c in _VOICING or not unicodedata.combining(c))
    # long vowels of Japanese are written in many ways: `Uchôten`, `Uchouten` and `Uchoten` are one name
    return bare.replace("ou", "o").replace("oo", "o").replace("uu", "u")


def _owns(line: str, end: int) -> bool:
    """Tell whether a word that ends there is a possessive: a name that does not hold the `’s` may stand before it."""
    return _OWNS.search(line, max(0, end - 2), end) is not None


def _joined(words: Iterable[tuple[str, int, int]]) -> str:
    return " ".join(word for word, _, _ in words)


def _bare(key: str) -> str:
    """Return a name without its article, as many leave it out."""
    return next((key[len(article) :] for article in _ARTICLES if key.startswith(article)), key)


def _weight(name: str, words: int) -> int:
    return words if _WORDLESS_SIGN.search(name) is None else max(1, words // 2)


def _closed(line: str, start: int, end: int) -> int:
    """Return where a name ends with the signs that belong to it: `!`, `?` and `+`, and a bracket that it opened."""
    while line.startswith(("!", "?", "+"), end):
        end += 1
    opened = line.count("(", start, end) > line.count(")", start, end)
    return end + 1 if opened and line.startswith(")", end) else end

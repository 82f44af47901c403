"""Loose ends: what the story has left open, how long each has been, and what became of all of them.

Plain functions of plain values; the storage keeps the ledger, the cogs ask here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from bot.episodes import EpisodeNumber
from bot.shows import fold

LONGEST_QUESTION = 500
LONGEST_ANSWER = 1_000
LONGEST_THEORY = 500
"""Characters that members may write: short enough that a list of them can be read."""

_ALIKE = 0.63
_STEM = 4
"""Letters at the beginning of a word by which it is the same in another form: `mask`, `masked`; `harbour`, `harbor`."""
# Words that most questions have, in the languages that reviews are mostly written in; they make no two alike.
_COMMON = frozenset(
    (  # noqa: SIM905 - prose is easier to read
        "a about after an and are at be been before behind by can did do does for from had happen happened happens has"
        " have he her him his how in into is it its not of on or she so that the their them they this to was we were"
        " what when where whether which who whom whose why will with would der die das ein eine ist und wer wie warum"
        " wo el la los las que es un una quien como por le les des qui est et de il"
    ).split()
)


class Status(StrEnum):
    """What has become of a loose end, by what a viewer has watched."""

    OPEN = "open"
    ANSWERED = "answered"
    DROPPED = "dropped"


class Turn(StrEnum):
    """What happens to a loose end in an episode."""

    ANSWERED = "answered"
    DROPPED = "dropped"
    REOPENED = "reopened"

    @property
    def status(self) -> Status:
        """What holds after it."""
        return Status.OPEN if self is Turn.REOPENED else Status(self.value)


def quiet_for(touched: EpisodeNumber, latest: EpisodeNumber) -> int:
    """Return for how many whole episodes nothing has come up of a loose end.

    Args:
        touched: the last episode in which something did.
        latest: the last episode that the viewer has watched, and that there is.
    """
    return max(0, (latest.hundredths - touched.hundredths) // 100)


def search_words(text: str) -> list[str]:
    """Return the words of a text as they are looked for; in scripts without spaces every character is one."""
    words: list[str] = []
    for run in fold(text).split():
        word = ""
        for char in run:
            if _stands_alone(char):
                words += [word] if word else []
                words.append(char)
                word = ""
            elif char.isalnum():
                word += char
        words += [word] if word else []
    return words


def telling_words(text: str) -> list[str]:
    """Return the words by which a question may be known again, without those that most have; each once."""
    words = dict.fromkeys(search_words(text))
    return [word for word in words if word not in _COMMON] or list(words)


def likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how alike two questions are, by the telling words they share and how those are spelled.

    Words are the same that begin alike. Words and spelling are each compared by what both have of what they have
    together (Sørensen and Dice's coefficient), the spelling by pairs of letters: that takes no longer for texts that
    were made to take long. The words count for more, lest a single long one make two questions alike.
    """
    words, others = telling_words(one), telling_words(other)
    if not words or not others:
        return 0.0
    a, b = ({word[:_STEM] for word in each} for each in (words, others))
    shared = _shared(Counter(a), Counter(b))
    if min(len(a), len(b)) == 1 and a != b:
        shared /= 2  # one word alone, such as a name, makes no question
    spelled = _shared(_pairs(words), _pairs(others))
    return max((3 * shared + spelled) / 4, 0.72 * spelled)


def most_alike(question: str, others: Sequence[tuple[int, str]], most: int = 3) -> list[int]:
    """Return the keys of the questions that may be the same, the likeliest first."""
    scored = sorted(((likeness(question, text), key) for key, text in others), key=lambda pair: (-pair[0], pair[1]))
    return [key for score, key in scored[:most] if score >= _ALIKE]


def _stands_alone(char: str) -> bool:
    """Tell whether a character is of a script that is written without spaces."""
    return unicodedata.category(char) == "Lo" and (
        "\u0e00" <= char <= "\u0eff" or "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char > "\uffff"
    )


def _pairs(words: Sequence[str]) -> Counter[str]:
    """Return the pairs of letters in words; the first of a word makes one with what stands before it."""
    return Counter("".join(pair) for word in words for pair in pairwise(f" {word}"))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)

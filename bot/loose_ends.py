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

_ALIKE = 0.6
# Words that most questions have, in the languages that reviews are mostly written in; they make no two alike.
_COMMON = frozenset(
    (  # noqa: SIM905 - prose is easier to read
        "a an and are at be been by can did do does for from had has have he her him his how in is it its not of on or"
        " she so that the their them they this to was we were what when where whether which who whom whose why will"
        " with would der die das ein eine ist und wer wie warum wo el la los las que es un una quien como por le les"
        " des qui est et de il"
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
    """Return from 0 to 1 how alike two questions are, by the words they share and how they are spelled.

    The spelling is compared by pairs of letters (Sørensen and Dice's coefficient), for that takes no longer for texts
    that were made to take long.
    """
    a, b = set(telling_words(one)), set(telling_words(other))
    if not a or not b:
        return 0.0
    shared = len(a & b) / min(len(a), len(b))
    if min(len(a), len(b)) == 1 and a != b:
        shared /= 2  # one word alone, such as a name, makes no question
    pairs, others = (Counter(map("".join, pairwise(fold(text)))) for text in (one, other))
    spelled = 2 * (pairs & others).total() / max(pairs.total() + others.total(), 1)
    return max(spelled, (2 * shared + spelled) / 3)


def most_alike(question: str, others: Sequence[tuple[int, str]], most: int = 3) -> list[int]:
    """Return the keys of the questions that may be the same, the likeliest first."""
    scored = sorted(((likeness(question, text), key) for key, text in others), key=lambda pair: (-pair[0], pair[1]))
    return [key for score, key in scored[:most] if score >= _ALIKE]


def _stands_alone(char: str) -> bool:
    """Tell whether a character is of a script that is written without spaces."""
    return unicodedata.category(char) == "Lo" and (
        "\u0e00" <= char <= "\u0eff" or "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char > "\uffff"
    )

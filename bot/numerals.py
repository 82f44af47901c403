"""Small numbers that are written as words."""

from __future__ import annotations

import re

_UNITS = re.split(
    " ",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS = re.split(
    " ",
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
)
_ORDINALS += [f"twenty-{word}" for word in _ORDINALS[1:10]]
# In German, French, Spanish, Portuguese and Italian; what is an English word too is left out.
_ELSEWHERE = {
    word: number
    for number, words in enumerate(
        (
            "eins uno",
            "zwei deux dos due",
            "drei trois tres três tre",
            "vier quatre cuatro quatro quattro",
            "fünf cinq cinco cinque",
            "sechs seis sei",
            "sieben siete sette sete",
            "acht huit ocho otto oito",
            "neun neuf nueve nove",
            "zehn dix diez dieci dez",
        ),
        1,
    )
    for word in words.split()
}
_ALONE = "|".join(sorted((*_UNITS, *_ELSEWHERE), key=len, reverse=True))

WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS[1:10])}))?|{_ALONE})"
"""A pattern for a number from zero to fifty-nine in words, to be used without regard to case."""
ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS[1:])})"
"""A pattern for an ordinal from first to twenty-ninth, in words or digits."""

KANJI = "一二三四五六七八九十百"
"""The signs that numbers up to 999 are written with in Japanese and Chinese."""


def kanji(text: str) -> str:
    """Return the digits of a number in kanji, such as `二十四`."""
    total = digit = 0
    for sign in text:
        if sign in "十百":
            total += max(digit, 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + KANJI.index(sign) + 1
    return str(total + digit)


def cardinal(text: str) -> str:
    """Return the digits of a number in words; a number in digits comes back as it is."""
    words = re.split(r"[ -]", text.lower())
    if words[0] in _TENS:
        return str(_TENS[words[0]] + (_UNITS.index(words[1]) if len(words) > 1 else 0))
    if words[0] in _ELSEWHERE:
        return str(_ELSEWHERE[words[0]])
    return str(_UNITS.index(words[0])) if words[0] in _UNITS else text


def ordinal(text: str) -> int:
    """Return the number of an ordinal such as `third` or `3rd`."""
    lowered = text.lower()
    return _ORDINALS.index(lowered) if lowered in _ORDINALS else int(lowered[:-2])

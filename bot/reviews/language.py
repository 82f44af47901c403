"""The language of a review, from its own words and from what its page says."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.reviews.evidence import Finding, Source

if TYPE_CHECKING:
    from lingua import LanguageDetector

_ENOUGH = 40
"""Letters; fewer say little. A sign of Japanese, Chinese or Korean counts for three."""
_LOOKED_INTO = 1_500
_CLEAR = 0.6
_CODE = re.compile(r"[A-Za-z]{2}(?![A-Za-z])")
_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def find_language(text: str, declared: str | None) -> Finding[str] | None:
    """Return a text's language as an ISO 639-1 code, or None where neither its words nor its page tell.

    `declared` is what the page says, such as `en-GB`. Where the words clearly are of another language they are
    believed: many blogs write in theirs inside an English template.
    """
    match = _CODE.match(declared or "")
    said = match.group().lower() if match else None
    letters = sum(c.isalpha() for c in text[:_LOOKED_INTO]) + 2 * len(_SIGN.findall(text[:_LOOKED_INTO]))
    if letters >= _ENOUGH:
        best = _detector().compute_language_confidence_values(text[:_LOOKED_INTO])[0]
        read = best.language.iso_code_639_1.name.lower()
        if read == said:
            return Finding(read, Source.PAGE, 0.98)
        if best.value >= _CLEAR:
            return Finding(read, Source.TEXT, 0.9)
    return Finding(said, Source.PAGE, 0.8) if said else None


@cache
def _detector() -> LanguageDetector:
    # Some hundredths of a second and 23 MB, at the first review rather than at the start.
    from lingua import Language, LanguageDetectorBuilder

    known = (
        *(Language.ENGLISH, Language.GERMAN, Language.FRENCH, Language.SPANISH, Language.ITALIAN, Language.PORTUGUESE),
        *(
            Language.DUTCH,
            Language.POLISH,
            Language.RUSSIAN,
            Language.TURKISH,
            Language.INDONESIAN,
            Language.VIETNAMESE,
        ),
        *(Language.SWEDISH, Language.FINNISH, Language.JAPANESE, Language.CHINESE, Language.KOREAN, Language.THAI),
        *(Language.ARABIC, Language.UKRAINIAN, Language.CZECH, Language.HUNGARIAN, Language.GREEK),
    )
    return LanguageDetectorBuilder.from_languages(*known).with_low_accuracy_mode().build()

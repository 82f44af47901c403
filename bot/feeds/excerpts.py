"""Whether a text is an article, or only the beginning of one."""

from __future__ import annotations

import re

SHORTEST = 700
"""Characters; a summary with fewer is not the whole of a review. WordPress cuts at 55 words, some 350 characters."""
_TRAILS_OFF = 1_500
"""Characters; a longer text that ends in an ellipsis means it."""

_FOOTER = re.compile(
    r"\s*\b(?:The post|Der Beitrag|L['’]article|La entrada|L['’]articolo|O post) .{1,300} (?:appeared first on"
    r"|first appeared on|erschien zuerst auf|est apparu en premier sur|se publicó primero en|proviene da"
    r"|apareceu primeiro em) .{1,200}$",
    re.IGNORECASE,
)
_LABELS = (
    "continue reading",
    "keep reading",
    "read more",
    "read the rest",
    "read on",
    "read the full",
    "read full",
    "read the whole",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
    "seguir leyendo",
    "sigue leyendo",
    "leer más",
    "continue lendo",
    "leia mais",
    "continua a leggere",
    "leggi tutto",
    "lees verder",
    "läs mer",
    "czytaj dalej",
    "читать далее",
)
_WRITTEN = {form for label in _LABELS for form in (label.capitalize(), label.title(), label.upper())}
_MORE = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(_WRITTEN))})|(?:^|[.!?…\])»”\"] ?)(?:{'|'.join(_LABELS)}))\b"
    r"[^.!?]{0,200}[.… »>→›)\]”\"]*$"
    r"|(?:続きを読む|続きはこちら|阅读全文|繼續閱讀|계속 읽기|더 보기)\W*$"
    r"|(?:\[ ?(?:…|\.{3}) ?\]|\(more ?(?:…|\.{3})?\)) ?$"
)
_ELLIPSIS = re.compile(r"(?:…|\.{3})\W*$")


def is_cut_off(words: str) -> bool:
    """Tell whether the words of a text, on one line, end as those of an excerpt do.

    A link's label counts where it is written as one: in a sentence, `you can read more of it` asks for nothing.
    """
    end = _FOOTER.sub("", words[-800:])[-300:]
    return bool(_MORE.search(end)) or (len(words) < _TRAILS_OFF and bool(_ELLIPSIS.search(end)))

"""From a file's bytes to text, or to a clear reason why not."""

from __future__ import annotations

import re

from bot.errors import UnreadableReview

MAX_BYTES = 1_000_000
"""A file of more bytes is refused; the longest reviews have some 60,000."""

_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or sound"),
    (b"PK\x03\x04", "a zip or office file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format 3", "a database"),
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_META_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_CHARSETS = {
    "iso-8859-1": "cp1252",  # pages that say Latin-1 mean this, as browsers have long known
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-2": "iso-8859-2",
    "iso-8859-15": "iso-8859-15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "koi8-r": "koi8-r",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "euc-jp": "euc-jp",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "euc-kr": "cp949",
}
_UTF8_READ_AS_WESTERN = re.compile("[ÂÃâ][\u0080-\u00bf€™œžšŸ‚„…†‡ˆ‰‹‘’“”•–—˜›]")
_WESTERN = frozenset("‘’“”–—…•€™©®°·«»¿¡§£\u00a0½¼¾×")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes) -> str:
    """Return the text of a file, with line feeds alone at line ends.

    Raises:
        UnreadableReview: it is too large, empty, no text, or in an encoding that cannot be told.
    """
    if len(data) > MAX_BYTES:  # by how much is not known: whoever opens a file reads one byte past the limit
        raise UnreadableReview(f"The file has more than {MAX_BYTES:,} bytes, as no review has.")
    what = known_format(data)
    if what:
        raise UnreadableReview(f"The file is {what}, not text; save the review as text, Markdown or HTML.")
    text = _text(data)
    if "\0" in text or len(_CONTROL.findall(text)) > len(text) // 100:
        raise UnreadableReview("The file is binary, not text; save the review as text, Markdown or HTML.")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text)
    if not text.strip():
        raise UnreadableReview("The file is empty.")
    return text


def known_format(data: bytes) -> str | None:
    """Return what a file that is no text is, such as `a picture`, by its first bytes; None where they don't tell."""
    return next((what for signature, what in _SIGNATURES if data.startswith(signature)), None)


def _text(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise UnreadableReview("The file is binary, not text; save the review as text, Markdown or HTML.")
    declared = _META_CHARSET.search(data[:4096])
    if declared:
        name = declared.group(1).decode("ascii").lower()
        if name in _CHARSETS:
            return _strict(data, _CHARSETS[name])
    return _western(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableReview("The file's text is in an encoding that cannot be read; save it as UTF-8.") from None


def _western(data: bytes) -> str:
    """Decode as windows-1252, if what comes out looks like a language written with it."""
    text = _strict(data, "cp1252")
    high = [c for c in text if ord(c) > 127]
    odd = sum(1 for c in high if not (c.isalpha() or c in _WESTERN))
    if len(high) * 5 > len(text) or odd * 4 > len(high) or _UTF8_READ_AS_WESTERN.search(text):
        raise UnreadableReview("The file's text is in an encoding that cannot be told; save it as UTF-8.")
    return text

"""From a feed's bytes to text, whatever encoding they are in and whatever is said about that."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from bot.errors import FeedUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"\s*<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{2,30})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]{2,30})", re.IGNORECASE)
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030"}
"""Encodings that are declared, and the larger ones that are meant by them."""
_ALPHABETS = re.compile(r"[^\x00-\u024f\u2000-\u2bff\ufffd]")
"""A letter that no windows-1252 text has, nor one in its relatives."""
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
"""What every Japanese text is full of, and no other; half of its letters."""
_LOOKED_AT = 200_000
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def decode_feed(data: bytes, content_type: str | None = None) -> str:
    """Return a feed's text, without the characters that XML has no place for.

    UTF-8 is told by its bytes, whatever is declared. `content_type` is the answer's header.

    Raises:
        FeedUnreadable: the bytes are no text.
    """
    text = _text(data, content_type)
    if text.count("\0") > len(text) // 100:
        raise FeedUnreadable("This address leads to a binary file, not to a feed.")
    return without_unfit(text).removeprefix("\ufeff")


def without_unfit(text: str) -> str:
    """Return text without control characters and halves of characters, which no database or message takes."""
    return _UNFIT.sub("", text)


def _text(data: bytes, content_type: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declared = _declared(data, content_type)
    if "iso2022_jp" in declared:  # every byte of it is ASCII, and so UTF-8
        return data.decode("iso2022_jp", "replace")
    text = _utf8(data)
    if text is not None:
        return text
    for encoding in declared:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _guessed(data)


def _declared(data: bytes, content_type: str | None) -> list[str]:
    """Return the codecs that the document and the header name; the document first, for servers send one for all."""
    in_document = _DECLARED.match(data[:1000])
    in_header = _CHARSET.search(content_type or "")
    names = [in_document[1].decode() if in_document else None, in_header[1] if in_header else None]
    found = []
    for name in names:
        try:
            codec = codecs.lookup(name or "")
        except LookupError:
            continue
        if codec._is_text_encoding and not codec.name.startswith("utf"):  # noqa: SLF001
            found.append(_MEANT.get(codec.name, codec.name))
    return found


def _utf8(data: bytes) -> str | None:
    """Decode as UTF-8, even where a character has been cut in two, which blogs do to excerpts."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        whole = sum(1 for c in text if ord(c) > 127) - broken
        return text if broken * 10 < whole else None


def _guessed(data: bytes) -> str:
    """Decode by the letters that come out. Between the encodings of Latin letters no guess is good: the commonest.

    Japanese is looked for here, for between the ASCII of a feed's tags the library takes it for Russian or Korean.
    """
    for encoding in ("euc-jp", "cp932"):
        text = data[:_LOOKED_AT].decode(encoding, "replace")
        if len(_KANA.findall(text)) * 5 > sum(1 for c in text if ord(c) > 127):
            return data.decode(encoding, "replace")
    best = charset_normalizer.from_bytes(data[:_LOOKED_AT]).best()
    if best is not None and _ALPHABETS.search(str(best)):
        return data.decode(best.encoding, "replace")
    return data.decode("cp1252", "replace")

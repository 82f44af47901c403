"""Bytes to text: read, or refused with the reason."""

from __future__ import annotations

import pytest

from bot.errors import UnreadableReview
from bot.reviews.decoding import MAX_BYTES, decode
from bot.reviews.reader import read_review
from tests.reviews.texts import TITLE, with_contents

TEXT = with_contents().replace("Aster", "Ästerå")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_read_the_same(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_big_endian_with_a_mark() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


def test_a_page_names_its_encoding() -> None:
    page = '<meta charset="Shift_JIS"><p>海は静かで、鐘が鳴った。</p>'
    assert decode(page.encode("cp932")) == page
    with pytest.raises(UnreadableReview, match="encoding"):
        decode(page.replace("Shift_JIS", "EUC-JP").encode("cp932"))


def test_line_ends_are_one_sort() -> None:
    assert decode(b"a\r\nb\rc\nd") == "a\nb\nc\nd"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        ("\ufeff\n".encode(), "empty"),
        (b"%PDF-1.7 text and more text", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"PK\x03\x04 word/document.xml", "zip"),
        (b"\x00\x01\x02\x03", "binary"),
        (b"some text\x00and more", "binary"),
        (b"a\x01\x02\x03b", "binary"),
        (TEXT.encode("utf-16-le"), "binary"),
        (b"\x81\x00\x8d\x00 text", "binary"),
        (b"\xff\xfea", "encoding"),
        (b"\xef\xbb\xbf\xff\xfe text", "encoding"),
        (TEXT.encode()[:200] + b"\xc3\xa9\xff" * 3, "encoding"),
        ("Море было спокойно, и колокол звонил.".encode("koi8-r"), "encoding"),
        ("海は静かで、鐘が鳴った。".encode("cp932"), "encoding"),
    ],
)
def test_refusals(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReview, match=reason) as refused:
        read_review(data)
    assert str(refused.value).endswith(".")


def test_more_than_a_megabyte_is_too_much() -> None:
    text = f"{TITLE}\n\n".encode() + b"The sea is wide and the lamp is low. " * 30_000
    assert read_review(text[:MAX_BYTES]).show == "Copper Tide"
    with pytest.raises(UnreadableReview, match=r"more than 1,000,000 bytes"):
        read_review(text[: MAX_BYTES + 1])

"""A feed's bytes to its items, in bounds of size, depth and number."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import feedparser  # type: ignore[import-untyped]

from bot.errors import FeedUnreadable
from bot.feeds.decoding import decode_feed, without_unfit
from bot.feeds.items import read_items
from bot.feeds.model import Feed
from bot.feeds.words import one_line
from bot.reviews.decoding import known_format

MOST_BYTES = 5_000_000
"""A feed of more is refused; those of blogs that give their last ten reviews whole have some 700,000."""
DEEPEST = 200
"""Tags open at once outside CDATA; parsers need time in the square of the depth. XHTML in Atom nests some thirty."""
MOST_TAGS = 100_000
"""Tags outside CDATA; a feed of ten long posts in XHTML has some 20,000."""
MOST_ATTRIBUTES = 100
"""Attributes of one tag; the parser needs time in the square of them. The root of a feed may name twenty namespaces."""
LONGEST_TTL = timedelta(days=7)
"""Feeds that name a year have been left to themselves, and are looked at all the same."""

_MARKUP = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|(?P<entity><!ENTITY)"
    r"|<(?P<close>/?)(?P<name>[A-Za-z_][\w:.-]{0,60})(?P<rest>[^<>]*)",
    re.DOTALL,
)
_DECLARATION = re.compile(r"\A<\?xml\b[^<>]{0,500}?\?>")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,10}));", re.IGNORECASE)
_FEED_TAGS = frozenset({"rss", "feed", "rdf", "channel"})
_NEVER_CLOSED = frozenset({"area", "br", "hr", "img", "input", "li", "p", "wbr"})
_HOURS = {"hourly": 1, "daily": 24, "weekly": 24 * 7, "monthly": 24 * 30, "yearly": 24 * 365}


def read_feed(data: bytes, address: str, content_type: str | None = None) -> Feed:
    """Read RSS in any version, RDF or Atom, well-formed or not.

    Nothing is fetched and no file is opened. `address` is where the document was found, for links that are relative;
    `content_type` is the answer's header.

    Raises:
        FeedUnreadable: there is no feed, or none that can be read; the text says what there is instead.
    """
    if len(data) > MOST_BYTES:
        raise FeedUnreadable(f"The feed has {len(data):,} bytes; one of more than {MOST_BYTES:,} is not read.")
    what = known_format(data)
    if what:
        raise FeedUnreadable(f"This address leads to {what}, not to a feed.")
    text = _DECLARATION.sub("", decode_feed(data, content_type).strip()).lstrip()
    names = _names_of_tags(text)
    if not names & _FEED_TAGS:
        raise FeedUnreadable(f"This address leads to {_instead(text)}, not to a feed.")
    read = _parsed(_REFERENCE.sub(_fit_reference, text))
    if not read.get("version") or (read.get("bozo") and not read["entries"]):
        if "html" in names:
            raise FeedUnreadable("This address leads to a web page, not to a feed.")
        raise FeedUnreadable("The feed at this address is broken: not one item of it can be read.")
    about: Mapping[str, Any] = read["feed"]
    return Feed(
        title=one_line(about.get("title"), 300),
        items=read_items(read["entries"], address, one_line(about.get("author"), 100)),
        ttl=_ttl(about),
    )


def _names_of_tags(text: str) -> set[str]:
    """Return the names of all tags, without prefixes and in lower case.

    Raises:
        FeedUnreadable: the tags are too many or nested too deep, or the document declares entities.
    """
    names: set[str] = set()
    depth = count = 0
    for match in _MARKUP.finditer(text):
        if match["entity"]:
            raise FeedUnreadable("The feed declares entities of its own, which can blow it up, and is not read.")
        if not match["name"]:
            continue
        count += 1
        if count > MOST_TAGS or match["rest"].count("=") > MOST_ATTRIBUTES:
            raise FeedUnreadable("The feed has more tags or attributes than any blog's, and is not read.")
        name = match["name"].lower().rpartition(":")[2]
        names.add(name)
        if name in _NEVER_CLOSED or match["rest"].endswith("/"):
            continue
        depth = max(0, depth - 1) if match["close"] else depth + 1
        if depth > DEEPEST:
            raise FeedUnreadable(f"The feed nests more than {DEEPEST} tags in one another, and is not read.")
    return names


def _instead(text: str) -> str:
    """Return what a document that is no feed is, in words that go after "leads to"."""
    if not text:
        return "an empty page"
    if re.match(r"[\[{]", text):
        return "JSON"
    first = next((match["name"] for match in _MARKUP.finditer(text) if match["name"]), None)
    if first is None or not text.startswith("<"):
        return "text"
    if first.lower() in {"html", "head", "body"} or re.match(r"<!doctype\s+html", text, re.IGNORECASE):
        return "a web page"
    return f"XML of another kind, “{first[:40]}”"


def _fit_reference(reference: re.Match[str]) -> str:
    """Return a reference by number as it is, or nothing in place of one to no character, on which the parser fails."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if number <= sys.maxunicode and without_unfit(chr(number)) else ""


def _parsed(text: str) -> Mapping[str, Any]:
    """Have the text parsed; as a stream, for a string might be taken for an address or a file's name."""
    try:
        read: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(text.encode("utf-8")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception:  # no list of what it raises on a broken feed would be complete
        raise FeedUnreadable("The feed at this address is broken: it can't be read.") from None
    return read


def _ttl(about: Mapping[str, Any]) -> timedelta | None:
    """Return what `ttl`, in minutes, or else `sy:updatePeriod` and `sy:updateFrequency` say."""
    minutes = _number(about.get("ttl"))
    if minutes:
        return min(timedelta(minutes=minutes), LONGEST_TTL)
    hours = _HOURS.get(str(about.get("sy_updateperiod") or "").strip().lower())
    return min(timedelta(hours=hours) / (_number(about.get("sy_updatefrequency")) or 1), LONGEST_TTL) if hours else None


def _number(text: object) -> int:
    match = re.fullmatch(r"\s*(\d{1,7})\s*", str(text or ""), re.ASCII)
    return int(match[1]) if match else 0

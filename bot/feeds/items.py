"""The entries that a parser found to items: what they are, and by what they are known again."""

from __future__ import annotations

import re
import unicodedata
from calendar import timegm
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from typing import Any

from bot.feeds.decoding import without_unfit
from bot.feeds.excerpts import SHORTEST, is_cut_off
from bot.feeds.model import Item
from bot.feeds.words import has_tags, one_line, words_seen
from bot.reviews.addresses import canonical_address

MOST_ITEMS = 100
MOST_READ = 1_000
"""Entries that are looked at; a feed may give its oldest first."""
LONGEST_BODY = 200_000
LONGEST_TITLE = 300
LONGEST_AUTHOR = 100
YEARS = range(1990, 2200)
"""A date of another year is a mistake; before them there was no web."""

_NUMBER = re.compile(r"\s*\d{9,}\s*")
_COUNTER = re.compile(r"\b\d+ (?:comments?|replies|likes?|shares?|views?)\b", re.IGNORECASE)
_MAIL = r"[^\s()<>]+@[^\s()<>]+"
_NAMED = re.compile(rf"{_MAIL} ?\((?P<after>.+)\)|(?P<before>.+?) ?[<(]{_MAIL}[>)]|{_MAIL}")
"""A name with an address, in the ways of RSS and of the parser; read here, for the parser cuts longer domains."""


@dataclass(frozen=True, slots=True)
class _Read:
    """An item, and what is no longer seen of it: the feed's own guid and the date as it was written."""

    item: Item
    guid: str | None
    date: str


def read_items(entries: Iterable[Mapping[str, Any]], address: str, author: str | None) -> tuple[Item, ...]:
    """Return a feed's entries as items, newest first; `author` is the feed's, for those that name none."""
    read = [_read(entry, address, author) for entry in list(entries)[:MOST_READ]]
    return _told_apart(_by_date([one for one in read if one is not None]))[:MOST_ITEMS]


def _read(entry: Mapping[str, Any], address: str, author: str | None) -> _Read | None:
    title = one_line(entry.get("title"), LONGEST_TITLE)
    link = _link(entry, address)
    body, is_whole = _body(entry)
    if not (title or link or body):
        return None
    seen = words_seen(body)
    item = Item(
        key="",
        twin_key=_hash("twin", link, title) if link and title else None,
        content_hash=_content_hash(title, seen),
        link=link,
        title=title,
        author=_author(entry) or author,
        published=_published(entry),
        body=body,
        is_excerpt=is_cut_off(seen) or not is_whole,
    )
    guid = " ".join(without_unfit(str(entry.get("id") or "")).split()) or None
    date = str(next((_raw(entry, name) for name in ("published", "updated", "created") if _raw(entry, name)), ""))
    one = _Read(item, guid, date)
    key = _hash("guid", guid) if guid else _key_without_guid(one)
    return replace(one, item=replace(item, key=key))


def _key_without_guid(one: _Read) -> str:
    item = one.item
    if item.link:
        return _hash("link", item.link)
    if item.title:
        return _hash("title", item.title, item.published.isoformat() if item.published else one.date)
    return _hash("content", item.content_hash)


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _content_hash(title: str | None, seen: str) -> str:
    """Hash letters without gaps, for markup makes and closes gaps, and without counters, for they count on."""
    text = unicodedata.normalize("NFKC", f"{title or ''}\n{_COUNTER.sub('', seen)}")
    return _hash("".join(text.split()))


def _raw(entry: Mapping[str, Any], name: str) -> Any:
    """Return what stands under a name itself: for some that are missing, the parser gives others with a warning."""
    return dict.get(entry, name) if isinstance(entry, dict) else entry.get(name)


def _link(entry: Mapping[str, Any], address: str) -> str | None:
    for written in (entry.get("feedburner_origlink"), _raw(entry, "link")):
        link = canonical_address(without_unfit(str(written or "")), base=address)
        if link:
            return link
    return None


def _author(entry: Mapping[str, Any]) -> str | None:
    author = one_line(_raw(entry, "author"), LONGEST_AUTHOR)
    mailed = _NAMED.fullmatch(author) if author else None
    return mailed["after"] or mailed["before"] if mailed else author


def _published(entry: Mapping[str, Any]) -> datetime | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        parsed = _raw(entry, name)
        if _NUMBER.fullmatch(str(_raw(entry, name.removesuffix("_parsed")) or "")):
            continue  # seconds, of which the parser makes some day
        try:
            found = datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
        except (TypeError, ValueError, OverflowError, OSError):  # the parser takes the year 99999
            continue
        if found is not None and found.year in YEARS:
            return found
    return None


def _body(entry: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the fullest text, and whether it is one that feeds give whole articles in, or is long enough for one."""
    contents = [str(content.get("value") or "") for content in entry.get("content") or () if _is_text(content)]
    summary = str(_raw(entry, "summary") or "")
    lengths = {text: len(words_seen(text[:LONGEST_BODY])) for text in (*contents, summary)}
    body = max(lengths, key=lambda text: lengths[text])
    is_whole = lengths[body] > 0 and (body in contents or lengths[body] >= SHORTEST)
    return _cut(body), is_whole


def _is_text(content: Mapping[str, Any]) -> bool:
    return str(content.get("type") or "text/html").startswith(("text/", "application/xhtml"))


def _cut(body: str) -> str:
    body = without_unfit(body).strip()
    if not has_tags(body):
        body = unescape(body)
    if len(body) <= LONGEST_BODY:
        return body
    body = body[:LONGEST_BODY]
    begun = body.rfind("<", -2_000)
    return body if begun < 0 or ">" in body[begun:] else body[:begun]


def _by_date(read: list[_Read]) -> list[_Read]:
    """Sort the newest first; one without a date goes with the one above it, the first of all with what follows."""
    dates = [one.item.published for one in read]
    known = next((date for date in dates if date is not None), None)
    filled = []
    for date in dates:
        known = date or known
        filled.append(known)
    places = sorted(range(len(read)), key=lambda place: filled[place] or datetime.min.replace(tzinfo=UTC), reverse=True)
    return [read[place] for place in places]


def _told_apart(read: list[_Read]) -> tuple[Item, ...]:
    """Return each item once. Of different ones with one guid the oldest keeps it, for it had it first."""
    held: dict[str, _Read] = {}
    for one in reversed(read):
        other = held.get(one.item.key)
        if other is not None and not _is_same(one, other):
            one = replace(one, item=replace(one.item, key=_key_without_guid(one)))
            other = held.get(one.item.key)
        if other is not None:
            del held[one.item.key]  # the newer one of a doubled item counts, at its place
        held[one.item.key] = one
    return tuple(one.item for one in reversed(held.values()))


def _is_same(one: _Read, other: _Read) -> bool:
    """Tell whether two entries with one guid are one item: a changed title or date alone makes no other."""
    first, second = one.item, other.item
    if first.link and second.link and first.link != second.link:
        return False
    return first.title == second.title or first.published == second.published

"""A feed as the project knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed. Whatever the feed does not say is None, and the body empty.

    Attributes:
        key: a hash by which the item is known again: of its guid, else its link, else its title and date.
        twin_key: a hash of link and title, by which it is known again when the feed gives all its items new guids;
            None where either is missing.
        content_hash: a hash of the words of title and body that a reader sees.
        link: the article's address, absolute and canonical.
        title: plain text on one line, at most 300 characters.
        author: plain text on one line, at most 100 characters.
        published: aware, in UTC, and as the feed says, even where that lies in the future.
        body: the fullest text there is, as HTML or plain text, at most 200,000 characters. It is as the feed has it,
            scripts and all: only a reader that cleans it may be given it.
        is_excerpt: whether the body is only the article's beginning, or nothing, so that the article is to be fetched.
    """

    key: str
    twin_key: str | None
    content_hash: str
    link: str | None
    title: str | None
    author: str | None
    published: datetime | None
    body: str
    is_excerpt: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """What was read from one document.

    Attributes:
        title: plain text on one line, or None.
        items: at most 100, newest first; those without a date stay beside those that stood beside them.
        ttl: for how long the feed says that looking again is of no use, or None.
    """

    title: str | None
    items: tuple[Item, ...]
    ttl: timedelta | None = None

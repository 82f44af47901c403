"""The feeds that a page names."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from bot.reviews.addresses import canonical_address

MOST_FEEDS = 5
_LOOKED_AT = 500_000
"""Bytes; a page names its feeds in its head."""
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|コメント|ответ", re.IGNORECASE)


def feeds_named(html: bytes, address: str) -> list[str]:
    """Return the addresses of the RSS and Atom feeds that a page names, in its order, those of comments last."""
    tree = LexborHTMLParser(html[:_LOOKED_AT])
    base_node = tree.css_first("base[href]")
    base = canonical_address(base_node.attributes.get("href"), base=address) if base_node is not None else None
    found: dict[str, bool] = {}
    for link in tree.css("link[rel][href]"):
        said = link.attributes
        kind = (said.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" not in (said.get("rel") or "").lower().split() or kind not in _TYPES:
            continue
        feed = canonical_address(said.get("href"), base=base or address)
        if feed:
            about_comments = bool(_COMMENTS.search(f"{said.get('title') or ''} {feed}"))
            found.setdefault(feed, about_comments)
    return sorted(found, key=lambda feed: found[feed])[:MOST_FEEDS]

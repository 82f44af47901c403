"""What a reader sees of HTML, without building a tree of it: in linear time, whatever comes."""

from __future__ import annotations

import re
from html import unescape

from bot.feeds.decoding import without_unfit
from bot.reviews.blocks import words

_UNSEEN = re.compile(
    r"<(script|style|template|noscript)\b.*?(?:</\1[^<>]*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_INLINE = words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q rp rt ruby s samp small span strike "
    "strong sub sup time tt u var wbr"
)
_BLOCKS = words(
    "address amp-img area article aside audio blockquote body br button canvas caption center col colgroup dd details "
    "dialog div dl dt embed fieldset figcaption figure footer form frame h1 h2 h3 h4 h5 h6 head header hr html iframe "
    "img input label legend li link main map meta nav object ol optgroup option p param picture pre section select "
    "source summary svg table tbody td textarea tfoot th thead title tr track ul video"
)
_TAG = re.compile(rf"</?({'|'.join(sorted(_INLINE | _BLOCKS))})(?=[\s/>])[^<>]*(?:>|\Z|(?=<))", re.IGNORECASE)
"""A tag of HTML; what else stands between < and > is text, such as a show's name that is written so."""


def has_tags(text: str) -> bool:
    """Tell whether there is a tag in a text."""
    return _TAG.search(text) is not None


def words_seen(html: str) -> str:
    """Return the words of HTML or plain text on one line."""
    text = _TAG.sub(lambda tag: "" if tag[1].lower() in _INLINE else " ", _UNSEEN.sub(" ", html))
    return " ".join(without_unfit(unescape(text)).split())


def one_line(html: str | None, most: int) -> str | None:
    """Return the words of a title or name, cut to `most` characters; None where there are none."""
    text = words_seen((html or "")[: most * 20])
    return (text if len(text) <= most else text[: most - 1].rstrip() + "…") or None

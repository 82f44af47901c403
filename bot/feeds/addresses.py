"""Addresses that members type: made whole, and only such as the bot may go to."""

from __future__ import annotations

import re

from yarl import URL

from bot.errors import Mistake
from bot.feeds.guard import PORTS
from bot.reviews.addresses import LONGEST

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))", re.IGNORECASE)
"""What stands before a colon, unless a port stands behind it, as in `example.org:443`."""

_CREDENTIALS = re.compile(r"[a-z]+:/*[^/?#]*@", re.IGNORECASE)
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f-\x9f\\<>\"]")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?|[0-9a-f:.]*:[0-9a-f:.]*")
"""A name, in the lengths of RFC 1035, or an IP address."""


def checked_address(text: str, *, ports: frozenset[int] | None = PORTS) -> str:
    """Return what was typed as a whole http(s) address, in ASCII and without a fragment.

    Unlike the key under which a review is known, it keeps all of its query: a site may serve the feed by that.

    Args:
        text: what was typed; without a scheme it means https. `<` and `>` around it, as people write them on Discord,
            are left out.
        ports: those that are let pass; None leaves ports to the guard of connections.

    Raises:
        Mistake: it is none; the text says what would be right.
    """
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    if len(text) > LONGEST:
        raise Mistake(f"An address has at most {LONGEST:,} characters.")
    if not text or _UNFIT.search(text):
        raise Mistake("Write the address as it stands in the browser, without spaces: `https://example.org/feed`.")
    scheme = _SCHEME.match(text)
    if not scheme:
        text = f"https:{text}" if text.startswith("//") else f"https://{text}"
    elif scheme.group(1).lower() not in {"http", "https"}:
        raise Mistake("An address begins with `https://` or `http://`.")
    if _CREDENTIALS.match(text):
        raise Mistake("An address must hold no user name or password: all that are here could read it.")
    try:
        url = URL(text).with_fragment(None)
        whole = str(url)
    except ValueError:  # yarl's, and idna's and the codec's under it
        raise Mistake("That is no address. It should look like `https://example.org/feed`.") from None
    if not url.raw_host or not _HOST.fullmatch(url.raw_host):
        raise Mistake("An address names a site after `https://`, as in `https://example.org/feed`.")
    if ports is not None and url.port not in ports:
        raise Mistake("An address is without a port, or has port 80 or 443.")
    if len(whole) > LONGEST:
        raise Mistake(f"Written out, the address has more than {LONGEST:,} characters; use a shorter one.")
    return whole

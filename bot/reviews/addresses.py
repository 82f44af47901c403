"""Addresses as they are kept: the one under which a text is known again, wherever its link was found."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

LONGEST = 2_000
"""Characters; browsers and Discord take no longer ones."""

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ref|ref_src|ref_url|source|share|replytocom|amp|shared"
    r"|_ga|_gl|like_comment|_wpnonce|mkt_tok|fb_\w+|cmpid|ncid|sr_share|showcomment|m|nb|relatedposts_\w+|print",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(r"(?:comment|more|respond|disqus|reply|sharing|utm|xtor|c\d|ref)\b.*|[-_]?", re.IGNORECASE)
_AMP = re.compile(r"/amp/?$", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def canonical_address(url: str | None, *, base: str | None = None) -> str | None:
    """Return an http(s) address without what only tracks, replies or asks for a phone's page, or None if it is none.

    What may tell one text from another, such as `?p=123`, stays. A relative address is taken from `base`.
    """
    if not url or len(url) > LONGEST or re.search(r"[\s\x00-\x1f\x7f\\<>\"]", url.strip()):
        return None
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in _PORTS or not re.search(r"\w", host) or parts.username is not None or parts.password is not None:
        return None
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(n, v) for n, v in asked if not _TRACKING.fullmatch(n) and (n, v.lower()) not in _PHONES]
    query = parts.query if len(kept) == len(asked) else urlencode(kept)
    fragment = "" if _FRAGMENT.fullmatch(parts.fragment) else parts.fragment
    address = urlunsplit((scheme, netloc, _AMP.sub("/", parts.path) or "/", query, fragment))
    return address if len(address) <= LONGEST else None


_PHONES = frozenset({("format", "amp"), ("outputType", "amp"), ("output", "amp"), ("view", "amp"), ("msg", "fail")})

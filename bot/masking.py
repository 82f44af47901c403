"""Masking secrets in text that is written down: what is known to be one, and what looks like one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote

MASKED = "[masked]"
_SHORTEST = 6
"""Characters below which a known secret is left: half of all text would be masked with it."""
_END = r"[^\s\"'<>,;&#)}\]\\]"
"""A character that what is masked goes on with."""

_FORMS = (
    # By Discord's reference, “Authentication” and “Webhook”, and as its answers hold interactions' tokens.
    re.compile(rf"((?:webhooks|interactions)(?:/|%2F)\d+(?:/|%2F))(?:(?!/|%2|%3F|\?){_END})+", re.IGNORECASE),
    re.compile(r"()\b[\w-]{20,30}\.[\w-]{5,8}\.[\w-]{25,}"),
    re.compile(r"()\baW50ZXJhY3Rpb2[\w+/=-]*"),
    re.compile(rf"(\b(?:Bot|Bearer|Basic)\s+){_END}{{12,}}"),
    # RFC 3986, 3.2.1: what stands before the @ of an address.
    re.compile(
        r"([a-z][a-z0-9+.-]{1,15}(?::|%3A)(?://|%2F%2F))(?:(?!%2F|%3F|%23|%40)[^/?#\s@\"'<>])+(?=@|%40)", re.IGNORECASE
    ),
    re.compile(
        rf"((?:\b|%26|%3F)(?:\w{{1,30}}[_-])?(?:token|secret|password|passwd|api_?key|key|auth|signature|sig)\b\\?[\"']?\s{{0,3}}(?:[:=]|%3D)"
        rf"\s{{0,3}}\\?[\"']?)(?!\s|\[masked\]){_END}+",
        re.IGNORECASE,
    ),
)
"""What looks like a secret; the group is what stands before it and is kept."""


class Mask:
    """Masks secrets in text, those of `_FORMS` and the ones it is given."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        spelled = {
            form
            for secret in secrets
            if len(secret) >= _SHORTEST
            for form in (secret, repr(f'"{secret}')[2:-1], json.dumps(secret)[1:-1], quote(secret, safe=""))
        }
        # The longest first: one may be the beginning of another.
        self._known = re.compile("|".join(re.escape(form) for form in sorted(spelled, key=len, reverse=True)) or "(?!)")

    def __call__(self, text: str) -> str:
        """Return the text with `[masked]` in place of each secret."""
        text = self._known.sub(MASKED, text)
        for form in _FORMS:
            text = form.sub(rf"\g<1>{MASKED}", text)
        return text

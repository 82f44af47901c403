"""Text that strangers wrote, made neutral for Discord: it names nobody, invites nowhere, and its links tell their goal.

Words and emphasis stay. It is done when a text is taken out of the storage, so that it holds for what came by any way.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_REFERENCE: Final = re.compile(
    r"<(?P<sign>@[!&]?|\#|/[^:<>\n]{1,100}:|id:|t:)(?P<id>[\w:-]{1,40})>|<a?(?P<emoji>:\w{2,32}:)\d{1,20}>"
)
"""Mentions of members, roles, channels and commands, times, and emoji, as Discord's “Message Formatting” has them."""
_INVITE: Final = re.compile(
    r"(?:https?://)?(?:www\.)?(?:discord\.gg|discord(?:app)?\.com/invite|dsc\.gg)/[\w-]{1,100}", re.IGNORECASE
)
_MASKED: Final = re.compile(
    r"\[(?P<label>[^\[\]\n]{1,500})\]"
    r"\(<?(?P<url>https?://[^\s()<>]{1,2000})>?(?: \"[^\"\n]{0,200}\")?\)"
)
_SIGNS: Final = {"#": "＃", "id:": "＃"}
"""What stands for a sign: a wide one, for with its own, brackets further out could make a mention of it again."""


def neutral(text: str) -> str:
    """Return the text with mentions as plain words, invites called so, and hosts beside the links that hide them."""
    text = _INVITE.sub("(an invite to a Discord server)", text)
    text = _REFERENCE.sub(_plain, text)
    return _MASKED.sub(_shown, text)


def _plain(reference: re.Match[str]) -> str:
    if reference["emoji"]:
        return reference["emoji"]
    sign = reference["sign"]
    if sign.startswith("/"):
        return "／" + sign.strip("/:")
    return "(a time)" if sign == "t:" else _SIGNS.get(sign, "＠") + reference["id"]


def _shown(link: re.Match[str]) -> str:
    host = (urlsplit(link["url"]).hostname or "").removeprefix("www.") if _parts(link["url"]) else ""
    if not host:
        return link["label"]
    if host in link["label"].casefold():
        return link[0]
    return f"{link[0]} ({host})"


def _parts(url: str) -> bool:
    try:
        urlsplit(url)
    except ValueError:
        return False
    return True

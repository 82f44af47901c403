"""What goes over the wire between the stand-in and the bot, as plain values, and reading it.

The fields are those that Discord's documentation names on its pages “Message”, “Interaction”, “Guild” and “Component
Reference”, as far as the bot or its library looks at them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

APPLICATION, GUILD, CHANNEL, MEMBER, BEHIND = 100, 200, 300, 400, 401
"""Ids; `BEHIND` is a member as well."""

EPHEMERAL, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, IS_COMPONENTS_V2 = 1 << 6, 1 << 2, 1 << 12, 1 << 15
"""Flags of a message."""

BUTTON = 2
USER = {"id": str(APPLICATION), "username": "loose-ends", "discriminator": "0000", "avatar": None, "bot": True}
APPLICATION_INFO: dict[str, Any] = {
    "id": str(APPLICATION),
    "name": "Loose Ends",
    "icon": None,
    "description": "",
    "verify_key": "",
    "flags": 0,
    "bot_public": False,
    "bot_require_code_grant": False,
    "owner": USER,
    "team": None,
}
_GUILD = {"id": str(GUILD), "locale": "en-US", "features": []}
_MEMBER = {"roles": [], "joined_at": "2024-01-01T00:00:00+00:00", "flags": 0}
_CHANNEL = {"id": str(CHANNEL), "type": 0, "name": "talk", "position": 0, "permission_overwrites": [], "flags": 0}


def components(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the components of a message, or of one of them, each before those in it."""
    for part in message.get("components", []):
        yield part
        yield from components(part)


def texts(message: Mapping[str, Any]) -> list[str]:
    """Return the text displays of a message, in order."""
    return [part["content"] for part in components(message) if "content" in part]


def labels(message: Mapping[str, Any]) -> list[str]:
    """Return what stands on the buttons of a message."""
    return [part["label"] for part in components(message) if part["type"] == BUTTON]


def changed(message: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message after an edit, with every component numbered, as Discord does."""
    after: dict[str, Any] = {**message, **json.loads(json.dumps(dict(data)))}
    after["flags"] = message.get("flags", 0) | data.get("flags", 0)
    for number, part in enumerate(components(after), 1):
        part["id"] = number
    return after


def new_message(message_id: int, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the message that is made of what the bot sent."""
    when = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
    fixed = {"id": str(message_id), "channel_id": str(CHANNEL), "author": USER, "timestamp": when, "type": 0}
    names = ("mentions", "mention_roles", "attachments", "embeds", "components")
    lists: dict[str, list[Any]] = {name: [] for name in names}
    return changed({**fixed, **lists, "content": "", "flags": 0, "pinned": False, "tts": False}, data)


def interaction(interaction_id: int, kind: int, token: str, data: Mapping[str, Any], member_id: int) -> dict[str, Any]:
    """Return the event of an interaction, by a member in the one channel."""
    member = {"user": _user(member_id), **_MEMBER, "permissions": "0"}
    place = {"guild_id": str(GUILD), "guild": _GUILD, "channel_id": str(CHANNEL), "channel": _CHANNEL, "context": 0}
    size = {"attachment_size_limit": 10_485_760, "app_permissions": "0"}
    fixed = {"application_id": str(APPLICATION), "version": 1, "locale": "en-US", **place, **size}
    return {**fixed, "id": str(interaction_id), "type": kind, "token": token, "data": data, "member": member}


def said_message(message_id: int, content: str, member_id: int) -> dict[str, Any]:
    """Return the event of a message that a member wrote in the channel, with the bot mentioned in it.

    Of others Discord does not give a bot the content without the privileged intent.
    """
    said = new_message(message_id, {"content": f"<@{APPLICATION}> {content}", "author": _user(member_id)})
    return {**said, "guild_id": str(GUILD), "member": _MEMBER, "mentions": [{**USER, "member": _MEMBER}]}


def whole_guild(rights: int = 0) -> dict[str, Any]:
    """Return what the gateway tells of the guild, in which everyone has some rights."""
    everyone = {"id": str(GUILD), "name": "@everyone", "permissions": str(rights), "position": 0, "color": 0}
    roles = [{**everyone, "flags": 0, "hoist": False, "managed": False, "mentionable": False}]
    names = ("members", "threads", "emojis", "stickers", "voice_states", "presences")
    lists: dict[str, list[Any]] = {name: [] for name in names}
    whole = {"name": "Watchers", "owner_id": str(MEMBER), "member_count": 2, "unavailable": False}
    return {**_GUILD, **whole, **lists, "members": [member_itself()], "roles": roles, "channels": [_CHANNEL]}


def partial_guild(rights: int) -> dict[str, Any]:
    """Return what a list of the bot's guilds tells of the guild, with the rights that the bot's roles give it."""
    return {"id": str(GUILD), "name": "Watchers", "icon": None, "owner": False, "permissions": str(rights)}


def channel(denied: int = 0) -> dict[str, Any]:
    """Return the one channel, in which everyone is denied some rights."""
    overwrites = [{"id": str(GUILD), "type": 0, "allow": "0", "deny": str(denied)}] if denied else []
    return {**_CHANNEL, "guild_id": str(GUILD), "permission_overwrites": overwrites}


def member_itself() -> dict[str, Any]:
    """Return the bot as a member of the guild."""
    return {"user": USER, **_MEMBER, "deaf": False, "mute": False}


def registered(command: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return a command as it is answered once it has been given; a menu's description is empty."""
    return {"description": "", **command, "id": str(number), "application_id": str(APPLICATION), "version": str(number)}


def _user(member_id: int) -> dict[str, Any]:
    return {"id": str(member_id), "username": f"member-{member_id}", "discriminator": "0", "avatar": None}

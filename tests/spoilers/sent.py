"""What the bot sent to Discord, read from the log of its requests: what, by whose doing, and who is shown it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import simcord
from discord import ComponentType, InteractionResponseType

from tests.spoilers.judges import outside_of_preview

_EPHEMERAL = 1 << 6
_POST = re.compile(r"/channels/\d+/messages")
_EDIT = re.compile(r"/channels/\d+/messages/\d+")
_THREAD = re.compile(r"/channels/\d+(?:/messages/\d+)?/threads")
_CALLBACK = re.compile(r"/interactions/(?P<id>\d+)/[^/]+/callback")
_WEBHOOK = re.compile(r"/webhooks/\d+/(?P<token>[^/]+)(?:/messages/(?P<message>@original|\d+))?")


class Kind(Enum):
    """What a request does."""

    MESSAGE = auto()
    """Puts a message somewhere."""
    EDIT = auto()
    """Writes one anew."""
    FORM = auto()
    CHOICES = auto()
    """Completes what is typed into a command."""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Sent:
    """One request of the bot.

    Attributes:
        act: what led to it, such as “bo: /recap”; nothing for what the bot did by itself.
        to: the member who alone is shown it; None for what all in a channel are shown.
        message: the message in it, as JSON, if there is one.
    """

    method: str
    path: str
    body: Any
    reason: str | None
    kind: Kind
    act: str
    to: str | None
    message: Mapping[str, Any] | None

    @property
    def components(self) -> list[dict[str, Any]]:
        """All components of its message or form, those inside of others too."""
        held = self.message if self.message is not None else self.form or {}
        return list(all_of(held.get("components") or []))

    @property
    def form(self) -> Mapping[str, Any] | None:
        """The form in it, as JSON, if there is one."""
        form: Mapping[str, Any] | None = self.body["data"] if self.kind is Kind.FORM else None
        return form

    @property
    def options(self) -> list[dict[str, Any]]:
        """What can be picked in its selects."""
        return [option for component in self.components for option in component.get("options") or []]

    @property
    def choices(self) -> list[str]:
        """What is offered to who types."""
        return [each["name"] for each in self.body["data"]["choices"]] if self.kind is Kind.CHOICES else []

    @property
    def displays(self) -> list[str]:
        """The text displays of its message, in order."""
        return [each["content"] for each in self.components if each["type"] == ComponentType.text_display.value]

    @property
    def veils(self) -> list[str]:
        """Those that are one veil from end to end, by a reader of Markdown that was not written here."""
        return [display for display in self.displays if is_veil(display)]

    @property
    def readable(self) -> str:
        """Every text in it but the veils, whatever it is there for."""
        veils = self.veils
        return "\n".join(text for where, text in texts(self.body) if not (where == "content" and text in veils))

    @property
    def files(self) -> list[dict[str, Any]]:
        """The files that came with its message."""
        return [*(self.message or {}).get("attachments", [])]

    def has_flag(self, flag: int) -> bool:
        """Tell whether its message bears a flag."""
        return bool((self.message or {}).get("flags", 0) & flag)


def read_log(env: simcord.Env, acts: Mapping[int, str]) -> list[Sent]:
    """Return what a bot sent, in order.

    Args:
        acts: what the members did, by the ids of their interactions.
    """
    loading: set[int] = set()
    return [_read(env, acts, loading, entry) for entry in env.http_requests]


def is_veil(display: str) -> bool:
    """Tell whether a text is one veil and nothing else."""
    return display.startswith("||") and outside_of_preview(display) == (1, "")


def all_of(components: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield components, and those inside of them or beside them."""
    for component in components:
        yield component
        yield from all_of(component.get("components") or [])
        for key in ("component", "accessory"):
            yield from all_of([component[key]] if component.get(key) else [])


def texts(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in JSON, with the name of the field that it stands in."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from texts(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each, where)


def _read(env: simcord.Env, acts: Mapping[int, str], loading: set[int], entry: Any) -> Sent:
    kind, message, record = Kind.OTHER, None, None
    is_private = False
    body = entry.json if isinstance(entry.json, Mapping) else {}
    if _POST.fullmatch(entry.path) and entry.method == "POST":
        kind, message = Kind.MESSAGE, body
    elif _EDIT.fullmatch(entry.path) and entry.method == "PATCH":
        kind, message = Kind.EDIT, body
    elif _THREAD.fullmatch(entry.path) and "message" in body:
        kind, message = Kind.MESSAGE, body["message"]
    elif match := _CALLBACK.fullmatch(entry.path):
        record = env.backend.interactions[int(match["id"])]
        kind, message, is_private = _answer(env, record, body, loading)
    elif (match := _WEBHOOK.fullmatch(entry.path)) and entry.method in ("POST", "PATCH"):
        message = body
        kind = Kind.EDIT if match["message"] else Kind.MESSAGE
        # Not by `interaction_by_token`, for which an old one is gone; those of webhooks are none of an interaction.
        record = next((each for each in env.backend.interactions.values() if each.token == match["token"]), None)
        if record is not None:
            is_private = _is_private_later(env, record, match["message"], body, loading)
    act = acts.get(record.id, "") if record else ""
    to = env.backend.get_user(record.user_id).name if record and is_private else None
    return Sent(entry.method, entry.path, entry.json, entry.reason, kind, act, to, message)


def _answer(
    env: simcord.Env, record: Any, body: Mapping[str, Any], loading: set[int]
) -> tuple[Kind, Mapping[str, Any] | None, bool]:
    """Return what the first answer to an interaction is, its message, and whether one member alone is shown it."""
    data = body.get("data") or {}
    match InteractionResponseType(body["type"]):
        case InteractionResponseType.channel_message:
            return Kind.MESSAGE, data, bool(data.get("flags", 0) & _EPHEMERAL)
        case InteractionResponseType.message_update:
            return Kind.EDIT, data, _is_ephemeral(env, record.channel_id, record.source_message_id)
        case InteractionResponseType.modal:
            return Kind.FORM, None, True
        case InteractionResponseType.autocomplete_result:
            return Kind.CHOICES, None, True
        case InteractionResponseType.deferred_channel_message:
            loading.add(record.id)
            return Kind.OTHER, None, bool(data.get("flags", 0) & _EPHEMERAL)
        case _:
            return Kind.OTHER, None, True


def _is_private_later(
    env: simcord.Env, record: Any, message: str | None, body: Mapping[str, Any], loading: set[int]
) -> bool:
    """Tell whether one member alone is shown what comes after the first answer."""
    if message is None and record.id not in loading:
        return bool(body.get("flags", 0) & _EPHEMERAL)
    if message not in (None, "@original"):
        return _is_ephemeral(env, record.channel_id, int(message or 0))
    loading.discard(record.id)
    return _is_ephemeral(env, record.channel_id, record.message_id)


def _is_ephemeral(env: simcord.Env, channel_id: int, message_id: int) -> bool:
    return bool(env.backend.get_message(channel_id, message_id).flags & _EPHEMERAL)

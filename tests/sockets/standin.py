"""A stand-in for Discord: its API and its gateway, on 127.0.0.1 and real sockets.

What is said and answered here follows Discord's documentation, pages “API Reference”, “Gateway”, “Gateway Events”,
“Opcodes and Status Codes”, “Receiving and Responding to Interactions”, “Component Reference” and “Rate Limits”.
It knows one application in one guild with one channel, and only the requests that the bot makes.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from types import TracebackType
from typing import Any, Self

from aiohttp import WSCloseCode, WSMsgType, web

from tests.sockets.payloads import (
    APPLICATION,
    APPLICATION_INFO,
    BUTTON,
    GUILD,
    MEMBER,
    USER,
    changed,
    channel,
    components,
    interaction,
    member_itself,
    new_message,
    partial_guild,
    registered,
    said_message,
    whole_guild,
)

HOST = "127.0.0.1"
TOKEN = "the-bot's-token"
INTERACTION_TOKEN = "token-of-an-interaction"
"""What the token of every interaction begins with."""

PATIENCE = 30.0
"""Seconds after which something that was waited for is taken not to come."""


class Op(IntEnum):
    """Operations of the gateway, by “Opcodes and Status Codes”."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Callback(IntEnum):
    """Ways to answer an interaction, by “Receiving and Responding to Interactions”."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7


@dataclass(frozen=True, slots=True)
class Sent:
    """What the bot sent: a request by its method and path, or by `GATEWAY` and the name of the operation."""

    method: str
    path: str
    body: Any


class Refused(Exception):
    """A request that Discord would refuse."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass(slots=True)
class _Interaction:
    """An interaction that the bot was sent: the message it came from, its answer, and the message that then stands."""

    interaction_id: int
    kind: int
    message: dict[str, Any] | None
    answer: asyncio.Future[dict[str, Any]]


class StandIn:
    """Discord, as far as the bot needs it; an async context manager that serves while it is open.

    Args:
        token: the one that is taken; any other is refused.
        refuse_intents: close the gateway as for intents that the application has not been granted.
        record: keep what was sent, in `sent`; else it is only counted, in `counts`.
    """

    def __init__(self, *, token: str = TOKEN, refuse_intents: bool = False, record: bool = True) -> None:
        self.sent: list[Sent] = []
        self.counts: Counter[str] = Counter()
        self.fail_once: dict[str, int] = {}
        """Requests that are failed the next time: a pattern of method and path, and the status to answer."""
        self.storm: dict[str, int] = {}
        """Requests that are answered with 429, each so many times: a pattern of method and path."""
        self._stormed: Counter[str] = Counter()
        self.posted: list[dict[str, Any]] = []
        """The messages that stand in the channel, the newest first."""
        self.token = token
        """The one that is taken."""
        self.resumes = True
        """Whether a session that was lost can be resumed."""
        self.online = asyncio.Event()
        """Set while a bot is connected and knows the guild."""
        self.application: dict[str, Any] = {**APPLICATION_INFO}
        self.commands: list[dict[str, Any]] = []
        self.rights, self.denied = 0, 0
        """Rights that everyone has in the guild, and those of them that they lack in its channel."""
        self.is_joined, self.starts_left = True, 999
        self.date: str | None = None
        """What Discord's clock says, as a header; None for the machine's."""
        self.is_down = False
        """The gateway takes no connection."""
        self._refuse_intents, self._record = refuse_intents, record
        self._changed = asyncio.Condition()
        self._sockets: list[web.WebSocketResponse] = []
        self._interactions: dict[str, _Interaction] = {}
        self._numbers, self._sequence = itertools.count(), itertools.count(1)

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_get("/gateway/", self._gateway)
        application.router.add_route("*", "/api/{path:.*}", self._request)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, 0)
        await site.start()
        self.port: int = self._runner.addresses[0][1]
        self.base = f"http://{HOST}:{self.port}/api"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.drop(WSCloseCode.GOING_AWAY)
        await self._runner.cleanup()

    # What a test does

    async def command(self, name: str, *, member_id: int = MEMBER, **options: str | bool) -> dict[str, Any]:
        """Use a slash command, and return the bot's answer as `interact` does."""
        kinds = {str: 3, bool: 5}
        given = [{"name": key, "type": kinds[type(value)], "value": value} for key, value in options.items()]
        return await self.interact(2, {"id": "1", "name": name, "type": 1, "options": given}, member_id=member_id)

    async def press(self, message: dict[str, Any], label: str, *, member_id: int = MEMBER) -> dict[str, Any]:
        """Press a button on a message, and return the bot's answer as `interact` does."""
        (button,) = (part for part in components(message) if part["type"] == BUTTON and part["label"] == label)
        data = {"component_type": BUTTON, "custom_id": button["custom_id"], "id": button["id"]}
        return await self.interact(3, data, member_id=member_id, message=message)

    async def say(self, content: str, *, member_id: int = MEMBER) -> None:
        """Have a member write a message that mentions the bot."""
        await self._dispatch(self._sockets[-1], "MESSAGE_CREATE", said_message(self._new_id(), content, member_id))

    async def interact(
        self, kind: int, data: dict[str, Any], *, member_id: int, message: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Send the bot an interaction; return the callback that it answers with, as it was sent.

        `message` is added to it: the message as it stands after the answer, ready to be pressed on.
        """
        interaction_id = self._new_id()
        token = f"{INTERACTION_TOKEN}-{interaction_id}"
        waiting = _Interaction(interaction_id, kind, message, asyncio.get_running_loop().create_future())
        self._interactions[token] = waiting
        event = interaction(interaction_id, kind, token, data, member_id)
        if message is not None:
            event["message"] = message
        try:
            async with asyncio.timeout(PATIENCE):
                await self.online.wait()
                await self._dispatch(self._sockets[-1], "INTERACTION_CREATE", event)
                return await waiting.answer
        finally:
            if not self._record:
                del self._interactions[token]

    async def seen(self, test: Callable[[Sent], bool]) -> Sent:
        """Return the first thing sent that passes a test, now or when it comes."""

        def found() -> Sent | None:
            return next((sent for sent in self.sent if test(sent)), None)

        async with asyncio.timeout(PATIENCE), self._changed:
            sent = await self._changed.wait_for(found)
        assert sent is not None
        return sent

    def all_sent(self, method: str, pattern: str) -> list[Sent]:
        """Return what was sent in a way, to a path or of an operation that matches a pattern."""
        return [sent for sent in self.sent if sent.method == method and re.fullmatch(pattern, sent.path)]

    async def drop(self, code: int) -> None:
        """Close the gateway's connections with a code."""
        self.online.clear()
        for socket in list(self._sockets):
            await socket.close(code=code)

    async def invalidate(self) -> None:
        """Tell the gateway's connections that their session is at an end and can't be resumed."""
        self.online.clear()
        for socket in list(self._sockets):
            await socket.send_json({"op": Op.INVALID_SESSION, "d": False})

    async def lose_guild(self) -> None:
        """Have the guild become unavailable, which is no leave."""
        await self._dispatch(self._sockets[-1], "GUILD_DELETE", {"id": str(GUILD), "unavailable": True})

    async def give_guild_back(self) -> None:
        """Have the guild be there again."""
        await self._dispatch(self._sockets[-1], "GUILD_CREATE", whole_guild(self.rights))

    # The API

    async def _request(self, request: web.Request) -> web.Response:
        path, body = request.path.removeprefix("/api"), await _body(request)
        await self._note(request.method, path, body)
        try:
            self._fail(f"{request.method} {path}")
            return _json(200, self._answer(request, path, body), **({"Date": self.date} if self.date else {}))
        except Refused as refusal:
            wait = {"retry_after": 0.01, "global": False} if refusal.status == 429 else {}
            return _json(refusal.status, {"message": str(refusal), "code": refusal.code, **wait}, Via="1.1 stand-in")

    def _answer(self, request: web.Request, path: str, body: Any) -> Any:
        match [request.method, *path.strip("/").split("/")]:
            case ["POST", "interactions", _, token, "callback"]:
                return self._call_back(self._interaction(token), body)
            case ["POST", "webhooks", _, token]:
                self._interaction(token)
                return new_message(self._new_id(), body)
            case ["GET" | "PATCH", "webhooks", _, token, "messages", "@original"]:
                waiting = self._interaction(token)
                waiting.message = changed(waiting.message or {}, body or {})
                return waiting.message
        if request.headers.get("Authorization") != f"Bot {self.token}":
            raise Refused(401, 0, "401: Unauthorized")
        match [request.method, *path.strip("/").split("/")]:
            case ["GET", "users", "@me"]:
                return USER
            case ["GET", "oauth2", "applications", "@me"]:
                return self.application
            case ["GET", "gateway", "bot"]:
                limit = {"total": 1000, "remaining": self.starts_left, "reset_after": 0, "max_concurrency": 1}
                return {"url": self._gateway_url, "shards": 1, "session_start_limit": limit}
            case ["PUT", "applications", _, "commands"]:
                self.commands = [registered(command, number) for number, command in enumerate(body, 1)]
                return self.commands
            case ["POST", "channels", _, "messages"]:
                self.posted.insert(0, new_message(self._new_id(), body))
                return self.posted[0]
            case ["GET", "channels", _, "messages"]:
                return self.posted
            case ["GET", "applications", _, "commands"]:
                return self.commands
            case ["GET", "users", "@me", "guilds"]:
                return [partial_guild(self.rights)] if self.is_joined else []
            case ["GET", "guilds", guild_id] if self.is_joined and guild_id == str(GUILD):
                return whole_guild(self.rights)
            case ["GET", "guilds", _, "channels"]:
                return [channel(self.denied)]
            case ["GET", "guilds", _, "members", _]:
                return member_itself()
        raise Refused(404, 0, "404: Not Found")

    def _fail(self, request: str) -> None:
        for pattern, times in self.storm.items():
            if re.fullmatch(pattern, request) and self._stormed[request] < times:
                self._stormed[request] += 1
                raise Refused(429, 0, "You are being rate limited.")
        for pattern in list(self.fail_once):
            if re.fullmatch(pattern, request):
                raise Refused(self.fail_once.pop(pattern), 0, "as the test wants it")

    def _interaction(self, token: str) -> _Interaction:
        if token not in self._interactions:
            raise Refused(404, 10062, "Unknown interaction")
        return self._interactions[token]

    def _call_back(self, waiting: _Interaction, body: dict[str, Any]) -> dict[str, Any]:
        if waiting.answer.done():
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if body["type"] in (Callback.MESSAGE, Callback.DEFERRED_MESSAGE):
            waiting.message = new_message(self._new_id(), body.get("data", {}))
        elif body["type"] == Callback.UPDATE:
            waiting.message = changed(waiting.message or {}, body["data"])
        waiting.answer.set_result({**body, "message": waiting.message})
        said: dict[str, Any] = {"id": str(waiting.interaction_id), "type": waiting.kind}
        if waiting.message is None:
            return {"interaction": said}
        said["response_message_id"] = waiting.message["id"]
        return {"interaction": said, "resource": {"type": body["type"], "message": waiting.message}}

    def _new_id(self) -> int:
        return (int(time.time() * 1000) - 1_420_070_400_000 << 22) + next(self._numbers) % (1 << 22)

    async def _note(self, method: str, path: str, body: Any) -> None:
        self.counts[f"{method} {path.split('/')[1] if '/' in path else path}"] += 1
        if self._record:
            self.sent.append(Sent(method, path, body))
            async with self._changed:
                self._changed.notify_all()

    # The gateway

    @property
    def _gateway_url(self) -> str:
        return f"ws://{HOST}:{self.port}/gateway/"

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        if self.is_down:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_json({"op": Op.HELLO, "d": {"heartbeat_interval": 41_250}})
        async for frame in socket:
            assert frame.type is WSMsgType.TEXT
            heard = json.loads(frame.data)
            await self._note("GATEWAY", Op(heard["op"]).name, heard["d"])
            await self._hear(socket, Op(heard["op"]), heard["d"])
        self._sockets.remove(socket)
        if not self._sockets:
            self.online.clear()
        await self._note("GATEWAY", "CLOSED", socket.close_code)
        return socket

    async def _hear(self, socket: web.WebSocketResponse, op: Op, data: Any) -> None:
        if op is Op.HEARTBEAT:
            await socket.send_json({"op": Op.HEARTBEAT_ACK})
        elif data["token"] != self.token:
            await socket.close(code=4004)
        elif op is Op.IDENTIFY and self._refuse_intents:
            await socket.close(code=4014)
        elif op is Op.RESUME and not self.resumes:
            await socket.send_json({"op": Op.INVALID_SESSION, "d": False})
        elif op is Op.RESUME:
            await self._dispatch(socket, "RESUMED", {})
            self.online.set()
        else:
            session = {"session_id": "a-session", "resume_gateway_url": self._gateway_url, "shard": data["shard"]}
            guilds = [{"id": str(GUILD), "unavailable": True}]
            ready = {"v": 10, "user": USER, "guilds": guilds, "application": {"id": str(APPLICATION), "flags": 0}}
            await self._dispatch(socket, "READY", {**ready, **session})
            await self._dispatch(socket, "GUILD_CREATE", whole_guild(self.rights))
            self.online.set()

    async def _dispatch(self, socket: web.WebSocketResponse, event: str, data: dict[str, Any]) -> None:
        await socket.send_json({"op": Op.DISPATCH, "t": event, "s": next(self._sequence), "d": data})


def _json(status: int, answer: Any, **headers: str) -> web.Response:
    # Without a charset: the library takes nothing else for JSON.
    text = json.dumps(answer).encode()
    return web.Response(status=status, body=text, headers={"Content-Type": "application/json", **headers})


async def _body(request: web.Request) -> Any:
    """Return what a request carries; of one with files what goes with them."""
    if request.content_type.startswith("multipart/"):
        return json.loads(str((await request.post())["payload_json"]))
    return await request.json() if request.can_read_body else None

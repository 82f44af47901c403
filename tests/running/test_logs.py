"""The log: readable or JSON, and never more of the libraries than is safe."""

from __future__ import annotations

import io
import json
import logging
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import quote

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.logs import set_up_logging
from bot.masking import MASKED, Mask
from bot.settings import LogFormat, LogLevel


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Put the log back as the test found it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hook = sys.excepthook
    yield
    sys.excepthook = hook
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("bot", "cogs"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_a_line_of_json_holds_what_happened_where_and_when() -> None:
    stream = io.StringIO()
    set_up_logging(LogLevel.INFO, LogFormat.JSON, stream)
    try:
        raise ValueError("so")
    except ValueError:
        logging.getLogger("bot.test").exception("It\nfailed")
    (line,) = stream.getvalue().splitlines()
    read = json.loads(line)
    assert (read["level"], read["logger"], read["message"]) == ("ERROR", "bot.test", "It\nfailed")
    assert read["time"].endswith("+00:00")
    assert "ValueError: so" in read["error"]


def test_a_line_of_text_is_for_reading() -> None:
    stream = io.StringIO()
    set_up_logging(LogLevel.INFO, LogFormat.TEXT, stream)
    logging.getLogger("bot.test").info("Ready in %d servers", 2)
    assert stream.getvalue().endswith("INFO    bot.test: Ready in 2 servers\n")


@pytest.mark.parametrize(
    "name", ["discord.http", "discord.gateway", "discord.webhook.async_", "aiosqlite", "markdown_it"]
)
def test_libraries_never_log_payloads(name: str) -> None:
    stream = io.StringIO()
    set_up_logging(LogLevel.DEBUG, LogFormat.TEXT, stream)
    logging.getLogger(name).debug("POST with {'content': 'what a member wrote'}")
    logging.getLogger("bot.test").debug("of our own")
    assert "a member wrote" not in stream.getvalue()
    assert "of our own" in stream.getvalue()


def test_a_higher_level_holds_for_libraries_too() -> None:
    stream = io.StringIO()
    set_up_logging(LogLevel.ERROR, LogFormat.TEXT, stream)
    logging.getLogger("discord").warning("no matter")
    assert stream.getvalue() == ""


BOT = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"
"""In the form of a bot's token, by Discord's reference."""
ODD = 'the-bot\'s "token" & more'
WEBHOOK = "fFqJmF1sW0n_Xk-0aTnbDPWbW8nWnbDPWbW8"
INTERACTION = "aW50ZXJhY3Rpb246ODQ2NDYyNjM5MTM0NjA1MzEyOmZxV2tZbQ=="
HOOK = f"https://discord.com/api/v10/webhooks/123456789012345678/{WEBHOOK}"
CALLBACK = f"https://discord.com/api/v10/interactions/123456789012345678/{INTERACTION}/callback"
FEED = "https://me:hunter2hunter2@blog.example/feed?page=2&api_key=hush-hush-hush"
SECRETS = (BOT, ODD, WEBHOOK, INTERACTION, "hunter2hunter2", "hush-hush-hush")


def logged(form: LogFormat, say: Callable[[logging.Logger], object]) -> str:
    """Return what is written of what is said."""
    stream = io.StringIO()
    set_up_logging(LogLevel.DEBUG, form, stream, secrets=[BOT, ODD])
    say(logging.getLogger("bot.test"))
    assert MASKED in stream.getvalue()
    return stream.getvalue()


def a_chain() -> BaseException:
    """Return an error with secrets in it, in its cause, in what it came in the course of, and in a note."""
    try:
        try:
            try:
                raise KeyError(BOT)
            except KeyError as error:
                raise ValueError(f"{HOOK}?wait=true") from error
        except ValueError:
            raise OSError(2, "no", CALLBACK)  # noqa: B904 - the other way to chain
    except OSError as error:
        error.add_note(f"of {FEED}")
        return error


def an_error_of_aiohttp() -> aiohttp.ClientResponseError:
    headers = CIMultiDictProxy(CIMultiDict({"Authorization": f"Bot {BOT}", "X-Feed": FEED}))
    info = aiohttp.RequestInfo(URL(HOOK), "POST", headers, URL(HOOK))
    return aiohttp.ClientResponseError(info, (), status=401, message=f"for {CALLBACK}", headers=headers)


PLACES: dict[str, Callable[[logging.Logger], object]] = {
    "the message": lambda log: log.info(f"{BOT} {HOOK} {CALLBACK} {FEED} {ODD}"),  # noqa: G004
    "an argument": lambda log: log.info("with %s and %r", BOT, {"address": URL(FEED), "hook": HOOK}),
    "split over arguments": lambda log: log.info("%s%s/%s", BOT[:9], BOT[9:], [INTERACTION]),
    "a format of its own": lambda log: log.info("%(token)s", {"token": BOT}),
    "bytes": lambda log: log.info("%r", f"{BOT} {HOOK}".encode()),
    "a repr in a repr": lambda log: log.info("%r", repr({"why": repr(ODD), "of": repr([FEED])})),
    "a header": lambda log: log.info("%r", {"Authorization": f"Bot {BOT}", "x": f"Bearer {WEBHOOK}"}),
    "a form": lambda log: log.info("token=%s&x=1 %s", WEBHOOK, json.dumps({"token": INTERACTION})),
    "a chain of errors": lambda log: log.error("It failed", exc_info=a_chain()),
    "a group of errors": lambda log: log.error("x", exc_info=BaseExceptionGroup(f"two {BOT}", [a_chain()])),
    "an error of aiohttp": lambda log: log.error("%r", an_error_of_aiohttp(), exc_info=an_error_of_aiohttp()),
    "extra, and the message": lambda log: log.info(BOT, extra={"address": HOOK, "secret": ODD}),
    "the name of a logger": lambda log: log.getChild(BOT).info("so"),
    "an address in an address": lambda log: log.info(URL("https://x.example/").with_query(of=HOOK, to=FEED)),
    "an address quoted whole": lambda log: log.info(quote(f"{HOOK} {FEED}", safe="")),
    "a stack": lambda log: log.info("at %s", CALLBACK, stack_info=True),
}


@pytest.mark.parametrize("form", LogFormat)
@pytest.mark.parametrize("place", PLACES)
def test_secrets_are_masked_wherever_they_are(place: str, form: LogFormat) -> None:
    written = logged(form, PLACES[place])
    assert [secret for secret in SECRETS if secret in written] == []
    if form is LogFormat.JSON:
        read = [json.loads(line) for line in written.splitlines()]
        assert [secret for secret in SECRETS for line in read if secret in str([*line.values()])] == []


@given(
    before=st.text(max_size=20),
    secret=st.text(string.ascii_letters + string.digits + string.punctuation, min_size=6, max_size=60),
    after=st.text(max_size=20),
)
def test_a_known_secret_is_masked_in_whatever_text(before: str, secret: str, after: str) -> None:
    mask = Mask([secret])
    for text in (before + secret + after, repr([before + secret + after]), json.dumps([before, secret])):
        assert secret not in mask(text).replace(MASKED, "\n")


@pytest.mark.parametrize(
    "text",
    [
        "Ready in 2 servers on 1 shards",
        "Error 1f0c3a in /recap, guild 80351110224678912",
        "Backed the database up (81920 bytes), and deleted 1 older backups",
        'File "/opt/loose-ends/lib/python3.13/site-packages/discord/webhook/async_.py", line 226, in request',
        "https://discord.com/api/v10/channels/123/messages/456",
        "loose-ends: Discord refused DISCORD_TOKEN; copy it anew from the page “Bot” of your application.",
        "The Bot was resumed by session",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert Mask([BOT])(text) == text


def test_what_ends_the_process_is_masked_too() -> None:
    code = (
        "from bot.logs import *; from bot.settings import *\n"
        f"set_up_logging(LogLevel.INFO, LogFormat.TEXT, secrets=[{ODD!r}])\n"
        f"raise RuntimeError({ODD!r} + ' of ' + {HOOK!r})"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.returncode == 1
    assert "CRITICAL bot.logs: " in ended.stderr
    trace = ended.stderr.partition("RuntimeError: ")[2]
    assert trace == f"{MASKED} of https://discord.com/api/v10/webhooks/123456789012345678/{MASKED}\n"

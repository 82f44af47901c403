"""Neutral text: it names nobody, invites nowhere, and its links tell where they lead."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.neutral import neutral


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ask <@80351110224678912> or <@!80351110224678912>", "ask ＠80351110224678912 or ＠80351110224678912"),
        ("for <@&165511591545143296> in <#103735883630395392>", "for ＠165511591545143296 in ＃103735883630395392"),
        ("use </recap:816437322781949972> in <id:browse>", "use ／recap in ＃browse"),
        ("a <:lantern:41771983429993937> and a <a:lantern:41771983429993937>", "a :lantern: and a :lantern:"),
        ("at <t:1618953630:R>", "at (a time)"),
        ("come to https://discord.gg/abcDEF now", "come to (an invite to a Discord server) now"),
        ("or discord.com/invite/abc-def", "or (an invite to a Discord server)"),
        ("[my other blog](https://evil.example/x)", "[my other blog](https://evil.example/x) (evil.example)"),
        ("[Evil.example](https://www.evil.example/x)", "[Evil.example](https://www.evil.example/x)"),
        ("[bank.example](https://evil.example/x)", "[bank.example](https://evil.example/x) (evil.example)"),
        ("[broken](http://[/x)", "broken"),
        ("1 < 2 and @ 3 > 2, *plainly*", "1 < 2 and @ 3 > 2, *plainly*"),
        ("https://blog.example/13/", "https://blog.example/13/"),
    ],
)
def test_what_acts_on_discord_is_made_plain_and_the_rest_stays(text: str, shown: str) -> None:
    assert neutral(text) == shown


PIECES = [
    "<t:1>",
    "<#1>",
    "<:ab:1>",
    "<",
    ">",
    "@",
    "#",
    "!",
    "&",
    ":",
    "/",
    "1",
    "a",
    "[",
    "]",
    "(",
    ")",
    "<@1>",
    "discord.gg/a",
    "http://b.example",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_nothing_is_left_that_names_or_invites(text: str) -> None:
    assert not re.search(r"<@[!&]?\d+>|<#\d+>|<t:-?\d+>|<a?:\w{2,}:\d+>|discord\.gg/\w", neutral(text))


def test_a_long_text_of_half_links_is_read_in_one_go() -> None:
    assert neutral("[a](" * 20_000)
    assert neutral("<@" * 50_000)

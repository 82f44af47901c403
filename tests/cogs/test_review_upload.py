"""`/review upload`: a file becomes a review where its show and episode are sure, and is refused with what to name."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest
import simcord

from bot.reviews.reader import MAX_BYTES
from bot.storage import reviews, shows
from tests.world import NOW, SECRET, World, count, text

FILE = f"""# Lantern Code Episode 13 Review

## Recap

The {SECRET} went out at the harbour, and Ines carried the last light over the wet steps.

## Thoughts

I did not see the {SECRET} coming. Who lit it in the first place?

Rating: 8/10
"""


@pytest.fixture
async def world(world: World) -> World:
    """Return the bot in a guild that follows a show."""
    await world.add_show("Lantern Code")
    return world


async def upload(
    world: World, words: str | bytes = FILE, member: simcord.MemberActor | None = None, **said: Any
) -> simcord.InteractionResult:
    """Have a member upload a file."""
    data = words.encode() if isinstance(words, str) else words
    return await (member or world.aki).slash(world.channel, "review upload", file=("mine.md", data), **said)


async def test_a_file_is_stored_and_is_to_stand_in_the_channel(world: World) -> None:
    answer = await upload(world)
    assert answer.ephemeral
    assert "Stored as a review of Lantern Code, episode 13." in text(answer)
    found = await reviews.find(world.database, world.guild.id, 1, world.aki.id)
    assert found is not None
    assert found[0].head.author == "aki"
    assert found[0].recap
    assert found[0].score
    row = await world.database.fetchrow("SELECT d.channel_id, r.written_by FROM deliveries d, reviews r")
    assert row is not None
    assert tuple(row) == (world.channel.id, world.aki.id)
    assert world.public() == []


async def test_html_is_read_as_well(world: World) -> None:
    page = f"<html><body><h1>Lantern Code Episode 13</h1><h2>Recap</h2><p>The {SECRET} went out, and nobody saw it go."
    assert "Stored" in text(await upload(world, page + "</p></body></html>"))


async def test_the_same_file_again_is_one_review(world: World) -> None:
    await upload(world)
    assert "stored just like that already" in text(await upload(world))
    assert "kept here already, as No. 1" in text(await upload(world, member=world.bo))
    assert (await count(world, "reviews"), await count(world, "deliveries")) == (1, 1)


async def test_a_file_that_bears_the_address_of_a_review_does_not_write_over_it(world: World) -> None:
    await world.add_review()
    forged = f"---\nurl: https://blog.example/Lantern-Code-13\n---\n{FILE.replace(SECRET, 'forgery')}"
    assert "kept here already, as No. 1" in text(await upload(world, forged))
    assert await world.database.fetchval("SELECT count(*) FROM review_parts WHERE body LIKE '%forgery%'") == 0


@pytest.mark.parametrize(
    ("words", "said", "asked"),
    [
        (FILE.replace("Episode 13 ", ""), {}, "Which episode is it?"),
        (FILE.replace("Lantern Code ", ""), {}, "Which show is it?"),
        (FILE.replace("Lantern Code", "Lantern Codes"), {}, "it may be Lantern Code."),
        (FILE.replace("Lantern Code", "Harbour of Salt"), {}, "“Harbour of Salt”, which is not followed here"),
        (FILE, {"episode": "final"}, "Name the show with the option"),
        (FILE, {"episode": "the good one"}, "names no episode"),
        (FILE, {"show": "Copper Tide"}, "No show of that name"),
    ],
)
async def test_what_is_not_sure_is_asked_for_and_never_guessed(
    world: World, words: str, said: dict[str, Any], asked: str
) -> None:
    answer = await upload(world, words, **said)
    assert asked in text(answer)
    assert SECRET not in text(answer)
    assert (await count(world, "reviews"), await count(world, "shows")) == (0, 1)


async def test_what_the_member_names_goes_before_what_the_file_says(world: World) -> None:
    await world.add_show("Harbour of Salt", season=2, first_absolute=14)
    answer = await upload(world, show="Harbour of Salt (season 2)", episode="15")
    assert "review of Harbour of Salt (season 2), episode 2" in text(answer)


async def test_the_last_episode_can_be_named_with_the_show(world: World) -> None:
    await world.add_review("24", is_final=True)
    assert "episode 24" in text(await upload(world, show="Lantern Code", episode="final"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"Hello", "no review in the file"),
        (b"a" * MAX_BYTES, "must have less than"),
        (b"\x00\x01\x02" * 50, "binary"),
    ],
)
async def test_what_is_no_review_is_refused_with_the_reason(world: World, data: bytes, said: str) -> None:
    answer = await upload(world, data)
    assert answer.ephemeral
    assert said in text(answer)
    assert await count(world, "reviews") == 0


async def anew(
    world: World, words: str, member: simcord.MemberActor | None = None, **said: Any
) -> simcord.InteractionResult:
    """Have a member put another file in the place of the first review."""
    file = ("mine.md", words.encode())
    return await (member or world.aki).slash(world.channel, "review edit", review="1", file=file, **said)


async def test_another_file_takes_the_place_of_the_first(world: World) -> None:
    await upload(world)
    await world.database.execute("UPDATE deliveries SET state = 'posted', message_id = 1")
    assert "option `file`" in text(await world.aki.slash(world.channel, "review edit", review="1"))
    # It stays where it is, whatever the new file says.
    answer = await anew(world, FILE.replace(SECRET, "beacon").replace("13", "14"))
    assert "Changed: the review of Lantern Code, episode 13." in text(answer)
    assert await world.database.fetchval("SELECT count(*) FROM review_parts WHERE body LIKE '%beacon%'") == 2
    assert await world.database.fetchval("SELECT is_stale FROM deliveries") == 1
    row = await world.database.fetchrow("SELECT author, written_by FROM reviews")
    assert row is not None
    assert tuple(row) == ("aki", world.aki.id)
    assert "episode 12." in text(await anew(world, FILE, episode="12"))
    assert (await count(world, "reviews"), await count(world, "deliveries")) == (1, 1)


async def test_a_file_takes_the_place_of_a_file_alone_and_of_ones_own(world: World) -> None:
    await upload(world)
    assert "Only the member who wrote that review" in text(await anew(world, FILE, world.bo))
    assert "no review in the file" in text(await anew(world, "Hello"))
    await world.database.execute("UPDATE reviews SET source_key = 'typed:1:1'")
    assert "was typed here" in text(await anew(world, FILE))
    await world.database.execute("UPDATE reviews SET written_by = NULL")
    assert "came from elsewhere" in text(await anew(world, FILE, world.keeper))
    assert await world.database.fetchval("SELECT count(*) FROM review_parts WHERE body LIKE $1", f"%{SECRET}%") == 2


async def test_a_file_that_discord_does_not_hand_over_is_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(url: str) -> bytes:
        raise discord.NotFound(SimpleNamespace(status=404, reason="Not Found"), "gone")

    monkeypatch.setattr(world.env.bot.http, "get_from_cdn", gone)
    assert "Upload it once more" in text(await upload(world))


async def test_who_may_not_write_may_not_upload(world: World) -> None:
    await world.keeper.slash(world.channel, "review writers", who="keepers")
    assert "written by those who manage it" in text(await upload(world))
    assert "Stored" in text(await upload(world, member=world.keeper))


async def test_a_guild_does_not_see_anothers_uploads(world: World) -> None:
    await upload(world)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("talk")
    member = elsewhere.add_member(world.env.create_user("other"))
    await shows.add(world.database, elsewhere.id, "Lantern Code", now=NOW)
    answer = await member.slash(channel, "review upload", file=("mine.md", FILE.encode()))
    assert "Stored" in text(answer)
    assert await count(world, "reviews") == 2

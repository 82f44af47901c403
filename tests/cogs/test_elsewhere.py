"""Another guild's ids: whatever a control carries, it shows and changes nothing of a guild that it was not used in."""

from __future__ import annotations

import discord
import simcord
from discord import ui

from bot.episodes import EpisodeNumber
from bot.loose_ends import Turn
from bot.shows import Show
from bot.storage import (
    departures,
    discussions,
    ledger,
    loose_end_changes,
    loose_end_drafts,
    loose_end_theories,
    loose_ends,
    shows,
)
from bot.storage.discussions import Mode
from bot.storage.loose_ends import Question, hash_of
from tests.cogs.ends import elsewhere
from tests.world import NOW, SECRET, World, text

ASKED = f"Who lit the {SECRET}?"
BUTTONS = (
    *(
        f"audit:{what}:1:1300:0:{veiled}"
        for what in ("sum", "open", "answered", "post", "yes", "veiled")
        for veiled in "01"
    ),
    *(f"delete-review:1:{answer}" for answer in ("yes", "no")),
    "draft:1:1:1300",
    "edit-asked:yes:1:1300",
    "end-again:end-form:edited:1:00000000",
    *(f"end-do:{what}:1" for what in (*Turn, "edited", "remove")),
    "end-new:1",
    *(f"end-remove:1:{answer}" for answer in ("yes", "no")),
    "end-same:1:1",
    *(f"end-say:{what}:1" for what in ("voice", "unvoice", "theory")),
    *(f"end-show:1:{history}:0" for history in "01"),
    "end-theory:1:1",
    f"end-track:1:{hash_of(ASKED)}:1:0",
    "end-undo:1:1",
    "end-watched:1:1300:1",
    "ends-add:1",
    f"ends-found:1:0:1:{SECRET}",
    "ends-mine:0:1",
    "ends:1:all:all:episode:0:1",
    "flood:1:all",
    *(f"gate:{answer}:1:recap:0:{wanted}" for answer in ("yes", "veiled") for wanted in ("page", "post")),
    "held:1",
    *(f"hub:{what}:1:1300" for what in ("watched", "rate", "recap")),
    *(f"page:{name}:1:0" for name in ("shows", "feeds", "reviews", "results", "queue", "progress")),
    "poll-result:1:1300",
    *(f"privacy:{what}" for what in ("export", "forget", "forget-all")),
    *(f"queue:{verb}:1:1:1300-1300" for verb in ("entry", "post", "file", "ask", "drop", "again", "leave")),
    "rate:1",
    *(f"read:1:{section}:0:1" for section in ("recap", "discussion", "score", "loose-ends", "link")),
    *(f"remove-show:1:{answer}" for answer in ("yes", "no")),
    "score:1:1300:10",
    "undo-watched:1:{forger}:x:1300:1767225600",
    "unrate:1:1300",
    "watched:progress:1:1300",
    "write:1:1:1300",
)
SELECTS = (
    "ends-open",
    "queue-of:1:1300-1300",
    "rate-which:1",
    "reviews-of-episode",
    *(f"{what}-of:1300" for what in ("recap", "rate", "watched", "discuss", "lock", "board", "ratings", "season")),
)
WITHOUT_IDS = ("feed-new", "help-topic")
"""What carries no id of anything."""
ELSEWHERE = ("setup-channel:feed", "setup-role:hosts", "setup-pick:gate", "setup:overview")
"""What is tried so in `test_setup`."""


async def fill(world: World) -> None:
    """Have the guild hold a row of each kind that a control may name."""
    await world.add_review("13", is_final=True)
    show, episode = Show(1, world.guild.id, "Lantern Code"), EpisodeNumber.of(13)
    await world.set_watched(world.aki, "13")
    question = Question(show, ASKED, episode, world.aki.id)
    await loose_ends.raise_end(world.database, question, NOW)
    await loose_end_drafts.keep_draft(world.database, question, NOW)
    end = await ledger.find(world.database, world.guild.id, 1, world.aki.id)
    assert end is not None
    await loose_end_theories.add_theory(world.database, end, SECRET, episode, world.aki.id, NOW)
    await loose_end_changes.turn(world.database, end, Turn.ANSWERED, episode, SECRET, world.aki.id, NOW)
    async with world.database.transaction() as transaction:
        await discussions.claim(transaction, show, episode, parent_id=world.channel.id, mode=Mode.GATED, now=NOW)


async def kept(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Return all that is kept of the guild, but for the discussion's state, which follows by itself."""
    return {
        table: [
            tuple(row)
            for row in await world.database.fetch(f"SELECT * FROM {table} WHERE guild_id = $1", world.guild.id)
        ]
        for table in await departures.tables(world.database)
        if table != "discussions"
    }


async def use(world: World, forger: simcord.MemberActor, channel: simcord.ChannelHandle, custom_id: str) -> str:
    """Have a member of another guild use a control that names this guild's rows; return all that they are told."""
    custom_id = custom_id.replace("{forger}", str(forger.id))
    if custom_id in SELECTS:
        options = [discord.SelectOption(label="Forged", value="1")]
        answer = await forger.select(await world.plant(ui.Select(custom_id=custom_id, options=options), channel), ["1"])
    else:
        answer = await forger.click(await world.plant(ui.Button(label="…", custom_id=custom_id), channel), label="…")
    return f"{answer.modal or ''} {text(answer) if answer.response else ''}"


async def test_controls_that_name_another_guilds_rows_show_and_change_nothing_of_them(world: World) -> None:
    await fill(world)
    forger, channel = await elsewhere(world)
    assert channel.guild is not None
    await shows.add(world.database, channel.guild.id, "Harbour Lights", now=NOW)
    before = await kept(world)
    for custom_id in (*BUTTONS, *SELECTS):
        told = await use(world, forger, channel, custom_id)
        assert SECRET not in told.replace(custom_id, ""), custom_id
        assert "Lantern Code" not in told, custom_id
        assert await kept(world) == before, custom_id
        assert all(SECRET not in text(message) for message in channel.history()), custom_id


async def test_no_kind_of_control_is_left_out(world: World) -> None:
    kinds = world.env.bot._connection._view_store._dynamic_items
    ids = [custom_id.replace("{forger}", "1") for custom_id in (*BUTTONS, *SELECTS, *WITHOUT_IDS, *ELSEWHERE)]
    left_out = [kind.pattern for kind in kinds if not any(kind.fullmatch(custom_id) for custom_id in ids)]
    assert left_out == []
    # What was posted once carries these for good: a kind that no longer takes one has buttons that do nothing.
    assert [custom_id for custom_id in ids if not any(kind.fullmatch(custom_id) for kind in kinds)] == []

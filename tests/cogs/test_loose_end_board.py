"""The board: what a channel is shown of a show's loose ends, and how its message follows them."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.client import LooseEnds
from bot.loose_ends import Turn
from bot.shows import Show
from bot.spoilers import unveil
from bot.storage import (
    ledger,
    loose_end_boards,
    loose_end_changes,
    loose_end_groups,
    loose_end_voices,
    loose_ends,
    shows,
)
from bot.storage.database import Database
from bot.storage.loose_end_groups import Groups
from bot.storage.opening import open_database
from bot.ui import raising
from bot.ui.choosing import ShowSelect
from bot.ui.layouts import notice
from bot.ui.replying import reply
from tests.cogs.ledger import Ledger, open_ledger
from tests.cogs.polls import AFTER_EDIT, SOON, go_on
from tests.cogs.test_once import Killed, Reaper, reaped
from tests.world import World, buttons, data_folder, displays, open_world, outside_veils, pick, press, text


@dataclass
class Wall:
    """A world with a show whose board is asked for."""

    kept: Ledger

    @property
    def world(self) -> World:
        """Where it stands."""
        return self.kept.world

    async def asking(
        self, member: simcord.MemberActor | None = None, at: simcord.ChannelHandle | None = None, **said: Any
    ) -> simcord.InteractionResult:
        """Have the host, or another, ask for a board."""
        return await (member or self.kept.host).slash(at or self.world.channel, "loose-end board", **said)

    async def ask(self, member: simcord.MemberActor | None = None, **said: Any) -> str:
        """Have the host, or another, ask for a board; return what they alone are told."""
        answer = await self.asking(member, **said)
        assert answer.ephemeral
        return text(answer)

    async def wait(self, seconds: float = AFTER_EDIT) -> None:
        """Let so many seconds pass."""
        await self.world.env.advance_time(seconds)

    async def later(self, **passed: float) -> None:
        """Let the bot find that much time has passed, and do what is due then."""
        self.world.clock.ahead += timedelta(**passed)
        await self.wait(SOON)

    async def put_up(self, **said: Any) -> discord.Message:
        """Have the host ask for a board, and return its message."""
        before = {message.id for message in self.world.public()}
        await self.ask(**said)
        await self.wait(SOON)
        (message,) = [message for message in self.world.public() if message.id not in before]
        return message

    def now(self) -> discord.Message:
        """Return the one message there is."""
        (message,) = self.world.public()
        return message

    def edits(self) -> int:
        """Return how often the bot has edited a message of the channel."""
        path = f"/channels/{self.world.channel.id}/messages/"
        return sum(request.method == "PATCH" and path in request.path for request in self.world.env.http_requests)

    async def at_once(self, *acts: Awaitable[simcord.InteractionResult]) -> list[str]:
        """Have members act before the bot has answered any of them; return what each is told."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.world.env, "_settle_internal", go_on)
            answers = [await act for act in acts]
        await self.world.env.settle()
        return [text(answer) for answer in answers]


@pytest.fixture
async def wall(world: World) -> Wall:
    """Return a world whose show has no loose end yet."""
    return Wall(await open_ledger(world))


def groups(message: discord.Message) -> dict[str, str]:
    """Return the groups of a board: the line of each, and what stands behind its veil."""
    found, head = {}, ""
    for display in displays(message)[1:]:
        if display.startswith("**Episode"):
            head = display
            found[head] = ""
        elif display.startswith("||"):
            found[head] = unveil(display)
    return found


async def fill(kept: Ledger) -> None:
    """Raise two questions in episode 3 and one in 9, and answer one of the first in 9."""
    await kept.ask("Who lit the lantern?", "3")
    await kept.ask("Who put it out?", "3")
    await kept.ask("Where is the ship?", "9")
    await kept.settle(1, "The keeper did.", "9")


# What it shows


async def test_questions_stand_with_their_episode_and_answers_with_the_one_that_gave_them(wall: Wall) -> None:
    await fill(wall.kept)
    message = await wall.put_up()
    assert displays(message)[0].startswith("### Lantern Code · Loose ends\n")
    assert groups(message) == {
        "**Episode 3** · 2 raised": "#1: Who lit the lantern?\n#2: Who put it out?",
        "**Episode 9** · 1 raised, 1 tied here": (
            "#3: Where is the ship?\nTied, #1: Who lit the lantern?\n→ The keeper did."
        ),
    }
    for told in ("lit", "out?", "ship", "keeper"):
        assert told not in outside_veils(message), told
    assert list(buttons(message)) == ["Loose ends", "Add one"]
    assert message.flags.suppress_notifications
    assert message.flags.suppress_embeds


async def test_an_answer_in_9_changes_nothing_above_episode_9s_group(wall: Wall) -> None:
    kept = wall.kept
    await kept.ask("Who lit the lantern?", "3")
    await kept.ask("Who put it out?", "5")
    before = displays(await wall.put_up())
    await kept.settle(1, "The keeper did.", "9")
    await wall.wait()
    after = displays(wall.now())
    assert after[: len(before)] == before
    head, body = after[len(before) :]
    assert head == "**Episode 9** · 1 tied here"
    assert unveil(body) == "Tied, #1: Who lit the lantern?\n→ The keeper did."


@pytest.mark.parametrize("what", [Turn.REOPENED, Turn.DROPPED, Turn.ANSWERED])
async def test_what_becomes_of_an_answer_later_changes_nothing_of_it(wall: Wall, what: Turn) -> None:
    kept = wall.kept
    await fill(kept)
    before = groups(await wall.put_up())
    await kept.settle(1, "It was the moth.", "11", what)
    await wall.wait()
    after = groups(wall.now())
    assert {head: body for head, body in after.items() if "Episode 11" not in head} == before
    assert ("**Episode 11** · 1 tied here" in after) == (what is Turn.ANSWERED)


async def test_an_answer_that_is_taken_back_in_its_own_episode_or_undone_is_gone(wall: Wall) -> None:
    kept = wall.kept
    await fill(kept)
    await kept.settle(1, "It was not said.", "9", Turn.REOPENED)
    await kept.settle(2, "The wind.", "4")
    await wall.put_up()
    assert "**Episode 9** · 1 raised" in groups(wall.now())
    assert "**Episode 4** · 1 tied here" in groups(wall.now())
    end = await ledger.find(wall.world.database, wall.world.guild.id, 2, kept.seer.id)
    assert end is not None
    await loose_end_changes.undo(wall.world.database, end, kept.seer.id, wall.world.clock())
    await wall.wait()
    assert list(groups(wall.now())) == ["**Episode 3** · 2 raised", "**Episode 9** · 1 raised"]
    assert "keeper" not in text(wall.now())


async def test_merged_and_removed_ones_are_gone_and_a_corrected_one_moves(wall: Wall) -> None:
    kept, database = wall.kept, wall.world.database
    await fill(kept)
    await wall.put_up()

    async def end(number: int) -> ledger.LooseEnd:
        found = await ledger.find(database, wall.world.guild.id, number, kept.seer.id)
        assert found is not None
        return found

    await loose_end_changes.merge(database, await end(1), await end(2), kept.seer.id, wall.world.clock())
    await wall.wait()
    assert groups(wall.now()) == {
        "**Episode 3** · 1 raised": "#2: Who put it out?",
        "**Episode 9** · 1 raised": "#3: Where is the ship?",
    }
    three = await end(3)
    await loose_end_changes.edit(
        database, three, "Where is the boat?", (await end(2)).raised_in, kept.seer.id, wall.world.clock()
    )
    await loose_ends.remove(database, await end(2))
    await wall.wait()
    assert groups(wall.now()) == {"**Episode 3** · 1 raised": "#3: Where is the boat?"}


async def test_voices_stand_behind_the_veil(wall: Wall) -> None:
    kept = wall.kept
    await kept.ask("Who lit the lantern?", "3", by=kept.seer.id)
    await wall.put_up()
    await wall.world.set_watched(wall.world.aki, "3")
    end = await ledger.find(wall.world.database, wall.world.guild.id, 1, wall.world.aki.id)
    assert end is not None
    await loose_end_voices.give_voice(wall.world.database, end, wall.world.aki.id, wall.world.clock())
    await wall.wait()
    assert groups(wall.now()) == {"**Episode 3** · 1 raised": "#1 (2 voices): Who lit the lantern?"}


async def test_a_board_bears_the_shows_title_of_today(wall: Wall) -> None:
    await wall.put_up()
    await wall.world.keeper.slash(wall.world.channel, "show rename", show="Lantern Code", title="The Lantern Code")
    await wall.wait()
    assert text(wall.now()).startswith("### The Lantern Code · Loose ends")


async def test_a_board_without_loose_ends_says_so(wall: Wall) -> None:
    message = await wall.put_up()
    assert displays(message) == [
        "### Lantern Code · Loose ends\nNo loose end is kept yet: what has the story left open?"
    ]
    assert list(buttons(message)) == ["Loose ends", "Add one"]


async def test_of_hundreds_of_episodes_the_latest_are_shown_and_the_rest_counted(wall: Wall) -> None:
    for number in range(1, 201):
        await wall.kept.ask(f"Question {number}?", str(number))
    message = await wall.put_up()
    assert list(groups(message)) == [f"**Episode {number}** · 1 raised" for number in range(186, 201)]
    assert "-# And 185 more from earlier episodes: press *Loose ends*." in displays(message)


async def test_what_does_not_fit_into_a_group_is_counted(wall: Wall) -> None:
    for number in range(60):
        await wall.kept.ask(f"Question {number} of the sort that fills a line quite well?", "3")
    ((head, body),) = groups(await wall.put_up()).items()
    fitting = len(body.splitlines())
    assert 5 < fitting < 20
    assert head == f"**Episode 3** · 60 raised · {60 - fitting} more: press *Loose ends*"


async def test_a_group_that_finds_no_room_is_counted_and_none_is_cut_for_another(wall: Wall) -> None:
    kept = wall.kept
    for episode in range(1, 10):
        for number in range(9):
            await kept.ask(
                f"Question {number} of the sort that fills a line quite well, in episode {episode}?", str(episode)
            )
    before = groups(await wall.put_up())
    assert 3 <= len(before) < 9
    assert f"And {9 * (9 - len(before))} more from earlier episodes" in text(wall.now())
    await kept.ask("One more?", "10")
    await kept.settle(1, "So it was.", "10")
    await wall.wait()
    after = groups(wall.now())
    kept_as_they_were = [head for head in after if "Episode 10" not in head]
    assert kept_as_they_were
    assert all(after[head] == before[head] for head in kept_as_they_were)


async def test_the_largest_board_is_within_what_discord_takes(wall: Wall) -> None:
    kept, database = wall.kept, wall.world.database
    hostile = ("|`#*_~>-😀" * 2_300)[:20_000]
    await shows.rename(database, kept.show, "*_~`|" * 16)
    for episode in range(1, 31):
        await kept.ask(hostile, f"{episode}.25")
        await kept.settle(episode, hostile, f"{episode + 1}.25")
    for episode in range(40, 60):
        await kept.ask("Why?", f"{episode}.25")
    message = await wall.put_up()
    assert len(groups(message)) == 15
    assert within_limits(message)
    for number in range(31, 51):
        end = await ledger.find(database, wall.world.guild.id, number, kept.seer.id)
        assert end is not None
        await loose_ends.remove(database, end)
    await wall.wait()
    assert len(groups(wall.now())) >= 3
    assert "**Episode 30.25** · 1 raised, 1 tied here · the first is cut, 1 more: press *Loose ends*" in groups(
        wall.now()
    )
    assert within_limits(wall.now())


def within_limits(message: discord.Message) -> bool:
    """Tell whether Discord takes a message: 4,000 characters over all displays, and 40 components."""
    components = re.findall(r"'type': \d+", str([component.to_dict() for component in message.components]))
    return sum(len(shown.encode("utf-16-le")) // 2 for shown in displays(message)) <= 4_000 and len(components) <= 40


# Its buttons


async def test_its_buttons_open_the_list_and_the_form_for_who_presses(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def ask(interaction: discord.Interaction[LooseEnds], episode: str | None, show: str | None) -> None:
        asked.append((interaction.user.id, episode, show))
        await reply(interaction, notice("A form"))

    monkeypatch.setattr(raising, "ask", ask)
    world = wall.world
    await fill(wall.kept)
    message = await wall.put_up()
    await world.set_watched(world.aki, "3")
    listed = await world.aki.click(message, label="Loose ends")
    assert listed.ephemeral
    assert "2 open" in text(listed)
    assert "ship" not in text(listed)
    await world.aki.click(message, label="Add one")
    assert asked == [(world.aki.id, None, "Lantern Code")]


# How it is asked for


async def test_only_hosts_have_one_kept(wall: Wall) -> None:
    assert await wall.ask(wall.world.aki) == "That is for members with the right “Manage Messages”."
    planted = await wall.world.plant(
        ShowSelect("board", str(wall.world.channel.id), [discord.SelectOption(label="Lantern Code", value="1")])
    )
    answer = await wall.world.aki.select(planted, ["1"])
    assert text(answer) == "That is for members with the right “Manage Messages”."
    await wall.wait()
    assert len(wall.world.public()) == 1


async def test_asking_again_links_to_the_board_there_is(wall: Wall) -> None:
    message = await wall.put_up()
    told = await wall.ask()
    await wall.wait()
    assert "stands there already" in told
    assert f"https://discord.com/channels/{wall.world.guild.id}/{message.channel.id}/{message.id}" in told
    assert len(wall.world.public()) == 1


async def test_it_moves_to_another_channel_and_is_taken_away_where_it_was(wall: Wall) -> None:
    await fill(wall.kept)
    await wall.put_up()
    other = wall.world.guild.create_text_channel("ledger")
    told = await wall.ask(channel=other)
    assert f"stands in <#{other.id}> in a moment. It is taken away where it was, in <#{wall.world.channel.id}>" in told
    await wall.wait()
    assert wall.world.public() == []
    (message,) = other.history()
    assert "**Episode 3** · 2 raised" in text(message)
    await wall.kept.ask("Who rowed?", "4")
    await wall.wait()
    (message,) = other.history()
    assert "**Episode 4** · 1 raised" in text(message)
    assert await wall.world.database.fetchval("SELECT count(*) FROM loose_end_boards_left") == 0


async def test_where_the_old_message_can_not_be_taken_away_it_is_tried_again(wall: Wall) -> None:
    message = await wall.put_up()
    path = f"*/channels/{message.channel.id}/messages/{message.id}"
    wall.world.env.inject_error("DELETE", path, status=403, code=50001, message="Missing Access", times=2)
    other = wall.world.guild.create_text_channel("ledger")
    await wall.ask(channel=other)
    await wall.wait()
    assert len(wall.world.public()) == 1
    assert len(other.history()) == 1
    await wall.later(minutes=10)
    await wall.later(minutes=20)
    assert wall.world.public() == []


async def test_a_message_that_can_never_be_taken_away_is_left_in_the_end(wall: Wall) -> None:
    message = await wall.put_up()
    path = f"*/channels/{message.channel.id}/messages/{message.id}"
    wall.world.env.inject_error("DELETE", path, status=403, code=50001, message="Missing Access", times=None)
    await wall.ask(channel=wall.world.guild.create_text_channel("ledger"))
    await wall.wait()
    for _ in range(14):
        await wall.later(days=2)
    assert await wall.world.database.fetchval("SELECT count(*) FROM loose_end_boards_left") == 0


async def test_a_deleted_board_stays_away_until_it_is_asked_for(wall: Wall) -> None:
    await fill(wall.kept)
    message = await wall.put_up()
    await wall.kept.host.delete(message)
    await wall.kept.ask("Who rowed?", "4")
    await wall.wait()
    assert wall.world.public() == []
    assert "was deleted. It stands" in await wall.ask()
    await wall.wait()
    assert "**Episode 4** · 1 raised" in text(wall.now())


async def test_a_deleted_board_that_nothing_came_to_since_is_posted_again_too(wall: Wall) -> None:
    await wall.kept.host.delete(await wall.put_up())
    assert "was deleted. It stands" in await wall.ask()
    await wall.wait()
    assert len(wall.world.public()) == 1


async def test_where_the_place_does_not_tell_the_show_is_asked_for(wall: Wall) -> None:
    harbour = await wall.kept.add_show("Harbour of Salt")
    other = wall.world.guild.create_text_channel("ledger")
    asked = await wall.asking(channel=other)
    assert "Which show do you mean?" in text(asked)
    told = await pick(wall.kept.host, asked, str(harbour.show_id))
    assert text(told) == text(asked) == f"The board of Harbour of Salt stands in <#{other.id}> in a moment."
    await wall.wait()
    (message,) = other.history()
    assert text(message).startswith("### Harbour of Salt · Loose ends")
    assert wall.world.public() == []


async def test_boards_of_several_shows_stand_side_by_side(wall: Wall) -> None:
    harbour = await wall.kept.add_show("Harbour of Salt")
    await fill(wall.kept)
    await wall.kept.ask("Who sold the salt?", "1", show=harbour)
    first = await wall.put_up(show="Lantern Code")
    second = await wall.put_up(show="Harbour of Salt")
    assert "salt?" not in text(first)
    assert groups(second) == {"**Episode 1** · 1 raised": "#4: Who sold the salt?"}


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ("send_messages", "You may not write in"),
        ("read_message_history", "I lack the right “Read Message History” in"),
    ],
)
async def test_where_it_can_not_stand_that_is_said(wall: Wall, right: str, said: str) -> None:
    everyone = wall.world.guild.default_role
    quiet = wall.world.guild.create_text_channel(
        "quiet", overwrites={everyone: discord.PermissionOverwrite(**{right: False})}
    )
    assert said in await wall.ask(channel=quiet)
    await wall.wait()
    assert quiet.history() == []


async def test_another_guilds_channel_takes_no_board(wall: Wall) -> None:
    world = wall.world
    elsewhere = world.env.create_guild("Elsewhere")
    theirs = elsewhere.create_text_channel("talk")
    planted = await world.plant(
        ShowSelect("board", str(theirs.id), [discord.SelectOption(label="Lantern Code", value="1")])
    )
    answer = await wall.kept.host.select(planted, ["1"])
    assert "A board stands in a text channel or a thread." in text(answer)
    host = elsewhere.create_role("Hosts", permissions=discord.Permissions(manage_messages=True))
    forger = elsewhere.add_member(world.env.create_user("forger"), roles=[host])
    planted = await world.plant(
        ShowSelect("board", str(theirs.id), [discord.SelectOption(label="x", value="1")]), theirs
    )
    answer = await forger.select(planted, ["1"])
    assert text(answer) == "That show is not followed here any more."
    await wall.wait()
    assert len(theirs.history()) == 1


# Once, and as it is in the end


async def test_many_changes_cost_few_edits_and_the_last_is_shown(wall: Wall) -> None:
    await wall.put_up()
    for number in range(100):
        await wall.kept.ask(f"Question {number}?", "3")
        if number % 10 == 0:
            await wall.wait(0.5)
    await wall.wait()
    assert 1 <= wall.edits() <= 4
    assert "**Episode 3** · 100 raised" in text(wall.now())
    before = wall.edits()
    await wall.wait(60)
    assert wall.edits() == before


async def test_a_change_while_the_message_is_edited_is_shown_by_the_next_edit(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger has been read and is on its way to Discord when another question comes."""
    await wall.put_up()
    request = wall.world.env.bot.http.edit_message

    async def asking(*args: object, **kwargs: object) -> object:
        monkeypatch.setattr(wall.world.env.bot.http, "edit_message", request)
        await wall.kept.ask("Who put it out?", "5")
        return await request(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(wall.world.env.bot.http, "edit_message", asking)
    await wall.kept.ask("Who lit the lantern?", "3")
    await wall.wait(AFTER_EDIT * 2)
    assert list(groups(wall.now())) == ["**Episode 3** · 1 raised", "**Episode 5** · 1 raised"]


async def test_hosts_who_ask_at_once_get_one_board(wall: Wall) -> None:
    told = await wall.at_once(*(wall.asking() for _ in range(4)))
    await wall.wait()
    assert sum("in a moment" in each for each in told) == 1
    assert len(wall.world.public()) == 1


async def test_hosts_who_move_it_to_two_places_at_once_get_one_board(wall: Wall) -> None:
    await wall.put_up()
    places = [wall.world.guild.create_text_channel(name) for name in ("one", "two")]
    await wall.at_once(*(wall.asking(channel=place) for place in places))
    await wall.wait(AFTER_EDIT * 2)
    standing = [message for place in (wall.world.channel, *places) for message in place.history()]
    assert len([message for message in standing if not message.flags.ephemeral]) == 1


async def test_a_board_that_moves_while_it_is_posted_stands_once(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    world, request = wall.world, wall.world.env.bot.http.send_message
    other = world.guild.create_text_channel("ledger")

    async def moving(*args: object, **kwargs: object) -> object:
        monkeypatch.setattr(world.env.bot.http, "send_message", request)
        board, _ = await loose_end_boards.claim(world.database, wall.kept.show, other.id, world.clock())
        assert await loose_end_boards.MESSAGES.ask_anew(world.database, board, other.id, world.clock())
        return await request(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(world.env.bot.http, "send_message", moving)
    await wall.ask()
    await wall.wait()
    assert world.env.bot.http.send_message is request
    assert world.public() == []
    assert len(other.history()) == 1


async def test_a_board_of_a_removed_show_is_taken_back(wall: Wall) -> None:
    await fill(wall.kept)
    await wall.put_up()
    asked = await wall.world.keeper.slash(wall.world.channel, "show remove", show="Lantern Code")
    await press(wall.world.keeper, asked, "Remove it with all of that")
    await wall.wait()
    assert wall.world.public() == []


async def test_a_show_that_is_removed_while_its_board_is_posted_leaves_no_message(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, request = wall.world, wall.world.env.bot.http.send_message

    async def removing(*args: object, **kwargs: object) -> object:
        monkeypatch.setattr(world.env.bot.http, "send_message", request)
        await shows.remove(world.database, world.guild.id, 1)
        return await request(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(world.env.bot.http, "send_message", removing)
    await wall.ask()
    await wall.wait()
    assert world.env.bot.http.send_message is request
    assert world.public() == []


async def test_of_a_show_that_is_removed_before_its_board_is_posted_nothing_is_sent(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, read = wall.world, loose_end_groups.latest

    async def removing(database: Database, show: Show, *, most: int, texts: int) -> Groups:
        await shows.remove(database, show.guild_id, show.show_id)
        return await read(database, show, most=most, texts=texts)

    monkeypatch.setattr(loose_end_groups, "latest", removing)
    await wall.ask()
    await wall.wait()
    path = f"/channels/{world.channel.id}/messages"
    assert not [each for each in world.env.http_requests if each.method == "POST" and each.path.endswith(path)]


async def notices(wall: Wall) -> simcord.ChannelHandle:
    """Have the keepers told in a channel of their own."""
    channel = wall.world.guild.create_text_channel("keepers")
    await wall.world.keeper.slash(wall.world.channel, "feed notices", channel=channel)
    return channel


async def test_a_channel_that_is_gone_is_told_to_keepers_once(wall: Wall) -> None:
    world = wall.world
    told_in = await notices(wall)
    await wall.put_up()
    other = world.guild.create_text_channel("other")
    await world.env.bot.http.delete_channel(world.channel.id)
    await wall.kept.ask("Who lit the lantern?", "3")
    await wall.wait()
    await wall.kept.ask("Who put it out?", "3")
    await wall.wait(60)
    (told,) = told_in.history()
    assert text(told) == (
        "The board of Lantern Code can’t be shown: its channel is gone. `/loose-end board` posts it in another one.\n"
        "-# Its loose ends are kept."
    )
    await wall.asking(at=other)
    await wall.wait()
    (again,) = other.history()
    assert "**Episode 3** · 2 raised" in text(again)


async def test_where_the_bot_lost_its_rights_keepers_are_told_once_and_asking_again_tries_at_once(wall: Wall) -> None:
    world = wall.world
    told_in = await notices(wall)
    message = await wall.put_up()
    path = f"*/channels/{message.channel.id}/messages/{message.id}"
    world.env.inject_error("PATCH", path, status=403, code=50001, message="Missing Access", times=2)
    await wall.kept.ask("Who lit the lantern?", "3")
    await wall.wait()
    await wall.later(minutes=10)
    (told,) = told_in.history()
    assert "needs “View Channel”, “Send Messages” and “Read Message History”" in text(told)
    assert "stands there already" in await wall.ask()
    await wall.wait(SOON)
    assert "**Episode 3** · 1 raised" in text(wall.now())


async def test_an_outage_is_waited_for_and_told_to_nobody(wall: Wall) -> None:
    told_in = await notices(wall)
    message = await wall.put_up()
    path = f"*/channels/{message.channel.id}/messages/{message.id}"
    wall.world.env.inject_error("PATCH", path, status=400, code=0, message="No", times=1)
    await wall.kept.ask("Who lit the lantern?", "3")
    await wall.wait()
    assert groups(wall.now()) == {}
    await wall.later(minutes=10)
    assert list(groups(wall.now())) == ["**Episode 3** · 1 raised"]
    assert told_in.history() == []


async def test_a_board_stands_in_a_thread_and_is_edited_where_it_was_put_away(wall: Wall) -> None:
    world = wall.world
    channel = world.env.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="Ledger", type=discord.ChannelType.public_thread)
    (thread,) = world.channel.threads
    await wall.asking(at=thread)
    await wall.wait()
    await wall.kept.ask("Who lit the lantern?", "3")
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    world.env.inject_error("PATCH", f"*/channels/{thread.id}/messages/*", status=400, code=50083)
    await wall.wait()
    (message,) = [each for each in thread.history() if each.components]
    assert list(groups(message)) == ["**Episode 3** · 1 raised"]


STEPS = 7
"""More than a board takes from the command to its message, or from one place to another."""


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
async def test_a_bot_that_is_killed_at_any_step_has_one_board(tmp_path: Path, when_done: bool) -> None:
    killed = 0
    for step in range(1, STEPS):
        async with open_database(f"{data_folder(tmp_path)}{step}") as database, open_world(database) as world:
            wall = Wall(await open_ledger(world))
            reaper = Reaper(step, when_done=when_done)
            async with reaped(world.env, reaper):
                with suppress(Killed):
                    await wall.asking()
                    await wall.wait()
            killed += reaper.has_killed
            await world.env.restart_bot(world.new_bot())
            # Long after the time for which Discord itself refuses a second one.
            await wall.later(minutes=30)
            await wall.asking()
            await wall.kept.ask("Who lit the lantern?", "3")
            await wall.wait(AFTER_EDIT * 2)
            assert list(groups(wall.now())) == ["**Episode 3** · 1 raised"], f"killed at step {step}"
            _ = world.env.errors
    assert killed >= 5, "the steps were not those of the bot"


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("removed", [False, True], ids=["moved", "removed"])
async def test_a_bot_that_is_killed_while_a_board_moves_or_goes_leaves_none_behind(
    tmp_path: Path, removed: bool, when_done: bool
) -> None:
    killed = 0
    for step in range(1, STEPS):
        async with open_database(f"{data_folder(tmp_path)}{step}") as database, open_world(database) as world:
            wall = Wall(await open_ledger(world))
            await wall.put_up()
            other = world.guild.create_text_channel("ledger")
            reaper = Reaper(step, when_done=when_done)
            async with reaped(world.env, reaper):
                with suppress(Killed):
                    if removed:
                        await shows.remove(database, world.guild.id, 1)
                    else:
                        await wall.asking(channel=other)
                    await wall.wait()
            killed += reaper.has_killed
            await world.env.restart_bot(world.new_bot())
            await wall.later(minutes=30)
            if removed:
                await shows.remove(database, world.guild.id, 1)
            else:
                await wall.asking(channel=other)
            await wall.wait(AFTER_EDIT * 2)
            await wall.later(minutes=30)
            where = f"killed at step {step}"
            assert world.public() == [], where
            assert len(other.history()) == (0 if removed else 1), where
            _ = world.env.errors
    assert killed >= 2, "the steps were not those of the bot"


@pytest.mark.parametrize("when_done", [False, True], ids=["before", "after"])
async def test_a_board_that_moves_right_after_a_crash_leaves_none_where_it_was_being_posted(
    tmp_path: Path, when_done: bool
) -> None:
    killed = 0
    for step in range(1, STEPS):
        async with open_database(f"{data_folder(tmp_path)}{step}") as database, open_world(database) as world:
            wall = Wall(await open_ledger(world))
            other = world.guild.create_text_channel("ledger")
            reaper = Reaper(step, when_done=when_done)
            async with reaped(world.env, reaper):
                with suppress(Killed):
                    await wall.asking()
                    await wall.wait()
            killed += reaper.has_killed
            await world.env.restart_bot(world.new_bot())
            await wall.asking(channel=other)
            await wall.wait(AFTER_EDIT * 2)
            await wall.later(minutes=30)
            where = f"killed at step {step}"
            assert world.public() == [], where
            assert len(other.history()) == 1, where
            _ = world.env.errors
    assert killed >= 5, "the steps were not those of the bot"

"""`/feed`: what keepers can do with feeds, and that a new review stands in the channel, once and veiled."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import discord
import pytest
import simcord

from bot.feeds import watching
from bot.feeds.web import open_web
from bot.feeds.workers import Workers
from bot.gate import Gate
from bot.playground.blog import Names
from bot.storage import guilds
from bot.storage.database import Database
from bot.ui.feed_words import FloodButton, HeldButton
from bot.ui.paging import PageButton
from tests.cogs.posting import discord_that, is_posting, may
from tests.feeds.blog import Blog, review_html, serve_blog
from tests.world import SECRET, World, buttons, displays, open_world, outside_veils, press, text

SITE = "coffee.example"


@dataclass
class Press:
    """A world with a blog in its web."""

    world: World
    blog: Blog

    async def add(self, **options: object) -> simcord.InteractionResult:
        """Have the keeper add the blog's feed for the channel."""
        wanted = {"address": f"http://{SITE}/", "channel": self.world.channel, "accepts": "anime", **options}
        return await self.world.keeper.slash(self.world.channel, "feed add", **wanted)

    async def wait(self, **passed: float) -> None:
        """Let so much time pass, half an hour unless it is said, and what is due then be done."""
        await self.world.later(**passed or {"minutes": 30})

    def cards(self) -> list[str]:
        """Return the heads of the reviews that stand in the channel."""
        return [displays(message)[0] for message in self.world.public() if "New review" in text(message)]


@pytest.fixture
async def press_room(database: Database, workers: Workers) -> AsyncIterator[Press]:
    """Return the bot with a blog that it can reach."""
    async with (
        serve_blog() as blog,
        open_web(may_reach=blog.may_reach, resolver=Names({SITE: blog.port})) as web,
        open_world(database, web=web, workers=workers) as world,
    ):
        yield Press(world, blog)


async def test_a_new_review_stands_in_the_channel_and_tells_nothing(press_room: Press) -> None:
    added = await press_room.add()
    assert added.ephemeral
    assert "Second Cour Coffee" in text(added)
    press_room.blog.publish("13")
    await press_room.wait()
    (card,) = press_room.world.public()
    head = displays(card)[0]
    assert "Lantern Code · Episode 13" in head
    assert "Mara Quill" in head
    assert SECRET in text(card)
    assert SECRET not in outside_veils(card)
    assert "7/10" not in text(card)
    assert card.flags.suppress_notifications
    assert {"Recap", "Discussion", "Score", "Loose ends (1)", "Rate this episode", "Read it there"} == set(
        buttons(card)
    )


async def test_it_is_posted_once_however_often_it_is_looked_at(press_room: Press) -> None:
    await press_room.add()
    press_room.blog.publish("13")
    for _ in range(3):
        await press_room.wait()
    assert len(press_room.cards()) == 1


async def test_what_was_there_before_is_posted_only_where_it_is_asked_for(press_room: Press) -> None:
    for number in ("11", "12", "13"):
        press_room.blog.publish(number)
    added = await press_room.add(backfill=2)
    assert "newest 2" in text(added)
    await press_room.wait(minutes=1)
    heads = press_room.cards()
    assert [head.splitlines()[0] for head in heads] == [
        "### Lantern Code · Episode 12",
        "### Lantern Code · Episode 13",
    ]


async def test_a_changed_text_is_shown_in_the_same_message(press_room: Press) -> None:
    await press_room.add()
    post = press_room.blog.publish("13")
    await press_room.wait()
    post.html = post.html.replace("was broken too early", "was broken at last")
    await press_room.wait()
    (card,) = press_room.world.public()
    assert "updated" in displays(card)[0]
    assert "was broken at last" in text(card)
    assert SECRET not in outside_veils(card)


async def test_one_role_is_mentioned_where_it_is_asked_for_and_nobody_else(press_room: Press) -> None:
    fans = press_room.world.guild.create_role("Lantern fans")
    await press_room.add(mention=fans)
    press_room.blog.publish("13", title=f"Lantern Code Episode 13 Review @everyone <@{press_room.world.aki.id}>")
    await press_room.wait()
    (card,) = press_room.world.public()
    assert [role.id for role in card.role_mentions] == [fans.id]
    assert not card.mention_everyone
    assert not card.mentions
    assert not card.flags.suppress_notifications


async def test_everyone_is_no_role_to_mention(press_room: Press) -> None:
    answer = await press_room.add(mention=press_room.world.guild.default_role)
    assert "everyone" in text(answer)
    assert not press_room.blog.asked


async def test_many_at_once_wait_and_a_keeper_decides_once(press_room: Press) -> None:
    world = press_room.world
    await press_room.add()
    for number in range(1, 9):
        press_room.blog.publish(str(number))
    await press_room.wait()
    (notice,) = world.public()
    assert "8 new posts" in text(notice)
    listed = await world.keeper.slash(world.channel, "feed list")
    assert "8 posts held" in text(listed)
    asked = await press(world.keeper, listed, "Decide: Second Cour Coffee")
    assert "Pass them over" in buttons(asked)
    refused = await world.aki.click(notice, label="Post them all")
    assert "Manage Server" in text(refused)
    assert len(world.public()) == 1
    answered = await world.keeper.click(notice, label="Only the newest three")
    assert "3 posts" in text(answered)
    await press_room.wait(minutes=1)
    assert [head.splitlines()[0][-1] for head in press_room.cards()] == ["6", "7", "8"]
    assert "decided already" in text(await press(world.keeper, asked, "Pass them over"))
    assert buttons(await world.keeper.slash(world.channel, "feed list")) == {}


async def test_keepers_are_told_once_of_a_feed_that_fails_and_once_that_it_is_back(press_room: Press) -> None:
    world = press_room.world
    notices = world.guild.create_text_channel("keepers")
    await world.keeper.slash(world.channel, "feed notices", channel=notices)
    await press_room.add()
    press_room.blog.status = 503
    for _ in range(4):
        await press_room.wait(days=1)
    (told,) = notices.history()
    assert "could not be read for a day" in text(told)
    listed = await world.keeper.slash(world.channel, "feed list")
    assert "fails since" in text(listed)
    press_room.blog.status = 200
    await press_room.wait(days=2)
    assert "can be read again" in text(notices.history()[-1])
    assert len(notices.history()) == 2
    assert world.public() == []


async def test_keepers_are_asked_once_discord_can_be_reached_again(press_room: Press) -> None:
    world = press_room.world
    await press_room.add()
    for number in range(1, 9):
        press_room.blog.publish(str(number))

    async def unreachable(route: discord.http.Route) -> None:
        if is_posting(route):
            raise ConnectionResetError

    with discord_that(world, before=unreachable):
        await press_room.wait()
    assert world.public() == []
    for _ in range(2):
        await press_room.wait()
    assert ["8 new posts" in text(notice) for notice in world.public()] == [True]


async def test_keepers_who_may_not_be_told_are_not_told_over_and_over(press_room: Press) -> None:
    world = press_room.world
    await press_room.add()
    for number in range(1, 9):
        press_room.blog.publish(str(number))
    may(world, world.channel, send_messages=False)
    asked = []

    async def count(route: discord.http.Route) -> None:
        asked.append(is_posting(route))

    with discord_that(world, before=count):
        for _ in range(3):
            await press_room.wait()
    assert sum(asked) == 1


async def test_keepers_of_a_server_that_is_away_are_told_once_it_is_back(press_room: Press) -> None:
    world = press_room.world
    await press_room.add()
    guild = world.env.bot.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    for number in range(1, 9):
        press_room.blog.publish(str(number))
    await press_room.wait()
    assert world.public() == []
    guild.unavailable = False
    await press_room.wait()
    assert ["8 new posts" in text(notice) for notice in world.public()] == [True]


async def test_it_rests_goes_on_changes_and_ends(press_room: Press) -> None:
    world = press_room.world
    await press_room.add()
    assert "rests" in text(await world.keeper.slash(world.channel, "feed pause", feed="coffee"))
    press_room.blog.publish("1")
    await press_room.wait()
    assert press_room.cards() == []
    await world.keeper.slash(world.channel, "feed resume", feed="coffee")
    other = world.guild.create_text_channel("other")
    changed = await world.keeper.slash(world.channel, "feed edit", feed="1", channel=other, accepts="followed")
    assert f"<#{other.id}>" in text(changed)
    await world.add_show("Lantern Code")
    press_room.blog.publish("2")
    press_room.blog.publish("5", show="Brass Weather")
    await press_room.wait()
    assert press_room.cards() == []
    (card,) = other.history()
    assert "Episode 2" in text(card)
    await world.keeper.slash(world.channel, "feed remove", feed="1")
    assert "No feed" in text(await world.keeper.slash(world.channel, "feed list"))


async def test_another_servers_feed_is_none_here(press_room: Press) -> None:
    world = press_room.world
    await press_room.add()
    elsewhere = world.env.create_guild("Elsewhere")
    manages = elsewhere.create_role("Keepers", permissions=discord.Permissions(manage_guild=True))
    stranger = elsewhere.add_member(world.env.create_user("stranger"), roles=[manages])
    channel = elsewhere.create_text_channel("talk")
    for command in ("feed pause", "feed remove", "feed edit"):
        assert "No feed is watched here yet" in text(await stranger.slash(channel, command, feed="1"))
    press_room.blog.publish("13")
    await press_room.wait()
    assert len(press_room.cards()) == 1
    assert channel.history() == []


async def test_addresses_that_lead_to_where_the_bot_does_not_go_are_refused(press_room: Press) -> None:
    for address in ("http://127.0.0.1/", "ftp://coffee.example/", "http://me:secret@coffee.example/", "http://[::1]/"):
        answer = await press_room.add(address=address)
        assert answer.ephemeral
        assert "watched from now on" not in text(answer)
    assert not press_room.blog.asked


async def test_it_says_what_is_missing_before_anything_is_watched(press_room: Press) -> None:
    world = press_room.world
    mute = discord.PermissionOverwrite(send_messages=False)
    closed = world.guild.create_text_channel("closed", overwrites={world.guild.default_role: mute})
    answer = await press_room.add(channel=closed)
    assert "it needs “Send Messages” there" in text(answer)
    few = discord.PermissionOverwrite(create_public_threads=False, mention_everyone=False)
    plain = world.guild.create_text_channel("plain", overwrites={world.guild.default_role: few})
    fans = world.guild.create_role("Lantern fans")
    answer = await press_room.add(channel=plain, placing="thread", mention=fans)
    assert "“Create Public Threads” and “Mention @everyone, @here, and All Roles”" in text(answer)
    assert not press_room.blog.asked


async def test_who_does_not_manage_the_server_can_do_nothing_with_feeds(press_room: Press) -> None:
    world = press_room.world
    command = next(c for c in await world.env.bot.tree.fetch_commands() if c.name == "feed")  # type: ignore[attr-defined]
    world.guild.set_command_permissions(command, {world.aki: True})
    answer = await world.aki.slash(world.channel, "feed list")
    assert "Manage Server" in text(answer)
    await press_room.add()
    for button in (PageButton("Forged", "feeds"), HeldButton("Forged", 1), FloodButton(1, "all")):
        planted = await world.plant(button)
        (label,) = buttons(planted)
        assert "Manage Server" in text(await world.aki.click(planted, label=label))


async def test_a_member_who_is_behind_learns_only_that_a_review_exists(press_room: Press) -> None:
    world = press_room.world
    await press_room.add()
    press_room.blog.publish("13")
    await press_room.wait()
    await world.set_watched(world.bo, "11")
    (card,) = world.public()
    for label in ("Recap", "Discussion", "Score", "Loose ends (1)"):
        asked = await world.bo.click(card, label=label)
        assert asked.ephemeral
        assert SECRET not in text(asked)
        assert "Have you watched episode 13" in text(asked)
    opened = await press(world.bo, asked, "Yes, I have")
    assert SECRET in text(opened)


async def test_what_the_newest_post_would_look_like_is_shown_to_who_asks_alone(press_room: Press) -> None:
    world = press_room.world
    press_room.blog.publish("13")
    await press_room.add(accepts="followed")
    passed = await world.keeper.slash(world.channel, "feed test", feed="coffee")
    assert "passed over" in text(passed)
    assert not passed.followups
    await world.add_show("Lantern Code")
    answer = await world.keeper.slash(world.channel, "feed test", feed="coffee")
    (card,) = answer.followups
    assert answer.ephemeral
    assert card.ephemeral
    assert "a review of Lantern Code, episode 13" in text(answer)
    assert SECRET in text(card)
    assert SECRET not in outside_veils(card)
    assert list(buttons(card)) == ["Read it there"]
    await press_room.wait()
    assert world.public() == []
    assert await world.database.fetchval("SELECT count(*) FROM reviews") == 0


async def test_a_strict_gate_holds_a_look_ahead_and_the_way_to_the_blog(press_room: Press) -> None:
    world = press_room.world
    await guilds.set_gate(world.database, world.guild.id, Gate.STRICT)
    await world.add_show("Lantern Code")
    press_room.blog.publish("13")
    await press_room.add(accepts="followed", backfill=1)
    answer = await world.keeper.slash(world.channel, "feed test", feed="coffee")
    (held,) = answer.followups
    assert "once you have watched that far" in text(held)
    assert buttons(held) == {}
    await press_room.wait()
    (card,) = world.public()
    home = press_room.blog.home
    assert home not in str(buttons(card))
    asked = await world.keeper.click(card, label="Read it there")
    assert "You read of episode 13 of Lantern Code once you have watched it." in text(asked)
    await world.set_watched(world.keeper, "13")
    opened = await world.keeper.click(card, label="Read it there")
    assert buttons(opened)["Read the review"].startswith(home)
    answer = await world.keeper.slash(world.channel, "feed test", feed="coffee")
    assert SECRET in text(answer.followups[0])


async def test_an_empty_feed_has_nothing_to_show(press_room: Press) -> None:
    await press_room.add()
    answer = await press_room.world.keeper.slash(press_room.world.channel, "feed test", feed="coffee")
    assert "nothing in that feed yet" in text(answer)


async def test_what_a_blog_writes_has_no_effect_on_discord(press_room: Press) -> None:
    world = press_room.world
    tricks = (
        f"<p>Come to https://discord.gg/lantern and ask &lt;@{world.aki.id}&gt; in &lt;#{world.channel.id}&gt;, @here! "
        'It is all in <a href="https://elsewhere.example/x">the archive of my blog</a>, I think, for a long time.</p>'
    )
    await press_room.add()
    press_room.blog.publish("13", html=review_html("Lantern Code", "13").replace("<h2>Closing", f"{tricks}<h2>Closing"))
    await press_room.wait()
    (card,) = world.public()
    assert not card.mentions
    await world.set_watched(world.aki, "13")
    read = text(await world.aki.click(card, label="Discussion"))
    assert "(elsewhere.example)" in read
    assert "discord.gg" not in read
    assert f"<@{world.aki.id}>" not in read
    assert f"<#{world.channel.id}>" not in read


async def test_a_long_list_has_pages(press_room: Press) -> None:
    world = press_room.world
    for number in range(7):
        await press_room.add(channel=world.guild.create_text_channel(f"reviews-{number}"))
    first = await world.keeper.slash(world.channel, "feed list")
    assert "Watched here: 7" in text(first)
    second = await press(world.keeper, first, "Next")
    assert list(buttons(second)) == ["Back"]
    unclear = await world.keeper.slash(world.channel, "feed pause", feed="coffee")
    assert "Several feeds" in text(unclear)
    assert len(await world.keeper.autocomplete(world.channel, "feed pause", "feed", "coff")) == 7


async def test_wishes_are_told_in_the_list(press_room: Press) -> None:
    world = press_room.world
    await world.add_show("Lantern Code")
    fans = world.guild.create_role("Lantern fans")
    await press_room.add(show="Lantern Code", placing="thread", mention=fans, accepts="followed")
    listed = text(await world.keeper.slash(world.channel, "feed list"))
    assert "of Lantern Code alone" in listed
    assert "with a thread" in listed
    assert f"<@&{fans.id}>" in listed
    changed = await world.keeper.slash(world.channel, "feed edit", feed="coffee", any_show=True, no_mention=True)
    assert "alone" not in text(changed)
    assert "mentions" not in text(changed)
    await press_room.add(channel=world.guild.create_text_channel("other"))
    clash = await world.keeper.slash(world.channel, "feed edit", feed="2", channel=world.channel)
    assert "already" in text(clash)


async def test_feeds_that_are_many_are_all_looked_at_in_one_round(
    press_room: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST_LOOKS", 1)
    monkeypatch.setattr(sys.modules["cogs.feeds"], "MOST_LOOKS", 1)  # as the bot has loaded it
    for path in ("feed/", "feed/?two", "feed/?three"):
        await press_room.add(address=f"http://{SITE}/{path}")
    press_room.blog.asked.clear()
    press_room.world.clock.ahead += timedelta(hours=6)
    await press_room.world.env.advance_time(35)
    assert len(press_room.blog.asked) == 3


async def test_what_the_newest_post_would_become_is_said_in_each_case(press_room: Press) -> None:
    world = press_room.world
    press_room.blog.publish("13")
    await press_room.add(accepts="anime")
    followed = await world.keeper.slash(world.channel, "feed test", feed="coffee")
    assert "would be followed from then on" in text(followed)
    await world.add_show("Lantern Codes")
    asked = await world.keeper.slash(world.channel, "feed test", feed="coffee")
    assert "would wait in `/review queue`" in text(asked)
    assert SECRET not in text(asked)


async def test_what_is_secret_in_an_address_is_told_nobody(press_room: Press, caplog: pytest.LogCaptureFixture) -> None:
    """A feed for subscribers alone bears its password in its address."""
    caplog.set_level("DEBUG", "bot")
    caplog.set_level("DEBUG", "cogs")
    world = press_room.world
    press_room.blog.title = ""
    address = f"http://{SITE}/feed/?auth=hunter2"
    answers = [await press_room.add(address=address), await press_room.add(address=address)]
    for command in ("pause", "resume", "test", "edit", "list"):
        named = {} if command == "list" else {"feed": "1"}
        answers += [await world.keeper.slash(world.channel, f"feed {command}", **named)]
    for number in range(1, 9):
        press_room.blog.publish(str(number))
    await press_room.wait()
    (notice,) = world.public()
    assert "8 new posts" in text(notice)
    answers.append(await world.keeper.slash(world.channel, "feed list"))
    labels = [*buttons(answers[-1]), *(await world.keeper.autocomplete(world.channel, "feed pause", "feed", ""))]
    told = "\n".join([*map(text, [*answers, notice]), *map(str, labels), caplog.text])
    assert SITE in told
    assert "hunter2" not in told
    answered = await world.keeper.click(notice, label="Pass them over")
    assert "hunter2" not in text(answered)


async def test_an_author_that_is_a_sentence_is_left_out_of_the_head(press_room: Press) -> None:
    await press_room.add()
    press_room.blog.publish("13", author=f"The {SECRET} dies and nobody ever finds out why it had to")
    press_room.blog.publish("14", author="Ada Reed https://discord.gg/lantern")
    await press_room.wait()
    card, other = press_room.world.public()
    assert SECRET not in outside_veils(card)
    assert displays(card)[0].startswith("### Lantern Code · Episode 13\nNew review · <t:")
    assert "discord.gg" not in text(other)


async def test_what_a_feed_is_called_has_no_effect_on_discord(press_room: Press) -> None:
    press_room.blog.title = f"<@{press_room.world.aki.id}> https://discord.gg/lantern **Brew** @everyone"
    added = text(await press_room.add())
    assert "discord.gg" not in added
    assert f"<@{press_room.world.aki.id}>" not in added
    assert "**Brew**" not in added
    assert "@everyone" not in added


async def test_rights_are_looked_at_whatever_of_a_feed_is_changed(press_room: Press) -> None:
    world = press_room.world
    few = discord.PermissionOverwrite(create_public_threads=False, mention_everyone=False)
    plain = world.guild.create_text_channel("plain", overwrites={world.guild.default_role: few})
    await press_room.add(channel=plain)
    fans = world.guild.create_role("Lantern fans")
    for change, right in (({"mention": fans}, "Mention @everyone"), ({"placing": "thread"}, "Create Public Threads")):
        answer = await world.keeper.slash(world.channel, "feed edit", feed="1", **change)
        assert right in text(answer)
    listed = text(await world.keeper.slash(world.channel, "feed list"))
    assert "mentions" not in listed
    assert "thread" not in listed


async def test_a_feed_whose_channel_is_gone_can_be_given_another(press_room: Press) -> None:
    world = press_room.world
    gone = world.guild.create_text_channel("gone")
    await press_room.add(channel=gone)
    world.env.backend.delete_channel(gone.id)
    refused = await world.keeper.slash(world.channel, "feed edit", feed="1", placing="thread")
    assert f"can’t see <#{gone.id}>" in text(refused)
    await world.keeper.slash(world.channel, "feed edit", feed="1", channel=world.channel)
    press_room.blog.publish("13")
    await press_room.wait()
    assert len(press_room.cards()) == 1


async def test_a_role_that_is_gone_is_mentioned_no_more_and_holds_nothing_up(press_room: Press) -> None:
    world = press_room.world
    fans = world.guild.create_role("Lantern fans")
    await press_room.add(mention=fans)
    world.env.backend.delete_role(world.guild.id, fans.id)
    press_room.blog.publish("13")
    await press_room.wait()
    (card,) = world.public()
    assert "<@&" not in text(card)
    assert card.flags.suppress_notifications


@pytest.mark.parametrize("linked", [True, False])
async def test_what_waits_in_the_queue_keeps_its_author_and_its_day_and_follows_its_blog(
    press_room: Press, linked: bool
) -> None:
    world = press_room.world
    await world.add_show("Lantern Code")
    await press_room.add(accepts="followed")
    html = review_html("Lantern Code", "13").replace("for Lantern Code episode 13", "for Lantern Code")
    post = press_room.blog.publish("13", title="Lantern Code Review", html=html)
    post.link = post.link if linked else None
    await press_room.wait()
    post.html = html.replace("was broken too early", "was broken at last")
    await press_room.wait()
    named = await press(world.keeper, await world.keeper.slash(world.channel, "review queue"), "Name the episode")
    filed = await press(world.keeper, await world.keeper.submit_modal(named, {"episode": "13"}), "File it")
    assert "Filed under Lantern Code, episode 13" in text(filed)
    await press_room.wait(minutes=1)
    (card,) = world.public()
    assert displays(card)[0].startswith("### Lantern Code · Episode 13\nNew review · by Mara Quill · <t:")
    assert "was broken at last" in text(card)
    assert SECRET not in outside_veils(card)
    assert "Recap" in buttons(card)
    post.html = html.replace("was broken too early", "was never broken")
    await press_room.wait()
    (card,) = world.public()
    assert "was never broken" in text(card)


async def test_a_headline_that_tells_what_happens_makes_no_shows_name(press_room: Press) -> None:
    world = press_room.world
    await press_room.add(accepts="anime")
    press_room.blog.publish(
        "13", title=f"The {SECRET} Dies in Lantern Code Episode 13 Review", html=review_html("this", "13")
    )
    await press_room.wait()
    assert world.public() == []
    assert await world.database.fetchval("SELECT count(*) FROM shows") == 0
    asked = await world.keeper.slash(world.channel, "review queue")
    assert "only its headline names" in text(asked)
    assert SECRET not in outside_veils(asked)

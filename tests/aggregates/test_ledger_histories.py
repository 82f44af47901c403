"""Random histories of the ledger: no viewer is given what is beyond their progress, nor can they tell that it is there.

A history is played in one guild, and once more in another one without what lies beyond the viewer: what is raised,
said or done in later episodes. By all that they can read, and by what comes of all that they can then do, both are the
same to them. What may differ is what `bot.storage.ledger` says: the count of questions beyond, and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count as counting
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.gate import Viewer
from bot.loose_ends import Status, Turn
from bot.shows import Show
from bot.spoilers import Spoiler, open_pages
from bot.storage import (
    ledger,
    loose_end_changes,
    loose_end_drafts,
    loose_end_search,
    loose_end_sheets,
    loose_end_theories,
    loose_end_voices,
    loose_ends,
    progress,
    review_filing,
    shows,
)
from bot.storage.database import Database
from bot.storage.ledger import LooseEnd, Order
from bot.storage.loose_ends import Origin, Question
from tests.world import NOW, make_review

VIEWER, OTHERS, LAST = 1, (2, 3), 5
NOWHERE = 999_999
WORDS = ("lantern", "keeper", "moth")

_guilds = counting(1_000)

MEMBERS = st.sampled_from((VIEWER, *OTHERS))
EPISODES = st.integers(1, LAST)
WHICH = st.integers(0, 4)
WORD = st.sampled_from(WORDS)
RAISED = st.tuples(st.just("raise"), MEMBERS, EPISODES, WORD)
CHANGES = (
    st.tuples(st.just("turn"), MEMBERS, WHICH, st.sampled_from(Turn), EPISODES, WORD),
    st.tuples(st.just("edit"), MEMBERS, WHICH, EPISODES, WORD),
    st.tuples(st.just("merge"), MEMBERS, WHICH, WHICH),
    st.tuples(st.just("undo"), MEMBERS, WHICH),
    st.tuples(st.just("theory"), MEMBERS, WHICH, EPISODES, WORD),
    st.tuples(st.just("untheory"), MEMBERS, WHICH, st.booleans()),
    st.tuples(st.just("voice"), MEMBERS, WHICH),
    st.tuples(st.just("unvoice"), MEMBERS, WHICH),
    st.tuples(st.just("join"), MEMBERS, WHICH, EPISODES, WORD),
    st.tuples(st.just("remove"), MEMBERS, WHICH),
)
ACTS = st.one_of(
    *CHANGES,
    RAISED,
    st.tuples(st.just("take"), MEMBERS, EPISODES, WORD),
    st.tuples(st.just("watch"), st.sampled_from((VIEWER, OTHERS[0])), EPISODES),
)
Act = tuple[Any, ...]


def at(number: int) -> EpisodeNumber:
    return EpisodeNumber.of(number)


def words(spoiler: Spoiler | None) -> str | None:
    return None if spoiler is None else "".join(open_pages(spoiler, Viewer(at(LAST))))


@dataclass
class Ledger:
    """A guild's ledger under test. What is raised, thought or done has a label, which is the same in both guilds."""

    database: Database
    show: Show
    numbers: dict[int, int] = field(default_factory=dict)
    theories: dict[int, int] = field(default_factory=dict)
    changes: dict[int, int] = field(default_factory=dict)

    def label(self, number: int) -> int:
        return next((label for label, one in self.numbers.items() if one == number), number - NOWHERE)

    def number(self, label: int) -> int:
        """Return the number of what has a label, or one that nothing has."""
        return self.numbers.get(label, NOWHERE + label)

    async def seen(self, label: int, member: int) -> LooseEnd | None:
        return await ledger.find(self.database, self.show.guild_id, self.number(label), member)

    def plain(self, said: str) -> str:
        """Return what a member is told, with labels in the place of numbers."""
        return re.sub(r"#(\d+)", lambda match: f"#{self.label(int(match[1]))}", said)

    async def labels(self, ids: Sequence[int], member: int) -> list[int]:
        ends = await ledger.numbered(self.database, self.show.guild_id, ids, member)
        assert len(ends) == len(ids), "something was found that may not be read"
        return [self.label(end.number) for end in ends]

    async def _newest(self, table: str, what: str) -> int:
        return int(
            await self.database.fetchval(f"SELECT max({what}) FROM {table} WHERE guild_id = {self.show.guild_id}")
        )

    async def act(self, label: int, act: Act) -> Any:
        """Do something; return what came of it. What it makes has that label."""
        kind, member, *rest = act
        try:
            return await getattr(self, f"_{kind}")(label, member, *rest)
        except Mistake as mistake:
            return type(mistake).__name__, self.plain(str(mistake))

    async def _raise(self, label: int, member: int, episode: int, word: str) -> Any:
        question = Question(self.show, f"Who is the {word} of e{episode}?", at(episode), member)
        self.numbers[label], is_new = await loose_ends.raise_end(self.database, question, NOW)
        return "raised", is_new

    async def _take(self, label: int, member: int, episode: int, word: str) -> Any:
        review = make_review(str(episode), show=self.show.title)
        await review_filing.file_review(self.database, self.show.guild_id, review, now=NOW)
        review_id = await self.database.fetchval(
            "SELECT review_id FROM reviews WHERE guild_id = $1 AND last_episode = $2",
            *(self.show.guild_id, at(episode).hundredths),
        )
        async with self.database.transaction() as transaction:
            new = await loose_ends.take_in(transaction, self.show, review_id, [f"Who is the {word}?"], at(episode), NOW)
        if new:
            self.numbers[label] = await self._newest("loose_ends", "number")
        return "taken", new

    async def _watch(self, label: int, member: int, episode: int) -> Any:
        await progress.record(self.database, self.show.guild_id, self.show.show_id, member, at(episode), NOW)
        return ("watched",)

    async def _turn(self, label: int, member: int, which: int, what: Turn, episode: int, word: str) -> Any:
        end = await self.seen(which, member)
        if end is None:
            return None
        text = f"It is the {word} of e{episode}."
        await loose_end_changes.turn(self.database, end, what, at(episode), text, member, NOW)
        self.changes[label] = await self._newest("loose_end_changes", "change_id")
        return "turned", self.label(end.number)

    async def _edit(self, label: int, member: int, which: int, episode: int, word: str) -> Any:
        end = await self.seen(which, member)
        if end is None:
            return None
        text = f"Who was the {word} of e{episode}?"
        if not await loose_end_changes.edit(self.database, end, text, at(episode), member, NOW):
            return "as it was", self.label(end.number)
        self.changes[label] = await self._newest("loose_end_changes", "change_id")
        return "edited", self.label(end.number)

    async def _merge(self, label: int, member: int, which: int, into: int) -> Any:
        end, other = await self.seen(which, member), await self.seen(into, member)
        if end is None or other is None:
            return None
        await loose_end_changes.merge(self.database, end, other, member, NOW)
        self.changes[label] = await self._newest("loose_end_changes", "change_id")
        return "merged", self.label(end.number), self.label(other.number)

    async def _undo(self, label: int, member: int, which: int) -> Any:
        end = await self.seen(which, member)
        if end is None:
            return None
        standing = "SELECT change_id FROM loose_end_changes WHERE guild_id = $1 AND undone_at IS NULL"
        before = {row[0] for row in await self.database.fetch(standing, self.show.guild_id)}
        kind = await loose_end_changes.undo(self.database, end, member, NOW)
        undone = before - {row[0] for row in await self.database.fetch(standing, self.show.guild_id)}
        return (
            "undone",
            self.label(end.number),
            kind,
            [one for one, change_id in self.changes.items() if change_id in undone],
        )

    async def _theory(self, label: int, member: int, which: int, episode: int, word: str) -> Any:
        end = await self.seen(which, member)
        if end is None:
            return None
        text = f"I think the {word} of e{episode}."
        theory_id = await loose_end_theories.add_theory(self.database, end, text, at(episode), member, NOW)
        self.theories[label] = theory_id
        return "thought", self.label(end.number)

    async def _unthink(self, label: int, member: int, theory: int, anyones: bool) -> Any:
        place = (self.database, self.show.guild_id, self.theories.get(theory, NOWHERE))
        return "unthought", theory, await loose_end_theories.remove_theory(*place, member, anyones=anyones)

    async def _voice(self, label: int, member: int, which: int) -> Any:
        end = await self.seen(which, member)
        if end is None:
            return None
        return "heard", self.label(end.number), await loose_end_voices.give_voice(self.database, end, member, NOW)

    async def _unvoice(self, label: int, member: int, which: int) -> Any:
        end = await self.seen(which, member)
        if end is None:
            return None
        return "unheard", self.label(end.number), await loose_end_voices.take_voice(self.database, end, member)

    async def _join(self, label: int, member: int, which: int, episode: int, word: str) -> Any:
        origin = Origin(channel_id=7, message_id=label + 1)
        question = Question(self.show, f"Who is {word} of e{episode}?", at(episode), member, origin)
        draft = await loose_end_drafts.keep_draft(self.database, question, NOW)
        place = (self.database, self.show.guild_id, draft, member)
        end = await loose_end_drafts.join_drafted(*place, self.number(which), NOW)
        return "joined", self.label(end.number)

    async def _remove(self, label: int, member: int, which: int) -> Any:
        end = await self.seen(which, member)
        return None if end is None else ("removed", self.label(end.number), await loose_ends.remove(self.database, end))

    async def view(self, labels: Sequence[int], but: set[int], watched: int | None) -> dict[str, Any]:
        """Return all that the viewer can read, but of the labels `but`."""
        database, guild_id, me = self.database, self.show.guild_id, VIEWER
        view: dict[str, Any] = {}
        for label in labels:
            end = await self.seen(label, me)
            if label not in but:
                view[f"find {label}"] = await self._told(end)
        for order in Order:
            for status in (None, *Status):
                ends = await ledger.of_show(database, self.show, me, status=status, order=order, most=99)
                view[f"{order} {status}"] = self._but(ends, but)
                pages = [
                    end
                    for page in range(len(ends) // 2 + 1)
                    for end in await ledger.of_show(
                        database, self.show, me, status=status, order=order, offset=page * 2, most=2
                    )
                ]
                assert pages == ends
        for number in range(1, LAST + 1):
            here = await ledger.of_show(database, self.show, me, episode=at(number))
            view[f"of {number}"] = self._but(here, but)
            counts, _ = await ledger.count(database, self.show, me, episode=at(number))
            assert counts.seen == len(here)
        own = await ledger.of_member(database, guild_id, me, offset=0, most=99)
        view["own"] = self._but(own, but)
        assert (await ledger.count_of_member(database, guild_id, me))[0] == len(own)
        every = await ledger.of_show(database, self.show, me, most=99)
        counts, said = await ledger.count(database, self.show, me)
        assert said == (None if watched is None else at(watched))
        assert counts.seen == len(every)
        assert counts.open == len(view[f"episode {Status.OPEN}"]) or but
        for text in (*WORDS, "who", "think", "it", *(f"e{number}" for number in range(1, LAST + 1))):
            found = await self.labels(await loose_end_search.search(database, guild_id, me, text, most=99), me)
            view[f"search {text}"] = [one for one in found if one not in but]
            if text[0] == "e" and watched is not None and int(text[1:]) > watched:
                assert not found
            like = await self.labels(await loose_end_search.alike(database, self.show, me, f"Who is the {text}?"), me)
            view[f"like {text}"] = [one for one in like if one not in but]
        if not but and watched is not None:
            view["latest"] = await ledger.latest_episode(database, self.show, at(watched))
        return view

    def _but(self, ends: Sequence[LooseEnd], but: set[int]) -> list[int]:
        return [one for one in (self.label(end.number) for end in ends) if one not in but]

    async def _told(self, end: LooseEnd | None) -> Any:
        """Return all that is told of a loose end."""
        if end is None:
            return None
        theories = await loose_end_sheets.theories(self.database, end)
        history = await loose_end_sheets.history(self.database, end)
        sources = await loose_end_sheets.sources(self.database, end)
        (listed,) = await ledger.numbered(self.database, self.show.guild_id, [end.loose_end_id], VIEWER)
        assert listed == end
        assert end.theories == len(theories)
        return (
            self.label(end.number),
            (words(end.question), end.raised_in, end.raised_by, end.voices, end.has_voice, end.status),
            (end.settled_in, words(end.settled), end.settled_by, end.touched, end.turn_id > 0),
            [(words(theory.text), theory.episode, theory.member_id) for theory in theories],
            [
                (
                    *(change.kind, change.episode, words(change.text), change.other and self.label(change.other)),
                    *(change.made_by, change.undone_by, change.is_undone),
                )
                for change in history
            ],
            [(source.author, source.url, source.message_id) for source in sources],
        )


@dataclass
class Played:
    """A history as it went: each act that did something, with the label it had and what came of it."""

    acts: list[tuple[int, Act, Any]] = field(default_factory=list)
    versions: dict[int, list[int]] = field(default_factory=dict)
    partners: list[tuple[int, int]] = field(default_factory=list)
    of_change: dict[int, tuple[int, int]] = field(default_factory=dict)
    of_theory: dict[int, tuple[int, int]] = field(default_factory=dict)
    takes: bool = False


async def play(one: Ledger, acts: Sequence[Act]) -> Played:
    """Do all of a history, and note what came of it."""
    played = Played()
    for label, drawn in enumerate(acts):
        act = drawn
        if act[0] == "untheory":
            known = list(one.theories)
            act = ("unthink", act[1], known[act[2] % len(known)] if known else NOWHERE, act[3])
        elif act[0] not in ("raise", "take", "watch"):
            raised = list(one.numbers)
            pick = [raised[index % len(raised)] if raised else NOWHERE for index in act[2:4] if type(index) is int]
            act = (*act[:2], pick[0], *(pick[1:2] if act[0] == "merge" else act[3:4]), *act[4:])
        came = await one.act(label, act)
        if came is None or came[0] in ("Mistake", "Meanwhile", "as it was") or came[2:3] in [(None,), (False,)]:
            continue
        if label in one.numbers:
            played.versions[label] = [act[2]]
        if came[0] == "turned":
            played.of_change[label] = (came[1], act[4])
        elif came[0] == "edited":
            before = await _raised_in(one, came[1], label)
            played.of_change[label] = (came[1], max(before))
            played.versions[came[1]] += before
        elif came[0] == "merged":
            played.partners.append(came[1:])
            played.of_change[label] = (came[2], max(played.versions[came[1]]))
        elif came[0] == "thought":
            played.of_theory[label] = (came[1], act[3])
        played.acts.append((label, act, came))
    return played


async def _raised_in(one: Ledger, label: int, change: int) -> list[int]:
    """Return the episodes of a question before and after an edit."""
    row = await one.database.fetchrow(
        """
        SELECT c.raised_in_before, e.raised_in FROM loose_end_changes c
        JOIN loose_ends e ON e.loose_end_id = c.loose_end_id WHERE c.change_id = $1
        """,
        one.changes[change],
    )
    assert row is not None
    return [row[0] // 100, row[1] // 100]


def moved(played: Played, watched: int) -> set[int]:
    """Return what was moved to beyond what the viewer watched, or from there, with what it was ever merged with."""
    found = {label for label, episodes in played.versions.items() if min(episodes) <= watched < max(episodes)}
    while more := {one for pair in played.partners if set(pair) & found for one in pair} - found:
        found |= more
    return found


def without_beyond(played: Played, watched: int, but: set[int]) -> list[tuple[int, Act]]:
    """Return what is left of a history for who has watched so far."""
    kept: list[tuple[int, Act]] = []
    there = {label for label, episodes in played.versions.items() if max(episodes) <= watched} - but
    for label, act, came in played.acts:
        match came[0]:
            case "watched":
                keep = True
            case "raised":
                keep = label in there
            case "taken":
                keep = act[2] <= watched and label not in but
            case "turned" | "edited" | "merged":
                about, episode = played.of_change[label]
                keep = about in there and episode <= watched
                keep = keep and (came[0] != "merged" or came[1] in there)
            case "undone":
                about, episode = played.of_change[came[3][0]]
                keep = about in there and episode <= watched
            case "thought":
                about, episode = played.of_theory[label]
                keep = about in there and episode <= watched
            case "unthought":
                about, episode = played.of_theory.get(act[2], (NOWHERE, 0))
                keep = about in there and episode <= watched
            case "joined" if act[3] > watched:
                keep = came[1] in there
                act = ("voice", act[1], act[2])
            case _:
                keep = came[1] in there
        if came[0] not in ("watched", "raised", "taken", "unthought"):
            act = (*act[:2], *came[1:3], *act[4:]) if came[0] == "merged" else (*act[:2], came[1], *act[3:])
        if keep:
            kept.append((label, act))
    return kept


def assert_nothing_beyond(view: Any, watched: int) -> None:
    """Every text names the episode that it tells of."""
    for value in view.values() if isinstance(view, dict) else view:
        if isinstance(value, list | tuple):
            assert_nothing_beyond(value, watched)
        elif isinstance(value, str):
            assert all(int(number) <= watched for number in re.findall(r"\be(\d)\b", value)), value
        elif isinstance(value, EpisodeNumber):
            assert value <= at(watched)


@given(
    raised=st.lists(RAISED, min_size=2, max_size=5),
    acts=st.lists(ACTS, min_size=4, max_size=25),
    watched=st.sampled_from((2, 3, 4, 1, 5, None)),
    probes=st.lists(st.one_of(*CHANGES, RAISED), max_size=6),
)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
async def test_what_is_beyond_a_viewer_can_not_be_told_from_what_is_not_there(
    database: Database, raised: list[Act], acts: list[Act], watched: int | None, probes: list[Act]
) -> None:
    start: list[Act] = [*(("watch", member, LAST) for member in (VIEWER, *OTHERS)), *raised]
    whole, less = [Ledger(database, await shows.add(database, next(_guilds), "Lantern Code", now=NOW)) for _ in "12"]
    played = await play(whole, start + acts)
    up_to = watched or 0
    but = moved(played, up_to)
    if but and any(came[0] == "taken" for _, _, came in played.acts):
        but = set(whole.numbers)  # what was taken in may have been, or not, for what was moved
    for label, act in without_beyond(played, up_to, but):
        came = await less.act(label, act)
        assert came is not None, act
        assert came[0] not in ("Mistake", "Meanwhile"), (act, came)
    for one in (whole, less):
        if watched is None:
            await progress.forget(database, one.show.guild_id, one.show.show_id, VIEWER)
        else:
            await progress.record(database, one.show.guild_id, one.show.show_id, VIEWER, at(watched), NOW)
    labels = list(whole.numbers)
    assert_nothing_beyond(await whole.view(labels, set(), watched), up_to)
    view = await whole.view(labels, but, watched)
    event("moved" if but else "whole")
    event(f"seen {sum(told is not None for key, told in view.items() if key.startswith('find'))}")
    if but == set(labels):
        return
    assert view == await less.view(labels, but, watched)
    theories = list(whole.theories)
    pickable = [label for label in labels if label not in but]
    for extra, (kind, _, *rest) in enumerate(probes, len(start) + len(acts)):
        if kind not in ("raise", "untheory"):
            rest[0] = pickable[rest[0] % len(pickable)]
            rest[1:2] = [pickable[rest[1] % len(pickable)]] if kind == "merge" else rest[1:2]
        if kind == "untheory":
            kind, rest[0] = "unthink", theories[rest[0] % len(theories)] if theories else NOWHERE
            if played.of_theory.get(rest[0], (NOWHERE, 0))[0] in but:
                continue
        act = (kind, VIEWER, *rest)
        assert await whole.act(extra, act) == await less.act(extra, act), act
        labels = list(whole.numbers)
        assert await whole.view(labels, but, watched) == await less.view(labels, but, watched), act
    for label in pickable:
        act = ("undo", VIEWER, label)
        assert (await whole.act(NOWHERE, act)) == (await less.act(NOWHERE, act)), act

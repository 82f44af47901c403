"""What a sheet of a loose end holds: neutral words first, then its texts in the open, and what its viewer may do.

Built of what the ledger gave out to the viewer, which is cut at what they have watched. The buttons are plain ones
here; what they do stands in the modules above, which show the sheet again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.episodes import EpisodeNumber
from bot.gate import Viewer
from bot.loose_ends import Status, quiet_for
from bot.spoilers import Spoiler
from bot.storage.ledger import LooseEnd
from bot.storage.loose_end_sheets import Change, Source, Theory
from bot.ui.layouts import Layout, Piece, counted, pages_of, pieced, plain, row
from bot.ui.reading import ReadButton, Section
from bot.ui.rights import LedgerRights
from bot.ui.viewing import opened_pages

_MOST_SOURCES = 2
"""Reviews, and messages, that a sheet names: what was merged often has more."""
_STATUS = {Status.OPEN: "Still open", Status.ANSWERED: "Answered", Status.DROPPED: "Dropped"}
_KINDS = {"answered": "Answered", "dropped": "Dropped", "reopened": "Reopened", "edited": "Edited", "merged": "Merged"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is shown of a loose end, as its viewer may see it. `latest` is the last episode that is known of."""

    end: LooseEnd
    theories: Sequence[Theory]
    history: Sequence[Change]
    sources: Sequence[Source]
    latest: EpisodeNumber
    rights: LedgerRights
    viewer_id: int


def sheet(seen: Sheet, said: str = "", *, page: int = 0, history: bool = False) -> Layout:
    """Return a page of a loose end: neutral words first, then its texts, and what its viewer may do."""
    pages = pages_of(_history(seen) if history else _texts(seen))
    number = min(page, max(len(pages) - 1, 0))
    lines = [*([said] if said else []), *_head(seen)]
    if history:
        lines.append("**History**" if pages else "**History**: nothing has become of it yet.")
    if len(pages) > 1:
        lines.append(f"-# Page {number + 1} of {len(pages)}")
    turning: list[ui.Item[Any]] = []
    if number > 0:
        turning.append(_page("Back", seen.end.number, number - 1, history=history))
    if number + 1 < len(pages):
        turning.append(_page("Continue reading", seen.end.number, number + 1, history=history))
    rows = [*row(turning), *row(_joining(seen)), *row(_handling(seen, history=history)), *row(_leading(seen))]
    return pieced("\n".join(lines), pages[number] if pages else (), rows)


def last_change(history: Sequence[Change]) -> int:
    """Return the id of the change that would be undone, or 0."""
    return max((change.change_id for change in history if not change.is_undone), default=0)


def named(member_id: int | None) -> str:
    """Return a member as a text names them; that notifies nobody, for the bot lets no mention do so."""
    return f"<@{member_id}>" if member_id is not None else "a member who left no name"


def _head(seen: Sheet) -> list[str]:
    end = seen.end
    status = [_STATUS[end.status] + (f" in episode {end.settled_in}" if end.status is not Status.OPEN else "")]
    if end.status is Status.OPEN and (quiet := quiet_for(end.touched, min(end.watched, seen.latest))):
        status.append(f"quiet for {counted(quiet, 'episode')}")
    status.append(counted(end.voices, "voice"))
    return [
        f"### #{end.number} · {plain(end.show.label)} · Episode {end.raised_in}",
        " · ".join(status),
        _origin(end, seen.sources),
    ]


def _origin(end: LooseEnd, sources: Sequence[Source]) -> str:
    """Return who raised it, and from where."""
    authors = dict.fromkeys(source.author for source in sources if source.review_id is not None)
    reviews = [f"the review by {plain(author)}" if author else "a review" for author in authors][:_MOST_SOURCES]
    if end.raised_by is None and reviews:
        return f"Named in {' and '.join(reviews)}"
    places = [*reviews, *(["a message"] if any(source.message_id is not None for source in sources) else [])]
    # Whose name went may have been a member or the author of a review that is gone.
    who = named(end.raised_by) if end.raised_by is not None else "someone who left no name"
    return f"Raised by {who}" + (f", from {' and '.join(places)}" if places else "")


def _texts(seen: Sheet) -> list[Piece]:
    end = seen.end
    pieces = _pieces("", end.question, end.viewer)
    if end.settled is not None and end.settled_at is not None:
        what = _STATUS[end.status] if end.status is not Status.OPEN else "Reopened"
        when = discord.utils.format_dt(end.settled_at, "D")
        head = f"**{what} in episode {end.settled_in}** · by {named(end.settled_by)} · {when}"
        pieces += _pieces(head, end.settled, end.viewer)
    for theory in seen.theories:
        head = f"**Theory** · episode {theory.episode} · by {named(theory.member_id)}"
        is_theirs = theory.member_id == seen.viewer_id or seen.rights.is_host
        remove = ui.Button[Any](label="Remove", custom_id=f"end-theory:{end.number}:{theory.theory_id}")
        pieces += _pieces(head, theory.text, end.viewer, remove if is_theirs else None)
    return pieces


def _history(seen: Sheet) -> list[Piece]:
    pieces = []
    for change in seen.history:
        what = f"#{change.other} was merged into it" if change.kind == "merged" else _KINDS[change.kind]
        where = f" in episode {change.episode}" if change.kind not in ("merged", "edited") else ""
        when = discord.utils.format_dt(change.made_at, "D")
        head = f"**{what}{where}** · by {named(change.made_by)} · {when}"
        head += f" · undone by {named(change.undone_by)}" if change.is_undone else ""
        head += "\nBefore, it was:" if change.kind == "edited" else ""
        pieces += _pieces(head, change.text, seen.end.viewer)
    return pieces


def _pieces(head: str, text: Spoiler, viewer: Viewer, button: ui.Button[Any] | None = None) -> list[Piece]:
    """Return a text in the open, under a neutral line."""
    first, *more = opened_pages(viewer, text) or [""]
    return [Piece("\n".join(filter(None, (head, first))), button=button), *map(Piece, more)]


def _joining(seen: Sheet) -> list[ui.Item[Any]]:
    """Return the buttons of what everybody may do, and of what becomes of it."""
    end = seen.end
    voice = ("unvoice", "Take my voice back") if end.has_voice else ("voice", "I want to know too")
    buttons = [_button(f"end-say:{name}:{end.number}", label) for name, label in (voice, ("theory", "Add a theory"))]
    if seen.rights.may_settle:
        names = ("answered", "dropped") if end.status is Status.OPEN else ("reopened",)
        labels = {"answered": "Answer", "dropped": "Drop", "reopened": "Reopen"}
        buttons += [_button(f"end-do:{name}:{end.number}", labels[name]) for name in names]
    return [*buttons]


def _handling(seen: Sheet, *, history: bool) -> list[ui.Item[Any]]:
    """Return the buttons of its history, and of what is for who raised it and for hosts."""
    end, rights, last = seen.end, seen.rights, last_change(seen.history)
    buttons: list[ui.Item[Any]] = []
    if history:
        buttons.append(_page("The question", end.number, 0, history=False))
    elif seen.history:
        buttons.append(_page(f"History ({len(seen.history)})", end.number, 0, history=True))
    if rights.may_edit:
        buttons.append(_button(f"end-do:edited:{end.number}", "Edit"))
    if rights.is_host and last:
        buttons.append(_button(f"end-undo:{end.number}:{last}", "Undo"))
    if rights.may_edit:
        buttons.append(_button(f"end-do:remove:{end.number}", "Remove it"))
    return buttons


def _leading(seen: Sheet) -> list[ui.Item[Any]]:
    """Return the buttons to where it is from."""
    reviews = dict.fromkeys(source.review_id for source in seen.sources if source.review_id is not None)
    guild_id = seen.end.show.guild_id
    messages = [
        f"https://discord.com/channels/{guild_id}/{source.channel_id}/{source.message_id}"
        for source in seen.sources
        if source.message_id is not None
    ]
    return [
        *[ReadButton("Read the review", review_id, Section.LOOSE_ENDS) for review_id in [*reviews][:_MOST_SOURCES]],
        *[ui.Button[Any](label="The message", url=address) for address in messages[:_MOST_SOURCES]],
    ]


def _page(label: str, number: int, page: int, *, history: bool) -> ui.Button[Any]:
    return _button(f"end-show:{number}:{int(history)}:{page}", label)


def _button(custom_id: str, label: str) -> ui.Button[Any]:
    return ui.Button(label=label, custom_id=custom_id)

"""The forms of loose ends: words and an episode. What can't be kept is given back, and opens again as it was typed.

Nothing is stored for that: the words stand in the private message that says what was wrong, and are taken from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.episodes import EpisodeNumber
from bot.errors import Mistake
from bot.loose_ends import LONGEST_ANSWER, LONGEST_QUESTION, LONGEST_THEORY, Turn
from bot.spoilers import Spoiler, tidy
from bot.ui.choosing import MOST_CHOICES, followed_shows, show_options
from bot.ui.failures import AnsweringItem, answer_failure, explain
from bot.ui.forms import Field, Handler, Pick, form
from bot.ui.layouts import Layout, row
from bot.ui.replying import is_private

if TYPE_CHECKING:
    from bot.client import LooseEnds

RAISE, THEORY, EDIT = "raise", "theory", "edited"


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a form asks for. Its title goes before the loose end's number, where there is one."""

    title: str
    words: str
    longest: int
    episode: str


_KINDS = {
    RAISE: _Kind("Track a loose end", "The question", LONGEST_QUESTION, "The episode that raised it"),
    THEORY: _Kind("Your theory of", "What you think", LONGEST_THEORY, "The episode that you have it from"),
    EDIT: _Kind("Edit", "The question", LONGEST_QUESTION, "The episode that raised it"),
    Turn.ANSWERED.value: _Kind("Answer", "The answer", LONGEST_ANSWER, "The episode that answers it"),
    Turn.DROPPED.value: _Kind("Drop", "Why it is none", LONGEST_ANSWER, "The episode after which it is none"),
    Turn.REOPENED.value: _Kind("Reopen", "Why it is open again", LONGEST_ANSWER, "The episode that opens it again"),
}
_WORDS, _EPISODE = 101, 102
"""What the displays with the words and the episode are known by in a message that gives them back."""


class AgainButton(AnsweringItem, ui.DynamicItem[ui.Button[Any]], template=r"end-again:(?P<form>end-form:[a-z0-9:]+)"):
    """Opens a form again with what its message gives back."""

    def __init__(self, form_id: str) -> None:
        custom_id = f"end-again:{form_id}"
        super().__init__(ui.Button(label="Open it again", style=discord.ButtonStyle.primary, custom_id=custom_id))
        self.form_id = form_id

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that an old message carries."""
        return cls(match["form"])

    async def act(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Open the form."""
        typed = dict(_displays(interaction.message.components if interaction.message else []))
        await open_form(interaction, self.form_id, typed.get(_WORDS, ""), typed.get(_EPISODE, ""))


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (AgainButton,)


def raise_form(show_id: int | None, channel_id: int = 0, message_id: int = 0) -> str:
    """Return the id of the form for a question; it asks for the show where that is None."""
    return f"end-form:{RAISE}:{show_id or 0}:{channel_id}:{message_id}"


def end_form(kind: str, number: int, seen: str = "") -> str:
    """Return the id of a form about a loose end, with what its member saw of it."""
    return f"end-form:{kind}:{number}:{seen}"


async def open_form(
    interaction: discord.Interaction[LooseEnds], form_id: str, words: str = "", episode: str = ""
) -> None:
    """Show a form, with what stands in it at first."""
    _, name, number, *_ = form_id.split(":")
    kind = _KINDS[name]
    fields: list[Field | Pick] = [
        # A question that a review named may have grown when it was made neutral.
        Field("words", kind.words, words, longest=max(kind.longest, len(words)), is_long=True, is_required=True),
        Field("episode", "Episode", episode, kind.episode, longest=100, is_required=True),
    ]
    if name == RAISE and number == "0":
        followed = await followed_shows(interaction)
        fields.append(
            Pick("show", "Show", show_options(followed))
            if len(followed) <= MOST_CHOICES
            else Field("title", "Show", hint="Its title or another name", longest=100, is_required=True)
        )
    title = kind.title if name == RAISE else f"{kind.title} #{number}"
    await interaction.response.send_modal(form(title, form_id, fields))


def typed_words(values: Mapping[str, str], kind: str) -> str:
    """Return the words that were typed into a form, in order.

    Raises:
        Mistake: there are none, or too many.
    """
    words, longest = tidy(values.get("words", "")), _KINDS[kind].longest
    if not _is_visible(words):
        raise Mistake("There is nothing in it that can be read. Write a sentence, and send it off again.")
    if len(words) > longest:
        raise Mistake(f"That is {len(words)} characters long; {longest} are the most that can be kept.")
    return words


def kept(handler: Handler) -> Handler:
    """Return a form's handler that gives the words back where it fails, privately, to be sent off again.

    The answer is put off first: Discord would not wait for as long as the database may be held by another process.
    """

    async def handle(
        interaction: discord.Interaction[LooseEnds], match: re.Match[str], values: Mapping[str, str]
    ) -> None:
        with suppress(discord.HTTPException):  # what was typed is worth more than the answer
            await interaction.response.defer(ephemeral=True, thinking=not is_private(interaction))
        try:
            await handler(interaction, match, values)
        except discord.HTTPException as error:  # only the answer failed
            await answer_failure(interaction, error)
        except Exception as error:
            await give_back(interaction, match[0], values, error)

    return handle


async def give_back(
    interaction: discord.Interaction[LooseEnds], form_id: str, values: Mapping[str, str], error: Exception
) -> None:
    """Say what was wrong, and give back what was typed into a form.

    Args:
        form_id: the form that opens again.
    """
    said = explain(interaction, error)
    if said is None:
        return
    given = [
        ui.TextDisplay[Any](values[name], id=number)
        for name, number in (("words", _WORDS), ("episode", _EPISODE))
        if _is_visible(values.get(name, ""))
    ]
    layout = Layout(
        ui.TextDisplay(f"{said}\n-# What you typed is here, for you alone."),
        *([ui.Separator[Any]()] if given else []),
        *given,
        *row([AgainButton(form_id)]),
    )
    with suppress(discord.HTTPException):  # there is nobody left to tell
        if is_private(interaction):  # what they wrote of stays in sight
            await interaction.followup.send(view=layout, ephemeral=True)
        else:
            await interaction.edit_original_response(view=layout)


def _is_visible(text: str) -> bool:
    return bool(Spoiler(text, show_id=0, episode=EpisodeNumber(0)))


def _displays(components: Sequence[discord.Component]) -> Iterator[tuple[int, str]]:
    for component in components:
        if isinstance(component, discord.TextDisplay) and component.id is not None:
            yield component.id, component.content
        elif isinstance(component, discord.Container):
            yield from _displays(component.children)

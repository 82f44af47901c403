"""A review from a file: read, placed only where show and episode are sure, and stored."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.episodes import EpisodeRequest, EpisodeSpan
from bot.errors import Mistake, UnreadableReview
from bot.matching import Placed, place_review
from bot.reviews.model import Review
from bot.reviews.reader import MAX_BYTES, read_review
from bot.shows import Show
from bot.storage import deliveries, review_filing, shows, written
from bot.storage.deliveries import Destination
from bot.storage.review_filing import Filed
from bot.ui.choosing import followed_shows, guild_of, number_of
from bot.ui.handling import handled, must_be_members
from bot.ui.layouts import Layout, notice, plain
from bot.ui.rights import must_write

if TYPE_CHECKING:
    from bot.client import LooseEnds


async def upload(
    interaction: discord.Interaction[LooseEnds],
    file: discord.Attachment,
    show: Show | None,
    request: EpisodeRequest | None,
) -> None:
    """Store the review that a file holds, and claim its delivery to the channel.

    Args:
        show: the show that the member names, in place of what the file says.
        request: the episode, likewise.

    Raises:
        Mistake: the member may not write, the file is no review, its show or episode is not sure, or it is here
            already.
    """
    await must_write(interaction)
    review = await _read_file(interaction, file)
    placed = await _place(interaction, review, show, request)
    if review.author is None:
        review = replace(review, author=interaction.user.display_name)
    filed = await _store(interaction, placed, review)
    await interaction.edit_original_response(view=stored(placed, filed))


async def upload_anew(
    interaction: discord.Interaction[LooseEnds],
    file: discord.Attachment,
    review_id: int,
    request: EpisodeRequest | None,
) -> None:
    """Put a file in the place of one that a member brought before; it stays of that show, and of its episode.

    Args:
        request: another episode, where it was under the wrong one.

    Raises:
        Mistake: there is no such review, it is another's, it was no file, or the new one is no review.
    """
    old = await handled(interaction, review_id)
    must_be_members(old)
    if old.typed is not None:
        raise Mistake("That review was typed here. Edit it without the option `file`.")
    span = old.span if request is None else EpisodeSpan.of(await number_of(interaction, old.show, request))
    review = await _read_file(interaction, file)
    review, placed = replace(review, author=review.author or old.author), Placed(old.show, span)
    now = interaction.client.clock()
    async with interaction.client.database.transaction() as transaction:
        if await written.find(transaction, old.show.guild_id, review_id) is None:
            raise Mistake("That review is not kept here any more.")
        filed, _ = await review_filing.keep(transaction, placed, review, now=now, source_key=old.source_key)
        if filed is Filed.UPDATED:
            await deliveries.mark_changed(transaction, old.show.guild_id, review_id, now)
    await interaction.edit_original_response(view=stored(placed, filed))


def stored(placed: Placed, filed: Filed) -> Layout:
    """Return what is said of a file that was stored."""
    what = f"{plain(placed.show.label)}, {_episodes(placed.span)}"
    said = {
        Filed.NEW: f"Stored as a review of {what}. It will stand in this channel in a moment.",
        Filed.UPDATED: f"Changed: the review of {what}. Where it stands, it is written anew in a moment.",
        Filed.SAME: f"That review of {what} is stored just like that already.",
    }
    return notice(said[filed])


async def read(data: bytes, *, url: str | None = None, title: str | None = None) -> Review:
    """Read a review off the event loop.

    Raises:
        Mistake: it is none; the text says why.
    """
    try:
        return await asyncio.to_thread(read_review, data, url=url, title=title)
    except UnreadableReview as error:
        raise Mistake(str(error)) from error


async def _read_file(interaction: discord.Interaction[LooseEnds], file: discord.Attachment) -> Review:
    """Fetch a file and read it, once Discord has been told that it takes a while."""
    if file.size >= MAX_BYTES:
        raise Mistake(f"The file has {file.size:,} bytes; a review must have less than {MAX_BYTES:,}.")
    await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        data = await file.read()
    except discord.HTTPException as error:
        raise Mistake("Discord did not hand the file over. Upload it once more.") from error
    return await read(data)


async def _place(
    interaction: discord.Interaction[LooseEnds], review: Review, show: Show | None, request: EpisodeRequest | None
) -> Placed:
    """Return where a review goes: by what the member names, else by what is sure in the text, and never by a likeness.

    Raises:
        Mistake: it is not sure; the text says what to name.
    """
    span = review.span
    if request is not None:
        span = await _asked(interaction, show, request)
    if span is None:
        guess = review.findings.get("episodes")
        perhaps = f" (perhaps episode {guess.value})" if guess is not None and guess.value is not None else ""
        raise Mistake(f"Which episode is it? The file does not say{perhaps}. Send it again with the option `episode`.")
    if show is not None:
        place = place_review([show], show.label, None, span, chosen=True)
    elif review.show is None:
        raise Mistake("Which show is it? The file does not say. Send it again with the option `show`.")
    else:
        place = place_review(await followed_shows(interaction), review.show, review.season, span)
    if isinstance(place, Placed):
        return place
    if place.candidates:
        labels = " or ".join(plain(candidate.label) for candidate in place.candidates)
        raise Mistake(f"Which show is it? By its name it may be {labels}. Send it again with the option `show`.")
    season = f", season {place.season}" if place.season else ""
    raise Mistake(
        f"It is of “{plain(place.name)}”{season}, which is not followed here. Name the show that it is of with the "
        "option `show`, or ask someone who manages the server for `/show add`."
    )


async def _asked(
    interaction: discord.Interaction[LooseEnds], show: Show | None, request: EpisodeRequest
) -> EpisodeSpan:
    if request.number is not None:
        return EpisodeSpan.of(request.number)
    if show is None:
        raise Mistake("Name the show with the option `show` too, or the episode by its number.")
    return EpisodeSpan.of(await number_of(interaction, show, request))


async def _store(interaction: discord.Interaction[LooseEnds], placed: Placed, review: Review) -> Filed:
    """Store a review and claim its delivery, all or nothing. What another brought here is not written over."""
    guild_id, member_id, now = guild_of(interaction), interaction.user.id, interaction.client.clock()
    async with interaction.client.database.transaction() as transaction:
        if all(show.show_id != placed.show.show_id for show in await shows.followed(transaction, guild_id)):
            raise Mistake("That show is not followed here any more.")
        known = await review_filing.owner_of(transaction, guild_id, review_filing.key_of(review) or "")
        if known is not None and known[1] != member_id:
            raise Mistake(f"That review is kept here already, as No. {known[0]}.")
        filed, review_id = await review_filing.keep(transaction, placed, review, now=now, written_by=member_id)
        if interaction.channel_id is not None:
            await deliveries.claim(transaction, guild_id, review_id, Destination(interaction.channel_id), now)
        if filed is Filed.UPDATED:
            await deliveries.mark_changed(transaction, guild_id, review_id, now)
    return filed


def _episodes(span: EpisodeSpan) -> str:
    return f"episode {span}" if span.first == span.last else f"episodes {span}"

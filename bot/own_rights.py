"""The rights that the bot uses in a server, each with what stops without it.

The invitation, `check` and the README's table are made of this one list.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Right:
    """A right.

    Attributes:
        flag: as discord.py calls it.
        name: as Discord's settings call it.
        without: what stops where the bot lacks it, in a sentence.
        is_needed: nothing at all can be posted without it; the others are for one thing each.
    """

    flag: str
    name: str
    without: str
    is_needed: bool = False


RIGHTS = (
    Right("view_channel", "View Channel", "Nothing is posted.", is_needed=True),
    Right("send_messages", "Send Messages", "Nothing is posted: no review, poll, board or notice.", is_needed=True),
    Right(
        "read_message_history",
        "Read Message History",
        "Nothing is posted, for after a crash the bot looks whether it stands there already.",
        is_needed=True,
    ),
    Right(
        "attach_files", "Attach Files", "No polls are opened, for a closed one has a picture; no files in `/spoiler`."
    ),
    Right(
        "create_public_threads", "Create Public Threads", "No discussions in text channels, and no threads at reviews."
    ),
    Right("send_messages_in_threads", "Send Messages in Threads", "Nothing is posted in threads and forum posts."),
    Right("create_private_threads", "Create Private Threads", "No gated discussions."),
    Right(
        "manage_threads",
        "Manage Threads",
        "Discussions are neither locked nor unlocked, and a forum’s tags that are for moderators are not used.",
    ),
    Right(
        "manage_channels",
        "Manage Channels",
        "The channel of discussions is made no Spoiler Channel, and a forum gets no tags for shows and episodes.",
    ),
    Right(
        "manage_webhooks",
        "Manage Webhooks",
        "*Hide as spoiler* does not work, and `/spoiler` posts under the bot’s own name.",
    ),
    Right("manage_messages", "Manage Messages", "*Hide as spoiler* does not work, for it deletes the original."),
    Right(
        "mention_everyone",
        "Mention @everyone, @here, and All Roles",
        "Feeds tell no role that not everyone may mention. The bot never mentions everyone.",
    ),
)
NAMES = {right.flag: right.name for right in RIGHTS}

"""Every error the project raises on purpose, in one tree.

A `Mistake` is a member's to mend: its text is a whole sentence that is shown to that member, privately,
and holds nothing about an episode. Everything else is the keeper's: a member only sees that it happened.
"""


class LooseEndsError(Exception):
    """The root: whoever catches this catches all that the project raises on purpose."""


class Mistake(LooseEndsError):
    """Something in a member's input; the text says what was wrong and what would be right."""


class NotAnEpisode(Mistake):
    """Text that was to name an episode, and does not."""


class SettingsError(LooseEndsError):
    """A setting that is missing or wrong; the text names it and says what would be right."""


class StartError(LooseEndsError):
    """Discord can't be reached or does not let the bot in, or the playground can't be served; the text says why."""


class UnreadableReview(LooseEndsError):
    """A file that is no review; the text says what is missing or in the way."""


class ArchiveError(LooseEndsError):
    """A season archive that can't be written; the text says why. Nothing of it is left."""


class ArchiveRefused(LooseEndsError):
    """What is no season archive, is of a newer format, or holds what can't be kept; the text says which."""


class FeedUnreadable(LooseEndsError):
    """No feed, or none that can be read; the text is a whole sentence saying what there is instead."""


class TookTooLong(LooseEndsError):
    """Work in a process apart that was ended, for it needed more time than it was given."""


class WebError(LooseEndsError):
    """An address could not be fetched; the same call may succeed later.

    The text is a whole sentence for the keepers of a feed, without the address, credentials or what was answered.

    Attributes:
        retry_after: seconds that the site asks to be left alone for, at most a day; None where it asks for nothing.
    """

    def __init__(self, text: str, *, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class AddressRefused(WebError):
    """The address is, or leads to, one that the bot does not go to; trying again is of no use."""


class PageGone(WebError):
    """The site says that the page was taken away for good, and asks for links to it to be removed (410)."""


class StorageError(LooseEndsError):
    """The database could not do what was asked; nothing of it was kept."""


class StorageBusy(StorageError):
    """Another process holds the database; the same call may succeed later."""


class StorageFull(StorageError):
    """No room is left on the disk or in the size the database may have."""


class StorageConflict(StorageError):
    """A row that the schema allows once is there already, or one that is referred to is not."""


class StorageHeld(StorageError):
    """Another bot runs on the database."""


class StorageCorrupt(StorageError):
    """The file is not a database, or is damaged; it has been left as it was."""


class StorageNewer(StorageError):
    """The database was written by a newer version of the bot."""


class MigrationError(StorageError):
    """A migration failed or is not the one that was applied; the database is as it was before."""

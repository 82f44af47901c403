"""Shows: how their names are compared, and which show and episode a member means.

Plain functions of plain values; the storage reads the shows, the cogs ask here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.episodes import EpisodeNumber, EpisodeRequest, write_spans
from bot.errors import Mistake
from bot.gate import Viewer

LONGEST_NAME = 80
"""Characters of a title or alias: a choice that Discord completes has 100, and the season stands behind the name."""


@dataclass(frozen=True, slots=True)
class Show:
    """One season of a show that a guild follows.

    `first_absolute` is the number that its first episode bears where episodes are counted over all seasons.
    `names` are its title and aliases, folded; `is_default` and `is_channel_default` say whether the guild, or the
    channel that was asked about, takes this show when none is named.
    """

    show_id: int
    guild_id: int
    title: str
    season: int = 1
    first_absolute: int | None = None
    names: frozenset[str] = frozenset()
    is_default: bool = False
    is_channel_default: bool = False

    @property
    def label(self) -> str:
        """The name to show: the title, with the season where it is not the first."""
        return self.title if self.season == 1 else f"{self.title} (season {self.season})"


class UnclearShow(Mistake):
    """Several shows may be meant; `shows` are those to choose from."""

    def __init__(self, shows: Sequence[Show]) -> None:
        super().__init__("Several shows are followed here. Name the one you mean with the option “show”.")
        self.shows = tuple(shows)


_SEASON_SUFFIX = re.compile(r"^(?P<name>.+?) (?:season|s) ?(?P<season>\d{1,2})$")
_VOICING_MARKS = {"\u3099", "\u309a"}  # が is か and a mark: taking the mark off would make another letter of it


def fold(name: str) -> str:
    """Return a name as it is compared: without case, width, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(c for c in decomposed if not unicodedata.combining(c) or c in _VOICING_MARKS)
    letters = "".join(c if c.isalnum() or c in _VOICING_MARKS else " " for c in bare)
    folded = " ".join(letters.split())
    # A name made of signs alone, such as “!!!”, would fold to nothing and be the same as every other.
    return unicodedata.normalize("NFC", folded) or " ".join(name.casefold().split())


def choose_show(shows: Sequence[Show], *, name: str | None, season: int | None) -> Show:
    """Say which of a guild's shows is meant.

    A name that was given decides; else the show of the channel, else the only one, else the guild's default.
    A season that was asked for picks among the seasons of that title.

    Raises:
        UnclearShow: several may be meant.
        Mistake: there is none, or none of that name or season.
    """
    if not shows:
        raise Mistake("No show is followed in this server yet. Someone who manages it can add one with `/show add`.")
    if name is not None:
        return _only(_named(shows, name, season), shows)
    meant = [show for show in shows if show.is_channel_default] or [show for show in shows if show.is_default]
    meant = meant or list(shows)
    if season is not None:
        titles = {fold(show.title) for show in meant}
        of_season = [show for show in shows if fold(show.title) in titles and show.season == season]
        if not of_season:
            raise Mistake(f"No season {season} of {meant[0].title} is followed here. {_followed(shows)}")
        meant = of_season
    return _only(meant, shows)


def _named(shows: Sequence[Show], name: str, season: int | None) -> list[Show]:
    folded = fold(name)
    suffix = _SEASON_SUFFIX.match(folded)
    exact = [show for show in shows if folded in show.names or fold(show.label) == folded]
    if not exact and suffix:
        folded, season = suffix["name"], int(suffix["season"])
        exact = [show for show in shows if folded in show.names]
    found = exact or [show for show in shows if any(folded in known for known in show.names)]
    if season is not None:
        return [show for show in found if show.season == season]
    # Of several seasons of one title, the one that is the default is meant.
    by_default = [show for show in found if show.is_channel_default] or [show for show in found if show.is_default]
    return by_default[:1] if len({fold(show.title) for show in found}) == 1 and by_default else found


def _only(meant: Sequence[Show], shows: Sequence[Show]) -> Show:
    if not meant:
        raise Mistake(f"No show of that name is followed here. {_followed(shows)}")
    if len(meant) > 1:
        raise UnclearShow(meant)
    return meant[0]


def _followed(shows: Sequence[Show]) -> str:
    labels = [show.label for show in shows[:5]]
    more = f" and {len(shows) - 5} more" if len(shows) > 5 else ""
    return f"Followed here: {', '.join(labels)}{more}."


@dataclass(frozen=True, slots=True)
class Covered:
    """What a guild's reviews of a show cover: the episodes, in order, and the last one of the show where known."""

    numbers: tuple[EpisodeNumber, ...] = ()
    final: EpisodeNumber | None = None

    def told_to(self, viewer: Viewer) -> tuple[EpisodeNumber, ...]:
        """Return the episodes that a viewer may be offered, by their numbers."""
        return tuple(number for number in self.numbers if viewer.is_told_of(number))


def choose_episode(request: EpisodeRequest, show: Show, covered: Covered) -> EpisodeNumber:
    """Say which episode of a show is meant.

    A number is taken as it stands where a review covers it, or where the show has no absolute count; a number at
    or beyond `first_absolute` is otherwise counted from there.

    Raises:
        Mistake: the last episode was asked for, and it is not known which that is.
    """
    number = request.number
    if number is None:
        if covered.final is None:
            raise Mistake(f"No review here says which episode of {show.label} is the last. Name its number instead.")
        return covered.final
    if show.first_absolute is None or number in covered.numbers or number < EpisodeNumber.of(show.first_absolute):
        return number
    return EpisodeNumber(number.hundredths - (show.first_absolute - 1) * 100)


def write_covered(covered: Covered, viewer: Viewer) -> str:
    """Write which episodes have a recap, cut at what the viewer has watched; what is cut is counted, never named."""
    shown = list(covered.told_to(viewer))
    hidden = len(covered.numbers) - len(shown)
    if not shown:
        return f"{hidden} {viewer.beyond}" if hidden else "none yet"
    return write_spans(shown) + (f", and {hidden} more {viewer.beyond}" if hidden else "")

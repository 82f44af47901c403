"""Under which of a guild's shows a review goes: only under one that its own words name; a likeness only asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.known_names import known_names
from bot.numerals import ORDINAL, ordinal
from bot.shows import Show, fold

MOST_CANDIDATES = 5
_LIKE = 0.8
_ROMAN = {"ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
# A lone digit at the end is no season: names end in numbers. Nor is a "part", which may be half of one.
_SEASON = re.compile(
    rf"^(?P<name>.+?)\s[(\[]?(?:(?:season|series)\s(?P<n>\d{{1,2}})|s(?P<s>\d{{1,2}})|(?P<nth>{ORDINAL})\s(?:season|series)"
    rf"|第?\s?(?P<ki>\d{{1,2}})期|(?P<roman>ii|iii|iv|v|vi))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """The followed show that a review is of, and its episodes in that show's own count."""

    show: Show
    span: EpisodeSpan


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A review that can't be filed without asking. `candidates`, likeliest first, are those it may be of.

    Without candidates the show is not followed at all. `season` is the one that the review names, `name` the show's
    without it.
    """

    name: str
    season: int | None
    candidates: tuple[Show, ...] = ()


def place_review(
    shows: Sequence[Show], title: str, season: int | None, span: EpisodeSpan, *, chosen: bool = False
) -> Placed | Unplaced:
    """Say under which show and episodes a review goes.

    Names are the same without case, width, accents, punctuation and spaces, and with `&` for `and`. A season may stand
    in either name, as `Season 2`, `2nd Season` or `II`. A review that names no season is of the only one followed, or
    of the one in which its number falls by absolute counting. A name that a person has `chosen` is not asked about for
    being like another, and means the show that is listed under just that name.
    """
    listed = [show for show in shows if _key(show.label) == _key(title) and season in (None, show.season)]
    if chosen and len(listed) == 1:
        return _counted(listed, title, season, span)
    name, named_season = split_season(title)
    wanted = season if season is not None else named_season
    exact = [show for show in shows if _key(title) in _keys(show)]
    of_name = exact or [show for show in shows if _key(name) in _keys(show) | _bare_keys(show)]
    if exact and named_season is not None and season in (None, named_season):
        wanted = None  # the name as it is followed says it all
    if not of_name:
        return Unplaced(name, wanted, () if chosen else _like(shows, title))
    if wanted is not None:
        of_season = [show for show in of_name if _season_of(show) == wanted]
        # A season that is not followed is a show of its own.
        return _counted(of_season, name, wanted, span) if of_season else Unplaced(name, wanted)
    return _counted(of_name if len(of_name) == 1 else _by_number(of_name, span), name, wanted, span, of_name)


def split_season(title: str) -> tuple[str, int | None]:
    """Part a show's name from the season at its end: `Low Orbit II`, `Low Orbit: 2nd Season`, `Low Orbit S2`."""
    match = _SEASON.match(title.strip().rstrip(")]"))
    if match is None:
        return title, None
    name = match["name"].rstrip(" :-–—,([")
    if match["nth"]:
        return name, ordinal(match["nth"])
    if match["roman"]:
        return name, _ROMAN[match["roman"].lower()]
    return name, int(match["n"] or match["s"] or match["ki"])


def _counted(
    shows: Sequence[Show], name: str, season: int | None, span: EpisodeSpan, asked: Sequence[Show] = ()
) -> Placed | Unplaced:
    """Place a review under the one show that is left, its numbers counted from the first of that season."""
    if len(shows) != 1:
        return Unplaced(name, season, tuple(shows or asked)[:MOST_CANDIDATES])
    (show,) = shows
    if show.first_absolute is None or show.first_absolute == 1:
        return Placed(show, span)
    start = EpisodeNumber.of(show.first_absolute)
    if span.last < start:
        return Placed(show, span)
    if span.first < start:
        return Unplaced(name, season, (show,))
    before = (show.first_absolute - 1) * 100
    own = EpisodeSpan(EpisodeNumber(span.first.hundredths - before), EpisodeNumber(span.last.hundredths - before))
    return Placed(show, own)


def _by_number(shows: Sequence[Show], span: EpisodeSpan) -> list[Show]:
    """Return the season in which absolute numbers fall, where they can be none of an earlier season's own."""
    counted = sorted((show for show in shows if show.first_absolute), key=lambda show: show.first_absolute or 0)
    within = [show for show in counted if span.first >= EpisodeNumber.of(show.first_absolute or 0)]
    later = counted[len(within) :]
    if not within or within[-1].first_absolute == 1 or len(counted) < len(shows) - 1:
        return []
    if later and span.last >= EpisodeNumber.of(later[0].first_absolute or 0):
        return []
    return within[-1:]


def _like(shows: Sequence[Show], title: str) -> tuple[Show, ...]:
    """Return the shows whose name is like a title, or known as another name of that show."""
    scored = [(max(_likeness(title, name) for name in show.names | {show.title}), show) for show in shows]
    near = sorted((pair for pair in scored if pair[0] >= _LIKE), key=lambda pair: (-pair[0], pair[1].show_id))
    return tuple(show for _, show in near[:MOST_CANDIDATES])


def _likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how alike two names are: one show's are, and one that begins or ends with all of the other."""
    one, other = split_season(one)[0], split_season(other)[0]
    if known_names().are_one(one, other):
        return 1.0
    a, b = fold(one), fold(other)
    shorter, longer = sorted((a, b), key=len)
    if longer.startswith(f"{shorter} ") or longer.endswith(f" {shorter}") or shorter == longer:
        return 0.9
    return SequenceMatcher(None, a.replace(" ", ""), b.replace(" ", ""), autojunk=False).ratio()


def _season_of(show: Show) -> int:
    return split_season(show.title)[1] or show.season


def _key(name: str) -> str:
    return fold(re.sub(r"['’`]", "", name).replace("&", " and ")).replace(" ", "")


def _keys(show: Show) -> frozenset[str]:
    return frozenset({_key(show.title), *(name.replace(" ", "") for name in show.names)})


def _bare_keys(show: Show) -> frozenset[str]:
    return frozenset(_key(split_season(name)[0]) for name in (show.title, *show.names))

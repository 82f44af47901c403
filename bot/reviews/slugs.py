"""What an address says of the review behind it, in the words of its path."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.reviews.blocks import words
from bot.reviews.marks import find_marks
from bot.reviews.model import ReviewKind
from bot.reviews.names import cleaned, is_asked
from bot.reviews.told import About

_EPISODE = re.compile(
    r"(?:^|[ /])(?:(?:season |series |s ?)(?P<season>\d{1,2})[ /]?)?(?:episode|ep|e) ?(?P<first>\d{1,3})(?!\d|s\b)"
    r"(?P<more> (?:(?:and|to) )?\d)?",
)
_EPISODES = re.compile(
    r"(?:^|[ /])(?:(?:season |series |s ?)(?P<season>\d{1,2})[ /]?)?(?:episodes|eps) (?P<first>\d{1,3})"
    r" (?:(?:and|to) )?(?P<last>\d{1,3})(?![\d]| \d)"
)
_SEASON = re.compile(r"season (?P<season>\d{1,2})")
_GLUED = re.compile(r"[a-z0-9]ep(?P<first>\d{1,3})$")
"""`/coppertideep20`: too little to be sure, and much beside a title that has the number."""
_LEADING = re.compile(r"^(?:(?:anime|episode|first|reviews?|recap|spoilers?|impressions|thoughts|on|weekly|tv) )+")
_TRAILING = re.compile(r"(?: (?:anime|episode|reviews?|recap|impressions|thoughts|season|series|final|the))+$")
_AMID = re.compile(r" (?:reviews?|recaps?) ")
"""What parts a column's name and a show's, or a show's and a headline."""
_GENERIC = words(
    "review reviews anime blog post posts recap recaps final the archives archive tag category page show shows tv "
    "manga articles article news episode episodes watch author index series season p amp entry c forum thread "
    "ficha fiche critique critica"
)
_MOST_EPISODES = 30
_LONGEST_NAME = 7
"""Words of an address beyond which they are rather a headline than a name."""
_OF_A_LIST = re.compile(
    r"/(?:tags?|category|categories|topics?|label|author|archives?|page/\d{1,4})(?:/|$)", re.IGNORECASE
)


def about_address(url: str) -> About:
    """Read an address whose path names show or episode in words: `/metallic-rouge-episode-13-review/`."""
    path = re.sub(r"\.(?:html?|php|aspx?)$", "", unquote(urlsplit(url).path)[:400].lower())
    told = re.sub(r"[-_+. ]{1,9}", " ", path).strip(" /")
    several = _EPISODES.search(told)
    match = several or _EPISODE.search(told)
    if match is None and (glued := _GLUED.search(told)):
        return About(span=find_marks(f"episode {glued['first']}")[0].span, kind=ReviewKind.EPISODE, span_sureness=0.6)
    if match is None:
        return _of_a_page_on_a_show(told)
    span = _span(several) if several else None
    if not several and not match["more"]:  # "episode 6 7" may be two episodes, or the sixth and a headline
        marks = find_marks(f"episode {match['first']}")
        span = marks[0].span if marks else None
    season = int(match["season"]) if match["season"] else None
    kind = ReviewKind.RANGE if span and span.first != span.last else ReviewKind.EPISODE
    show = _show(told[: match.start()])
    if show and is_asked(show, told[match.end() :]):
        show = None
    counts_posts = show is None and int(match["first"]) > _MOST_EPISODES
    if counts_posts:
        return About(None, season, None, kind=ReviewKind.EPISODE, span_sureness=0.2)
    sureness = 0.6 if show and len(show.split()) > _LONGEST_NAME else 0.78
    return About(show, season, span, kind=kind, show_sureness=sureness, span_sureness=0.85)


def is_of_a_list(url: str) -> bool:
    """Tell whether an address is that of a blog's list of posts: all with one tag, or the second page of them."""
    return _OF_A_LIST.search(urlsplit(url).path) is not None


def _of_a_page_on_a_show(told: str) -> About:
    """Read `/anime/akai-hayate/reviews` or `/akai-hayate/season-2/`: what is below a show's name is on the show."""
    segments = told.split("/")
    for place, segment in enumerate(segments[1:], 1):
        if (season := _SEASON.fullmatch(segment)) and segments[place - 1] not in _GENERIC:
            return About(_titled(segments[place - 1]), int(season["season"]), show_sureness=0.78)
        if (
            segments[place - 1] in ("anime", "series", "serie", "title")
            and not segment.isdecimal()
            and segment not in _GENERIC
        ):
            return About(_titled(segment), show_sureness=0.78)
        if place > 1 and segments[place - 2] in ("anime", "title") and segments[place - 1].isdecimal():
            return About(_titled(segment) if segment not in _GENERIC else None, show_sureness=0.78)
    return About()


def _span(match: re.Match[str]) -> EpisodeSpan | None:
    first, last = int(match["first"]), int(match["last"])
    return (
        EpisodeSpan(EpisodeNumber.of(first), EpisodeNumber.of(last)) if first < last <= first + _MOST_EPISODES else None
    )


def _show(told: str) -> str | None:
    """Return the name before an episode's mark: in its segment of the path, else in the segment before."""
    for segment in reversed(told.split("/")):
        name = _TRAILING.sub("", _LEADING.sub("", re.sub(r"^(?:\d{4,} )", "", segment.strip() + " ")).strip())
        name = re.sub(r" (?:season|series|s) ?\d{1,2}$", "", name)
        if name and name not in _GENERIC and not re.fullmatch(r"\d{4}|\d{1,2} \d{1,2}|0\d|\d{4,}", name):
            return _titled(name)
        if segment.strip():
            continue
    return None


def _titled(name: str) -> str | None:
    if _AMID.search(name):
        return None
    name = " ".join(word.capitalize() for word in name.split())
    return cleaned(name) if len(name) <= 100 else None

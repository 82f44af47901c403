"""Spoilers: text that tells of an episode, the veil that hides it, and who may read it open.

A veil is `||text||`. Whatever the text holds, a page of it is one spoiler from end to end, for a client that goes
by patterns and for a reader of Markdown that looks for blocks first. Nearly all of that is done with one invisible
character, U+200B, called the mark here. It stands
- between pipes that follow each other, or would but for a backslash, and in HTML entities, which some readers decode,
- before each backtick, together with a backslash, so that no code span is left,
- at the start of a line that begins with anything but a letter or emphasised text, a blank line included: no heading,
  quote, list, table, rule, fence, indented code, HTML block or link definition begins, and no paragraph ends,
- before the closing pipes, after a backslash, a pipe or a link; a link gets a space there too.
The mark is taken out of all text that comes in, so that every one found in a page is ours: `unveil` undoes it exactly.

What is changed for good, by `tidy`, is what can't be seen or sent: control and invisible characters, the characters
that turn the direction of the rest, lone surrogates, and white space at the ends of lines.

A veil has to stand alone in its message or text display; that is its caller's duty.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NoReturn, final

from bot.episodes import EpisodeNumber
from bot.errors import LooseEndsError
from bot.gate import Viewer

SMALLEST_LIMIT: Final = 32
"""The fewest characters a page may be given; fewer would leave no room for words beside the marks."""


class NotWatched(LooseEndsError):
    """A viewer was about to be shown, in the open, an episode that they are not known to have watched."""


@final
class Spoiler:
    """Text that tells of a show's episodes, up to `episode`. Only `veil`, `veil_pages` and `open_pages` let it out.

    Everything that would make plain text of it, or carry it away unseen, raises TypeError.
    """

    __slots__ = ("_text", "episode", "show_id")

    _text: str
    show_id: int
    episode: EpisodeNumber

    def __init__(self, text: str, *, show_id: int, episode: EpisodeNumber) -> None:
        if type(text) is not str or type(episode) is not EpisodeNumber:
            raise TypeError("a Spoiler is made of a str and an EpisodeNumber")
        for name, value in (("_text", text), ("show_id", show_id), ("episode", episode)):
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"<Spoiler: {len(self._text)} characters, episode {self.episode}>"

    def __bool__(self) -> bool:
        return _visible(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spoiler):
            return NotImplemented
        return (self._text, self.show_id, self.episode) == (other._text, other.show_id, other.episode)

    def __hash__(self) -> int:
        return hash((self._text, self.show_id, self.episode))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Spoiler can't be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Spoiler can't be changed")

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("a Spoiler has no plain text: veil it, or open it for a viewer who has watched that far")

    def __str__(self) -> str:
        self._refuse()

    def __format__(self, format_spec: str) -> str:
        self._refuse()

    def __iter__(self) -> Iterator[str]:
        self._refuse()

    # What pickles or copies asks for the state.
    __add__ = __radd__ = __getitem__ = __contains__ = __bytes__ = __getstate__ = _refuse


def veil(text: str | Spoiler) -> str:
    """Return the text behind one veil of whatever length, or "" where there is nothing to hide."""
    words = _words(text)
    return _veiled(_marked(words), "") if words else ""


def veil_pages(text: str | Spoiler, limit: int = 2000) -> list[str]:
    """Return the text as pages, each behind a veil of its own; none where there is nothing to hide.

    Args:
        text: what is to be hidden.
        limit: the most characters a page may have, veil and marks included, however they are counted (code points or
            UTF-16 units).

    Raises:
        ValueError: the limit is below SMALLEST_LIMIT.
    """
    return [_veiled(body, seam) for body, seam in _pieces(_marked(_words(text)), limit)]


def open_pages(spoiler: Spoiler, viewer: Viewer, limit: int = 2000) -> list[str]:
    """Return the pages of `veil_pages`, cut at the same places, without veil and marks.

    Args:
        spoiler: what is to be read.
        viewer: who reads it.
        limit: the most characters a page may have.

    Raises:
        NotWatched: the viewer is not known to have watched that far.
        ValueError: the limit is below SMALLEST_LIMIT.
    """
    if not viewer.may_see(spoiler.episode):
        raise NotWatched(f"episode {spoiler.episode} is not among those the viewer has watched")
    return [_opened(body, seam) for body, seam in _pieces(_marked(_words(spoiler)), limit)]


def unveil(page: str) -> str:
    """Return the words of a veiled or an open page; those of all pages, joined, are `tidy` of the text."""
    if len(page) > 2 * len(_PIPES) and page.startswith(_PIPES) and page.endswith(_PIPES):
        page = page[len(_PIPES) : -len(_PIPES)]
    body = page.rstrip(_MARK)
    marks = min(len(page) - len(body), len(_SEAMS))
    return _unmarked(body.removesuffix(" ")) + _SEAMS[max(marks - 1, 0)]


def joined(spoilers: Sequence[Spoiler]) -> Spoiler:
    """Return spoilers of one show as one, each on a line of its own; it tells as much as all of them.

    Raises:
        ValueError: there is none, or they are of several shows.
    """
    (show_id,) = {spoiler.show_id for spoiler in spoilers}
    text = "\n".join(_words(spoiler) for spoiler in spoilers)
    return Spoiler(text, show_id=show_id, episode=max(spoiler.episode for spoiler in spoilers))


# What text is put into order, for good

_MARK: Final = "\u200b"
_PIPES: Final = "||"
_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Beside the mark: control characters, bidirectional embeddings, overrides and isolates, joiners of words, byte order
# marks, annotation. Joiners of emoji and marks of direction that only concern their neighbours stay.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LONG_GAP: Final = re.compile(r"[^\S\n]{9,}")
# What Unicode has drawn as nothing, and readers and stores may drop (Default_Ignorable_Code_Point).
_IGNORABLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SEEN: Final = re.compile(rf"[^\s\x00-\x1f\x7f-\x9f\u2800\ufff9-\ufffb{_IGNORABLE}]")


def tidy(text: str) -> str:
    """Return the text with plain line ends, and without what is unseen, unsendable or loose white space.

    Halves of surrogate pairs are joined, or become U+FFFD; a tab is four spaces; a gap has at most eight; lines end
    in no white space; one blank line parts paragraphs.
    """
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text)).replace("\t", "    ")
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    lines = _LONG_GAP.sub(lambda gap: gap[0][:8], lines)
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _words(text: str | Spoiler) -> str:
    """Return the text in order, or "" where nothing of it could be seen."""
    words = tidy(text._text if isinstance(text, Spoiler) else text)  # noqa: SLF001 - the one way out
    return words if _visible(words) else ""


def _visible(text: str) -> bool:
    """Return whether there is anything in the text that can be seen."""
    return _SEEN.search(text) is not None


# How text is marked

# A pipe that meets another, or would were a backslash or what is drawn as nothing dropped between them.
_MEETING_PIPES: Final = re.compile(rf"([|\uff5c][{_IGNORABLE}]*+)(?=\\?[|\uff5c])")
_ENTITY: Final = re.compile(r"&(?=(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z]\w{1,31});)")
# All but a letter, perhaps with a quotation mark or emphasis before it. A digit may begin a list, and a mark that
# belongs to the letter before it would cling to the pipes.
_BLOCK_START: Final = re.compile(
    rf"^(?!\Z|{_MARK}|(?:[*_]{{1,3}}|~~)?[\"'“‘«(]?[^\W\d_\u0e33\u0eb3\uff9e\uff9f])", re.MULTILINE
)
_OUR_MARKS: Final = re.compile(rf"{_MARK}(?:\\(?=`))?")
_JOINS_PIPES: Final = re.compile(rf"[\\|\uff5c][{_IGNORABLE}]*+\Z")
_LINK_IN_WORD: Final = re.compile(r"[:/@]|\.\w|www\.", re.IGNORECASE)

_SEAMS: Final = ("", " ", "\n", "\n\n")
"""What lies between two pages. It is not shown: its place in this row, plus one, is the number of marks at the end."""


def _marked(words: str) -> str:
    """Return the text with the marks that keep it in one piece between the pipes of a veil."""
    words = _MEETING_PIPES.sub(rf"\1{_MARK}", words)
    words = _ENTITY.sub(f"&{_MARK}", words)
    return _BLOCK_START.sub(_MARK, words.replace("`", _MARK + r"\`"))


def _unmarked(body: str) -> str:
    """Return the text that was marked."""
    return _OUR_MARKS.sub("", body)


def _veiled(body: str, seam: str) -> str:
    """Return a marked text behind its veil, with what follows it noted at its end."""
    marks = _MARK * (_SEAMS.index(seam) + 1 if seam else 0)
    if _LINK_IN_WORD.search(body, max(body.rfind(" "), body.rfind("\n")) + 1):
        # A space, since many readers take all up to the next one for the link's; then a mark, since for some
        # a veil can't close after a space.
        marks = " " + (marks or _MARK)
    elif _JOINS_PIPES.search(body):
        marks = marks or _MARK
    start = _MARK if _BLOCK_START.match(body) else ""
    return f"{_PIPES}{start}{body}{marks}{_PIPES}"


def _opened(body: str, seam: str) -> str:
    """Return a marked text in the open, with what follows it noted at its end."""
    text = _unmarked(body)
    # Only a veiled page begins with pipes.
    start = _MARK if text.startswith(_PIPES) else ""
    return start + text + _MARK * (_SEAMS.index(seam) + 1 if seam else 0)


# Where text is cut

_OVERHEAD: Final = 2 * len(_PIPES) + 1 + 1 + len(_SEAMS)
"""The most that a page has beside its marked text: the pipes, a mark before it, a space and the marks after it."""

_WHOLES: Final = re.compile(
    r"""
      <(?: @[!&]?\d+ | \#\d+ | a?:\w+:\d+ | t:-?\d+(?::\w)? | id:\w+(?::\d+)? | /[^:<>\n]{1,100}:\d+ | \w+:[^\s<>]++ )>
    | \[ [^\[\]\n]*+ (?: \[[^\[\]\n]*+\] [^\[\]\n]*+ )*+ \]
      \( \s?<? [^\s()]*+ (?: \([^\s()]*+\) [^\s()]*+ )*+ (?: \s["'][^"'\n]*+["'] )? \s? \)
    | \w{2,20}+://[^\s<]++
    """,
    re.VERBOSE,
)
_PARAGRAPH_END: Final = re.compile(rf"(?=\n{_MARK}\n)")
_SENTENCE_END: Final = re.compile(r"(?=\n)|[.!?…][\"'”’»)\]*_~]{0,8}(?=[ \n])|[。！？…．][」』”’）]{0,8}")
_WORD_END: Final = re.compile(r"(?= )")

_CLINGING: Final = re.compile(
    "[\u0e33\u0eb3\u1160-\u11ff\u200c\u200d\ud7b0-\ud7ff\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
# Letters that take the one behind them into their cluster, and the leading parts of Hangul syllables.
_REACHING: Final = re.compile(
    "[\u200d\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u1100-\u115f\ua960-\ua97c\U000110bd\U000110cd\U000111c2"
    "\U000111c3\U0001193f\U00011941\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02]"
)
_FLAG_LETTER: Final = re.compile("[\U0001f1e6-\U0001f1ff]").match
_VIRAMA: Final = 9


def _pieces(marked: str, limit: int) -> Iterator[tuple[str, str]]:
    """Yield a marked text in pieces that fit a page of that limit, each with the white space that follows it."""
    if limit < SMALLEST_LIMIT:
        raise ValueError(f"a page needs at least {SMALLEST_LIMIT} characters")
    return _cut_up(marked, limit - _OVERHEAD)


def _cut_up(marked: str, room: int) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a marked text, none with more than that room in UTF-16 units, and what follows each."""
    wholes = [match.span() for match in _WHOLES.finditer(marked)]
    start = 0
    while start < len(marked):
        end = _cut(marked, start, _reach(marked, start, room), wholes)
        seam = _seam(marked, end)
        yield marked[start:end], seam.replace(_MARK, "")
        start = end + len(seam)


def _reach(text: str, start: int, room: int) -> int:
    """Return how far a text that starts there fits the room."""
    units = text[start : start + room].encode("utf-16-le")[: 2 * room]
    return start + len(units.decode("utf-16-le", "ignore"))


def _seam(text: str, end: int) -> str:
    """Return what is left out between a page that ends there and the next."""
    if text.startswith(" ", end) and _may_cling(text[end + 1]):
        return ""
    seams = (f"\n{_MARK}\n", "\n", " ")
    return next((seam for seam in seams if text.startswith(seam, end)), "")


def _cut(text: str, start: int, end: int, wholes: list[tuple[int, int]]) -> int:
    """Return where to end a page that starts and at the latest ends there.

    That is at the last paragraph of its second half, else the last sentence or word there, else as late as it goes
    without cutting through a link, a mention or what is read as one character; and anywhere if all of the page is one.
    """
    if end == len(text):
        return end
    half, full = (start + end) // 2, end
    if (left := len(text) - start) * 4 < (end - start) * 5:
        # Rather two fair pages than a full one and a single word.
        end = start + left * 3 // 4

    def apart(at: int) -> bool:
        before = bisect_left(wholes, (at,)) - 1
        return (before < 0 or wholes[before][1] <= at) and _between_clusters(text, start, at)

    for kind in (_PARAGRAPH_END, _SENTENCE_END, _WORD_END):
        for match in reversed(list(kind.finditer(text, half, end + 3))):
            if start < match.end() <= end and apart(match.end()):
                return match.end()
    ways: tuple[Callable[[int], bool], ...] = (
        apart,
        lambda at: _between_clusters(text, start, at),
        lambda at: _between_marks(text, at) and _likely_between_clusters(text, start, at),
        lambda at: _between_marks(text, at),
    )
    places = (*range(end, start, -1), *range(end + 1, full + 1))
    cut: int = next(at for way in ways for at in places if way(at))
    return cut


def _between_marks(text: str, at: int) -> bool:
    """Return whether a cut there parts no mark from what it is for, and leaves no white space at the end."""
    last = text[at - 1]
    return last != _MARK and not last.isspace() and text[at - 2 : at + 1] != _MARK + r"\`"


def _clings(char: str) -> bool:
    """Return whether a character belongs to the one before it."""
    return unicodedata.category(char) in ("Mn", "Mc", "Me") or _CLINGING.match(char) is not None


def _may_cling(char: str) -> bool:
    """Return whether a character belongs to the one before it, or is not known to Python."""
    return _clings(char) or unicodedata.category(char) == "Cn"


def _between_clusters(text: str, start: int, at: int) -> bool:
    """Return whether what stands there surely begins a new character to the eye, and none that is escaped."""
    last, following = text[at - 1], text[at]
    if not _between_marks(text, at) or last == "\\":
        return False
    if last < "\u0300" and following < "\u0300":
        return True
    unsure = _may_cling(following) or unicodedata.category(last) == "Cn"
    return not unsure and _likely_between_clusters(text, start, at)


def _likely_between_clusters(text: str, start: int, at: int) -> bool:
    """Return whether what stands there begins a new character to the eye, by the rules of Unicode's annex 29.

    Characters that Python doesn't know are taken to stand alone. The page's start is known to begin one.
    """
    last, following = text[at - 1], text[at]
    if _clings(following) or _REACHING.match(last):
        return False
    if _FLAG_LETTER(last) and _FLAG_LETTER(following):
        return (at - _first_of_row(text, start, at, _FLAG_LETTER)) % 2 == 0
    marks = text[_first_of_row(text, start, at, _clings) : at]
    return not (following.isalpha() and any(unicodedata.combining(mark) == _VIRAMA for mark in marks))


def _first_of_row(text: str, start: int, at: int, kind: Callable[[str], object]) -> int:
    """Return where the row of characters of a kind begins that ends there, at the earliest at the page's start."""
    while at > start and kind(text[at - 1]):
        at -= 1
    return at

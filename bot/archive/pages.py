"""An archive's pages in Markdown: a first page that tells of no episode, and behind it one a show and episode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.archive.format import NAME, VERSION, Archive, Entry
from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.shows import Show

FIRST = "README.md"

_TURNS = {"answered": "Answered", "dropped": "Dropped", "reopened": "Reopened"}
_PARTS = {"recap": "Recap", "discussion": "Discussion", "closing": "Closing notes", "other": "Before all"}


def write(archive: Archive) -> dict[str, str]:
    """Return the pages of an archive by their paths within it."""
    folders = {show["id"]: f"shows/{show['id']:03d}-{_slug(_label(show))}" for show in archive.lists["shows"]}
    pages = {FIRST: _first(archive, folders)}
    for show in archive.lists["shows"]:
        seen = _OfShow(archive, show)
        folder = folders[show["id"]]
        pages[f"{folder}/README.md"] = seen.page()
        for episode in seen.episodes:
            pages[f"{folder}/{_file(episode)}"] = seen.episode_page(episode)
    return pages


def _first(archive: Archive, folders: dict[int, str]) -> str:
    shows = [f"- [{_line(_label(show))}]({folders[show['id']]}/README.md)" for show in archive.lists["shows"]]
    members = "names members by their ids" if archive.with_members else "names no members"
    return _joined(
        "# A season archive",
        "**Everything behind this page tells of episodes, to the very end.** Whoever is still watching goes no further;"
        " the list of shows below is harmless, what it leads to is not.",
        f"This is what the Discord server {archive.guild_id} kept of the shows that it watched together: recaps and"
        f" reviews, ratings, and loose ends, the questions that a story left open, with what became of them. It was"
        f" taken on {archive.taken_at:%Y-%m-%d at %H:%M} UTC and {members}.",
        "The pages are for reading; all that stands in them, and more, is in [archive.json](archive.json), in UTF-8."
        f" Its format is “{NAME}”, version {VERSION}: each name in it is a list of entries. An entry’s `id` is what"
        " others refer to it by; episodes are texts such as “13.5”, instants are in UTC, ids of Discord are texts of"
        " digits. The bot Loose Ends reads it back with `python -m bot import`.",
        "## Shows",
        "\n".join(shows) or "None.",
    )


class _OfShow:
    """What an archive has of one show, ordered by episode."""

    def __init__(self, archive: Archive, show: Entry) -> None:
        self.show = show
        self.reviews = self._of(archive, "reviews")
        self.ends = self._of(archive, "loose_ends")
        self.tallies = self._of(archive, "rating_tallies")
        self.discussions = self._of(archive, "discussions")
        self.parts = _by(archive.lists["review_parts"], "review")
        self.changes = _by(archive.lists["loose_end_changes"], "loose_end")
        self.theories = _by(archive.lists["loose_end_theories"], "loose_end")
        self.numbers = {end["id"]: end["number"] for end in archive.lists["loose_ends"]}
        self.names = [entry["name"] for entry in archive.lists["show_names"] if entry["show"] == show["id"]]
        changed = [change for end in self.ends for change in self.changes.get(end["id"], [])]
        found = {EpisodeNumber.parse(entry["episode"]) for entry in (*self.tallies, *self.discussions, *changed)}
        found |= {EpisodeNumber.parse(end["raised_in"]) for end in self.ends}
        found |= {EpisodeNumber.parse(review["last_episode"]) for review in self.reviews}
        self.episodes = sorted(found)

    def _of(self, archive: Archive, name: str) -> list[Entry]:
        return [entry for entry in archive.lists[name] if entry["show"] == self.show["id"]]

    def page(self) -> str:
        """Return the show's page: its episodes, and all its loose ends."""
        aliases = [name for name in self.names if name != self.show["title"]]
        rows = [
            f"- [Episode {episode}]({_file(episode)})" + "".join(f" · {said}" for said in self._facts(episode))
            for episode in self.episodes
        ]
        return _joined(
            f"# {_line(_label(self.show))}",
            "**This page and those it leads to tell of everything.**",
            f"Also called: {', '.join(map(_line, aliases))}." if aliases else "",
            "## Episodes",
            "\n".join(rows) or "None.",
            "## Loose ends",
            *[self._end(end) for end in self.ends],
            "" if self.ends else "None.",
        )

    def episode_page(self, episode: EpisodeNumber) -> str:
        """Return an episode's page: its reviews, ratings, and what became of loose ends in it."""
        here = str(episode)
        raised = [end for end in self.ends if end["raised_in"] == here]
        settled = [
            end
            for end in self.ends
            if any(
                change["episode"] == here and change["kind"] in _TURNS and change["undone_at"] is None
                for change in self.changes.get(end["id"], [])
            )
        ]
        reviews = [review for review in self.reviews if review["last_episode"] == here]
        return _joined(
            f"# {_line(_label(self.show))}, episode {here}",
            *self._facts(episode),
            *[self._review(review) for review in reviews],
            "## Loose ends raised here" if raised else "",
            *[self._end(end) for end in raised],
            "## Loose ends that something became of here" if settled else "",
            *[self._end(end) for end in settled],
        )

    def _facts(self, episode: EpisodeNumber) -> list[str]:
        here = str(episode)
        votes = {entry["score"]: entry["votes"] for entry in self.tallies if entry["episode"] == here}
        count = sum(votes.values())
        facts = []
        if count:
            mean = sum(score * number for score, number in votes.items()) / count
            each = ", ".join(f"{number} × {score}" for score, number in sorted(votes.items(), reverse=True))
            facts.append(f"Members’ rating: {mean:.2f} of 10 by {count} ({each})")
        facts += [
            f"Discussed in the thread {entry['thread']}, opened on {entry['created_at'][:10]}"
            for entry in self.discussions
            if entry["episode"] == here
        ]
        return facts

    def _review(self, review: Entry) -> str:
        span = EpisodeSpan(EpisodeNumber.parse(review["first_episode"]), EpisodeNumber.parse(review["last_episode"]))
        facts = [
            span.label if span.first != span.last else "",
            f"by {_line(review['author'])}" if review["author"] else "",
            review["published"][:10] if review["published"] else "",
            f"<{_line(review['url'])}>" if review["url"] else "",
            f"score: {_line(review['score_raw'])}" if review["score_raw"] else "",
        ]
        parts = [
            text
            for part in self.parts.get(review["id"], [])
            for text in (f"### {_line(part['heading'] or _PARTS[part['kind']])}", _shifted(part["body"]))
        ]
        return _joined(f"## {_line(review['title'] or 'A review')}", " · ".join(filter(None, facts)), *parts).rstrip(
            "\n"
        )

    def _end(self, end: Entry) -> str:
        of = f"**#{end['number']}**, raised in episode {end['raised_in']}, {end['voices']} wanted to know:"
        merged = f" (the same as #{self.numbers[end['merged_into']]})" if end["merged_into"] else ""
        turns = [
            f"{_TURNS[change['kind']]} in episode {change['episode']}: {_line(change['body'])}"
            for change in self.changes.get(end["id"], [])
            if change["kind"] in _TURNS and change["undone_at"] is None
        ]
        theories = [
            f"A theory after episode {theory['episode']}: {_line(theory['body'])}"
            for theory in self.theories.get(end["id"], [])
        ]
        return "\n".join([f"{of} {_line(end['question'])}{merged}", *[f"- {said}" for said in (*theories, *turns)]])


def _by(entries: Sequence[Entry], key: str) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry[key], []).append(entry)
    return found


def _label(show: Entry) -> str:
    return Show(show["id"], 0, show["title"], show["season"]).label


def _file(episode: EpisodeNumber) -> str:
    whole, _, part = str(episode).partition(".")
    return f"episode-{whole:0>4}{'-' if part else ''}{part}.md"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "show"


def _line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def _shifted(text: str) -> str:
    """Return a text whose own headings stand below those of the page."""
    return re.sub(r"^(#{1,3})(?= )", r"###\1", text, flags=re.MULTILINE)


def _joined(*blocks: str) -> str:
    return "\n\n".join(filter(None, blocks)) + "\n"

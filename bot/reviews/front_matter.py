"""What a Markdown file says of itself between `---` lines."""

from __future__ import annotations

import re

_KEYS = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "by": "author",
    "date": "published",
    "published": "published",
    "publishdate": "published",
    "pubdate": "published",
    "url": "url",
    "link": "url",
    "canonical": "url",
    "canonicalurl": "url",
    "lang": "language",
    "language": "language",
    "rating": "score",
    "score": "score",
    "show": "show",
    "anime": "show",
    "series": "show",
    "season": "season",
    "episode": "episode",
    "episodes": "episode",
    "ep": "episode",
}
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_LONGEST = 200
_ENTRY = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9_-]{0,30})[ \t]{0,9}[:=](?P<value>.*)")
_COMMENT = re.compile(r"(?:^|\s)#.*")


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the facts of the front matter, under the project's names, and the text after it.

    Facts are empty when the text does not start with a fence, or the fence is not closed within some 200 lines.
    """
    body = text.lstrip("\n \t")
    lines = body.split("\n", _LONGEST)[:_LONGEST]
    ends = _FENCES.get(lines[0].rstrip())
    if ends is None:
        return {}, text
    close = next((place for place, line in enumerate(lines) if place and line.rstrip() in ends), None)
    if close is None or not any(_ENTRY.match(line) for line in lines[1:close]):
        return {}, text
    return _facts(lines[1:close]), body.split("\n", close + 1)[-1]


def _facts(lines: list[str]) -> dict[str, str]:
    facts: dict[str, str] = {}
    waiting: str | None = None
    for line in lines:
        match = _ENTRY.match(line)
        if match:
            key = _KEYS.get(re.sub(r"[_-]", "", match["key"].lower()))
            value = _value(match["value"])
            waiting = key if not value else None
            if key and value:
                facts.setdefault(key, value)
        elif waiting and line.strip().startswith("- "):
            value = _value(line.strip()[2:])
            facts[waiting] = f"{facts[waiting]}, {value}" if waiting in facts else value
    return facts


def _value(text: str) -> str:
    text = text.strip()
    if text[:1] in {'"', "'"}:
        end = text.find(text[0], 1)
        if end > 0:
            return text[1:end].strip()
    text = _COMMENT.sub("", text).strip()
    if text.startswith("[") and text.endswith("]"):
        text = ", ".join(piece.strip().strip("\"'") for piece in text[1:-1].split(","))
    return text

"""Two readers of Discord's Markdown that this project did not write, and what they find on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from discord_markdown_ast_parser import lexer as old_lexer  # type: ignore[import-untyped]
from discord_markdown_ast_parser import parse
from discord_markdown_ast_parser import parser as old_parser
from simcord.preview._markdown import markdown_tokens

# Its `search_for_closer` says it returns a pair of Nones where there is no closer, and returns one None, on which its
# callers fall over: any text with a lone asterisk would end it. Its pattern of an address offers most characters in two
# ways, which takes time without end where none closes it. Only these are mended here; what it reads stays its own.
_search = old_parser.search_for_closer
old_parser.search_for_closer = lambda tokens, closer: _search(tokens, closer) or (None, None)
for _rule in old_lexer.lexing_rules:
    _rule.pattern = _rule.pattern.replace(old_lexer.URL_REGEX, "https?://[!$-_a-z]+")

# What the preview yields to open and close emphasis, and at line ends; nothing of it is text.
_SILENT = frozenset(
    {"break", "strong_open", "strong_close", "em_open", "em_close", "s_open", "s_close", "u_open", "u_close"}
)


def outside_of_preview(page: str) -> tuple[int, str]:
    """Return how many veils SimCord's preview finds, and what it shows beside them.

    Each line is yielded with the veil closed and opened again, under the name of its group.
    """
    groups: set[str] = set()
    shown: list[str] = []
    hidden: list[str] = []
    for token in _flat(markdown_tokens(page)):
        match token["type"]:
            case "spoiler_open":
                groups.add(token["group"])
                hidden.append(token["group"])
            case "spoiler_close":
                hidden.remove(token["group"])
            case kind if not hidden and kind not in _SILENT:
                shown.append(str(token.get("content", kind)))
    return len(groups), "".join(shown)


def blocks_of_preview(page: str) -> set[str]:
    """Return which kinds of block SimCord's preview finds on a page: a veil should lie in one paragraph."""
    return {token["type"] for token in markdown_tokens(page)}


def _flat(tokens: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for token in tokens:
        if token["type"] in ("inline", "paragraph"):
            yield from _flat(token["children"])
        else:
            yield token


def outside_of_old_parser(page: str) -> tuple[int, str]:
    """Return how many veils discord-markdown-ast-parser finds at the top, and what else there is."""
    nodes = parse(page)
    veils = [node for node in nodes if node.node_type is old_parser.NodeType.SPOILER]
    return len(veils), "".join(str(node) for node in nodes if node not in veils)

"""The rules of the veil, asked of all that the bot sent; others here try its functions."""

from __future__ import annotations

import re

import pytest

from bot.spoilers import tidy, unveil
from tests.spoilers.judges import blocks_of_preview, outside_of_old_parser, outside_of_preview
from tests.spoilers.walk import HOSTILE, SHOW, Walked
from tests.world import SECRET

BLOCK = re.compile(r"#|-#|>|[-*+] |\d+[.)] |```|~~~|    |\t|<|\|")
OF_THE_HOSTILE = re.compile(rf"### {SHOW} · Episode 12\nRecap, page (\d+) of (\d+) · by aki")


@pytest.fixture
def veils(walked: Walked) -> list[str]:
    """Return every text display with a veil that reached someone who has not watched what it tells of."""
    return [text for sent in walked.unwatched() for text in sent.displays if "||" in text]


def test_rule_1_a_veil_stands_alone(veils: list[str]) -> None:
    assert len(veils) > 100
    for veil in veils:
        assert veil.startswith("||")
        assert outside_of_preview(veil) == outside_of_old_parser(veil) == (1, "")


def test_rule_2_no_pipes_meet_inside_a_veil(veils: list[str]) -> None:
    assert any("|\u200b|" in veil for veil in veils)
    assert not [veil for veil in veils if "||" in veil[2:-2] or "|||" in veil]


def test_rule_3_no_line_of_a_veil_is_blank(veils: list[str]) -> None:
    assert any("\n\u200b\n" in veil for veil in veils)
    assert not [veil for veil in veils for line in veil.splitlines() if not line.strip()]


def test_rule_4_no_line_of_a_veil_begins_a_block(veils: list[str]) -> None:
    assert any("# Heading" in veil for veil in veils)
    for veil in veils:
        assert blocks_of_preview(veil) == {"paragraph"}
        assert not [line for line in veil[2:-2].split("\n") if BLOCK.match(line)]


def test_rule_5_veils_fit_their_messages(walked: Walked, veils: list[str]) -> None:
    for sent in walked.messages():
        assert sum(len(text.encode("utf-16-le")) // 2 for text in sent.displays) <= 4_000
        assert len(sent.components) <= 40
    assert {address for veil in veils for address in re.findall(r"https://a\.b/q\w*", veil)} == {
        f"https://a.b/{SECRET}"
    }


def test_rule_6_what_was_veiled_is_read_back(walked: Walked) -> None:
    pages: dict[int, str] = {}
    count = 0
    for sent in walked.sent:
        head = OF_THE_HOSTILE.match(sent.displays[0]) if sent.to == "bo" and sent.veils else None
        if head:
            pages[int(head[1])], count = sent.veils[0], int(head[2])
    assert count > 2
    assert sorted(pages) == list(range(1, count + 1))
    assert "".join(unveil(pages[number]) for number in sorted(pages)) == tidy(HOSTILE)

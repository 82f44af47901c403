"""Names of shows that are known beforehand: how they are compared, and where a line holds one."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.known_names import KnownNames, known_names

NAMES = KnownNames(
    [
        ["Copper Tide", "Dō no Shio", "銅の潮"],
        ["Copper Tide: The Bell Below"],
        ["The Lamp Keepers!!", "Tōmori"],
        ["Gulls & Rope", "Kamomé"],
        ["Lamp × Lamp", "LxL"],
        ["Kōdou (Harbour)", "K", "LL"],
        ["Low Orbit", "LRB"],
        ["Low Orbit Zero", "LRB"],
        ["86", "12"],
        ["Re:Lamp"],
        ["ワンパン"],
    ]
)


def found(line: str) -> list[str]:
    return [known.name for known in NAMES.in_line(line)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Lamps Fail in Copper Tide Episode 9", ["Copper Tide"]),
        ("COPPER TIDE", ["COPPER TIDE"]),
        ("Copper Tide’s Ninth Episode", ["Copper Tide"]),
        ("Tōmori's ninth", ["Tōmori"]),
        ("Copper Tides, Tomoris", []),
        ("copper tide: the bell below – 3", ["copper tide: the bell below"]),
        ("Copper Tide: The Bell", ["Copper Tide"]),
        ("Lamp Keepers and The Lamp Keepers!!", ["Lamp Keepers", "The Lamp Keepers!!"]),
        ("Gulls and Rope, Gulls & Rope", ["Gulls and Rope", "Gulls & Rope"]),
        ("Lamp x Lamp / Lamp×Lamp", ["Lamp x Lamp", "Lamp×Lamp"]),
        ("Dou no Shio, Doo no Shio, Dô no Shio", ["Dou no Shio", "Doo no Shio", "Dô no Shio"]),
        ("TVアニメ『銅の潮』第5話", ["銅の潮"]),
        ("Kodou (Harbour) 4", ["Kodou (Harbour)"]),
        ("Episode 86, K, Coppertide", []),
        ("Re:Lamp, ReLamp, Re-Lamp and Re Lamp", ["Re:Lamp", "ReLamp", "Re-Lamp", "Re Lamp"]),
        ("Kamo-me – Finally", ["Kamo-me"]),
        ("Kamo me, Copper-Tide", ["Copper-Tide"]),
        ("Low Orbit Low Orbit Zero", ["Low Orbit", "Low Orbit Zero"]),
        ("ワンパン, ワンハン, ワンバン", ["ワンパン"]),
        ("", []),
    ],
)
def test_names_in_a_line(line: str, expected: list[str]) -> None:
    assert found(line) == expected


@given(st.text(max_size=700))
def test_what_is_found_stands_in_the_line_in_order(line: str) -> None:
    end = 0
    for known in NAMES.in_line(line):
        assert end <= known.start < known.end <= len(line)
        assert known.name == line[known.start : known.end]
        assert known.words >= 1
        end = known.end


def test_words_of_a_script_without_spaces_count_half() -> None:
    assert [known.words for known in NAMES.in_line("銅の潮, Copper Tide, Tōmori")] == [1, 2, 1]


def test_names_of_one_show() -> None:
    assert NAMES.are_one("copper tide", "銅の潮")
    assert NAMES.are_one("LRB", "Low Orbit")
    assert NAMES.are_one("LRB", "Low Orbit Zero")
    assert not NAMES.are_one("Low Orbit", "Low Orbit Zero")
    assert not NAMES.are_one("Copper Tide", "Copper Tide: The Bell Below")
    assert not NAMES.are_one("Unheard Of", "Unheard Of")


def test_what_is_no_name() -> None:
    assert not any(name in NAMES for name in ("86", "K", "LL", "", "The Gulls & Rope"))


@pytest.mark.parametrize(
    "name", ["Kill la Kill", "Sousou no Frieren", "Frieren: Beyond Journey’s End", "葬送のフリーレン"]
)
def test_the_names_that_come_with_the_bot(name: str) -> None:
    assert name in known_names()


def test_a_name_is_compared_alike_in_a_list_and_in_a_line() -> None:
    for name in {name for names in lists() for name in names}:
        if name in known_names():
            rest = name[max(known.end for known in known_names().in_line(name)) :]
            assert re.search(r"[^\W_]", rest) is None, name


def test_the_lists_hold_names_alone() -> None:
    rows = list(lists())
    assert len(rows) > 10_000
    for names in rows:
        assert names == [" ".join(name.split()) for name in names] == list(dict.fromkeys(names))
        assert all(name and len(name) <= 300 and name.isprintable() for name in names), names


def test_a_name_may_begin_with_a_sign() -> None:
    assert any(names[0].startswith("#") for names in lists())
    assert all(name in known_names() for names in lists() for name in names if name.startswith("#"))


def test_the_list_to_add_to_is_in_order() -> None:
    firsts = [
        line.split(" | ")[0] for line in (files("bot") / "names" / "anime.txt").read_text("utf-8").splitlines()[1:]
    ]
    assert firsts == sorted(firsts, key=lambda name: (re.sub(r"^\W+", "", name).casefold(), name))


def lists() -> list[list[str]]:
    folder = files("bot") / "names"
    rows = [
        line for name in ("anime.txt", "bangumi-data.txt") for line in (folder / name).read_text("utf-8").split("\n")
    ]
    return [row.split(" | ") for row in rows if row and not row.startswith("# ")]

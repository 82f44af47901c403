"""The rules of the veil, each by an example."""

from __future__ import annotations

import html
import unicodedata

import pytest

from bot.episodes import EpisodeNumber
from bot.errors import LooseEndsError
from bot.gate import Viewer
from bot.spoilers import (
    SMALLEST_LIMIT,
    NotWatched,
    Spoiler,
    open_pages,
    tidy,
    unveil,
    veil,
    veil_pages,
)
from tests.spoilers.judges import blocks_of_preview, outside_of_old_parser, outside_of_preview

MARK = "\u200b"
SENTENCE = "The hero dies in the rain. "
THIRTEEN = EpisodeNumber.of(13)


def in_the_open(text: str, limit: int = 2000) -> list[str]:
    return open_pages(Spoiler(text, show_id=1, episode=THIRTEEN), Viewer(THIRTEEN), limit)


@pytest.mark.parametrize("text", ["The hero dies.", "**He** dies, _really_.", "“He dies,” she said.", "彼は死ぬ"])
def test_plain_text_gets_pipes_and_nothing_else(text: str) -> None:
    assert veil(text) == f"||{text}||"
    assert veil_pages(text) == [f"||{text}||"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t \r\n", MARK, "\u200d\ufeff", "\0\x1b", "\u202e\u2069", "\u3000", "\u3164", "\U0001d173"]
)
def test_nothing_to_see_is_nothing_to_veil(text: str) -> None:
    assert veil(text) == ""
    assert veil_pages(text) == []
    assert in_the_open(text) == []


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a||b", f"a|{MARK}|b"),
        ("a|||b", f"a|{MARK}|{MARK}|b"),
        ("a|b", "a|b"),
        ("||", f"{MARK}|{MARK}|{MARK}"),
        ("|a|", f"{MARK}|a|{MARK}"),
        (f"a|{MARK}|b", f"a|{MARK}|b"),
        ("a|\0|b", f"a|{MARK}|b"),
        ("a|\u200d|b", f"a|\u200d{MARK}|b"),
        ("a|\ufe0f|b", f"a|\ufe0f{MARK}|b"),
        ("a|\u3164\U0001d173|b", f"a|\u3164\U0001d173{MARK}|b"),
        ("a｜｜b", f"a｜{MARK}｜b"),
        ("a\\||b", f"a\\|{MARK}|b"),
        ("a|\\|b", f"a|{MARK}\\|b"),
        ("https://a.b/x|| Hero dies", f"https://a.b/x|{MARK}| Hero dies"),
        ("[a||b](https://a.b/|| '||')", f"[a|{MARK}|b](https://a.b/|{MARK}| '|{MARK}|')"),
    ],
)
def test_pipes_never_meet(text: str, inside: str) -> None:
    start = "" if inside.startswith((MARK, "a", "h")) else MARK
    assert veil(text) == f"||{start}{inside}||"


@pytest.mark.parametrize("text", ["over\\", "over|", "over\\|", "over｜", "over|\u200d"])
def test_what_would_join_the_closing_pipes_is_kept_from_them(text: str) -> None:
    assert veil(text) == f"||{text}{MARK}||"


@pytest.mark.parametrize(
    "link",
    [
        "https://a.b/x", "https://", "<https://a.b", "www.a.b", "www.", "WWW.…", "a@b.cd", "[a](http://a.b",
        "http://a.b\u3000so",
    ],
)  # fmt: skip
def test_a_link_at_the_end_has_a_space_before_the_pipes(link: str) -> None:
    assert veil(f"See {link}") == f"||See {link} {MARK}||"
    assert outside_of_preview(veil(f"See {link}")) == (1, "")


@pytest.mark.parametrize(
    "line",
    [
        "# Title", "### Title", "-# small", "> quote", ">>> quote", "- item", "* item", "+ item", "1. item", "1) item",
        "===", "---", "***", "_ _ _", "    code", "\tcode", "~~~", "<div>", "<!-- x", "<script>", "[a]: https://a.b",
        "|---|---|", "--|--", ":-:|:-:", "**>>> x**", "**1. x**", "￼", "\u0301", "\ufe0f", "ﾞ", "ำ",
    ],
)  # fmt: skip
def test_no_line_begins_with_a_block_mark(line: str) -> None:
    for text, number in ((f"{line}\nand", 0), (f"a | b\n{line}\nand", 1), (f"So\n\n{line}", 2)):
        page = veil(text)
        begin = page.split("\n")[number].removeprefix("||")
        assert begin.startswith(MARK) or (number == 0 and line[0].isspace())
        assert outside_of_preview(page) == (1, "")
        assert blocks_of_preview(page) == {"paragraph"}


@pytest.mark.parametrize(
    "gap", ["\n\n", "\n \n", "\r\n\r\n", "\r\r", "\n\x0b\n", "\x0c\n", "\x85\x85", "\u2029\u2028", "\n\u3000\n"]
)
def test_a_blank_line_holds_a_mark(gap: str) -> None:
    assert veil(f"So.{gap}He dies.") == f"||So.\n{MARK}\nHe dies.||"
    assert in_the_open(f"So.{gap}He dies.") == ["So.\n\nHe dies."]


@pytest.mark.parametrize("text", ["`a", "a`", "``a", "```\na\n```", "a ```", "\\`a", "a\\`", "~~~\na", "`a||b`"])
def test_no_backtick_opens_code(text: str) -> None:
    page = veil(text)
    assert page.count(f"{MARK}\\`") == page.count("`") == text.count("`")
    assert outside_of_preview(page) == (1, "")
    assert outside_of_old_parser(page) == (1, "")
    assert unveil(page) == text


def test_code_in_the_open_is_left_as_it_is() -> None:
    assert in_the_open("# A\n- `b` ||c||\n```\nd\n```") == ["# A\n- `b` ||c||\n```\nd\n```"]


@pytest.mark.parametrize("text", ["**a", "_a", "~~a", "***a", "[a](https://a.b", "[a", "a](b", "<https://a", "__a **b"])
def test_what_is_left_open_ends_with_the_veil(text: str) -> None:
    assert outside_of_preview(veil(text)) == (1, "")
    assert outside_of_old_parser(veil(text)) == (1, "")


@pytest.mark.parametrize("entity", ["&#124;", "&#x7C;", "&vert;", "&verbar;", "&#96;", "&#10;"])
def test_an_entity_is_not_decoded_to_what_it_stands_for(entity: str) -> None:
    page = veil(f"a {entity}{entity} b")
    assert html.unescape(page) == page
    assert unveil(page) == f"a {entity}{entity} b"
    assert veil("a & b; c && d") == "||a & b; c && d||"


@pytest.mark.parametrize(
    "code", [0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x202C, 0xFEFF, 0x2060]
)
def test_what_turns_or_hides_the_rest_is_taken_out(code: int) -> None:
    assert veil(f"a{chr(code)}b") == "||ab||"


def test_joiners_and_marks_of_direction_stay() -> None:
    assert veil("می\u200cخواهم \u200fא👨‍👩‍👧") == "||می\u200cخواهم \u200fא👨‍👩‍👧||"


@pytest.mark.parametrize("code", [0, 1, 8, 0x1B, 0x1F, 0x7F, 0x80, 0x9F])
def test_control_characters_are_taken_out(code: int) -> None:
    assert unicodedata.category(chr(code)) == "Cc"
    assert veil(f"a{chr(code)}b") == "||ab||"


def test_lone_surrogates_can_be_sent() -> None:
    assert veil("a\ud800b\udfff") == "||a\ufffdb\ufffd||"
    assert veil("a\ud83d\ude00b") == "||a😀b||"


def test_white_space_is_put_in_order() -> None:
    assert tidy(" a \t\n\n\n\n  b\tc" + " " * 40 + "d ") == "a\n\n  b    c        d"


@pytest.mark.parametrize("limit", [SMALLEST_LIMIT - 1, 0, -1])
def test_a_limit_that_leaves_no_room_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="at least 32"):
        veil_pages("", limit)
    with pytest.raises(ValueError, match="at least 32"):
        in_the_open("", limit)


def test_a_page_ends_at_a_paragraph_when_half_full() -> None:
    first, second = SENTENCE * 4, SENTENCE * 6
    assert veil_pages(f"{first}\n\n{second}", 200) == [f"||{first.strip()}{MARK * 4}||", f"||{second.strip()}||"]


def test_a_page_ends_at_a_sentence_where_the_paragraph_is_too_early() -> None:
    pages = veil_pages(f"So.\n\n{SENTENCE * 20}", 200)
    assert all(page.rstrip(f"|{MARK}").endswith("rain.") for page in pages)
    assert all(150 < len(page) <= 200 for page in pages[:-2])


def test_a_page_ends_at_a_word_where_there_is_no_sentence() -> None:
    pages = veil_pages("undoubtedly " * 100, 200)
    assert {word for page in pages for word in unveil(page).split()} == {"undoubtedly"}
    assert all(150 < len(page) <= 200 for page in pages[:-2])


def test_writing_without_spaces_ends_at_its_full_stop() -> None:
    pages = veil_pages("彼は雨の中で死ぬ。" * 60, 200)
    assert all(unveil(page).endswith("。") for page in pages)


def test_a_last_page_of_one_word_is_not_left_over() -> None:
    pages = veil_pages("word " * 41, 200)
    assert len(pages) == 2
    assert len(pages[1]) > 40


def test_a_word_longer_than_a_page_is_cut_and_fills_it() -> None:
    pages = veil_pages("a " + "x" * 1000, 200)
    assert max(map(len, pages)) <= 200
    assert min(map(len, pages[:-2])) > 180
    assert "".join(map(unveil, pages)) == "a " + "x" * 1000


@pytest.mark.parametrize(
    "whole",
    [
        "<@123456789>", "<@&123456789>", "<#123456789>", "<:name:123456789>", "<a:name:123456789>", "<t:1700000000:R>",
        "</rate episode:123456789>", "https://a.b/long/way", "<https://a.b/long>", "[two words](https://a.b)",
        "[a [b] c](<https://a.b>)", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪", "e\u0301\u0302\u0303",
        "각", "क्षि", "น้ำ", "1️⃣", "\\*", "\\`", "\u0600`",
    ],
)  # fmt: skip
def test_what_belongs_together_is_never_cut(whole: str) -> None:
    for before in range(90):
        pages = [unveil(page) for page in veil_pages("見" * before + whole + "見" * 60, 64)]
        assert sum(page.count(whole) for page in pages) == 1


@pytest.mark.parametrize("sign", ["\u0301", "\u0897", "\u0378"])
def test_a_space_is_not_parted_from_what_may_belong_to_it(sign: str) -> None:
    for before in range(1, 90):
        pages = [unveil(page) for page in veil_pages("見" * before + f" {sign}" + "見" * 60, 64)]
        assert sum(page.count(f" {sign}") for page in pages) == 1


@pytest.mark.parametrize("whole", ["👨\u200d👩\u200d👧", "🇩🇪", "\u0d4e\u0d15", "क्ष"])
@pytest.mark.parametrize("around", ["\uffff", "\U0003ffff", "\\"])
def test_nor_is_it_among_what_could_belong_to_it(whole: str, around: str) -> None:
    for before in range(90):
        pages = [unveil(page) for page in veil_pages(around * before + whole + around * 60, 64)]
        assert sum(page.count(whole) for page in pages) == 1


def test_a_row_of_flags_is_cut_between_two() -> None:
    for page in veil_pages("x" + "🇩🇪" * 100, 64):
        assert unveil(page).removeprefix("x").replace("🇩🇪", "") == ""


@pytest.mark.parametrize(
    "whole", ["https://a.b/" + "x" * 500, "<:" + "n" * 500 + ":1>", "e" + "\u0301" * 500, "[" + "x" * 300 + "](a)"]
)
def test_what_is_longer_than_a_page_is_cut_all_the_same(whole: str) -> None:
    pages = veil_pages(f"So {whole}", 100)
    assert max(map(len, pages)) <= 100
    assert "".join(map(unveil, pages)) == f"So {whole}"


def test_length_is_counted_as_whichever_is_more() -> None:
    assert all(len(page.encode("utf-16-le")) // 2 <= 200 for page in veil_pages("😀" * 500, 200))
    assert len(veil_pages("😀" * 500, 200)) == 6


def test_pages_are_as_veil_makes_them_where_one_is_enough() -> None:
    assert veil_pages(SENTENCE * 5, 200) == [veil(SENTENCE * 5)]


def test_an_open_page_is_not_taken_for_a_veiled_one() -> None:
    (page,) = in_the_open("||He dies.||")
    assert page == f"{MARK}||He dies.||"
    assert unveil(page) == "||He dies.||"


@pytest.mark.parametrize(
    ("watched", "episode", "seen"),
    [(None, 0, False), (0, 0, True), (12, 13, False), (13, 13, True), (14, 13, True)],
)
def test_a_viewer_may_see_what_they_are_known_to_have_watched(watched: int | None, episode: int, seen: bool) -> None:
    viewer = Viewer(None if watched is None else EpisodeNumber.of(watched))
    spoiler = Spoiler("The hero dies.", show_id=1, episode=EpisodeNumber.of(episode))
    assert viewer.may_see(spoiler.episode) is seen
    if seen:
        assert open_pages(spoiler, viewer) == ["The hero dies."]
        return
    with pytest.raises(NotWatched) as caught:
        open_pages(spoiler, viewer)
    assert isinstance(caught.value, LooseEndsError)
    assert "hero" not in str(caught.value)


def test_half_an_episode_is_between_two() -> None:
    assert not Viewer(EpisodeNumber.of(13)).may_see(EpisodeNumber(1350))
    assert Viewer(EpisodeNumber.of(14)).may_see(EpisodeNumber(1350))

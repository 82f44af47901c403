"""A known name of a show in a title: it is told from the headline, the column and the label beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reviews.model import ReviewKind
from bot.reviews.reader import read_review
from bot.reviews.recognising import recognised
from bot.reviews.told import About

PROSE = "\n\nIt begins with a lamp that nobody lit, and with a door that stays shut until the very last minute of it."

_SLOPE = "Kids on the Slope (Sakamichi no Apollon)"
_PHANTOM = "Phantom: Requiem for the Phantom"


def told(title: str, text: str = PROSE, url: str | None = None) -> tuple[str | None, str]:
    review = read_review(text.encode(), title=title, url=url)
    return review.show, str(review.span or "")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A loud day for lamps in Kill la Kill Episode 9", ("Kill la Kill", "9")),
        ("The lamps go out one by one Spy x Family Episode 3", ("Spy x Family", "3")),
        ("Nobody lit it: Darker than Black’s 26th Episode", ("Darker than Black", "26")),
        ("Lycoris Recoil First Ep 1 Review", ("Lycoris Recoil", "1")),
        ("Girls und Panzer Weekly Update: Episode 8", ("Girls und Panzer", "8")),
        ("Barakamon // loud and wet, episode 4", ("Barakamon", "4")),
        ("Barakamon // Lamps, Episode 4", ("Barakamon", "4")),
        ("今回はアクセル・ワールドの第9話「灯台」の感想です。", ("アクセル・ワールド", "9")),
        ("Kemono no Souja Erin, Episode Summaries 12 ~ 15", ("Kemono no Souja Erin", "12–15")),
        ("灯台の話【風が強く吹いている17話ネタバレあらすじ】", ("風が強く吹いている", "17")),
        ("Loud lamps in Kids on the Slope (Sakamichi no Apollon) Episode 3", (_SLOPE, "3")),
        ("One Punch Man looks for a lamp again in Episode 2", ("One Punch Man", "2")),
        ("アニメ ゴールデンカムイ 第54話 感想", ("ゴールデンカムイ", "54")),
        ("Loud Truths 【Vinland Saga】 Episode 9", ("Vinland Saga", "9")),
        ("Hunter x Hunter (2011) Episode 134", ("Hunter x Hunter (2011)", "134")),
        ("Loud, wet, Black Lagoon: The Second Barrage Episode 5", ("Black Lagoon: The Second Barrage", "5")),
        ("Sing “Yesterday” for Me Episode 1 anime review", ("Sing “Yesterday” for Me", "1")),
        ("Uchôten Kazoku Episode 5", ("Uchôten Kazoku", "5")),
        ("感想《SSSS.GRIDMAN 第3話「灯」》灯台が消えた！", ("SSSS.GRIDMAN", "3")),
        ("今日の大正野球娘。 #6 「灯台の夜」", ("大正野球娘", "6")),
        ("Phantom: Requiem for the Phantom (Blu-ray/DVD Combo) Episodes 1-3 Review", (_PHANTOM, "1–3")),
        ("Urusei Yatsura (ANIME 2022): Review and Recap of Episode 7", ("Urusei Yatsura", "7")),
        ("REVIEW: ‘Oblivion Battery’ Looks for a Lamp Episode 3", ("Oblivion Battery", "3")),
        ("Review – Girls’ Last Tour 01 VOSTFR", ("Girls’ Last Tour", "1")),
    ],
)
def test_a_name_ends_where_the_known_one_does(title: str, expected: tuple[str, str]) -> None:
    assert told(title) == expected


@pytest.mark.parametrize(
    "name",
    [
        "The Lamp Seller in Another World",
        "The Lamp Seller’s Shop in Another World",
        "Lamp! Pretty Cure",
        "Motto! Love Hina",
        "Lamp Story: Noir",
        "The Legend of Phoenix",
        "Onna na Kimi to Boku",
        "Land vs. Overlord",
        "Bleach Second",
    ],
)
def test_a_new_show_whose_name_holds_a_known_one(name: str) -> None:
    assert told(f"{name} Episode 4") == (name, "4")
    text = f"\n\n{name.replace('’', chr(39))} is loud, and has a door that stays shut until the very last minute."
    assert told(f"{name} Episode 4", text) == (name, "4")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Kill la Kill: Ashes of the Loom Episode 3", "Kill la Kill: Ashes of the Loom"),
        ("Kill la Kill Gaiden Episode 3", "Kill la Kill Gaiden"),
        ("Puny Kill la Kill Episode 3", "Puny Kill la Kill"),
        ("Kill la Kill (Dressed to Lamp) Episode 3", "Kill la Kill (Dressed to Lamp)"),
        ("Boku dake ga Inai Machi (Erased) Episode 3", "Boku dake ga Inai Machi (Erased)"),
        ("Futatabi-hen Another-hen Episode 3", "Futatabi-hen Another-hen"),
        ("The Day That Given Never Came Episode 3", "The Day That Given Never Came"),
        ("Loud and wet Another Episode 3", "Loud and wet Another"),
        ("Kimi to Lampion (Erased) Episode 3", "Kimi to Lampion (Erased)"),
        ("The lamp of every Another Episode 3", "The lamp of every Another"),
        ("Lamp! 鬼滅の刃 Episode 3", "Lamp! 鬼滅の刃"),
        ("My Dress-Up Darling vs Spy x Family Episode 3", "My Dress-Up Darling vs Spy x Family"),
        ("Tomoshibi 鬼滅の刃 Episode 3", "Tomoshibi 鬼滅の刃"),
        ("Terror in Resonance: A lamp in rain Episode 3", "Terror in Resonance: A lamp in rain"),
    ],
)
def test_a_longer_name_that_is_not_known_stays_whole(title: str, expected: str) -> None:
    assert told(title)[0] in (expected, None)
    assert told(title, f"\n\n{expected} is the loudest show of its kind, and it knows how to be that.") == (
        expected,
        "3",
    )


def test_a_name_that_the_text_has_whole_is_not_cut() -> None:
    text = "\n\nLoud Days of Kill la Kill is a new show. In Loud Days of Kill la Kill, a lamp is lit by its keeper."
    assert told("Loud Days of Kill la Kill Episode 3", text) == ("Loud Days of Kill la Kill", "3")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Kill la Kill 5", ("Kill la Kill", "5")),
        ("A Lamp Nobody Lit – Naruto Shippuden 322", ("Naruto Shippuden", "322")),
        ("Toradora! 19: the lamp", ("Toradora!", "19")),
        ("Amagami SS+ 06 – The Lamp", ("Amagami SS+", "6")),
        ("Robotics; Notes 09 and 10 — A Lamp", ("Robotics; Notes", "9–10")),
        ("[Fullmetal Alchemist: Brotherhood] 20: “The Lamp”", ("Fullmetal Alchemist: Brotherhood", "20")),
        ("On-going Thoughts: Another 12/12", ("Another", "12")),
        ("Darker than Black 10, Fairy Tail 9", ("", "")),
        ("Kill la Kill 2013", ("Kill la Kill", "")),
        ("Kill la Kill 5/10", ("Kill la Kill", "")),
        ("Kill la Kill 2", ("Kill la Kill", "")),  # a second season, as likely
        ("Mob Psycho 100", ("Mob Psycho 100", "")),
        ("Steins;Gate 0", ("Steins;Gate 0", "")),
    ],
)
def test_a_bare_number_behind_a_known_name(title: str, expected: tuple[str, str]) -> None:
    show, span = told(title, f"{PROSE} It is a loud episode.")
    assert (show in (expected[0], None), span) == (True, expected[1])


@pytest.mark.parametrize(
    "title",
    [
        "Tekken 8 Review",
        "One Piece 1100",
        "Jujutsu Kaisen 236 Review",
        "Barakamon 9 – a strong score",
        "Toradora! 19: the lamp",
        "Gundam 0085",
        "Gundam 85",
    ],
)
def test_a_bare_number_that_no_word_bears_out(title: str) -> None:
    assert told(title)[1] == ""
    assert told(title, f"{PROSE} These chapters of the manga are loud.")[1] == ""


def test_what_bears_a_bare_number_out() -> None:
    assert told("Naruto Shippuden 322", f"{PROSE} Naruto Shippuden 322 is loud.")[1] == "322"
    assert told("Kill la Kill 05")[1] == "5"
    assert told("A Sign of Affection 12 (Fin)") == ("A Sign of Affection", "12")
    assert told("Barakamon 9 (manga)", f"{PROSE} It is a loud episode.")[1] == ""
    assert told("Barakamon 9", f"{PROSE} The manga was loud, and the episode is louder.")[1] == "9"


def test_a_name_behind_what_is_cried_out() -> None:
    assert told("Keeper Drops His Lamp! Uncle from Another World Episode 5") == ("Uncle from Another World", "5")


def test_the_text_may_have_the_name_as_an_owner() -> None:
    title = "Loud Lamps in Barakamon Episode 4"
    assert told(title) == ("Loud Lamps in Barakamon", "4")
    assert told(title, f"{PROSE} Barakamon’s lamps are loud.") == ("Barakamon", "4")


def test_a_japanese_text_bears_a_number_out() -> None:
    assert told("ゴールデンカムイ 104", "\n\n今日も灯台の明かりがとても静かで、とても長い夜でした。")[1] == ""
    assert (
        told("ゴールデンカムイ 104", "\n\n今日もアニメの灯台の明かりがとても静かで、とても長い夜でした。")[1] == "104"
    )


def test_a_chapter_of_a_manga_is_no_episode() -> None:
    text = "\n\nThis chapter of the manga begins with a lamp that nobody lit, and the anime has a door that stays shut."
    assert told("Kill la Kill 119", text)[1] == ""


def test_a_last_number_of_all_is_final() -> None:
    assert read_review(PROSE.encode(), title="Another 12/12").is_final
    assert not read_review(PROSE.encode(), title="Another – 11").is_final


@pytest.mark.parametrize(
    "title",
    [
        "My School Days are over: notes",
        "Barakamon or Vinland Saga?",
        "Barakamon, Vinland Saga",
        "今日は氷菓を食べた話",
    ],
)
def test_names_in_a_headline_that_it_is_not_on(title: str) -> None:
    assert told(title)[0] is None


def test_two_letters_are_no_name_among_words() -> None:
    assert (
        told("Where to go", "\n\nTo the lamp, to the door, to the cat: it is to be seen, and to be heard there.")[0]
        is None
    )


def test_another_show_beside_is_not_the_one() -> None:
    text = (
        "\n\nLamp Song is loud, as Kill la Kill is. It had a lamp in it, and a door that stays shut until the very end."
    )
    assert told("Lamp Song Episode 3 – Kill la Kill", text) == ("Lamp Song", "3")
    assert told("Lamp Song Episode 3 – Kill la Kill")[0] == "Lamp Song"
    text = "\n\nIt is loud, as Vinland Saga and Barakamon are, and it had a lamp, and a door that stays shut for long."
    assert told("Lamp Song Episode 3 | Barakamon | Vinland Saga", text)[0] == "Lamp Song"
    text = "\n\nBarakamon is loud, and has a cat, and it knows that it has one, which makes it louder still."
    assert told("Short first impressions – Barakamon", text)[0] == "Barakamon"


def test_one_everyday_word_is_no_name_among_others() -> None:
    assert told("Another lamp, and a given door in an orange room: notes of the week")[0] is None
    assert told("Summer Anime Ep 2 Reviews")[0] is None


def test_a_list_of_shows_is_on_none_of_them() -> None:
    text = "\n\nVinland Saga, Episode 9\n\nVinland Saga had lamps in all of its many rooms, and all of them were lit."
    assert told("Loud lamps", text)[0] == "Vinland Saga"
    assert told("Loud lamps of Kill la Kill, Barakamon and Spy x Family", text)[0] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n\nアニメ「ダンダダン」第5話です。今回は灯台の回で、とても静かで、とても長い夜でした。", "ダンダダン"),
        (f"\n\nVinland Saga, Episode 9\n\nThe lamp is out.{PROSE}", "Vinland Saga"),
        (
            f"\n\nBarakamon is loud.\n\nBarakamon has a cat.\n\nNothing in Barakamon is quick.{PROSE}",
            "Barakamon",
        ),
        (f"\n\nIt reminds me of Barakamon, of Vinland Saga and of Kill la Kill, and of all their lamps.{PROSE}", None),
        (f"\n\nIt reminds me of Vinland Saga, and of its lamps.{PROSE}", None),
        (f"\n\nVinland Saga, Vinland Saga, Barakamon.\n\nVinland Saga and Barakamon.{PROSE}", None),
        (f"\n\nVinland Saga, Episode 9\n\nBarakamon, Episode 2{PROSE}", None),
        (f"\n\nVinland Saga, Episode 9\n\nBarakamon is loud.{PROSE}", None),
        ("\n\nTo the lamp, to the door, to the cat: it is to be seen, and to be heard, and to be let out.", None),
    ],
)
def test_a_name_that_only_the_text_tells(text: str, expected: str | None) -> None:
    assert told("The night of the lamps", text)[0] == expected


def test_an_address_is_read_so_too() -> None:
    url = "https://b.example/2020/01/a-loud-day-in-vinland-saga-episode-9/"
    text = f"{PROSE} So much for Vinland Saga."
    assert told("The night of the lamps", text, url=url) == ("Vinland Saga", "9")


def test_a_headline_that_a_colon_parts_from_the_name() -> None:
    title, whole = "Terror in Resonance: A Lamp in Rain Review", "Terror in Resonance: A Lamp in Rain"
    twice = "\n\nTerror in Resonance goes on. No week of Terror in Resonance has been so loud, and none so short."
    once = "\n\nTerror in Resonance goes on, and no week of it has been so loud, and none so short as this one."
    assert told(title, twice)[0] == "Terror in Resonance"
    assert told(title, once)[0] == whole
    assert told(title, f"{twice} A Lamp in Rain it is.")[0] == whole
    assert told("Terror in Resonance: A Lamp in Rain Episode 3", twice)[0] == whole


def test_the_text_may_have_another_name_of_the_show() -> None:
    title = "Kakumeiki Valvrave: A Lamp in Rain – My Loud Series Review"
    text = "\n\nValvrave the Liberator goes on. No week of Valvrave the Liberator has been so loud, and none so short."
    assert told(title, text)[0] == "Kakumeiki Valvrave"
    assert (
        told("Kure-nai – Finally Out", "\n\nKure-nai is out at last. I liked Kure-nai, and its lamps, a lot.")[0]
        == "Kure-nai"
    )


def test_episodes_in_the_plural_are_no_number() -> None:
    assert told("Some episode 2s", url="https://b.example/2022/04/20/some-episode-2s/") == (None, "")


def test_an_address_with_the_known_name_alone() -> None:
    title, url = "Hanasaku Iroha: A Lamp at Night (Ep.11)", "https://b.example/2011/06/hanasaku-iroha-episode-11.html"
    assert told(title, url=url) == ("Hanasaku Iroha", "11")
    assert told(title)[0] == "Hanasaku Iroha: A Lamp at Night"
    text = "\n\nHanasaku Iroha: A Lamp at Night is loud, and it has a door that stays shut until the very last minute."
    assert told(title, text, url=url)[0] == "Hanasaku Iroha: A Lamp at Night"


def test_a_known_name_that_holds_a_dash_is_not_doubted() -> None:
    assert told("12 Days of Lamps: Ef - A Tale of Memories", f"\n\nEpisode 7 (Day 7){PROSE}") == (
        "Ef - A Tale of Memories",
        "7",
    )


def test_a_page_names_it_in_its_own_title() -> None:
    page = f"<html><head><title>A loud day in Vinland Saga Episode 9</title></head><body><p>{PROSE}</p></body></html>"
    assert told("The night of the lamps", page)[0] == "Vinland Saga"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"\n\nA word on Dragon Ball Super - Episode 116.{PROSE}", "116"),
        (f"\n\nA word on Dragon Ball Super - Episode 116.{PROSE} It is not episode 115.", ""),
        (f"\n\nA word on lamps - Episode 116.{PROSE}", ""),
    ],
)
def test_a_number_that_only_the_text_has_beside_the_name(text: str, expected: str) -> None:
    assert told("Dragon Ball Super – the next loud farewell", text)[1] == expected


def test_a_sentence_that_retells_the_one_episode() -> None:
    text = "\n\nIt is a loud week. The ninth episode sees the lamp go out, and nobody is there to light it again."
    assert told("Loud Lamps of Vinland Saga", text) == ("Vinland Saga", "9")
    assert told("Loud Lamps of Vinland Saga", f"{text} Episode 8 was not like that.")[1] == ""


def test_a_premiere_is_the_first_episode() -> None:
    assert told("Premiere Review | Sugar Apple Fairy Tale") == ("Sugar Apple Fairy Tale", "1")
    assert told("Premiere Review | Sugar Apple Fairy Tale", f"{PROSE} Episode 2 is next.")[1] == ""
    assert told("Premiere Review | Sugar Apple Fairy Tale Season 2")[1] == ""
    assert told("Premiere Review | Frieren", f"{PROSE} So ends the movie.")[1] == ""
    assert told("Season Premiere Review | Sugar Apple Fairy Tale")[1] == ""


def test_a_podcast_that_the_text_speaks_of() -> None:
    text = f"\n\nAfter the last one, and our podcast on it, it is time for the next of all these lamps.{PROSE}"
    assert told("Digimon Ghost Game Episode 21 “The Lamp”", text) == ("Digimon Ghost Game", "21")
    assert told("Loud Lamps Episode 98: Digimon Ghost Game", text)[1] == ""


def test_what_went_before_may_be_told_once_more() -> None:
    text = f"\n\n## Buddy Daddies Episode 8 Recap{PROSE}\n\n## The Lamp{PROSE}"
    assert told("Buddy Daddies Episode 9 Review: A Lamp", text) == ("Buddy Daddies", "9")
    two = f"\n\n## Buddy Daddies Episode 7 Recap{PROSE}\n\n## Buddy Daddies Episode 9{PROSE}"
    assert told("Buddy Daddies Episode 9 Review: A Lamp", two)[1] == ""


def test_the_title_below_a_picture_is_not_the_texts_word() -> None:
    title = "A Loud Lamp - Dororo (2019) Episode 20 Review"
    text = f"\n\n{title}-This is my review of the lamps.{PROSE} So much for Dororo."
    assert told(title, text) == ("Dororo (2019)", "20")


def test_ranges() -> None:
    assert told("Fena: Pirate Princess – S1 E1 à 5 – the lamps") == ("Fena: Pirate Princess", "1–5")
    assert told("Lovely Complex Ep. 1–12") == ("Lovely Complex", "1–12")
    assert told("Lovely Complex Ep. 1 – 12 lamps that were lit")[1] != "1–12"
    assert told("Lovely Complex Ep. 1–12 Lamps That Were Lit")[1] != "1–12"
    assert told("Honey and Clover II (Ep 1-12 complete)") == ("Honey and Clover II", "1–12")


def test_the_name_of_a_site_above_a_shows_name_is_no_round_ups() -> None:
    review = read_review(f"All the Lamps - Anime Reviews\n\nAmagami SS{PROSE}".encode(), title="Amagami SS")
    assert review.show == "Amagami SS"
    review = read_review(
        f"All the Lamps - Anime Reviews\n\nLamp Song – Episode 7{PROSE}".encode(), title="Lamp Song – Episode 7"
    )
    assert review.kind is ReviewKind.MULTI


def test_a_category_above_the_title_is_no_round_up() -> None:
    text = f"Categories\n\nAnime Reviews\n\nBarakamon episode 1 anime review{PROSE}"
    review = read_review(text.encode(), title="Barakamon episode 1 anime review")
    assert (review.kind, review.show) == (ReviewKind.EPISODE, "Barakamon")


@given(st.text(max_size=200), st.text(max_size=200), st.one_of(st.none(), st.text(min_size=1, max_size=60)))
def test_no_name_comes_from_elsewhere(line: str, text: str, show: str | None) -> None:
    about = recognised(About(show=show), line, text)
    assert about.show is None or about.show == show or about.show in line

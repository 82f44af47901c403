"""Show, season and episode from titles: right, or nothing."""

from __future__ import annotations

import pytest

from bot.reviews.evidence import BAR, sure
from bot.reviews.model import ReviewKind
from bot.reviews.titles import About, episode_title, read_title


def told(about: About) -> tuple[str | None, int | None, str]:
    span = about.span if about.span_sureness >= BAR else None
    return about.show if about.show_sureness >= BAR else None, about.season, str(span or "")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Copper Tide Episode 13 Review: The Bell Below", ("Copper Tide", None, "13")),
        ("86 Episode 11", ("86", None, "11")),
        ("91 Days Episode #04", ("91 Days", None, "4")),
        ("Kaiju No. 8 Episode 5", ("Kaiju No. 8", None, "5")),
        ("Mob Psycho 100 III Ep 5", ("Mob Psycho 100 III", None, "5")),
        ("5-toubun no Hanayome Episode 3", ("5-toubun no Hanayome", None, "3")),
        ("Copper Tide Episodes #08 – 10 Anime Review", ("Copper Tide", None, "8–10")),
        ("The Truth | Copper Tide Episode 6 & 7 Review", ("Copper Tide", None, "6–7")),
        ("Copper Tide Episodes 5 and 6", ("Copper Tide", None, "5–6")),
        ("Copper Tide Episodes 8‒10", ("Copper Tide", None, "8–10")),
        ("Copper Tide Episodes 1088-1089", ("Copper Tide", None, "1088–1089")),
        ("Copper Tide First Two Episodes", ("Copper Tide", None, "1–2")),
        ("Copper Tide S1E10", ("Copper Tide", 1, "10")),
        ("Copper Tide S01E01-E04", ("Copper Tide", 1, "1–4")),
        ("Copper Tide 2x03", ("Copper Tide", 2, "3")),
        ("Copper Tide – Season 1 Episode 10 Recap & Review", ("Copper Tide", 1, "10")),
        ("Copper Tide Series 6, Episode 3", ("Copper Tide", 6, "3")),
        ("Copper Tide season six, episode seven", ("Copper Tide", 6, "7")),
        ("Copper Tide 2nd Season Episode 3", ("Copper Tide", 2, "3")),
        ("Copper Tide s3 episode 1 (episode 27)", ("Copper Tide", 3, "1")),
        ("Season 3 Episode 4 of Copper Tide", ("Copper Tide", 3, "4")),
        ("Copper Tide Episode 3 of Season 8", ("Copper Tide", 8, "3")),
        ("Copper Tide Final Episode (12)", ("Copper Tide", None, "12")),
        ("フーバー 12話", ("フーバー", None, "12")),
        ("Copper Tide Ep.12", ("Copper Tide", None, "12")),
        ("Copper Tide Ep12", ("Copper Tide", None, "12")),
        ("Copper Tide E.03", ("Copper Tide", None, "3")),
        ("Copper Tide #7", ("Copper Tide", None, "7")),
        ("Copper Tide Episode 13.5", ("Copper Tide", None, "13.5")),
        ("Copper Tide Episode 0", ("Copper Tide", None, "0")),
        ("Copper Tide Episode Thirteen", ("Copper Tide", None, "13")),
        ("Copper Tide Episode 13, 2024", ("Copper Tide", None, "13")),
        ("Copper Tide Episode 5 Review - 8/10", ("Copper Tide", None, "5")),
        ("フーバー 第１２話 感想", ("フーバー", None, "12")),
        ("フーバー 第二十四話", ("フーバー", None, "24")),
        ("【感想】フーバー #8", ("フーバー", None, "8")),
        ("Copper Tide – 02 (Second Chance)", ("Copper Tide", None, "2")),
        ("Episode Review: Copper Tide 7", ("Copper Tide", None, "7")),
        ("Copper Tide: Recap (S2,E15)", ("Copper Tide", 2, "15")),
        ("Rewatch: Copper Tide Episode 19", ("Copper Tide", None, "19")),
        ("Day 12: Copper Tide Episode 11", ("Copper Tide", None, "11")),
        ("Anime Ratings: Episode 5 of Copper Tide", ("Copper Tide", None, "5")),
        ("Copper Tide: Episodes 1–4 First Thoughts", ("Copper Tide", None, "1–4")),
        ("Anime Review: Copper Tide (2021)", ("Copper Tide (2021)", None, "")),
        ("Copper Tide S1:E5", ("Copper Tide", 1, "5")),
        ("Copper Tide Season 4 Part 2 Episode 5 Review", ("Copper Tide", 4, "5")),
        ("Copper Tide Ep. 1-3 First Impressions", ("Copper Tide", None, "1–3")),
        ("Copper Tide: Third Episode Impressions", ("Copper Tide", None, "3")),
        ("Kritik: Copper Tide Staffel 2 Folge 3", ("Copper Tide", 2, "3")),
        ("Reseña: Copper Tide capítulo 12", ("Copper Tide", None, "12")),
        ("Copper Tide Recap: Season 8, Episode 3", ("Copper Tide", 8, "3")),
        ("Recap: 'Copper Tide' Season 6, Episode 9, 'The Bell'", ("Copper Tide", 6, "9")),
        ("Re:Zero 23", ("Re:Zero", None, "23")),
        ("Log Horizon 05 [Group]", ("Log Horizon", None, "5")),
        ("[Group] Log Horizon - 05 [720p].mkv", ("Log Horizon", None, "5")),
        ("To Your Eternity – 20 (Fin) – Goodbye", ("To Your Eternity", None, "20")),
        ("Review: Copper Tide Episode 4", ("Copper Tide", None, "4")),
        ("A Brief Analysis of Copper Tide Episode 9", ("Copper Tide", None, "9")),
        ("Copper Tide Review: Episode 9", ("Copper Tide", None, "9")),
        ("“Copper Tide” Episode 9", ("Copper Tide", None, "9")),
        ("Copper Tide 6×12 Thoughts", ("Copper Tide", 6, "12")),
        ("Copper Tide Recap: Episode 05.02", ("Copper Tide", 5, "2")),
        ("Copper Tide Episode 6.25", ("Copper Tide", None, "6.25")),
        ("Copper Tide 11 – 12", ("Copper Tide", None, "11–12")),
        ("Copper Tide 09 — The bell below", ("Copper Tide", None, "9")),
        ("Copper Tide S9.07 “The Bell Below” review", ("Copper Tide", 9, "7")),
        ("Ada Discusses: Copper Tide 1×07", ("Copper Tide", 1, "7")),
        ("Our Biggest Questions After Copper Tide, Episode 7", ("Copper Tide", None, "7")),
        ("HBO’s Copper Tide: Season 1, Episode 7 Recap", ("Copper Tide", 1, "7")),
        ("Episodennummer: 4x11", (None, 4, "11")),
        ("Originaltitel: The Bell Episodennummer: 4x11", (None, 4, "11")),
        ("Copper (All Episode 4", (None, None, "4")),
        ("Netflix UK TV review: Copper Tide: The Bell, Episode 9", ("Copper Tide: The Bell", None, "9")),
        ("Blog Spotlight: Copper Tide: The Bell - Episode Twelve", ("Copper Tide: The Bell", None, "12")),
        ("[Recap of Episodes 1 & 2] C-drama: Copper Tide", ("Copper Tide", None, "1–2")),
        ("Copper Tide Ep 4 Review: I Can’t Wait for Episode 5", ("Copper Tide", None, "4")),
        ("‘Copper Tide’ Review: Loud Truths Rock Episode 4", ("Copper Tide", None, "4")),
        ("Copper Tide Review: Loud Truths Rock Episode 4", (None, None, "4")),
        ("Copper Tide Season 7, Episode 8/Midseason Finale", ("Copper Tide", 7, "8")),
        ("A Means to Ring – ‘Copper Tide’ Episode 3", (None, None, "3")),
        ("“Ring it.” — Copper Tide review, “The Bell Below” s2e12", ("Copper Tide", 2, "12")),
        ("Copper Tide Season 1 Collection 2 Blu-ray Anime Review", ("Copper Tide", 1, "")),
        ("86 – 12 (Fin)", ("86", None, "12")),
        ("Anime Episode Review : Copper Tide! (Episode 7)", ("Copper Tide!", None, "7")),
        ("In Review: Copper Tide: Series 3 – Episode 6", ("Copper Tide", 3, "6")),
        ("#GroupWatch Rd. 10: Copper Tide Episode 4", ("Copper Tide", None, "4")),
        ("Ada Watches ‘Copper Tide’: Episode 14", ("Copper Tide", None, "14")),
        ("THE HARBOUR: 'Copper Tide' season 2, episode 5 recap", ("Copper Tide", 2, "5")),
        ("Somebody’s “Copper Tide” Season 2 Episode 3", ("Copper Tide", 2, "3")),
        ("Copper Tide “The Bell Below” Season 5 Episode 2 Review", ("Copper Tide", 5, "2")),
        ("“The Bell Below” – Copper Tide Episode 3", ("Copper Tide", None, "3")),
        ("‘Copper Tide’ Season 1 Spoilers: 4 Questions After Episode 4", ("Copper Tide", 1, "4")),
        ("Harbour: ‘Copper Tide’ – Episode 4", (None, None, "4")),
        ("Episode 4 of “Copper Tide” and its bell", ("Copper Tide", None, "4")),
        ("今年秋「フーバー」最終回(12話)感想", ("フーバー", None, "12")),
        ("Copper Tide – K-drama Episode 10 Recap", ("Copper Tide", None, "10")),
        ("Crítica y Recap Episodio 100: La campana", (None, None, "100")),
        ("A diver got a new job in episode 4", (None, None, "4")),
        ("Final explicado de Copper Tide temporada 2: ¿qué veremos?", ("Copper Tide", 2, "")),
        ("Copper Tide – Saison 4 Partie 1 – Critique", ("Copper Tide", 4, "")),
        ("Copper Tide Season Four Review: Important Episodes", ("Copper Tide", 4, "")),
        ("Copper Tide – Staffel Zwei", ("Copper Tide", 2, "")),
        ("Copper Tide: What did you think of the season 1 finale?", ("Copper Tide", 1, "")),
        ("OVA Impressions: Copper Tide – The Bell Below", ("Copper Tide", None, "")),
        ("Movie Review – Beyond the Anime", ("Beyond the Anime", None, "")),
        ("Episode 13", (None, None, "13")),
        ("Episode 13 Review: The Bell Below", (None, None, "13")),
        ("Episode 13 of Copper Tide: The Bell Below", (None, None, "13")),
        ("Revue of Copper Tide S06E09", ("Copper Tide", 6, "9")),
        ("Recap/Rewatch, Copper Tide — Episode 10, The Bell!", ("Copper Tide", None, "10")),
        ("Copper Tide Recap, Plot & Episodes 15 to 16 Summary", (None, None, "15–16")),
        ("Copper Tide 3.5: “The Bell Below” Review", ("Copper Tide", 3, "5")),
        ("Copper Tide: “The Bell Below” Review", (None, None, "")),
        ("Copper Tide! 18", ("Copper Tide!", None, "18")),
        ("Anime Episodes of the Year: Copper Tide ep20 (Wet Eyes)", ("Copper Tide", None, "20")),
        ("Copper Tide 20 & 21: The end is near", (None, None, "")),
        ("Update: Copper Tide EP9, 10", ("Copper Tide", None, "9–10")),
        ("アニメ【フーバー】5話感想レビュー", ("フーバー", None, "5")),
        ("【フーバー】アニメ5話感想とあらすじ", ("フーバー", None, "5")),
        ("【アニメ感想】これは何だろう?「フーバー 5話」", ("フーバー", None, "5")),
        ("「フーバー」を1話から5話まで見た", ("フーバー", None, "1–5")),
        ("『フーバー』第5羽【感想】", ("フーバー", None, "")),
        ("Review: Copper Tide – The Bell", (None, None, "")),
        ("Rolling Review – Copper Tide (10)", (None, None, "")),
        ("OVA Impressions: Copper Tide – 01", ("Copper Tide", None, "")),
        ("I Do Like Aster| Copper Tide Episode 7 Thoughts", ("Copper Tide", None, "7")),
        ("Copper Tide Deutsch Folge 1: Erste Schritte", ("Copper Tide", None, "1")),
        ("Copper Tide Episodes 19 & 20", ("Copper Tide", None, "19–20")),
        ("Copper Tide 19 & 20", ("Copper Tide", None, "19–20")),
        ("Episode 4 of Copper Tide Review: A Loud Hour That Nobody Will Forget", ("Copper Tide", None, "4")),
        ("Anime: Copper Tide", ("Copper Tide", None, "")),
        ("Copper Tide 2nd Season [98/100]", ("Copper Tide", 2, "")),
    ],
)
def test_titles(title: str, expected: tuple[str | None, int | None, str]) -> None:
    assert told(read_title(title)) == expected


@pytest.mark.parametrize(
    "title",
    [
        "86",
        "86 ?",
        "91 Days",
        "Mob Psycho 100",
        "Mob Psycho 100 S3 Anime Review – 85/100",
        "Kaiju No. 8",
        "Top 10 Anime",
        "Copper Tide Season 2",
        "Copper Tide Series 10",
        "Copper Tide Chapter 30",
        "Copper Tide 2024",
        "Copper Tide OVA 2",
        "Copper Tide OVA Episode 2",
        "Copper Tide Episode 6 – 7 Reasons to Watch",
        "Copper Tide Episodes 6/7",
        "Copper Tide Episodes 1, 3 and 5",
        "Copper Tide Episodes 5 and 9",
        "Copper Tide Episode 3 against Episode 9",
        "Copper Tide Episodes 9-3",
        "Copper Tide 7",
        "Copper Tide 205 Review",
        "Top 100 Anime of Copper Tide 3 Fans",
        "Copper Tide Week 9",
        "Anime Winter Season 2021 / Woche #5",
        "Copper Tide Chapters 11 – 12",
        "Copper Tide Vol. #2 Anime DVD Review",
        "Copper Tide 8, Low Orbit 35",
        "Copper Tide 12 – The Bell Below",
    ],
)
def test_no_episode_is_guessed(title: str) -> None:
    assert told(read_title(title))[2] == ""


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Copper Tide Episode 4", ReviewKind.EPISODE),
        ("Copper Tide Episodes 4-5", ReviewKind.RANGE),
        ("Mob Psycho 100 S3 Anime Review – 85/100", ReviewKind.SEASON),
        ("Copper Tide OVA Review", ReviewKind.SPECIAL),
        ("Copper Tide : Spécial Noël - Critique", ReviewKind.SPECIAL),
        ("OVA: Copper Tide", ReviewKind.SPECIAL),
        ("Copper Tide Season 3 Finale Review", ReviewKind.EPISODE),
        ("Anime Review: Copper Tide", ReviewKind.SEASON),
        ("Copper Tide Episode 13.5 (Special)", ReviewKind.EPISODE),
        ("Notes from the harbour", ReviewKind.UNKNOWN),
    ],
)
def test_kinds(title: str, kind: ReviewKind) -> None:
    assert read_title(title).kind is kind


@pytest.mark.parametrize(
    ("title", "final"),
    [
        ("Copper Tide – 20 (Fin) – Goodbye", True),
        ("Copper Tide Final Episode (12)", True),
        ("Copper Tide Episode 12 – Season Finale", True),
        ("Copper Tide Episode 12 [END]", True),
        ("Copper Tide Ep 12 FINAL", True),
        ("Copper Tide Episode 12 (Cour Finale)", False),
        ("Copper Tide Episode 12 of 12", True),
        ("Copper Tide Episode 12/12", True),
        ("Copper Tide Episode 8/12", False),
        ("Copper Tide Episode 12 – 10/10", False),
        ("Copper Tide Episode 11: Before the Finale", False),
        ("Copper Tide Episode 11: The Penultimate Episode, Finale Near", False),
        ("Copper Tide Episode 12: A Final Stand", False),
    ],
)
def test_the_last_episode(title: str, final: bool) -> None:
    assert read_title(title).is_final is final


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Copper Tide Episode 7 “The Bell Below” Review", "The Bell Below"),
        ("Copper Tide S1E7 - 'The Bell Below'", "The Bell Below"),
        ("Copper Tide 第7話「鐘の下」", "鐘の下"),
        ("Copper Tide episode 7 The Bell Below the Harbour", "The Bell Below the Harbour"),
        ("Copper Tide ‘The Bell Below’ Recap: Episode 5", "The Bell Below"),
        ("Copper Tide ‘Trompe L’Oeil’ Recap: Episode 5", "Trompe L’Oeil"),
        ("Copper Tide, Episode 11, The Bell Review: A Loud Hour.", "The Bell"),
        ("Copper Tide Episode 3 ‘The Bell Below’ – Episode 3 Gets Loud", "The Bell Below"),
        ("“The Bell Below” – Copper Tide Episode 3", "The Bell Below"),
        ("Copper Tide S3E5 Recap: “The Bell Below” - Low Orbit", "The Bell Below"),
        ("【アニメ感想】フーバー 第12話(終)「白い灯」", "白い灯"),
        ("Copper Tide — Episode 10, The Bell Below!", "The Bell Below!"),
        ("Ada Watches ‘Copper Tide’: Episode 14", None),
        ("Copper Tide Episode 7 Review: The Bell Below", None),
        ("Copper Tide Episode 7: What a Bell", None),
        ("Copper Tide Episode 7", None),
        ("Copper Tide Episode 7 “The Bell Below” and Episode 9", None),
    ],
)
def test_the_episodes_own_title(title: str, expected: str | None) -> None:
    assert sure(episode_title(title)) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Fall 2022 First Impressions",
        "Weekly Anime Review",
        "My Final Thoughts",
        "(Review)",
        "Criteria for Reviews",
        "Winter 2012 – Mid-Season Review",
        "HB Anime Review Guide",
        "【2022春】週間アニメ感想(12話)",
        "The Power of the Final Impression",
        "TV Recap: Jan. 16-22, 2022",
        "Ada’s Weekly Anime Lineup #13",
        "Episode reviews I missed",
        "Anime: What to Watch – A Guide",
    ],
)
def test_no_show_is_guessed(title: str) -> None:
    assert told(read_title(title))[0] is None

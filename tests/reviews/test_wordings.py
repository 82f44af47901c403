"""Titles as blogs write them, in English and elsewhere: show, season, episodes and kind of each."""

from __future__ import annotations

import pytest

from bot.reviews.evidence import BAR
from bot.reviews.model import ReviewKind
from bot.reviews.titles import About, read_title
from bot.reviews.wordings import in_english


def told(about: About) -> tuple[str | None, int | None, str]:
    """Return what a reading is sure of."""
    show = about.show if about.show_sureness >= BAR else None
    return show, about.season, str(about.span or "") if about.span_sureness >= BAR else ""


@pytest.mark.parametrize(
    ("title", "expected", "kind"),
    [
        ("Copper Tide Season 2 Premiere Review", ("Copper Tide", 2, ""), ReviewKind.EPISODE),
        ("Copper Tide Series Premiere Recap", ("Copper Tide", None, ""), ReviewKind.EPISODE),
        ("Copper Tide Season Premiere", ("Copper Tide", None, ""), ReviewKind.EPISODE),
        ("Copper Tide Premiere Review: A Loud Start", ("Copper Tide", None, ""), ReviewKind.EPISODE),
        ("Copper Tide Pilot Review", ("Copper Tide", None, ""), ReviewKind.EPISODE),
        ("Josh Reviews Copper Tide: Season 11 — Part One!", ("Copper Tide", 11, ""), ReviewKind.SEASON),
        ("Ada Reviews: Copper Tide Season 2", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        (
            "Part 2 of Ada’s Review of Copper Tide: The Bell Season Three!",
            ("Copper Tide: The Bell", 3, ""),
            ReviewKind.SEASON,
        ),
        ("Ada’s Review of Copper Tide Season 3", ("Copper Tide", 3, ""), ReviewKind.SEASON),
        (
            "Every ‘Copper Tide’ episode, recapped, rated, and ranked: Season Six",
            ("Copper Tide", 6, ""),
            ReviewKind.SEASON,
        ),
        ("Every Episode of Copper Tide Season 2, Ranked", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Copper Tide, Chapter 118, The Bell Review: So Many Lamps.", ("Copper Tide", None, ""), ReviewKind.UNKNOWN),
        ("Copper Tide: 100 Lamps Chapter 112 Manga Review", ("Copper Tide: 100 Lamps", None, ""), ReviewKind.UNKNOWN),
        ("Copper Tide Chapter 112", (None, None, ""), ReviewKind.UNKNOWN),
        ("Chapter Review: Copper Tide (112)", ("Copper Tide", None, ""), ReviewKind.UNKNOWN),
        ("Manga Review: Copper Tide Vol. 3", ("Copper Tide", None, ""), ReviewKind.UNKNOWN),
        ("Copper Tide Volume 4 Review", ("Copper Tide", None, ""), ReviewKind.UNKNOWN),
        ("COPPER TIDE: VOLUME 4 (a Lamp Anime DVD Review)", ("COPPER TIDE", None, ""), ReviewKind.UNKNOWN),
        ("Copper Tide 2nd Season [10/10]", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Copper Tide Season 2 – 8/10", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("‘Copper Tide’ 11.01 Recap: “I Just Want the Bell”", ("Copper Tide", 11, "1"), None),
        ("Copper TideSeason 1, Episode 10", ("Copper Tide", 1, "10"), None),
        ("Copper Tide S02.E05 Review", ("Copper Tide", 2, "5"), None),
        ("Copper Tide Season 2 | Episode 5", ("Copper Tide", 2, "5"), None),
        ("Copper Tide S2 - E5", ("Copper Tide", 2, "5"), None),
        ("Copper Tide (S2 Ep. 5)", ("Copper Tide", 2, "5"), None),
        ("English Dub Review: Copper Tide “The Bell Below”", ("Copper Tide", None, ""), None),
        ("Copper Tide (English Dub) Episode 5 Review", ("Copper Tide", None, "5"), None),
        ("Copper Tide Episode 5 English Dub Review", ("Copper Tide", None, "5"), None),
        ("Copper Tide English Dub Episode 5", ("Copper Tide", None, "5"), None),
        ("Anime Episode Review: Copper Tide Episode 5", ("Copper Tide", None, "5"), None),
        ("Spoiler-Free Review: Copper Tide Episode 5", ("Copper Tide", None, "5"), None),
        ("Recap of Copper Tide Episode 5", ("Copper Tide", None, "5"), None),
        ("Let’s Talk About Copper Tide Episode 5", ("Copper Tide", None, "5"), None),
        ("Final Impressions: Copper Tide S3", ("Copper Tide", 3, ""), ReviewKind.SEASON),
        ("Copper Tide S3 Review", ("Copper Tide", 3, ""), ReviewKind.SEASON),
        ("Series Review: Copper Tide", ("Copper Tide", None, ""), ReviewKind.SEASON),
        ("Copper Tide Series Review", ("Copper Tide", None, ""), ReviewKind.SEASON),
        ("Copper Tide Movie Review", ("Copper Tide", None, ""), ReviewKind.SPECIAL),
        ("Film: Copper Tide", ("Copper Tide", None, ""), ReviewKind.SPECIAL),
        ("Copper Tide (Full Season) Review", ("Copper Tide", None, ""), ReviewKind.SEASON),
        ("Copper Tide Complete Series Blu-ray Review", ("Copper Tide", None, ""), ReviewKind.SEASON),
        ("Zero Copper Final [Final] Episode 12 Impression", ("Zero Copper Final", None, "12"), None),
        ("Copper Tide Week 5 Discussion", (None, None, ""), None),
        ("The Lamp Podcast Episode 112: Copper Tide", (None, None, ""), None),
        ("Podcast #112: Copper Tide", (None, None, ""), None),
        ("Copper Tide Gets a Second Season", (None, None, ""), None),
        ("Copper Tide Season 3 Announced for 2025", (None, None, ""), ReviewKind.UNKNOWN),
        ("Copper Tide Season 2 Release Date", (None, None, ""), ReviewKind.UNKNOWN),
        ("Copper Tide Season 2 Trailer", (None, None, ""), ReviewKind.UNKNOWN),
        ("Top 10 Episodes of Copper Tide", (None, None, ""), None),
        ("Copper Tide Episode 5 Recap – The Lamp Blog", ("Copper Tide", None, "5"), None),
        ("The Lamp Blog » Copper Tide Episode 5", ("Copper Tide", None, "5"), None),
        ("Copper Tide Ending Explained", ("Copper Tide", None, ""), None),
        ("Copper Tide Episode 5 Ending Explained: Who Rang?", ("Copper Tide", None, "5"), None),
    ],
)
def test_titles_in_english(title: str, expected: tuple[str | None, int | None, str], kind: ReviewKind | None) -> None:
    read = read_title(title)
    assert told(read) == expected
    assert kind is None or read.kind is kind


@pytest.mark.parametrize(
    ("title", "expected", "kind"),
    [
        ("Copper Tide manga capítulo 112 reseña", ("Copper Tide", None, ""), None),
        ("Reseña manga: Copper Tide capítulo 112", ("Copper Tide", None, ""), None),
        ("【漫画】フーバー 第112話 感想", ("フーバー", None, ""), None),
        ("Copper Tide Staffel 2 (Rezension)", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Rezension: Copper Tide – Staffel 2", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Serie: Copper Tide – Staffel 2", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Kritik: Copper Tide Staffel 2 Folge 5", ("Copper Tide", 2, "5"), None),
        ("Copper Tide – Staffel 2, Episode 5 (Review)", ("Copper Tide", 2, "5"), None),
        ("Copper Tide: Folge 5 – Kritik", ("Copper Tide", None, "5"), None),
        ("Anime-Kritik: Copper Tide", ("Copper Tide", None, ""), None),
        ("Copper Tide – 2. Staffel – Kritik", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Die dritte Folge von Copper Tide", ("Copper Tide", None, "3"), None),
        ("Folgen 6 und 7 von Copper Tide", ("Copper Tide", None, "6–7"), None),
        ("Copper Tide Folgen 1 bis 3 Review", ("Copper Tide", None, "1–3"), None),
        ("Avis sur l'épisode 4.14 de Copper Tide", ("Copper Tide", 4, "14"), None),
        ("Avis : Copper Tide épisode 6", ("Copper Tide", None, "6"), None),
        ("Copper Tide saison 2 épisode 5 : critique", ("Copper Tide", 2, "5"), None),
        ("Copper Tide - Saison 2 - Episode 5", ("Copper Tide", 2, "5"), None),
        ("Critique de la saison 2 de Copper Tide", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Copper Tide : 5e épisode", ("Copper Tide", None, "5"), None),
        ("Copper Tide, 3ème épisode : avis", ("Copper Tide", None, "3"), None),
        ("Le troisième épisode de Copper Tide", ("Copper Tide", None, "3"), None),
        ("Copper Tide épisodes 6 et 7", ("Copper Tide", None, "6–7"), None),
        ("Copper Tide épisodes 1 à 3 : premières impressions", ("Copper Tide", None, "1–3"), None),
        ("Copper Tide : avis sur l’épisode 7", ("Copper Tide", None, "7"), None),
        ("Mon avis sur Copper Tide saison 2", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Review y opinión del capítulo 4 de Copper Tide", ("Copper Tide", None, "4"), None),
        ("Reseña: Copper Tide 1x05", ("Copper Tide", 1, "5"), None),
        ("Reseña de Copper Tide, episodio 4", ("Copper Tide", None, "4"), None),
        ("Reseña del episodio 4 de Copper Tide", ("Copper Tide", None, "4"), None),
        ("Reseña & Análisis: Copper Tide", ("Copper Tide", None, ""), None),
        ("Copper Tide episodio cuatro", ("Copper Tide", None, "4"), None),
        ("Copper Tide capítulo siete: opinión", ("Copper Tide", None, "7"), None),
        ("Copper Tide temporada 4 episodio 3", ("Copper Tide", 4, "3"), None),
        ("Copper Tide Temporada 4, reseña", ("Copper Tide", 4, ""), ReviewKind.SEASON),
        ("Crítica de la segunda temporada de Copper Tide", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Copper Tide – 4ta temporada (Episodios 1-4)", ("Copper Tide", 4, "1–4"), None),
        ("Copper Tide T2E5 reseña", ("Copper Tide", 2, "5"), None),
        ("Copper Tide 2ª temporada", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Copper Tide: quinto episodio, la campana", ("Copper Tide", None, "5"), None),
        ("Primeras impresiones: Copper Tide", ("Copper Tide", None, ""), None),
        ("Copper Tide episodios 6 y 7", ("Copper Tide", None, "6–7"), None),
        ("Resumen de Copper Tide capítulo 3", ("Copper Tide", None, "3"), None),
        ("Copper Tide – Episódio 5 | Resenha", ("Copper Tide", None, "5"), None),
        ("Resenha: Copper Tide – 2ª temporada", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Crítica | Copper Tide – 1ª Temporada", ("Copper Tide", 1, ""), ReviewKind.SEASON),
        ("Crítica | Copper Tide – 2x05: The Bell", ("Copper Tide", 2, "5"), None),
        ("Copper Tide: primeiras impressões", ("Copper Tide", None, ""), None),
        ("Copper Tide episódios 6 e 7", ("Copper Tide", None, "6–7"), None),
        ("Análise do episódio 5 de Copper Tide", ("Copper Tide", None, "5"), None),
        ("Recensione: Copper Tide", ("Copper Tide", None, ""), None),
        ("Copper Tide - Recensione episodio 5", ("Copper Tide", None, "5"), None),
        ("Copper Tide stagione 2 recensione", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Copper Tide 2x05 recensione", ("Copper Tide", 2, "5"), None),
        ("Recensione della seconda stagione di Copper Tide", ("Copper Tide", 2, ""), ReviewKind.SEASON),
        ("Copper Tide: recensione del quinto episodio", ("Copper Tide", None, "5"), None),
        ("Copper Tide puntata 5", ("Copper Tide", None, "5"), None),
        ("フーバー 3話感想", ("フーバー", None, "3"), None),
        ("フーバー3話感想", ("フーバー", None, "3"), None),
        ("フーバー 第10話=最終回 感想", ("フーバー", None, "10"), None),
        ("フーバー 12~13話 感想", ("フーバー", None, "12–13"), None),
        ("フーバー 第6・7話感想", ("フーバー", None, "6–7"), None),
        ("『フーバー』第3話感想|ランプの夜、鐘が鳴る", ("フーバー", None, "3"), None),
        ("フーバー 第3話【アニメのあらすじとネタバレ感想まとめ】", ("フーバー", None, "3"), None),
        ("アニメ「フーバー」第3話 感想", ("フーバー", None, "3"), None),
        ("フーバー 2期 第3話 感想", ("フーバー", 2, "3"), None),
        ("フーバー 第2期 3話", ("フーバー", 2, "3"), None),
        ("フーバー #3 感想", ("フーバー", None, "3"), None),
        ("フーバー 全12話 感想", ("フーバー", None, ""), None),
        ("フーバー 4話まで見た感想", ("フーバー", None, ""), None),
        ("フーバー 最終話 感想", ("フーバー", None, ""), None),
        ("フーバー 第3巻 感想", ("フーバー", None, ""), None),
        ("Filmkritik: Copper Tide", ("Copper Tide", None, ""), ReviewKind.SPECIAL),
        ("Critique du film Copper Tide", ("Copper Tide", None, ""), ReviewKind.SPECIAL),
        ("Reseña de la película Copper Tide", ("Copper Tide", None, ""), ReviewKind.SPECIAL),
    ],
)
def test_titles_in_other_languages(
    title: str, expected: tuple[str | None, int | None, str], kind: ReviewKind | None
) -> None:
    read = read_title(title)
    assert told(read) == expected
    assert kind is None or read.kind is kind


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Avis sur l'épisode 4.14 de Copper Tide", "Review of Episode 4.14 of Copper Tide"),
        ("Crítica de la segunda temporada de Copper Tide", "Review of Season 2 of Copper Tide"),
        ("Copper Tide: recensione del quinto episodio", "Copper Tide: Review of Episode 5"),
        ("Folgen 6 und 7 von Copper Tide", "Episodes 6&7 of Copper Tide"),
        ("フーバー 12~13話 感想", "フーバー 第12~13話 Review"),
        ("Reseña de la película Copper Tide", "Review of movie Copper Tide"),
        ("Copper Tide Folge 3 „Die letzte Folge“", "Copper Tide Episode 3 „Die letzte Folge“"),
        ("Copper Tide Episode 3 Review", "Copper Tide Episode 3 Review"),
        ("Harbour, the end of 2 lamps", "Harbour, the end of 2 lamps"),
    ],
)
def test_only_what_names_a_review_is_put_in_english(title: str, expected: str) -> None:
    assert in_english(title) == expected

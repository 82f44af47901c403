"""The language of a text: its own words outweigh what the page says."""

from __future__ import annotations

import pytest

from bot.reviews.evidence import Source, sure
from bot.reviews.language import find_language
from tests.reviews.texts import read

TEXTS = {
    "en": "The divers reach the wreck at noon and find the hatch open. I liked this episode a lot.",
    "de": "Die Taucher erreichen das Wrack am Mittag und finden die Luke offen. Mir hat die Folge gut gefallen.",
    "es": "Los buzos llegan al barco hundido y encuentran la puerta abierta. Me gustó mucho este episodio.",
    "fr": "Les plongeurs arrivent à l'épave et trouvent la porte ouverte. J'ai bien aimé cet épisode.",
    "it": "I sommozzatori arrivano al relitto e trovano la porta aperta. Questo episodio mi è piaciuto molto.",
    "pt": "Os mergulhadores chegam ao navio e encontram a porta aberta. Gostei muito deste episódio.",
    "pl": "Nurkowie docierają do wraku w południe i znajdują otwarty właz. Podobał mi się ten odcinek.",
    "ja": "ダイバーたちは正午に難破船に着き、ハッチが開いているのを見つける。",
    "ko": "잠수부들은 정오에 난파선에 도착해 문이 열려 있는 것을 발견한다.",
    "zh": "潜水员中午到达沉船，发现舱口开着。我很喜欢这一集。",
    "ru": "Водолазы добираются до затонувшего корабля и находят люк открытым.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_languages(language: str) -> None:
    assert sure(find_language(TEXTS[language], None)) == language


def test_a_german_text_in_an_english_template_is_german() -> None:
    found = find_language(TEXTS["de"], "en-US")
    assert found is not None
    assert (found.value, found.source) == ("de", Source.TEXT)


def test_a_page_and_its_text_that_agree_are_surer() -> None:
    both, alone = find_language(TEXTS["de"], "de-AT"), find_language(TEXTS["de"], None)
    assert both is not None
    assert alone is not None
    assert both.sureness > alone.sureness


def test_a_text_too_short_to_tell_takes_its_pages_word() -> None:
    assert sure(find_language("Bell 3!", "de_DE")) == "de"
    assert find_language("Bell 3!", None) is None
    assert find_language("Bell 3!", "x") is None


def test_a_review_has_its_language() -> None:
    page = f"<html lang='en'><title>Copper Tide Folge 3</title><article><p>{TEXTS['de']}</p></article></html>"
    assert read(page).language == "de"
    assert read(f"Copper Tide Episode 3\n\n{TEXTS['en']}").language == "en"

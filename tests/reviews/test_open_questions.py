"""Sentences that leave something open, in the languages that blogs are written in, and those that only look so."""

from __future__ import annotations

import pytest

from bot.reviews.open_questions import announces_talk
from bot.reviews.tongues import tongue_of
from tests.reviews.test_loose_ends import ends


@pytest.mark.parametrize(
    "text",
    [
        "We still don’t know who set the fire.",
        "It remains to be seen whether the crew will trust Aster again.",
        "What became of the bosun after the storm?",
        "Hopefully next week tells us why the bell rang at night.",
        "No word yet on the missing gulls.",
        "I wonder if the bosun is in on it.",
        "Who Aster really is remains a mystery.",
        "How the keeper got out of the tower is never made clear.",
        "What the old man wants with the chart is not clear yet.",
        "We see a man at the end. Who he is and how he drowned we may learn next season.",
        "Why the gulls left, nobody has told us.",
        "The episode ends there, so how Aster means to get home we have no idea yet.",
        "What exactly is going on with the lighthouse, and where the light comes from, nobody has told us.",
        "I’m confused about where the chart went.",
        "I can’t wait to find out who sent the letter.",
        "There’s still the question of who paid the keeper.",
        "I’m curious to see how the harbour will react.",
        "I am still wondering what the bell was for.",
        "But why would the keeper lie about the key?",
        "Is the keeper really dead?",
        "Will they ever find the wreck?",
        "The bosun won’t say why he came back.",
        "Aster’s father is still nowhere to be found.",
        "Who knows what the keeper is planning.",
        "The show has yet to tell us where the gulls go.",
        "We have yet to see what the second lamp does.",
        "Whether Aster survived the fall is left open.",
        "I want to know more about the keeper’s past.",
        "That leaves the question of the second key.",
        "One thing that bugs me is how the gull got inside.",
        "I hope we find out what happened to the second diver.",
        "It’s unclear if the keeper knew.",
        "And what about the girl in the lighthouse?",
        "What did the letter say?",
        "So is the bosun the traitor?",
        "The identity of the masked diver is still a secret.",
        "Just who is the man in the boat?",
        "There has been no explanation for the second moon.",
        "How did Aster know the code?",
        "Which of them took the key is anyone’s guess.",
        "The fate of the crew remains unknown.",
        "Wer das Feuer gelegt hat, bleibt offen.",
        "Doch was hat es mit den Schwestern auf sich?",
        "Wer ist der Mann im Boot?",
        "Warum der Wärter geflohen ist, wird nicht erklärt.",
        "Die wichtigste Frage, wie lange Aster gefangen bleibt, wird nicht wirklich diskutiert.",
        "Ich frage mich, was der alte Mann mit der Karte will.",
        "Noch wissen wir nicht, wer den Brief geschrieben hat.",
        "Ich bin gespannt, ob Aster ihren Vater wiederfindet.",
        "Es bleibt abzuwarten, ob die Crew ihr vertraut.",
        "Was mit dem Wärter passiert ist, erfahren wir nicht.",
        "Hoffentlich erfahren wir bald, warum die Glocke läutete.",
        "Unklar bleibt auch, woher die Möwen kamen.",
        "Wie kam er an den Schlüssel?",
        "Und wo steckt eigentlich der zweite Taucher?",
        "Queda por saber quién encendió el fuego.",
        "¿Quién es el hombre del barco?",
        "Todavía no sabemos qué quiere el viejo.",
        "Me pregunto si Aster volverá a casa.",
        "Pero ¿por qué mintió el guardián?",
        "No se explica cómo escapó de la torre.",
        "Habrá que ver si la tripulación confía en ella.",
        "¿Logrará Aster encontrar el mapa?",
        "Sigue siendo un misterio quién envió la carta.",
        "Espero que expliquen de dónde salió la llave.",
        "Reste à savoir qui a allumé le feu.",
        "Qui est l’homme dans la barque ?",
        "On ne sait toujours pas ce que veut le vieux.",
        "Je me demande si Aster rentrera chez elle.",
        "Mais pourquoi le gardien a-t-il menti ?",
        "L’identité du plongeur reste un mystère.",
        "On ignore encore comment il s’est échappé.",
        "Aster va-t-elle retrouver la carte ?",
        "Que cache le gardien ?",
        "J’ai hâte de savoir qui a envoyé la lettre.",
        "Resta saber quem acendeu o fogo.",
        "Quem é o homem do barco?",
        "Ainda não sabemos o que o velho quer.",
        "Fica a dúvida se Aster vai voltar para casa.",
        "Será que o guardião mentiu?",
        "Me pergunto como ele fugiu da torre.",
        "Não foi explicado como ele fugiu.",
        "Por que o guardião mentiu?",
        "Resta da capire chi ha acceso il fuoco.",
        "Chi è l’uomo sulla barca?",
        "Non sappiamo ancora cosa vuole il vecchio.",
        "Mi chiedo se Aster tornerà a casa.",
        "Ma perché il guardiano ha mentito?",
        "Chissà chi ha mandato la lettera.",
        "Rimane un mistero come sia fuggito.",
        "誰が火をつけたのか気になる。",
        "手紙の差出人は誰なのか。",
        "老人の目的はまだ分からない。",
        "二人の間に何があったのかはまだ分からない。",
        "なぜ灯台守は嘘をついたのだろう。",
        "仮面の男の正体は謎のまま。",
        "あの鍵は何に使うんだろう？",
        "アスターは無事なのか気になります。",
        "灯台守の過去はまだ明かされていない。",
        "船の男は何者なのか？",
        "仮面の男の目的は何だろう。",
    ],
)
def test_open(text: str) -> None:
    assert any(end.endswith(text) for end in ends(text)) or ends(text) == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "Who doesn’t love a lighthouse?",
        "What did you think of this episode?",
        "Will there be a second season?",
        "How did we feel about the ending?",
        "Who wants to bet that the gull did it?",
        "What the hell?!",
        "Is it possible that the gull did it? Sure, but I doubt it.",
        "What’s not to like?",
        "When does the next episode air?",
        "A story that no one knows where it’s heading",
        "I don’t know why people hate this show.",
        "I’m not sure how I feel about this.",
        "I don’t know what to say.",
        "I can’t wait to see what happens next week.",
        "I wonder what next week will bring.",
        "I wonder if the studio ran out of money.",
        "He doesn’t know that she is his sister.",
        "Are you excited for next week?",
        "How many times have we seen this trope?",
        "Do I recommend it?",
        "Should you watch this?",
        "What does this say about us?",
        "Why did he do it? Because he loved her.",
        "What would you have done?",
        "Where can I watch it?",
        "We finally know who set the fire.",
        "We find out who set the fire.",
        "Did I cry?",
        "Can it get any better?",
        "What a scene, no?",
        "Why do fans like this?",
        "And who could forget the gulls?",
        "What more could you want?",
        "Was it worth the wait? Yes.",
        "I have no idea how they animate water so well.",
        "It’s not clear why this show exists.",
        "Nobody knows how to write a villain anymore.",
        "Why is this so good?",
        "Do we really need another tournament arc?",
        "What is love?",
        "You may ask why I bother.",
        "No sign of slowing down here.",
        "What makes this episode special is how it is told.",
        "How they handle the reveal is what remains impressive.",
        "Wie hat euch die Folge gefallen?",
        "Wer hätte das gedacht?",
        "Ich bin gespannt, wie es weitergeht.",
        "Ich weiß nicht, was ich davon halten soll.",
        "Wird es eine zweite Staffel geben?",
        "Was will man mehr?",
        "Doch wie ihn nutzen?",
        "Keine Ahnung, warum das Studio das gemacht hat.",
        "Ob ihr das auch so seht?",
        "¿Qué os ha parecido el capítulo?",
        "¿Habrá segunda temporada?",
        "¿Quién no ha soñado con el mar?",
        "No sé qué pensar de este capítulo.",
        "¿Qué más se puede pedir?",
        "Qu’avez-vous pensé de cet épisode ?",
        "Que demander de plus ?",
        "Y aura-t-il une saison 2 ?",
        "Qui n’a jamais rêvé de la mer ?",
        "Et alors ?",
        "O que vocês acharam do episódio?",
        "Vai ter segunda temporada?",
        "Quem não gosta do mar?",
        "Cosa ne pensate?",
        "Ci sarà una seconda stagione?",
        "Chi non ama il mare?",
        "皆さんはどう思いましたか？",
        "続きが気になる。",
        "次回も楽しみですね。",
        "２期はあるのかな？",
        "何が面白いのか分からない。",
        "面白かったですよね？",
        "これは良い最終回じゃないか？",
        "意味が分からない。",
        "そういうことだったのか。",
        "何かが起きるのだろう。",
    ],
)
def test_not_open(text: str) -> None:
    assert ends(text) == ()


def test_questions_that_announce_the_talk_are_none() -> None:
    text = "Who rang the bell? What does the gull know? Two of these questions will be answered, dear listener."
    assert ends(text) == ()
    assert ends("Who rang the bell? What does the gull know? Let’s find out.") == ()
    assert ends("Who rang the bell? What does the gull know? The sea is calm.") != ()
    assert announces_talk("Join us as we dive.")
    assert not announces_talk("The sea is calm.")


def test_what_a_line_asks_and_cries_out_in_japanese_heads_what_follows() -> None:
    assert ends("新しい船は味方？アスターは港に戻れるのか？！") == ()
    assert ends("海が静かだ。アスターは港に戻れるのか？") == ("アスターは港に戻れるのか？",)


def test_a_statement_with_a_question_mark_counts() -> None:
    assert ends("(Though I’m confused where she sent the chart?)") == (
        "(Though I’m confused where she sent the chart?)",
    )


@pytest.mark.parametrize(
    ("sentence", "tongue"),
    [
        ("Who is the man in the boat?", "en"),
        ("Aster!", "en"),
        ("Wer ist der Mann im Boot?", "de"),
        ("Qui est l’homme dans la barque ?", "fr"),
        ("¿Quién es el hombre del barco?", "es"),
        ("Quem é o homem do barco?", "pt"),
        ("Chi è l’uomo sulla barca?", "it"),
        ("船の男は誰だ？", "ja"),
    ],
)
def test_the_language_of_a_sentence(sentence: str, tongue: str) -> None:
    assert tongue_of(sentence) == tongue

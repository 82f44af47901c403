"""Which language a single sentence is in, told by its small words: a detector has too little to go by."""

from __future__ import annotations

import re
from collections import Counter

# Words that two of them share are left out, and so are those that are English too.
_SIGNS = {
    "en": "the is are of and to we what who whom why how where whose if it his her he she they that this with"
    " did does do will would never know but from yet there has have",
    "de": "der das und nicht noch ist sind wird werden wurde wer wen wem wessen warum wieso weshalb woher wohin"
    " ob wie wo mit ein eine einen er sie wir ich bleibt doch aber auf von zu den dem sich steckt welche"
    " welcher keine unklar offen",
    "fr": "le les est qui et dans pas pour ce cette il elle nous je au aux du sur avec pourquoi où quel quelle"
    " sait reste son ses leur mais donc ne ignore saura toujours qu n j demeure",
    "es": "el los las quién quiénes qué cómo dónde cuándo cuál y pero del sabemos queda aún todavía hay su sus"
    " sigue falta nunca misterio pregunto habrá sabe saber ojalá",
    "pt": "o os não quem uma foi ainda ele ela eles elas dos em com mas é será ficou mistério são resta fica"
    " porquê dúvida sabe saber nunca",
    "it": "il gli chi cosa perché non è che di della dello delle nel nella ma sono dove chissà"
    " chiedo domando questo questa ancora mistero rimane sappiamo viene riuscirà",
}
_TONGUES: dict[str, list[str]] = {}
for _tongue, _words in _SIGNS.items():
    for _word in _words.split():
        _TONGUES.setdefault(_word, []).append(_tongue)
_WORD = re.compile(r"[^\W\d_]+")
_JAPANESE = re.compile("[\u3040-\u30ff]")


def tongue_of(sentence: str) -> str:
    """Return the ISO 639-1 code of a sentence's language; English where nothing tells otherwise."""
    if _JAPANESE.search(sentence):
        return "ja"
    count = Counter(tongue for word in _WORD.findall(sentence.lower()) for tongue in _TONGUES.get(word, ()))
    best = max(count.values(), default=0)
    return next(tongue for tongue in _SIGNS if count[tongue] == best)

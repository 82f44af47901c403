"""What stands around a review and is no part of it: tip jars, reply forms, buttons, doubled paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reviews.blocks import Block, Shape, folded, glance, is_prose

_LONGEST = 160

_ALONE = re.compile(
    r"""(?:
    (?:~\s*)?thank(?:s|\s+you)(?:\s+(?:so|very)\s+much)?(?:\s+(?:again|all|everyone|guys))?
        \s+for\s+(?:reading|stopping\s+by)(?:[,!. ].{0,60})?
    | (?:buy|support)\s+(?:me|us)\b.{0,60}
    | (?:support\s+(?:me|us|the\s+blog)\s+)?(?:on|at|via)\s+(?:ko-?fi|patreon).{0,40}
    | (?:https?://)?(?:www\.)?(?:ko-fi|patreon|paypal)\.\w{2,5}\S{0,80} | donate .{0,40} | tip\s+jar.{0,40}
    | (?:leave|post|write|add)\s+(?:a|your)\s+(?:reply|comment|response).{0,60} | cancel\s+reply | post\s+comment
    | share\s+(?:this|on|via|to)\b.{0,60} | like\s+this:? .{0,20} | like\s+loading.{0,10} | loading\W{0,5}
    | click\s+to\s+(?:share|email|print)\b.{0,80} | tweet | pin\s+it | email | print | facebook | twitter | reddit
    | tumblr | whatsapp | pinterest | bluesky | mastodon | x | more | related(?:\s+(?:posts?|articles?|reviews?))?:?
    | you\s+(?:may|might)\s+also\s+(?:like|enjoy)\b.{0,60} | read\s+(?:more|next)\b.{0,100}
    | continue\s+reading\b.{0,150}
    | (?:tagged|filed\s+under|posted\s+(?:in|on|by)|categor(?:y|ies)|tags?)\b\s*[:|]?\s.{0,140}
    | (?:previous|next|older|newer)\s+(?:post|article|entry|episode\s+review)s?\b.{0,120}
    | (?:subscribe|follow|sign\s+up|join)\b.{0,30}\b(?:blog|newsletter|e?mail|us|me|feed|list|via)\b.{0,80}
    | your\s+email\s+address\s+will\s+not\b.{0,100} | required\s+fields\b.{0,60} | (?:name|email|website|comment)\s*\*?
    | skip\s+to\s+content | menu | search(?:\s+for:?)? | home | advertisements?:? | report\s+this\s+ad | view\s+original
    | \d{1,3}\s+min(?:ute)?s?\s+read | estimated\s+reading\s+time.{0,40} | (?:table\s+of\s+)?contents:?
    | [^»«]{1,70}»\s*«[^»«]{1,70}
    | %d\s+bloggers\s+like\s+this:? | privacy\s+(?:policy|&\s+cookies).{0,140} | powered\s+by\b.{0,60}
    | community\s+score\b.{0,40} | how\s+would\s+you\s+rate\b.{0,120} | (?:©|\(c\)|copyright\b).{0,140}
    | episode\s+link:?.{0,140} | episode\s+rating\s*\+\s*/\s*-
    | about\s+the\s+author:? | author(?:’|')?s?\s+bio:? | more\s+from\s+.{1,40}
    | (?:top|popular|recent|trending)\s+(?:posts?|articles?|comments?):?
    | next(?:\s+(?:episode|update))?:?\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s+\d.{0,80}
    | disclosure:?\s.{0,140} | image\s+(?:credits?|sources?):?.{0,100} | screenshots?\s+(?:from|via|by).{0,80}
    | \d{1,6}\s+(?:views?|likes?|shares?)
    | want\s+to\s+comment\b.{0,100} | discuss\s+(?:this|it)\b.{0,80}\b(?:forum|discord)s?\b.{0,40}
    )\W{0,6}""",
    re.IGNORECASE | re.VERBOSE,
)
_ALONE_ELSEWHERE = re.compile(
    r"""(?:
    (?:hinterlasse|schreibe?)\s+(?:einen?|deine)\s+(?:kommentar|antwort).{0,40}
    | (?:antwort|kommentar)\s+(?:abbrechen|schreiben).{0,20} | teilen(?:\s+mit:?)? | gefällt\s+mir.{0,20}
    | ähnliche\s+(?:beiträge|artikel).{0,20}
    | deja\s+(?:una?|tu)\s+(?:respuesta|comentario).{0,40} | comparte?(?:\s+esto:?)? | me\s+gusta.{0,20}
    | entradas\s+relacionadas
    | combien\s+donnez-vous\b.{0,80} | note\s+de\s+la\s+communauté\b.{0,40}
    | laisser\s+un\s+commentaire.{0,40} | partager.{0,20} | articles\s+(?:similaires|liés)
    | コメントを(?:残す|書く).{0,20} | 関連記事.{0,20} | シェアする? | この記事を?シェア.{0,20} | [前次]の記事.{0,60}
    )\W{0,6}""",
    re.IGNORECASE | re.VERBOSE,
)
_BEGS = re.compile(
    r"ko-?fi|patreon|e-?mail|required|reading|rights|coffee|bloggers|cookies|to comment|forum", re.IGNORECASE
)
_COMMENTS = re.compile(
    r"(?:leave\s+a\s+(?:reply|comment)(?:\s+cancel\s+reply)?|\d{1,4}\s+(?:comments?|responses?|replies"
    r"|thoughts?)\b.{0,120}"
    r"|comments|one\s+(?:thought|comment|response)\s+on\b.{0,120})\W{0,3}",
    re.IGNORECASE,
)


def without_furniture(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks that are the author's, in order; a dropped block's gap goes to the next.

    What follows the heading of the comments is dropped too. A paragraph of prose that stands twice, word for word,
    is kept once; two versions of one are both kept.
    """
    kept: list[Block] = []
    seen: set[str] = set()
    prose = False
    gap = 0
    for block in blocks:
        text = glance(block.text)
        if prose and len(text) <= _LONGEST and _COMMENTS.fullmatch(text):
            break
        words = " ".join(block.text.split())
        runs_on = block.shape is Shape.PARAGRAPH and len(words) >= 40 and is_prose(text)
        if is_furniture(block) or (runs_on and words in seen):
            gap = max(gap, block.gap)
            continue
        if runs_on:
            seen.add(words)
        prose = prose or (block.shape is Shape.PARAGRAPH and is_prose(text) and len(text) >= 80)
        kept.append(Block(block.shape, block.text, max(gap, block.gap), block.level, block.marker))
        gap = 0
    return kept


def is_furniture(block: Block) -> bool:
    """Tell whether a block is known to be no part of any review."""
    text = glance(block.text).strip("~*_-–—•·=|<>«»←→ ")
    if len(text) > _LONGEST:
        return False
    if not folded(text):
        return not any(ord(c) > 0x2FF for c in text) or not text
    if text.endswith((".", "!", "?")) and len(text.split()) > 8 and not _BEGS.search(text):
        return False
    return _ALONE.fullmatch(text) is not None or _ALONE_ELSEWHERE.fullmatch(text) is not None

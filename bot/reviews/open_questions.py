"""Whether a sentence of a review says that the story left something open.

A question mark is not enough: reviews quote, joke, and ask their readers. A question counts when it asks about the
story, a statement when it says that something in it is unexplained or unknown and names what.
"""

from __future__ import annotations

import re

from bot.reviews.blocks import plain
from bot.reviews.sentences import Sentence

WH = r"(?:if|whether|what|why|who|whom|whose|how|where|when|which)\b"
_TOLD = r"(?:explain\w*|resolv\w*|answer\w*|address\w*|reveal\w*|told|clarified|established|shown)"
_LEARN = (
    r"(?:know|explain\w*|learn\w*|f[io]u?nd(?:\sout)?|discover\w*|tells?(?:\sus)?|told|see|saw|hear|heard|answer\w*"
    r"|address\w*|clarif\w+|reveal\w*|get|got|understand)"
)
_STATED = re.compile(
    rf"""\b(?:
      (?:remains?|remained|left|leaves?|goes|went|still|is|are|was|were|been)\s(?:\w+\s){{0,4}}?
        (?:unanswered|unexplained|unresolved|unaddressed|dangling|up\sin\sthe\sair|a\s(?:complete\s|total\s)?mystery
        |an\sopen\squestion)
    | never\s(?:\w+\s)?(?:get|gets|got|was|were|is|are|been|be)\s(?:\w+\s)?{_TOLD}
    | (?:\b(?:is|was|are|were|been|be|gets?|got)|[’']s)\snever\s(?:\w+\s)?{_TOLD}
    | never\s(?:\w+\s)?{_LEARN}\s(?:\w+\s){{0,4}}?{WH}
    | (?:do|does|did)(?:n[’']t|\snot|\sstill\snot)\s(?:really\s|actually\s|yet\s|even\s|ever\s)?{_LEARN}
        \s(?:\w+\s){{0,3}}?{WH}
    | (?:have|has)(?:n[’']t|\snot|\syet\sto|\sstill\snot)\s(?:\w+\s)?(?:been\s)?{_TOLD}
    | (?:have|has)(?:n[’']t|\snot|\syet\sto|\sstill\snot)\s(?:\w+\s)?{_LEARN}\s(?:\w+\s){{0,4}}?{WH}
    | (?:still|is|it|it[’']s|remains|isn[’']t|not)\s(?:\w+\s)?
        (?:unclear|unknown|unsaid|uncertain|(?<=not\s)clear|(?<=[’']t\s)clear|a\smystery)\s(?:as\sto\s|to\s\w+\s)?{WH}
    | (?:no|without\s(?:an?|any))\s(?:\w+\s)?(?:explanation|answer|word|idea|clue|hint|resolution)
        \s(?:is\s\w+\s|was\s\w+\s)?(?:to|for|of|on|about|as\sto|{WH})
    | (?:i|we)(?:[’']m|[’']re|\sam|\sare)?\s(?:\w+\s){{0,2}}(?:wonder(?:ing)?|curious|keep\sasking\smyself)
        \s(?:about\s|(?:to\s(?:see|know|learn|find\sout)\s))?(?:just\s|exactly\s)?{WH}
    | remains?\sto\sbe\s(?:seen|explained)
    | yet\sto\s(?:be\s(?:explained|revealed|answered|resolved|told)|(?:learn|see|find|hear)\b)
    | what\s(?:became|has\sbecome|happened)\s(?:of|to)\s[^.]{{1,80}}
        \s(?:is|remains|was)\s(?:\w+\s)?(?:unknown|unclear|untold|unsaid|anyone)
    | (?:i|we)(?:[’']d|\swould)?\s(?:\w+\s)?(?:want|need|like|love|dying)\sto\s(?:know|learn|see|find\sout|hear)\s
        (?:\w+\s){{0,2}}?(?:what|why|who|whom|whose|how|where|when)\b(?!\s(?:it|this|the\s(?:show|series))\s(?:goes|plays|handles))
    | there(?:[’']s|\sis|\sare)\s(?:\w+\s){{0,2}}the\s(?:\w+\s)?(?:matter|question|issue|mystery|problem)\sof
    | (?:the|one|another|a)\s(?:\w+\s)?(?:big|biggest|main|real|only|remaining|other|next|obvious)?\s?
        (?:question|mystery)\s(?:\w+\s)?(?:is|remains|becomes|was)\s(?:now\s|still\s|how\smuch\s)?{WH}
    | makes?\s(?:me|us|one|you)\s(?:\w+\s)?(?:wonder|ask|question)\s(?:about\s)?{WH}
    | (?:left|leaves?)\s(?:\w+\s){{0,2}}?(?:hanging|open|unsolved|unsaid|unspoken|in\s(?:the\sdark|limbo)
        |to\s(?:our|the|your)\simaginations?)
    | never\s(?:\w+\s)?(?:bothers?|bothered|cares?|cared|gets?|got|stops?|stopped|manages?|managed)\s(?:around\s)?to\s
        (?:\w+\s)?(?:explain|tell|show|say|answer|address|reveal|clarify|mention|telling|explaining)
    | (?:no\sone|nobody|nothing|none)\s(?:\w+\s){{0,4}}?
        (?:mentions?|explains?|tells?|knows?|asks?|answers?|said|mentioned|explained|told|addresses)\s(?:\w+\s){{0,3}}?(?:{WH}|about)
    | (?:hopefully|i\shope|here[’']s\shoping|one\shopes)\b[^.]{{0,40}}\b
        (?:learn|find\sout|see|explains?|told|explained|answers?|reveals?)\s(?:\w+\s){{0,3}}?(?:what|why|who|whom|whose|where|about)\b
    | (?:is|are|remains?|was)\s(?:still\s)?any(?:one|body)[’']s\sguess
    | (?:do|does|did)(?:n[’']t|\snot)\s(?:\w+\s)?(?:get|give|offer|provide)\s(?:\w+\s)?(?:any|an|much|a)\s
        (?:\w+\s)?(?:answers?|explanation|closure|resolution)\s(?:\w+\s)?(?:to|for|about|on|as\sto|regarding)
    | (?:not|n[’']t)\s(?:\w+\s)?(?:sure|certain|quite\ssure)\s(?:what|why|who|whom|whose|how|where|whether|if)\b
    | (?:still|remains?)\s(?:a|an)\s(?:\w+\s)?(?:mystery|enigma|riddle)
    | (?:bleibt|bleiben|ist|sind)\s(?:\w+\s)?(?:offen|unklar|ungeklärt|unbeantwortet|ein\srätsel)
    | erfahren\s(?:wir\s)?(?:nie|nicht) | wir\swissen\s(?:\w+\s)?nicht
    | (?:no|nunca)\s(?:sabemos|se\sexplica|descubrimos)
    | qued[aó]n?\s(?:sin\s(?:resolver|explicar|respuesta)|por\sver|en\sel\saire|abiert[ao]s?)
    | on\sne\ssait\s(?:\w+\s)?(?:pas|toujours\spas) | reste(?:nt)?\s(?:un\smystère|sans\sréponse|à\svoir)
    | (?:have|has|need)\sto\swait\s(?:\w+\s){{0,6}}?
        (?:to\s(?:find\sout|learn|see|know)\s{WH}|for\s(?:an\s|the\s|any\s)?answers?)
    | never\s(?:\w+\s)?(?:comes?|came)\s(?:back|up\sagain|into\splay)
    | never\s(?:\w+\s)?(?:mentioned|seen|heard\s(?:from|of)|brought\sup|followed\sup(?:\son)?)\s(?:again|on)\b
    | raises?\sthe\squestion\b | begs?\sthe\squestion\b | leaves?\s(?:us\s)?(?:wondering|asking|guessing)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_EMPTY = re.compile(
    r"\b(?:loose\sends?|questions?|answers?|threads?|mysteries|plot\s?(?:lines?|points?|holes?)|things|examples?"
    r"|a\slot|much|everything|nothing)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?:about|regarding|concerning|such\sas|like|of)\b|\b{WH}|:\s", re.IGNORECASE)
_SETTLED = re.compile(
    r"\b(?:finally|at\s(?:long\s)?last|now\s(?:we\s)?know|no\slonger|used\sto|until\snow|before\sthis|had\sbeen)\b",
    re.IGNORECASE,
)

# What comes after "I don't know" where it is not the story that is not known.
_NOT_THE_STORY = re.compile(
    rf"\bwhere\s(?:it|this|the\s(?:show|story|series|plot))(?:[’']s|\sis)\s(?:\w+\s)?(?:heading|headed|going)\b|\bwho\s(?:\w+\s)?watch(?:e[ds])?\b|{WH}\s(?:else\b|i\b|i[’']|people\b|any(?:one|body)\s(?:who|would|could|likes?|dislikes?|watch\w*|enjoys?)\b|every(?:one|body)\b|fans\b|so\smany\b|most\b|to\s(?:say|think|make|feel|expect)"
    r"|(?:it|this|that)\s(?:works|makes|is\sso))|\b(?:to|for)\sme\b",
    re.IGNORECASE,
)
_RHETORICAL = re.compile(
    r"""^(?:(?:so|and|or|but|well|then|oh|ok|okay|i\smean|hm+|yeah|yes|no)\b,?\s)*(?:
      maybe | perhaps | (?:is|was|am|are)\s(?:it\sjust\sme|i\b|anyone\b(?!\s(?:else\s)?going\sto\b))
    | who\s(?:knew|cares|doesn[’']t|wouldn[’']t|needs|said|am\si)\b
    | why\snot\b | what[’']s\snot\sto | what\s(?:more|else)\scan\b
    | how\s(?:cool|great|cute|awesome|about\sthat|could\s(?:i|we|anyone)|can\s(?:i|anyone))
    | can\s(?:we|i)\b | could\s(?:we|i)\s(?:get|have|please|talk) | shall\b
    | where\s(?:do|should|to)\s(?:i|we)?\s?(?:even\s)?(?:begin|start)
    | (?:do|did|does|have|has|had|was|am|will|would|should|could|must)\si\b
    | (?:what|how|why|where|when|who)\s(?:do|did|am|was|should|would|could|can|have|will)\si\b
    | remember\b | right\b | really\b | seriously\b | see\b | huh\b | get\sit\b
    | sound\sfamiliar | guess\s(?:what|who) | ready\b | any(?:one|body)\b
    | isn[’']t\s(?:it|that|this)\s(?:just\s|so\s)?(?:great|amazing|funny|cool|nice|lovely|adorable|ironic|wonderful)
    | (?:what|how)\s(?:a|an)\b | need\s(?:i|we)\b | want\b | care\sto\b | is\sthere\sanything\b
    | what\sthe\s(?:fuck|hell|heck|f\W{1,5})\W*$ | what\spurpose\sdo(?:es)?\s(?:it|this|that|they)\b
    | what\sdid\s(?:everyone|everybody|y[’']all)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_REPROACH = re.compile(
    r"\bwhy\s(?:not|even|bother|cut|spend|include|introduce|waste|rush|show|make|put|add|kill|bring|drag|end"
    r"|leave|tell)\b",
    re.IGNORECASE,
)
_TO_READER = re.compile(
    r"\b(?:you|your|yours|you[’'](?:re|ve|d|ll)|y[’']all|comments?|let\sme\sknow|reader|readers)\b", re.IGNORECASE
)
_TAG = re.compile(
    r"(?:,\s(?:right|huh|eh|no|yes|ok|okay|isn[’']t\s(?:it|he|she)|aren[’']t\s(?:they|we)|don[’']t\s(?:they|we)"
    r"|doesn[’']t\s(?:it|he|she)|amirite)"
    r"|\bor\ssomething|\bor\swhat)\s?[?!]+[\"”’)\]*_]*$",
    re.IGNORECASE,
)
_PRODUCTION = re.compile(
    r"\b(?:season\s(?:two|three|\d)|(?:second|third|next|another|new)\sseason|sequel|studio|budget|script"
    r"|scriptwriters?|writers?|animators?"
    r"|animation|director|producers?|staff|manga|light\snovel|adaptation|blu-?rays?|review|blog|post|score|rating"
    r"|voice\s(?:acting|actors?|cast)|viewers?|audience|watch(?:ing)?)\b",
    re.IGNORECASE,
)
# Judgements of the work, or of what works of its sort do.
_ABOUT_THE_WORK = re.compile(
    r"\b(?:this|the|an?|another|whole|whatever|of)\s(?:\w+\s)?(?:show|series|anime|episode|season|arc|opening|jokes?|finale|trope"
    r"|plot|ending|adaptation|scene|title|premise)\b(?!\s\d)|\b(?:better|best|worst|worth|perfect|favou?rites?|recommend|animate"
    r"|adapt\w*|jokes?|tropes?|fan-?service|allowed|cliché|isekai|shounen|shonen|mc|protagonists?)\b|\bwe\s(?:need|have)\s(?:\w+\s)?another\b"
    r"|\b(?:how|so|this|that|as|any|really)\s(?:good|great|bad|fun|funny|cute|boring|amazing|cool|hard|perfect|interesting)\b"
    r"|\bpoint\sof\san?\b|\banime\b|\b\w+[’']s\s(?:\w+\s)?episode\b",
    re.IGNORECASE,
)
_OF_US = re.compile(
    r"^(?:(?:so|and|but|or|well|then)\b,?\s)*(?:are|were|do|did|can|could|should|shall|must|will|have|had|has|would)\s(?:we|us|there|people)\b"
    r"(?!\s(?:\w+\s)?(?:know|sure|certain|learn|told))",
    re.IGNORECASE,
)
_SAYINGS = re.compile(
    r"\b(?:who\swould|who\swould[’']?ve|what\sis\s(?:love|life|justice|art)|where\s(?:has|did)\s(?:the\stime|it\sall)|what\sfriends\sare\sfor"
    r"|when\swas\sthe\slast|how\slong\shas\sit|where\sdo\s(?:we|things)\sgo\sfrom\s(?:here|there)|went\swrong|how\shard\scan|what\scould\s(?:possibly\s)?go\swrong"
    r"|what\sgives|who\sam\si|what[’']s\sthe\spoint|what\selse\sis\snew|that\sjust\shappen|i\s(?:would|should|could|want))\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(?:(?:\W|\b(?:so|and|but|or|well|then|just|now|plus|also|because|exactly|i\s(?:must|have\sto)\sask(?:\sagain)?,|[^:?]{1,160}:|(?:the|a|one)\s(?:\w+\s){1,3}(?:though\s|now\s)?is|(?:if|with|since|after|given|as|in|when|now"
    r"|considering)\s[^?]{1,160},))\s){0,5}"
    r"(?P<word>what|who|whom|whose|why|how|where|when|which|is|are|was|were|do|does|did|has|have|had|will|would|could"
    r"|can|should|might|isn|aren|wasn|weren|don|doesn|didn|hasn|haven|won|wouldn|couldn|shouldn|whatever"
    r"|(?:to|for|from|by|in|at|on)\s(?:what|whom|which))\b",
    re.IGNORECASE,
)
_DIRECT = re.compile(r"what|who|why|how|where|when|which|to|for|from|by|in|at|on", re.IGNORECASE)
_ANSWERED = re.compile(
    r"\W{0,2}(?:because\b|well,|no[,.!]|nope|(?:probably|maybe|perhaps)\snot\b|doubt(?:ful|\sit)\b|yes[,.!]|yep|not\s(?:really|at\sall|exactly)\b|of\scourse|absolutely"
    r"|exactly|apparently,|turns\sout|it\sturns\sout"
    r"|the\sanswer\b|simple\b|it[’']s\s(?:because|simple)|that[’']s\sbecause|as\sit\sturns|thankfully|luckily"
    r"|you\s(?:bet|guessed)|definitely|naturally"
    r"|to\s\w+\s(?:him|her|them|it)\b|obviously)",
    re.IGNORECASE,
)
_PRONOUN = r"(?:he|she|they|it|him|her|them|his|hers|their|theirs|its|this|that|these|those)"
_POINTING_WORD = re.compile(rf"\b{_PRONOUN}\b(?!\s(?:is|was|be)\sa\b)", re.IGNORECASE)
NOUN = re.compile(
    r"(?<!^)(?<![.!?]\s)\b(?!(?:I|I’m|I'm)\b)[A-Z][\w’'-]+|\b(?:the|an?|any|every|both)\s(?!same\b|other\b)[a-z]\w+"
)
_PLAIN_SUBJECT = re.compile(
    r"^(?:The|A|An|No|Most|Many|Some|Every|All)\s[a-z]\w+|^(?!(?:I|We|It|He|She|They|This|That|There|These|Those"
    r"|You)\b)[A-Z][\w’'-]+\s(?:is|was|has|never|still|remains)\b"
)
_THING = re.compile(
    r"\b(?:his|her|their|its|my|our|this|that|these|those|some(?:one|body|thing))\s?[a-z]{3,}", re.IGNORECASE
)

_TELLING = re.compile(r"[^\W\d_]{5,}")
_WONDERING = re.compile(r"makes?\syou\s(?:\w+\s)?(?:wonder|ask)", re.IGNORECASE)

_WANTED = re.compile(
    r"(?:what|all)\s(?:i|we)\s(?:(?:\w+\s)?(?:want|need|wanted)\sto\sknow|don[’']t\s(?:yet\s)?know(?:\syet)?)\sis\s",
    re.IGNORECASE,
)
# Waiting for a season is not about how one is made.
_UNTIL = re.compile(r"\b(?:until|for)\s(?:the\snext\sseason|next\sseason|season\s\w+)\b\s?", re.IGNORECASE)

_OUTRIGHT = 0.9
_ASKED_WHAT = 0.85
_ASKED_WHETHER = 0.8
_POINTING = 0.76


def asks(sentence: str, after: Sentence | None, *, carried: bool = False) -> float:
    """Return how surely a question asks what the story left open; 0 is not at all.

    `after` may answer it; `carried` says that the sentence before names what it asks about.
    """
    line = plain(sentence)
    if len(line.split()) < 3 or not any(c.isalpha() for c in line):
        return _ASKED_WHETHER if _is_unspaced(line) else 0.0
    if not any(mark in line[-4:] for mark in "?？"):
        return 0.0
    word = _ASKING.match(line)
    if word is None and any("a" <= c <= "z" for c in line.lower()):
        return 0.0
    if any(pattern.match(line) for pattern in (_RHETORICAL, _OF_US)) or any(
        pattern.search(line) for pattern in (_TO_READER, _TAG, _REPROACH, _PRODUCTION, _ABOUT_THE_WORK, _SAYINGS)
    ):
        return 0.0
    if after is not None and not after.is_question and _ANSWERED.match(plain(after.text)):
        return 0.0
    direct = word is not None and _DIRECT.fullmatch(word["word"].split()[0]) is not None
    if not NOUN.search(line) and not _THING.search(line):
        return _POINTING if (carried and direct) or len(_TELLING.findall(line)) > 1 else 0.0
    return _ASKED_WHAT if direct else _ASKED_WHETHER


def states(sentence: str) -> float:
    """Return how surely a statement says that something in the story stays open, and what; 0 is not at all."""
    line = _WANTED.sub("I want to know ", _UNTIL.sub("", _WONDERING.sub("makes one wonder", plain(sentence))))
    if not _STATED.search(line) or _RHETORICAL.match(line):
        return 0.0
    if any(pattern.search(line) for pattern in (_TO_READER, _SETTLED, _PRODUCTION, _NOT_THE_STORY)):
        return 0.0
    return _OUTRIGHT if _NAMED.search(line) or not _EMPTY.search(line) else 0.0


def points_back(sentence: str) -> bool:
    """Tell whether a sentence points at something before it names anything."""
    line = plain(sentence)
    pointing = _POINTING_WORD.search(line)
    if pointing is None or _PLAIN_SUBJECT.match(line):
        return False
    if re.match(r"it(?:[’']s|\sis|\sremains|\sisn[’']t)\s(?:still\s|also\s)?(?:not\s|un)", line, re.IGNORECASE):
        pointing = _POINTING_WORD.search(line, 3)
        if pointing is None:
            return False
    noun = NOUN.search(line)
    return noun is None or pointing.start() < noun.start()


def _is_unspaced(line: str) -> bool:
    return len(line) >= 8 and any("\u3040" <= c <= "\u9fff" for c in line)

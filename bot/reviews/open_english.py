"""How reviews in English ask what a story left open and say that it did, and what only looks so."""

from __future__ import annotations

import re

WH = r"(?:if|whether|what|why|who|whom|whose|how|where|when|which)\b"
TOLD = r"(?:explain\w*|resolv\w*|answer\w*|address\w*|reveal\w*|told|clarified|established|shown)"
LEARN = (
    r"(?:know|explain\w*|learn\w*|f[io]u?nd(?:\sout)?|discover\w*|tells?(?:\sus)?|told|see|saw|hear|heard|answer\w*"
    r"|address\w*|clarif\w+|reveal\w*|get|got|understand)"
)
STATED = re.compile(
    rf"""\b(?:
      (?:remains?|remained|left|leaves?|goes|went|still|is|are|was|were|been)\s(?:\w+\s){{0,4}}?
        (?:unanswered|unexplained|unresolved|unaddressed|dangling|up\sin\sthe\sair|a\s(?:complete\s|total\s)?mystery
        |an\sopen\squestion)
    | never\s(?:\w+\s)?(?:get|gets|got|was|were|is|are|been|be)\s(?:\w+\s)?{TOLD}
    | (?:\b(?:is|was|are|were|been|be|gets?|got)|[’']s)\snever\s(?:\w+\s)?{TOLD}
    | never\s(?:\w+\s)?{LEARN}\s(?:\w+\s){{0,4}}?{WH}
    | (?:do|does|did)(?:n[’']t|\snot|\sstill\snot)\s(?:really\s|actually\s|yet\s|even\s|ever\s)?{LEARN}
        \s(?:\w+\s){{0,3}}?{WH}
    | (?:have|has)(?:n[’']t|\snot|\syet\sto|\sstill\snot)\s(?:\w+\s)?(?:been\s)?{TOLD}
    | (?:have|has)(?:n[’']t|\snot|\syet\sto|\sstill\snot)\s(?:\w+\s)?{LEARN}\s(?:\w+\s){{0,4}}?{WH}
    | (?:still|is|it|it[’']s|remains|isn[’']t|not)\s(?:\w+\s)?
        (?:unclear|unknown|unsaid|uncertain|(?<=not\s)clear|(?<=[’']t\s)clear|a\smystery)\s(?:as\sto\s|to\s\w+\s)?{WH}
    | (?:no|without\s(?:an?|any))\s(?:\w+\s)?(?:explanation|answer|word|idea|clue|hint|resolution)
        \s(?:is\s\w+\s|was\s\w+\s)?(?:to|for|of|on|about|as\sto|{WH})
    | (?:i|we)(?:[’']m|[’']re|\sam|\sare)?\s(?:\w+\s){{0,2}}(?:wonder(?:ing)?|curious|keep\sasking\smyself)
        \s(?:about\s|(?:to\s(?:see|know|learn|find\sout)\s))?(?:just\s|exactly\s)?{WH}
    | remains?\sto\sbe\s(?:seen|explained)
    | (?:is|are|was|were|isn[’']t|aren[’']t|wasn[’']t)\s(?:never|not|still\snot|yet\sto\sbe)?\s?(?:\w+\s)?(?:made\s)?
        (?:(?<=never\smade\s)|(?<=not\smade\s)|(?<=not\s)|(?<=not\syet\s)|(?<=not\squite\s)|(?<=not\sentirely\s))
        (?:clear|known|revealed|stated|specified|said|told|shown|addressed)\b(?:\s(?:yet|so\sfar|here
          |to\sus))?(?=\W{{0,3}}$|,|\s{WH})
    | yet\sto\s(?:be\s(?:explained|revealed|answered|resolved|told)|(?:learn|see|find|hear)\b)
    | what\s(?:became|has\sbecome|happened)\s(?:of|to)\s[^.]{{1,80}}
        \s(?:is|remains|was)\s(?:\w+\s)?(?:unknown|unclear|untold|unsaid|anyone)
    | (?:i|we)(?:[’']d|\swould)?\s(?:\w+\s)?(?:want|need|like|love|dying)\sto\s(?:know|learn|see|find\sout|hear)\s
        (?:\w+\s){{0,2}}?(?:what|why|who|whom|whose|how|where|when)\b(?!\s(?:it|this|the\s(?:show|series))\s(?:goes
          |plays|handles))
    | there(?:[’']s|\sis|\sare)\s(?:\w+\s){{0,2}}the\s(?:\w+\s)?(?:matter|question|issue|mystery|problem)\sof
    | (?:the|one|another|a)\s(?:\w+\s)?(?:big|biggest|main|real|only|remaining|other|next|obvious)?\s?
        (?:question|mystery)\s(?:\w+\s)?(?:is|remains|becomes|was)\s(?:now\s|still\s|how\smuch\s)?{WH}
    | makes?\s(?:me|us|one|you)\s(?:\w+\s)?(?:wonder|ask|question)\s(?:about\s)?{WH}
    | (?:left|leaves?)\s(?:\w+\s){{0,2}}?(?:hanging|open|unsolved|unsaid|unspoken|in\s(?:the\sdark|limbo)
        |to\s(?:our|the|your)\simaginations?)
    | never\s(?:\w+\s)?(?:bothers?|bothered|cares?|cared|gets?|got|stops?|stopped|manages?|managed)\s(?:around\s)?to\s
        (?:\w+\s)?(?:explain|tell|show|say|answer|address|reveal|clarify|mention|telling|explaining)
    | (?:no\sone|nobody|nothing|none)\s(?:\w+\s){{0,4}}?
        (?:mentions?|explains?|tells?|knows?|asks?|answers?|said|mentioned|explained|told
          |addresses)\s(?:\w+\s){{0,3}}?(?:{WH}|about)
    | (?:hopefully|i\shope|here[’']s\shoping|one\shopes)\b[^.]{{0,40}}\b
        (?:learn|find\sout|see|explains?|told|explained|answers?|reveals?)\s(?:\w+\s){{0,3}}?(?:what|why|who|whom
          |whose|where|about)\b
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
    | (?:confused|puzzled|baffled|unsure|in\sthe\sdark)\s(?:about\s|as\sto\s|on\s)?{WH}
    | (?:ca|wo)n[’']t\s(?:wait|rest)\s(?:to\s(?:see|find\sout|learn|know|hear)|until\swe\s\w+)\s(?:who|why|whether
          |whose|where|how|what)\b
    | (?:no|not\sa|without\sa)\s(?:\w+\s)?(?:word|sign|trace|news|mention|sighting)\s(?:yet\s|so\sfar\s
          |either\s)?(?:on|of|about|from)\b(?!\s\w+ing\b)
    | (?:refuses?|refused|declines?)\sto\s(?:say|tell|explain|answer)\b(?=.*\b{WH})
    | (?:won[’']t|will\snot|wouldn[’']t|doesn[’']t|does\snot|never|didn[’']t)\s(?:say|says|said)\s{WH}
    | questions?\s(?:still\s)?remains?\b(?=\W{{1,3}}{WH}|\s(?:as\sto|of|about|over)\b|[.!]?$)
    | (?:leaves?|left|that\sleaves|there[’']s\s(?:still|also))\s(?:us\swith\s)?(?:the|one|a)\s(?:\w+\s)?(?:question
          |mystery)\sof\b
    | (?:ha(?:s|ve)|had)(?:n[’']t|\snot|\syet\sto|\sstill\snot|\snever)\s(?:yet\s|even\s)?(?:said|told\sus|shown\sus
          |let\son|given\sus)\b(?=.*\b{WH})
    | (?:only\s)?time\swill\stell\b(?=.*\b{WH}) | who\sknows\s{WH}
    | (?:we|i)(?:[’']ll|\swill)\s(?:just\s)?have\sto\s(?:wait|see)\b[^.]{{0,40}}\b(?:who|why|whether|if|what|where
          |how)\b
    | (?:tells?|told|shows?|showed|reveals?|explains?
          |clears?\sup)\s(?:us\s)?(?:\w+\s)?{WH}[^.]{{0,80}}\b(?:next\s(?:week|time|episode|season)|later)
    | hopefully\b[^.]{{0,60}}\b(?:tells?|shows?|clears?|sheds?|explains?|answers?|gets?|learn
          |find)\b[^.]{{0,30}}\b(?:who|why|whether|what|where|how)\b
    | want\sto\s(?:know|learn|hear)\s(?:\w+\s)?more\sabout\b | still\s(?:a\ssecret|at\slarge|missing
          |nowhere\sto\sbe)\b
    | (?:thing|part|question)\sthat\s(?:bugs|bothers|puzzles|nags\sat)\sme\s(?:\w+\s)?is\s{WH}
    | (?:fate|identity|whereabouts|motives?|origins?|purpose|past)\b[^.]{{0,60}}?\s(?:is|are|remains?|stays?)\s
        (?:\w+\s)?(?:unknown|unclear|hidden|a\s(?:secret|mystery))
    | (?:have|has|need)\sto\swait\s(?:\w+\s){{0,6}}?
        (?:to\s(?:find\sout|learn|see|know)\s{WH}|for\s(?:an\s|the\s|any\s)?answers?)
    | never\s(?:\w+\s)?(?:comes?|came)\s(?:back|up\sagain|into\splay)
    | never\s(?:\w+\s)?(?:mentioned|seen|heard\s(?:from|of)|brought\sup|followed\sup(?:\son)?)\s(?:again|on)\b
    | raises?\sthe\squestion\b | begs?\sthe\squestion\b | leaves?\s(?:us\s)?(?:wondering|asking|guessing)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# What is open stands first: "Who he is nobody has told us", "but why, he will not answer".
FRONTED = re.compile(
    rf"(?:^|[,;:]\s(?:(?:but|and|so|though|yet)\s)?|\b(?:and|but|so|though|yet)\s)(?:just\s|exactly\s)?{WH}(?!\s(?:a"
    rf"|an)\b)",
    re.IGNORECASE,
)
LEFT_OPEN = re.compile(
    r"""\b(?:
      (?:nobody|no\sone|none\sof\sus)\s(?:\w+\s){0,3}?(?:knows?|told|tells?|says?|said|explains?|explained)
    | (?:we|i)\s(?:still\s)?have\sno\s(?:idea|clue)
    | (?:we|i)\s(?:still\s|really\s)?(?:do\snot|don[’']t|can[’']t|cannot|could\sonly|can\sonly)\s(?:yet\s)?(?:know
          |tell|say|guess)
    | (?:we|viewers)\s(?:may|might|will|[’']ll|have\syet\sto|are\syet\sto)\s(?:\w+\s)?(?:learn|find\sout|see|be\stold)
    | (?:he|she|they|it|the\s(?:show|episode|series|script))\s(?:will\snot|won[’']t|does\snot|doesn[’']t|never
          |refuses\sto|isn[’']t|has\snot|hasn[’']t)
        \s(?:\w+\s)?(?:says?|tells?|told|answers?|explains?|saying|telling)
    | (?:is|are|was|were)\s(?:\w+\s){0,2}?(?:never|not|n[’']t)\s(?:\w+\s){0,2}?(?:clear|known|explained|revealed
          |said|stated|told|shown|addressed|answered)
    | (?:is|are)\s(?:\w+\s)?(?:unclear|unknown|left\s(?:open|unsaid|unexplained)|anyone[’']s\sguess|a\smystery
          |another\s(?:matter|question))
    | remains\s(?:\w+\s)?(?:unclear|unknown|unsaid|untold|unexplained|open|a\s(?:\w+\s)?mystery|to\sbe)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
EMPTY = re.compile(
    r"\b(?:loose\sends?|questions?|answers?|threads?|mysteries|plot\s?(?:lines?|points?|holes?)|things|examples?"
    r"|a\slot|much|everything|nothing)\b",
    re.IGNORECASE,
)
NAMED = re.compile(rf"\b(?:about|regarding|concerning|such\sas|like|of)\b|\b{WH}|:\s", re.IGNORECASE)
SETTLED = re.compile(
    r"\b(?:finally|at\s(?:long\s)?last|now\s(?:we\s)?know|no\slonger|used\sto|until\snow|before\sthis|had\sbeen)\b",
    re.IGNORECASE,
)

# What comes after "I don't know" where it is not the story that is not known.
NOT_THE_STORY = re.compile(
    rf"""
      {WH}\s(?:
        else\b | (?:happens|comes)\snext\b | next\s(?:week|episode|season|time)\b
      | they\s(?:animate|managed?|handle|pull)\w*\b | (?:this|the)\s(?:show|series|anime)\s(?:exists?|is|was|goes
      |works)\b
      | to\s(?:write|do|handle|feel|say|think|make|expect)\b | i\b | i[’']
      | any(?:one|body)\s(?:who|would|could|likes?|dislikes?|watch\w*|enjoys?)\b
      | (?:people|every(?:one|body)|fans|most|so\smany)\b | (?:it|this|that)\s(?:works|makes|is\sso)
      )
    | \bwhere\s(?:it|this|the\s(?:show|story|series|plot))(?:[’']s|\sis)\s(?:\w+\s)?(?:heading|headed|going)\b
    | \bwho\s(?:\w+\s)?watch(?:e[ds])?\b | \b(?:to|for)\sme\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
RHETORICAL = re.compile(
    r"""^(?:(?:so|and|or|but|well|then|oh|ok|okay|i\smean|hm+|yeah|yes|no)\b,?\s)*(?:
      maybe | perhaps | who\s(?:could|can)\s(?:forget|blame|resist|ask)\b | who\swants\sto\sbet\b | (?:wanna|any
          |want\sto\splace)\s(?:a\s)?bets?\b
          | how\smuch\s(?:do\syou\s)?want\sto\sbet
    | what\sare\sthe\s(?:odds|chances)\b | what\sthe\s(?:\w+|f\W{1,5})\W*$ | what\spurpose\sdo(?:es)?\s(?:it|this|that
    |they)\b | (?:who|what|where)\seven\s(?:is|are|was|were)\b
          | come\s(?:on|back)\b
    | (?:what|how|why|who|which\s\w+)\s(?:did|do|will|are|were|have|should|would)\s(?:we|us)\s(?:\w+\s)?(?:feel|think
          |like|love|hate|watch|rate|score|pick|choose|enjoy|make\sof|call|expect|want)
    | what\s(?:else\s)?is\sthere\sto\b | how\smany\stimes\b | since\swhen\b | who\selse\b(?!\s(?:is|was|knows|has
          |could)) | (?:is|was|am|are)\s(?:it\sjust\sme|i\b|anyone\b(?!\s(?:else\s)?going\sto\b))
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
    | what\sdid\s(?:everyone|everybody|y[’']all)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
REPROACH = re.compile(
    r"\bwhy\s(?:not|even|bother|cut|spend|include|introduce|waste|rush|show|make|put|add|kill|bring|drag|end"
    r"|leave|tell)\b",
    re.IGNORECASE,
)
TO_READER = re.compile(
    r"\b(?:you|your|yours|you[’'](?:re|ve|d|ll)|y[’']all|comments?|let\sme\sknow|reader|readers)\b", re.IGNORECASE
)
TAG = re.compile(
    r"(?:,\s(?:right|huh|eh|no|yes|ok|okay|isn[’']t\s(?:it|he|she)|aren[’']t\s(?:they|we)|don[’']t\s(?:they|we)"
    r"|doesn[’']t\s(?:it|he|she)|amirite)"
    r"|\bor\ssomething|\bor\swhat)\s?[?!]+[\"”’)\]*_]*$",
    re.IGNORECASE,
)
PRODUCTION = re.compile(
    r"\b(?:season\s(?:two|three|\d)|(?:second|third|next|another|new)\sseason|sequel|studio|budget|script"
    r"|scriptwriters?|writers?|animators?"
    r"|animation|director|producers?|staff|manga|light\snovel|adaptation|blu-?rays?|review|blog|post|score|rating"
    r"|voice\s(?:acting|actors?|cast)|viewers?|audience|watch(?:ing)?|netflix|crunchyroll|hulu|dub(?:bed)?|streaming"
    r"|trailer|podcast"
    r"|fans(?!\s(?:\w+\s)?have\sto\swait)|renewed|renewal|cancell?ed|showrunners?|broadcast|airs|airing|when\s(?:does"
    r"|will)\s[^?]{1,30}\sair)\b",
    re.IGNORECASE,
)
# Judgements of the work, or of what works of its sort do.
ABOUT_THE_WORK = re.compile(
    r"\b(?:this|the|an?|another|whole|whatever|of)\s(?:\w+\s)?(?:show|series|anime|episode|season|arc|opening|jokes?"
    r"|finale|trope"
    r"|plot|ending|adaptation|scene|title|premise)\b(?!\s\d)|\b(?:better|best|worst|worth|perfect|favou?rites?"
    r"|recommend|animate"
    r"|adapt\w*|jokes?|tropes?|fan-?service|allowed|cliché|isekai|shounen|shonen|mc|protagonists?)\b|\bwe\s(?:need"
    r"|have)\s(?:\w+\s)?another\b"
    r"|\b(?:how|so|this|that|as|any|really)\s(?:good|great|bad|fun|funny|cute|boring|amazing|cool|hard|perfect"
    r"|interesting)\b"
    r"|\bpoint\sof\san?\b|\banime\b|\b\w+[’']s\s(?:\w+\s)?episode\b",
    re.IGNORECASE,
)
OF_US = re.compile(
    r"^(?:(?:so|and|but|or|well|then)\b,?\s)*(?:are|were|do|did|can|could|should|shall|must|will|have|had|has"
    r"|would)\s(?:we|us|there|people)\b"
    r"(?!\s(?:\w+\s)?(?:know|sure|certain|learn|told))",
    re.IGNORECASE,
)
SAYINGS = re.compile(
    r"\b(?:who\swould|who\swould[’']?ve|what\sis\s(?:love|life|justice|art)|where\s(?:has|did)\s(?:the\stime|it\sall)"
    r"|what\sfriends\sare\sfor"
    r"|when\swas\sthe\slast|how\slong\shas\sit|where\sdo\s(?:we|things)\sgo\sfrom\s(?:here|there)|went\swrong"
    r"|how\shard\scan|what\scould\s(?:possibly\s)?go\swrong"
    r"|say\sabout\s(?:us|society|humanity|people|the\snature)|what\sgives|who\sam\si|what[’']s\sthe\spoint"
    r"|what\selse\sis\snew|that\sjust\shappen|i\s(?:would|should|could|want))\b",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"^(?:(?:\W|\b(?:so|and|but|or|well|then|just|now|plus|also|because|exactly|i\s(?:must"
    r"|have\sto)\sask(?:\sagain)?,|[^:?]{1,160}:|(?:the|a|one)\s(?:\w+\s){1,3}(?:though\s|now\s)?is|(?:if|with|since"
    r"|after|given|as|in|when|now"
    r"|considering)\s[^?]{1,160},))\s){0,5}"
    r"(?P<word>what|who|whom|whose|why|how|where|when|which|is|are|was|were|do|does|did|has|have|had|will|would|could"
    r"|can|should|might|isn|aren|wasn|weren|don|doesn|didn|hasn|haven|won|wouldn|couldn|shouldn|whatever"
    r"|(?:to|for|from|by|in|at|on)\s(?:what|whom|which))\b",
    re.IGNORECASE,
)
DIRECT = re.compile(r"what|who|why|how|where|when|which|to|for|from|by|in|at|on", re.IGNORECASE)
ANSWERED = re.compile(
    r"\W{0,2}(?:because\b|(?:probably|maybe|perhaps)\snot\b|doubt(?:ful|\sit)\b|sure\b|yeah\b|yes\b|nah\b|hardly\b"
    r"|not\squite\b|kind\sof\b|sort\sof\b|(?:i|we)\s(?:don[’']t\sthink|doubt)|who\scares|oh,?\s(?:yes|no)\b"
    r"|it\s(?:does|did|is|was|will|would)(?:n[’']t)?[.!,]|well,|no[,.!]|nope|yes[,.!]|yep|not\s(?:really|at\sall"
    r"|exactly)\b|of\scourse|absolutely"
    r"|exactly|apparently,|turns\sout|it\sturns\sout"
    r"|the\sanswer\b|simple\b|it[’']s\s(?:because|simple)|that[’']s\sbecause|as\sit\sturns|thankfully|luckily"
    r"|you\s(?:bet|guessed)|definitely|naturally"
    r"|to\s\w+\s(?:him|her|them|it)\b|obviously)",
    re.IGNORECASE,
)

ANNOUNCED = re.compile(
    r"\b(?:these|those|all)\s(?:\w+\s)?questions\b|\b(?:find|figure)\sout\b[^.]{0,40}\b(?:below|here|inside|together"
    r"|now|with\sus)\b|\blet[’']s\s"
    r"(?:find\sout|dive|discuss|get\sinto|take\sa\slook|see)\b|\bread\son\b|\b(?:join\s(?:us|me)|tune\sin|listen(?:er"
    r"|ers|\sin|\sto)?)\b"
    r"|\b(?:we|i)\s(?:discuss|talk\sabout|debate|break\sdown)\b|\bin\sthis\s(?:podcast|post|video|article|review)\b"
    r"|\breview\s?$",
    re.IGNORECASE,
)
"""What says that the questions before it announce what the text will talk about."""
TAGLINE = re.compile(r"^(?:an?|the)\s(?:[\w’'-]+\s){1,4}(?:that|which|where|who)\b[^.!?…]*$", re.IGNORECASE)
CHARACTERS = re.compile(
    r"\b(?:he|she)\s(?:still\s|really\s)?(?:do(?:es)?n[’']t|did(?:n[’']t|\snot)|does\snot)\s(?:\w+\s)?(?:know"
    r"|understand|realize|see|get)\b",
    re.IGNORECASE,
)
"""What a character does not know, the audience mostly does."""

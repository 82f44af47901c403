"""How reviews in Spanish, French, Portuguese and Italian ask what a story left open, and say that it did."""

from __future__ import annotations

import re

from bot.reviews.open_wordings import Wordings

_FLAGS = re.IGNORECASE | re.VERBOSE

_ES_WH = (
    r"(?:(?:a|de|con|para|por|en|hacia|desde)\s)?(?:quién(?:es)?|qué|cómo|(?:a|de)?dónde|cuándo"
    r"|cuál(?:es)?|cuánt[oa]s?|si)\b"
)
_ES_TOLD = r"(?:revelado|explicado|aclarado|dicho|contado|mostrado|resuelto|desvelado)"

SPANISH = Wordings(
    asked=re.compile(
        r"""(?:¿|^)\s?(?:(?:y|pero|entonces|ahora|o|además|así\sque|porque),?\s){0,2}(?:
          (?:(?:a|de|con|para|por|en|hacia|desde|hasta)\s)?(?:quién(?:es)?|qué|cómo|(?:a|de)?dónde|cuándo|cuál(?:es)?
          |cuánt[oa]s?)\b
        | \w+r(?:á|án)\b | (?:es|fue|son|está|están|hay|era|tiene|sabe|puede|va|van|ha|han|sigue)\b
        )(?:\W|\w+\W){2}""",
        _FLAGS,
    ),
    stated=re.compile(
        rf"""\b(?:
          (?:queda|quedan|falta|faltan|resta)\s(?:\w+\s)?(?:por\s)?(?:saber|ver|descubrir|resolver|aclarar|explicar
          |conocer|averiguar)\b
        | (?:está|están)\spor\sver(?:se)? | habrá\sque\s(?:ver|esperar)\s(?:\w+\s){{0,3}}?{_ES_WH}
        | (?:todavía|aún)\sno\s(?:nos\s)?(?:sabemos|se\ssabe|conocemos|(?:está|queda)\sclaro|(?:se\s)?(?:ha
          |han)\s{_ES_TOLD}|se\sexplica|se\srevela)
        | no\s(?:sabemos|se\ssabe|queda\sclaro|está\sclaro|se\sexplica|se\snos\s\w+|se\saclara|se\smenciona
          |nos\s(?:dicen|cuentan|explican))\b[^.]{{0,30}}?\s{_ES_WH}
        | sin\ssaber(?:se)?\s{_ES_WH} | nunca\s(?:sabemos|supimos|se\s(?:explica|explicó|aclara|aclaró|menciona|dice
          |revela)|descubrimos|nos\s\w+|llegamos\sa\ssaber)
        | (?:no|nunca)\s(?:sabemos|se\sexplica|descubrimos)
        | (?:sigue|siguen|es|queda)\s(?:siendo\s)?(?:\w+\s)?(?:un\s(?:\w+\s)?misterio|una\sincógnita|sin\s(?:\w+
          |respuesta|explicación))\b
        | (?:me|nos)\s(?:pregunto|preguntamos|intriga|gustaría\ssaber|encantaría\ssaber
          |queda\sla\sduda)\b[^.]{{0,20}}?\s?{_ES_WH}
        | (?:quiero|quisiera|ganas\sde|curiosidad\s(?:por|de))\s(?:saber|descubrir|ver)\s{_ES_WH}
        | (?:la|otra)\s(?:gran\s)?(?:pregunta|duda|incógnita)\s(?:es|que\squeda\ses|sigue\ssiendo)\s{_ES_WH}
        | (?:queda|quedamos\scon)\sla\s(?:duda|incógnita|pregunta)\b | (?:a|quién)\ssabe(?:r)?\s{_ES_WH}
        | qued[aó]n?\s(?:sin\s(?:resolver|explicar|respuesta)|en\sel\saire|abiert[ao]s?)
        | (?:ojalá|espero\sque|esperemos\sque)\b[^.]{{0,40}}\b(?:expliquen|explique|revelen|aclaren|cuenten|muestren
          |sepamos|descubramos|digan)\b
        )""",
        _FLAGS,
    ),
    excluded=re.compile(
        r"""\b(?:os|vosotros|ustedes|usted|te|tú|vuestr\w+|opináis|opinan|opinas|creéis|crees|pensáis|piensas
          |comentarios|lectores|qué\stal|gustó
        |quién\sno\b | qué\smás\s(?:se\s)?(?:puede|quieren|pedir)|cómo\sno\b | por\squé\sno\?|para\squé\sengañar\w*
          |soy\sel\súnico|qué\s(?:puedo|podría)\sdecir|qué\s(?:decir|pensar)
        |a\squién\sle|(?:segunda|tercera|nueva|otra)\stemporada|estudio|manga|anime|adaptación|animación|director\w*
          |guion\w*|guión|autor|presupuesto|espectador\w*|doblaje
        |blog|qué\sdemonios|reseña|audiencia|vamos\sa\s(?:ver|hablar)|si\s(?:me|a\salguien))\b | \bverdad\?""",
        _FLAGS,
    ),
)

_FR_WH = (
    r"(?:(?:à|de|avec|pour|par)\s)?(?:qui|ce\squ[ei]|ce\squ[’']|quoi|pourquoi|comment|où|d[’']où"
    r"|quand|quel(?:le)?s?|combien|si|s[’']ils?|s[’']elles?)(?=\W|\w+)"
)
_FR_TOLD = r"(?:expliqué|révélé|dit|dévoilé|résolu|éclairci|abordé|montré|précisé|mentionné)(?:e|s|es)?"

FRENCH = Wordings(
    asked=re.compile(
        r"""^\W{0,3}(?:(?:mais|et|alors|donc|or|ou|du\scoup|puis|reste\sque|au\sfait|et\spuis|enfin),?\s){0,2}(?:
          (?:(?:à|de|avec|pour|par|chez)\s)?(?:qui|qu[’']|que|quoi|pourquoi|comment|où|d[’']où|quand|quel(?:le)?s?
          |combien|est-ce)(?:\W)
        | [^?]{0,60}\b\w+(?:-t)?-(?:il|elle|ils|elles|on)\b
        )(?:\W|\w+\W){2}""",
        _FLAGS,
    ),
    stated=re.compile(
        rf"""\b(?:
          rest(?:e|ent|ait)\s(?:\w+\s){{0,2}}?à\s(?:\w+\s)?(?:savoir|voir|découvrir|comprendre|déterminer|expliquer
          |éclaircir)
        | (?:on|nous|nul|personne)\s(?:n[e’']\s?)(?:\w+\s){{0,2}}?(?:sait|savons|saura|saurons|connaît|comprend
          |apprend|apprendra|dit|explique)\b
        | on\signore\b | (?:n[’']|ne\s)(?:est|sont|sera|a|ont|fut|nous\s(?:est|a))\s(?:\w+\s){{0,3}}?(?:jamais|pas
          |toujours\spas)\s(?:\w+\s){{0,2}}?{_FR_TOLD}
        | (?:reste(?:nt)?|demeure(?:nt)?)\s(?:\w+\s){{0,2}}?(?:un\smystère|une\sénigme|sans\sréponse|en\ssuspens
          |inexpliqué\w*|inconnu\w*|entier|ouverte?s?|flou\w*|mystérieu\w+)
        | (?:je\sme|on\sse|nous\snous)\s(?:\w+\s)?demand(?:e|ons)\s(?:\w+\s){{0,2}}?{_FR_WH}
        | (?:j[’']aimerais|aimerait|aimerions|voudrais|curieu(?:x|se)\sde|hâte\sde
          |impatiente?\sde)\s(?:\w+\s)?(?:savoir|découvrir|voir|comprendre|connaître)\s{_FR_WH}
        | (?:la|une|autre)\s(?:\w+\s)?question\s(?:reste|est|demeure|se\spose)\b[^.]{{0,25}}?\s{_FR_WH}
        | (?:aucune|sans)\s(?:explication|réponse|nouvelle|trace|idée)\s(?:n[’']\w+\s\w+\s)?(?:de|du|des|sur|à
          |quant)\b | aucune\sidée\sd[e’']
        | (?:espérons|j[’']espère|espère)\s(?:que|qu[’'])[^.]{{0,50}}\b(?:expliqu\w+|révél\w+|appren\w+|saura
          |découvrira|dira)\b[^.]{{0,20}}{_FR_WH}
        | mystère\s(?:reste|demeure)
        )""",
        _FLAGS,
    ),
    excluded=re.compile(
        r"""\b(?:vous|votre|vos|tu|toi|ton|tes|lecteurs?|commentaires?|n[’']est-ce\spas|et\salors|pourquoi\spas\s?\?
          |que\s(?:demander|dire|penser)|à\squoi\sbon
        |qui\sn[e’']|qui\saurait|comment\sne\spas|saison\s(?:2|3|deux|trois)|(?:deuxième|seconde|nouvelle
          |prochaine)\ssaison\sv|studio|manga|anime|adaptation|animation
        |réalisat\w+|scénarist\w+|auteurs?|budget|spectateurs?|doublage|blog|article|critique|quoi\s(?:en\s)?penser
          |suis-je|ai-je|dois-je|faut-il|peut-on|parle-t-on|va-t-on|en\spenser
        |cet?\sépisode\s(?:\w+\s)?(?:vaut|mérite)|la\ssuite\s(?:nous\s)?réserve)\b | \bnon\s?\?|hein\s?\?""",
        _FLAGS,
    ),
)

_PT_WH = (
    r"(?:(?:a|de|com|para|por)\s)?(?:quem|o\sque|que|por\s?que|porque|porquê|por\squê|como|onde"
    r"|aonde|quando|qual|quais|quant[oa]s?|se)\b"
)

PORTUGUESE = Wordings(
    asked=re.compile(
        r"""^\W{0,3}(?:(?:mas|e|então|afinal|agora|ou|aliás|só\sque),?\s){0,2}(?:
          (?:(?:a|de|com|para|por|pra)\s)?(?:quem|o\sque|que|por\s?que|porque|por\squê|como|onde|aonde|quando|qual
          |quais|quant[oa]s?|cadê)\b
        | será\sque\b | \w+r(?:á|ão)\b | (?:é|foi|são|está|há|tem|vai|vão)\b
        )(?:\W|\w+\W){2}""",
        _FLAGS,
    ),
    stated=re.compile(
        rf"""\b(?:
          (?:resta|restam|falta|faltam)\s(?:\w+\s)?(?:saber|ver|descobrir|explicar|entender)
        | ainda\snão\s(?:sabemos|se\ssabe|sei|(?:foi|foram)\s(?:explicad|revelad|mostrad|dit|esclarecid)\w+|(?:ficou
          |está)\sclaro|explicaram|revelaram|contaram)
        | não\s(?:sabemos|se\ssabe|(?:ficou|fica|está)\sclaro|(?:foi|é)\sexplicado|dá\s(?:para|pra)\ssaber|explicaram
          |nos\s\w+)\s(?:\w+\s){{0,2}}?{_PT_WH}
        | nunca\s(?:sabemos|soubemos|(?:é|foi)\s(?:explicad|revelad|dit|mostrad)\w+|ficamos\ssabendo|descobrimos
          |explicaram|disseram)
        | (?:fica|ficou|ficam)\s(?:a\s(?:dúvida|pergunta|questão)|em\saberto|no\sar|sem\s(?:resposta|explicação)
          |o\smistério|por\sexplicar)
        | (?:me\spergunto|pergunto-me|(?:gostaria|queria|quero|curios[oa])\s(?:de\s|para\s|por\s|pra\s)?(?:saber
          |descobrir|ver))\s{_PT_WH}
        | (?:continua|permanece|segue|é)\s(?:\w+\s)?(?:um\s(?:\w+\s)?mistério|sem\sexplicação|sem\sresposta)
        | a\s(?:grande\s)?(?:pergunta|questão|dúvida)\s(?:é|que\sfica\sé|que\sfica)\W{{1,2}}{_PT_WH}
        | (?:espero\sque|tomara\sque)\b[^.]{{0,40}}\b(?:expliquem|revelem|mostrem|contem|digam|explique)\b
        )""",
        _FLAGS,
    ),
    excluded=re.compile(
        r"""\b(?:vocês?|você|vcs?|acharam|achou|leitor\w*|comentários?|quem\snão\b|como\snão\b|por\s?que\snão\s?\?
          |o\sque\s(?:dizer|achei|pensar|esperar)|sou\ssó\seu
        |(?:segunda|terceira|nova|próxima)\stemporada\s(?:vai|vem|sai)|(?:segunda|terceira|nova|outra)\stemporada
          |estúdio|mangá|anime|adaptação|animação|diretor\w*|roteirist\w*|autor|orçamento|espectador\w*|blog|resenha
        |dublagem)\b|\bné\s?\?|não\sé\s?\?""",
        _FLAGS,
    ),
)

_IT_WH = (
    r"(?:(?:a|di|da|con|per)\s)?(?:chi|cosa|che\scosa|perché|come|dove|quando|quale|quali|qual"
    r"|quant[oaie]|se|che\sfine)\b"
)
_IT_TOLD = r"(?:spiegat|rivelat|dett|chiarit|mostrat|svelat|risolt)\w"

ITALIAN = Wordings(
    asked=re.compile(
        r"""^\W{0,3}(?:(?:ma|e|allora|quindi|poi|però|o|insomma|ed),?\s){0,2}(?:
          (?:(?:a|di|da|con|per)\s)?(?:chi|cosa|che\scosa|che|perché|come\smai|come|dov[e’']|quando|quale|quali|qual
          |quant[oaie])(?:\W)
        | \w+r(?:à|anno)\b | (?:è|sono|era|ha|hanno|c[’']è)\b
        )(?:\W|\w+\W){2}""",
        _FLAGS,
    ),
    stated=re.compile(
        rf"""\b(?:
          (?:resta|rimane|restano|rimangono)\s(?:\w+\s)?da\s(?:vedere|capire|scoprire|sapere|chiarire|spiegare)
        | non\s(?:ci\s)?(?:sappiamo|si\ssa|si\scapisce|(?:è|viene|vengono|ci\sviene)\s(?:\w+\s){{0,2}}?(?:chiaro
          |dato\ssapere|{_IT_TOLD}))\b(?=[^.]{{0,40}}{_IT_WH}|[.!]?$|\s?(?:ancora|mai)\b)
        | non\s(?:è|viene|vengono)\s(?:mai|ancora)\s(?:\w+\s)?{_IT_TOLD}
        | chissà\s{_IT_WH} | (?:mi|ci\ssi)\s(?:\w+\s)?(?:chiedo|domando|chiede)\s(?:\w+\s)?{_IT_WH} | (?:viene\sda
          |c[’']è\sda)\schiedersi\s{_IT_WH}
        | (?:curios[oa]\sdi|vorrei|voglio|non\svedo\sl[’']ora\sdi)\s(?:sapere|scoprire|vedere|capire)\s{_IT_WH}
        | (?:resta|rimane|restano|rimangono)\s(?:\w+\s)?(?:un\smistero|irrisolt\w|senza\srisposta|apert\w|in\ssospeso
          |l[’']interrogativo|il\sdubbio|un[’']incognita)
        | la\s(?:grande\s)?domanda\s(?:è|resta)\s{_IT_WH}
        | (?:spero\sche|speriamo\sche)\b[^.]{{0,40}}\b(?:spieghino|rivelino|spieghi|chiariscano|dicano)\b
        )""",
        _FLAGS,
    ),
    excluded=re.compile(
        r"""\b(?:voi|vi|tu|ti|vostr\w|avete|pensate|commenti|lettor\w+|chi\snon\b|come\snon\b|perché\sno\s?\?
          |cosa\s(?:dire|pensare|ne\spens\w+|aspettar\w+)|sono\s(?:solo\s)?io
        |(?:seconda|terza|nuova|prossima)\sstagione|studio|manga|anime|adattamento|animazion\w+|regista
          |sceneggiator\w+|autor\w+|budget|spettator\w+|blog|recensione
        |doppiaggio)\b|\b(?:vero|no)\s?\?""",
        _FLAGS,
    ),
)

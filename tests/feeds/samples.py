"""Feeds of invented blogs, in the forms that the web has them in."""

from __future__ import annotations

RECAP = (
    "Tessen wakes on the breakwater with the lamp oil gone and the gulls silent, and the harbour master will not say "
    "who signed the ledger the night before."
)
TALK = "What I love about this episode is how little it explains: the camera rests on the ledger and lets us count."
CLOSE = "It is a quiet hour before a storm, and I would not trade it for a louder one."
WHOLE = (
    f"<h2>Recap</h2><p>{RECAP}</p><h2>Discussion</h2><p>{TALK} Who signed the ledger?</p>"
    f"<h2>Closing Thoughts</h2><p>{CLOSE}</p><p>Score: 8/10</p>"
)
JAPANESE = "彼女はなぜ鍵を隠したのだろう。船が港に戻ったとき、甲板には誰もいなかった。"
RUSSIAN = "Почему она спрятала ключ? Корабль вернулся в гавань, и на палубе никого не было."
FRENCH = "La clé cachée près du phare n’était déjà plus là où l’été l’avait laissée."


def item(inside: str = "", *, title: str | None = "Saltglass Harbor Episode 3 Review", number: int = 3) -> str:
    """Return an RSS item with a title and a link, and what else is asked for."""
    named = "" if title is None else f"<title>{title}</title>"
    return f"<item>{named}<link>https://lamplight.example/episode-{number}/</link>{inside}</item>"


def rss(*items: str, head: str = "", declared: str | None = "utf-8") -> str:
    """Return an RSS document."""
    declaration = "" if declared is None else f'<?xml version="1.0" encoding="{declared}"?>\n'
    return (
        f'{declaration}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
        ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        f"<channel><title>Lamplight</title><link>https://lamplight.example/</link>{head}{''.join(items)}</channel></rss>"
    )


def atom(*entries: str, attributes: str = "") -> str:
    """Return an Atom document."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" {attributes}>'
        f"<title>Tidewater</title><author><name>Odile Marsh</name></author>{''.join(entries)}</feed>"
    )


WORDPRESS = rss(
    item(
        "<dc:creator><![CDATA[Odile Marsh]]></dc:creator><pubDate>Thu, 15 Oct 2026 10:00:00 +0200</pubDate>"
        '<guid isPermaLink="false">https://lamplight.example/?p=33</guid><slash:comments>4</slash:comments>'
        f"<description><![CDATA[{RECAP[:90]} [&#8230;]]]></description>"
        f"<content:encoded><![CDATA[{WHOLE}]]></content:encoded>"
    ),
    head="<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
).encode()

EXCERPTS = rss(
    item(
        f"<guid>https://lamplight.example/?p=33</guid><description><![CDATA[<p>{RECAP[:90]} [&#8230;]</p><p>The post "
        '<a href="https://lamplight.example/">Episode 3</a> appeared first on <a href="/">Lamplight</a>.</p>]]>'
        "</description>"
    )
).encode()

ESCAPED = rss(
    item(
        '<guid isPermaLink="false">33 at https://lamplight.example</guid><description>'
        + (WHOLE * 3).replace("<", "&lt;").replace(">", "&gt;")
        + "</description>"
    ),
    head="<ttl>90</ttl>",
).encode()

FEEDBURNER = (
    "\n"
    + rss(
        item(
            "<feedburner:origLink>https://lamplight.example/real/?utm_source=feed</feedburner:origLink>"
            f"<content:encoded><![CDATA[{WHOLE}]]></content:encoded>"
            "<description>Tom & Tessen &nbsp; again</description>"
        )
    )
).encode()

XHTML = atom(
    "<entry><title type='html'>Saltglass Harbor &lt;b&gt;Episode 3&lt;/b&gt;</title>"
    "<id>tag:tidewater.example,2026:3</id>"
    "<link rel='replies' href='https://tidewater.example/3/comments'/><link rel='alternate' href='/3'/>"
    "<updated>2026-10-15T10:00:00Z</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
    f"{WHOLE}</div></content></entry>",
    attributes='xml:base="" xml:lang="en"',
).encode()

IN_HTML = (
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><body>'
    + XHTML.decode().partition("?>")[2]
    + "</body></html>"
).encode()

RDF = (
    '<?xml version="1.0" encoding="windows-1251"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://m.example/">'
    "<title>Маяк</title><link>https://m.example/</link></channel><item rdf:about='https://m.example/3'>"
    f"<title>Серия 3</title><link>https://m.example/3</link><dc:date>2026-10-15T10:00:00Z</dc:date><description>{RUSSIAN}"
    "</description></item></rdf:RDF>"
).encode("cp1251")

EVERY = {
    "WordPress": WORDPRESS,
    "excerpts": EXCERPTS,
    "HTML escaped": ESCAPED,
    "FeedBurner": FEEDBURNER,
    "Atom with XHTML": XHTML,
    "Atom in HTML": IN_HTML,
    "RDF": RDF,
}

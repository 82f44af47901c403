"""HTML to the common form: the article without what stands around it, and what the page says of itself."""

from __future__ import annotations

import json
import re
from typing import Any

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.errors import UnreadableReview
from bot.reviews.blocks import Page, is_prose, words
from bot.reviews.walk import blocks_of

DEEPEST = 500
"""Tags open at once; parsers need time in the square of the depth, and no blog nests more than some fifty."""
MOST_TAGS = 60_000
"""Tags of a page; those of blogs, with all that stands around a review, have some 5,000."""

_OPENERS = re.compile(
    r"\s{0,1000}(?:<!--(?:(?!-->)[\s\S]){0,2000}-->\s{0,1000})?"
    r"<(?:!doctype|html|head|body|article|main|section|div|p|h[1-6]|ul|ol|meta|\?xml)\b",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(r"<(?:p|div|article|section|h[1-6]|ul|ol|li|body)(?:\s[^<>]{0,500})?>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)>?")
_VOID = words("area base br col embed hr img input link meta param source track wbr p option")
_KEPT = words(
    "html body main article section header div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre br hr table tbody "
    "thead tr td th figure figcaption img strong b em i del s code a span time cite u sup sub small mark"
)
_DROPPED = words(
    "head title script style noscript template svg math iframe object nav footer aside form button select textarea "
    "label dialog canvas audio video"
)
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|respond|share|sharing|sharedaddy|social|related|relatedposts|sidebar|nav|"
    r"navigation|menu|newsletter(?!-post)|subscribe|subscription|cookies?|breadcrumbs?|widget|widgets|advert|advertisement|ads|"
    r"promo|pagination|byline|meta|tags|jp-relatedposts|screen-reader-text|skip-link)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROOTS = ("[itemprop=articleBody]", ".entry-content", ".post-content", ".article-content", "article", "main")
_METAS = {
    "og:title": "title",
    "og:site_name": "site",
    "og:url": "url",
    "og:locale": "language",
    "author": "author",
    "article:author": "author",
    "article:published_time": "published",
    "datepublished": "published",
    "date": "published",
}


def looks_like_html(text: str) -> bool:
    """Tell by its content whether a text is HTML; Markdown with a tag here and there is not."""
    return bool(_OPENERS.match(text)) or len(_BLOCK_TAG.findall(text[:20_000])) >= 4


def read_html(text: str) -> Page:
    """Return an HTML page or fragment in the common form.

    Raises:
        UnreadableReview: the tags are nested deeper than any page's, or more than any page has.
    """
    _refuse_deep(text)
    page = Page(facts=_facts(LexborHTMLParser(text)))
    cleaned = nh3.clean(
        text,
        tags=set(_KEPT),
        clean_content_tags=set(_DROPPED),
        attributes={
            "*": {"class", "id", "itemprop", "rel"},
            "a": {"href"},
            "time": {"datetime"},
            "img": {"src", "data-src", "data-lazy-src", "data-original", "alt", "width", "height"},
        },
        url_schemes={"http", "https"},
        link_rel=None,
    )
    tree = LexborHTMLParser(cleaned)
    if tree.body is None:
        return page
    _note_byline(tree, page.facts)
    root = _root(tree, tree.body)
    page.blocks, page.images = blocks_of(root, _is_noise)
    if not page.blocks:
        page.blocks, page.images = blocks_of(root, lambda _: False)
    headings = [plain_text(node) for node in tree.css("h1")[:5]]
    told = page.facts.get("title")
    titles = [title for title in (headings[0] if len(headings) == 1 else None, told, *headings) if title]
    page.title = titles[0] if titles else page.facts.get("window")
    page.other_titles = [title for title in [*titles, page.facts.get("window")] if title and title != page.title]
    return page


def plain_text(node: LexborNode) -> str:
    """Return all the text in a node, on one line."""
    return " ".join(str(node.text(deep=True)).split())


def _refuse_deep(text: str) -> None:
    depth = 0
    for count, match in enumerate(_TAG.finditer(text)):
        if count > MOST_TAGS:
            raise UnreadableReview(f"The page has more than {MOST_TAGS:,} tags, as no review has.")
        closing, name, rest = match.groups()
        if name.lower() in _VOID or rest.endswith("/"):
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > DEEPEST:
            raise UnreadableReview(f"The page nests more than {DEEPEST} tags in one another, as no review does.")


def _facts(tree: LexborHTMLParser) -> dict[str, str]:
    facts: dict[str, str] = {}
    for node in tree.css("meta")[:200]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        key = _METAS.get(name.lower())
        content = " ".join((attributes.get("content") or "").split())
        if key and content and not (key == "author" and content.startswith("http")):
            facts.setdefault(key, content)
    html = tree.css_first("html")
    declared = html.attributes.get("lang") if html is not None else None
    if declared:
        facts["language"] = declared
    canonical = tree.css_first("link[rel=canonical]")
    if canonical is not None and canonical.attributes.get("href"):
        facts["url"] = canonical.attributes["href"] or ""
    window = tree.css_first("title")
    if window is not None and plain_text(window):
        facts["window"] = plain_text(window)
    for node in tree.css('script[type="application/ld+json"]')[:10]:
        for key, value in _linked_data(node.text(deep=True)).items():
            facts.setdefault(key, value)
    return facts


def _linked_data(text: str) -> dict[str, str]:
    """Return what a JSON-LD script says of its article; nothing when it is no JSON, or of another shape."""
    if len(text) > 50_000:
        return {}
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    items = data.get("@graph", [data]) if isinstance(data, dict) else data
    facts: dict[str, str] = {}
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict) or item.get("@type") not in ("Article", "BlogPosting", "NewsArticle", "Review"):
            continue
        author = item.get("author")
        author = author[0] if isinstance(author, list) and author else author
        author = author.get("name") if isinstance(author, dict) else author
        for key, value in (
            ("title", item.get("headline")),
            ("author", author),
            ("published", item.get("datePublished")),
        ):
            if isinstance(value, str) and value.strip():
                facts.setdefault(key, " ".join(value.split()))
    return facts


def _note_byline(tree: LexborHTMLParser, facts: dict[str, str]) -> None:
    """Take author and date from where blogs print them, before these lines are dropped."""
    outside = ("comment", "respond", "widget", "related", "sidebar")
    for key, selectors in (
        (
            "author",
            ("[rel=author]", "[itemprop=author]", ".author .fn", ".byline .author", ".author-name", ".p-author"),
        ),
        ("published", ("time[datetime]",)),
    ):
        for node in [node for selector in selectors for node in tree.css(selector)[:5]]:
            if key in facts or any(word in _names(above) for above in _lineage(node) for word in outside):
                continue
            value = node.attributes.get("datetime") if key == "published" else plain_text(node)
            if value and len(value) <= 80:
                facts[key] = value


def _lineage(node: LexborNode) -> list[LexborNode]:
    found = []
    above: LexborNode | None = node
    while above is not None:
        found.append(above)
        above = above.parent
    return found


def _names(node: LexborNode) -> str:
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()


def _root(tree: LexborHTMLParser, body: LexborNode) -> LexborNode:
    """Return the element that holds the article: of the likeliest kind that is there, the one with most text."""
    for selector in _ROOTS:
        nodes = [node for node in tree.css(selector)[:20] if not _is_noise(node)]
        if nodes:
            best = max(nodes, key=lambda node: len(plain_text(node)))
            if is_prose(plain_text(best)):
                return best
    return body


def _is_noise(node: LexborNode) -> bool:
    return bool(_NOISE.search(_names(node)))

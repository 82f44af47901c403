"""A blog on a real server of this machine, with a feed as a well-known blog software writes it."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

from aiohttp import web

from tests.world import SECRET


@dataclass
class Post:
    """One post: what its feed item and its page say."""

    number: int
    title: str
    html: str
    guid: str | None = None
    link: str | None = None
    excerpt: str | None = None
    published: datetime = datetime(2024, 4, 3, tzinfo=UTC)
    author: str = "Mara Quill"


@dataclass
class Blog:
    """What the server serves; a test changes it as it goes."""

    port: int = 0
    posts: list[Post] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    moved_to: str | None = None
    missing: str | None = None
    title: str = "Second Cour Coffee"

    @property
    def home(self) -> str:
        """Return the address of its front page."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def feed(self) -> str:
        """Return the address of its feed."""
        return f"{self.home}feed/"

    def may_reach(self, ip: str, port: int) -> bool:
        """Return whether that is this server; nothing else may be reached in a test."""
        return (ip, port) == ("127.0.0.1", self.port)

    def publish(self, episode: str, *, show: str = "Lantern Code", **fields: str | None) -> Post:
        """Put up a review of an episode, in the form of the review that the project began with."""
        number = len(self.posts) + 1
        values: dict[str, Any] = {
            "title": f"{show} Episode {episode} Review: The {SECRET} Breaks at Last",
            "html": review_html(show, episode),
            "guid": f"{self.home}?p={number}",
            "link": f"{self.home}{number}/",
            "published": datetime(2024, 4, 3, tzinfo=UTC) + timedelta(days=7 * number),
        }
        post = Post(number, **{**values, **fields})
        self.posts.insert(0, post)
        return post

    def document(self) -> str:
        """Return the feed."""
        items = "".join(_item(post) for post in self.posts)
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<channel><title>{escape(self.title)}</title><link>{self.home}</link>{items}</channel></rss>"
        )


def review_html(show: str, episode: str, verdict: str = "7/10") -> str:
    """Return a review with its three parts, a score and a loose end; each sentence that tells holds `SECRET`."""
    paragraphs = [
        f"<p>Here is my review for {show} episode {episode}, which aired this week.</p>",
        "<h2>What Happened?</h2>",
        *(
            f"<p>Ines carries the {SECRET} over the pier, and {number} people see the {SECRET} go out.</p>"
            for number in range(2, 6)
        ),
        "<h2>What I Think</h2>",
        f"<p>The {SECRET} was broken too early for my taste, and the {SECRET} deserved better.</p>",
        f"<p>We never learn who lit the {SECRET} in the first place.</p>",
        "<h2>Closing Notes</h2>",
        f"<p>A {SECRET} to remember. I give this episode a {verdict}.</p>",
    ]
    return "".join(paragraphs)


@asynccontextmanager
async def serve_blog() -> AsyncIterator[Blog]:
    """Serve a blog on a free port of this machine."""
    blog = Blog()

    async def answer(request: web.Request) -> web.Response:
        blog.asked.append((request.path, dict(request.headers)))
        if blog.moved_to is not None and request.path == "/feed/":
            return web.Response(status=301, headers={"Location": blog.moved_to})
        if blog.status != 200:
            return web.Response(status=blog.status, headers=blog.headers)
        if request.path == blog.missing:
            return web.Response(status=404)
        if request.path == "/":
            link = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
            return _html(f"<html><head><title>Second Cour Coffee</title>{link}</head><body><p>Hello.</p></body></html>")
        if request.path in ("/feed/", "/new-feed/"):
            return _feed(request, blog)
        for post in blog.posts:
            if post.link and post.link.endswith(request.path):
                return _html(f"<html><body><article><h1>{escape(post.title)}</h1>{post.html}</article></body></html>")
        return web.Response(status=404)

    app = web.Application()
    app.router.add_route("GET", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        blog.port = runner.addresses[0][1]
        yield blog
    finally:
        await runner.cleanup()


def _feed(request: web.Request, blog: Blog) -> web.Response:
    body = blog.document()
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers=blog.headers)
    return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": etag, **blog.headers})


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")


def _item(post: Post) -> str:
    parts = [
        f"<title>{escape(post.title)}</title>",
        f"<link>{escape(post.link)}</link>" if post.link else "",
        f'<guid isPermaLink="false">{escape(post.guid)}</guid>' if post.guid else "",
        f"<pubDate>{format_datetime(post.published)}</pubDate><dc:creator>{escape(post.author)}</dc:creator>",
        f"<description>{escape(post.excerpt)}</description>"
        if post.excerpt
        else f"<content:encoded><![CDATA[{post.html}]]></content:encoded>",
    ]
    return f"<item>{''.join(parts)}</item>"

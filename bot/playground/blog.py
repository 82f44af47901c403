"""A blog for the playground: two reviews on a page and in a feed, the second of which comes when it is asked for.

It is served on this machine. To the bot it has a name as any blog has, which only the playground's web can look up, so
that all of the bot's rules about addresses hold there too.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.homes import samples

NAME = "late-ferry.example"
ADDRESS = f"http://{NAME}/"
FEED = f"{ADDRESS}feed/"

_TEXTS = samples() / "blog"
_TITLE = "Return to Sender, Says the Moon Episode {} Review: {}"


@dataclass(frozen=True, slots=True)
class _Post:
    episode: int
    title: str
    published: datetime


_POSTS = (
    _Post(12, _TITLE.format(12, "A Street Without Names"), datetime(2025, 3, 24, 20, tzinfo=UTC)),
    _Post(13, _TITLE.format(13, "The Letter That Came Back"), datetime(2025, 3, 31, 20, tzinfo=UTC)),
)


class Names(AbstractResolver):
    """Looks up names of blogs that are served on this machine, and no others."""

    def __init__(self, ports: dict[str, int]) -> None:
        self._ports = ports

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return where a blog is served, whatever port was asked for."""
        if host not in self._ports:
            raise OSError("no such name")
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=self._ports[host], family=socket.AF_INET, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        """Close nothing: it holds nothing."""


@dataclass
class SampleBlog:
    """The blog while it is served. `page` is where a person reads it, in the browser."""

    port: int = 0
    posts: tuple[_Post, ...] = _POSTS[:1]

    @property
    def page(self) -> str:
        """Return the address of its page on this machine."""
        return f"http://127.0.0.1:{self.port}/"

    def may_reach(self, ip: str, port: int) -> bool:
        """Return whether that is this blog, the only site there is in the playground."""
        return (ip, port) == ("127.0.0.1", self.port)


@asynccontextmanager
async def serve_blog(published: Callable[[], Awaitable[None]]) -> AsyncIterator[SampleBlog]:
    """Serve the blog on a free port.

    Args:
        published: called when a post has come.
    """
    blog = SampleBlog()

    async def front(_: web.Request) -> web.Response:
        return _page(_front(blog))

    async def feed(_: web.Request) -> web.Response:
        return web.Response(text=_feed(blog), content_type="application/rss+xml")

    async def post(request: web.Request) -> web.Response:
        for each in blog.posts:
            if str(each.episode) == request.match_info["episode"]:
                return _page(_article(each))
        raise web.HTTPNotFound

    async def publish(_: web.Request) -> web.Response:
        blog.posts = _POSTS
        await published()
        raise web.HTTPSeeOther("/")

    app = web.Application()
    app.router.add_get("/", front)
    app.router.add_get("/feed/", feed)
    app.router.add_get(r"/{episode:\d+}/", post)
    app.router.add_post("/publish", publish)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        blog.port = runner.addresses[0][1]
        yield blog
    finally:
        await runner.cleanup()


def _front(blog: SampleBlog) -> str:
    posts = "".join(f'<li><a href="/{post.episode}/">{escape(post.title)}</a></li>' for post in reversed(blog.posts))
    button = '<form method="post" action="/publish"><button>Publish the review of episode 13</button></form>'
    return f"<h1>The Late Ferry</h1><ul>{posts}</ul>{button if len(blog.posts) < len(_POSTS) else ''}"


def _article(post: _Post) -> str:
    return f'<article class="entry-content"><h1>{escape(post.title)}</h1>{_text(post)}</article>'


def _feed(blog: SampleBlog) -> str:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{ADDRESS}{post.episode}/</link>"
        f'<guid isPermaLink="false">{ADDRESS}?p={post.episode}</guid><dc:creator>Ruth Averling</dc:creator>'
        f"<pubDate>{format_datetime(post.published)}</pubDate>"
        f"<content:encoded><![CDATA[{_text(post)}]]></content:encoded></item>"
        for post in reversed(blog.posts)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Late Ferry</title>'
        f"<link>{ADDRESS}</link>{items}</channel></rss>"
    )


def _text(post: _Post) -> str:
    return (_TEXTS / f"{post.episode}.html").read_text(encoding="utf-8")


def _page(body: str) -> web.Response:
    head = '<title>The Late Ferry</title><link rel="alternate" type="application/rss+xml" href="/feed/">'
    style = "<style>body{font:1.1em/1.6 Georgia,serif;max-width:40em;margin:3em auto;padding:0 1em}</style>"
    return web.Response(
        text=f"<!doctype html><html><head>{head}{style}</head><body>{body}</body></html>", content_type="text/html"
    )

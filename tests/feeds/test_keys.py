"""By what an item is known again, and what counts as a change of it."""

from __future__ import annotations

import pytest

from bot.feeds.model import Item
from bot.feeds.reading import read_feed
from tests.feeds.samples import RECAP, item, rss


def items(*written: str) -> tuple[Item, ...]:
    """Return the items of a feed."""
    return read_feed(rss(*written).encode(), "https://lamplight.example/feed/").items


def one(inside: str = "", *, title: str = "Saltglass Harbor Episode 3 Review", number: int = 3) -> Item:
    """Return an item read alone."""
    (found,) = items(item(inside, title=title, number=number))
    return found


GUID = "<guid isPermaLink='false'>a-33</guid>"


def test_the_guid_comes_before_all_else() -> None:
    assert one(GUID).key == one(GUID, title="Another title").key
    assert one(GUID).key != one(GUID.replace("33", "34")).key


def test_then_the_link_then_title_and_date() -> None:
    date = "<pubDate>Thu, 15 Oct 2026 10:00:00 GMT</pubDate>"
    assert one().key == one(date, title="Another title").key
    assert one().key != items(item(number=4))[0].key
    (bare,) = items(f"<item><title>a</title>{date}</item>")
    (again,) = items(f"<item><title>a</title>{date}<description>more</description></item>")
    (other,) = items(f"<item><title>a</title>{date.replace('15', '16')}</item>")
    assert bare.key == again.key != other.key


def test_an_item_of_a_text_alone_is_known_by_it() -> None:
    first, again, other = (items(f"<item><description>{text}</description></item>")[0] for text in ("a", "a", "b"))
    assert first.key == again.key != other.key


def test_a_guid_is_never_taken_for_a_link() -> None:
    address = "https://lamplight.example/episode-3/"
    assert one().link == address
    assert one().key != one(f"<guid isPermaLink='false'>{address}</guid>").key


def test_a_feed_that_gives_new_guids_keeps_the_twins() -> None:
    old, new = one(GUID), one("<guid isPermaLink='false'>b-71</guid>")
    assert old.key != new.key
    assert old.twin_key == new.twin_key is not None
    assert one(GUID, title="Another title").twin_key != old.twin_key
    (bare,) = items("<item><title>a</title></item>")
    assert bare.twin_key is None


def text(body: str, more: str = "") -> Item:
    """Return an item with this text."""
    return one(f"{GUID}<description><![CDATA[{body}]]></description>{more}")


@pytest.mark.parametrize(
    "changed",
    [
        text(f"<p>{RECAP}</p>", "<pubDate>Thu, 15 Oct 2026 10:00:00 GMT</pubDate>"),
        text(f"<div class='new' data-x='1'><p>{RECAP}</p></div>"),
        text(f"<p>{RECAP.replace('lamp oil', '<b>lamp</b> <i>oil</i>').replace('gulls', 'gu<b>ll</b>s')}</p>"),
        text(f"<p>{RECAP}</p><img src='https://stats.example/b.gif'><script>count(7)</script><!-- 7 -->"),
        text(f"<p>{RECAP}</p><a href='/3#comments'>7 comments</a>"),
        text(f"\n  <p>{RECAP.replace(' ', chr(10))}</p>"),
        text(f"<p>{RECAP.replace('gulls', '&#103;ulls')}</p>"),
        one(f"{GUID}<description><![CDATA[<p>{RECAP}</p>]]></description>", number=33),
    ],
)
def test_dates_markup_counters_and_addresses_are_no_change(changed: Item) -> None:
    assert changed.content_hash == text(f"<p>{RECAP}</p>").content_hash


def test_words_of_text_or_title_are_a_change() -> None:
    before = text(f"<p>{RECAP}</p>")
    assert text(f"<p>{RECAP} Or will he?</p>").content_hash != before.content_hash
    assert text(f"<p>{RECAP.replace('silent', 'loud')}</p>").content_hash != before.content_hash
    titled = one(f"{GUID}<description><![CDATA[<p>{RECAP}</p>]]></description>", title="Corrected")
    assert titled.content_hash != before.content_hash


def test_tracking_in_a_link_changes_nothing() -> None:
    tracked = items(item().replace("episode-3/", "episode-3/?utm_source=rss&amp;utm_medium=rss"))[0]
    assert (tracked.key, tracked.twin_key) == (one().key, one().twin_key)


def test_an_item_doubled_is_one_and_the_newer_counts() -> None:
    dated = GUID + "<pubDate>{} Oct 2026 10:00:00 GMT</pubDate><description>{}</description>"
    (found,) = items(item(dated.format(15, "old")), item(dated.format(16, "new")))
    assert found.body == "new"


def test_items_nested_by_mistake_come_once() -> None:
    found = items(f"<item><title>a</title><guid>a</guid>{item('<guid>b</guid>', title='b')}</item>")
    assert len({each.key for each in found}) == len(found)


def test_different_items_with_one_guid_are_both_kept_and_the_older_keeps_it() -> None:
    dated = GUID + "<pubDate>{} Oct 2026 10:00:00 GMT</pubDate>"
    old, new = item(dated.format(15), title="Episode 3", number=3), item(dated.format(16), title="Episode 4", number=4)
    (alone,) = items(old)
    assert [found.title for found in items(new, old)] == ["Episode 4", "Episode 3"]
    assert items(new, old)[1] == alone
    assert items(new, old)[0].key == items(item(title="Episode 4", number=4))[0].key
    bare = "<item>{}<title>{}</title><pubDate>{} Oct 2026 10:00:00 GMT</pubDate></item>"
    first, second = items(bare.format(GUID, "Episode 4", 16), bare.format(GUID, "Episode 3", 15))
    assert first.key == items(bare.format("", "Episode 4", 16))[0].key != second.key


def test_a_changed_title_or_date_alone_makes_no_second_item() -> None:
    dated = "<item>{}<title>{}</title><pubDate>{} Oct 2026 10:00:00 GMT</pubDate></item>"
    assert len(items(dated.format(GUID, "a", 15), dated.format(GUID, "b", 15))) == 1
    assert len(items(dated.format(GUID, "a", 15), dated.format(GUID, "a", 16))) == 1

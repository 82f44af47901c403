-- Feeds: what the web offers, what each guild has asked to have of it, and what people have yet to decide.

-- An address that some guild watches. It is no guild's, for all of them share one look at it, and holds nothing of any:
-- who watches it stands in feeds.
CREATE TABLE feed_sources (
    source_id INTEGER PRIMARY KEY AUTOINCREMENT,
    address TEXT NOT NULL UNIQUE,
    title TEXT,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    next_look INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    failure TEXT,
    is_gone INTEGER NOT NULL DEFAULT 0 CHECK (is_gone IN (0, 1))
);
CREATE INDEX feed_sources_due ON feed_sources (next_look) WHERE is_gone = 0;
CREATE INDEX feed_sources_failing ON feed_sources (failing_since) WHERE failing_since IS NOT NULL;
CREATE INDEX feed_sources_gone ON feed_sources (source_id) WHERE is_gone = 1;

-- An item of a source, known again by its key, or by its twin key where a feed gives all its items new guids. The text
-- is kept only as long as some guild has not had it.
CREATE TABLE feed_items (
    item_id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES feed_sources (source_id) ON DELETE CASCADE,
    item_key TEXT NOT NULL,
    twin_key TEXT,
    content_hash TEXT NOT NULL,
    link TEXT,
    title TEXT,
    author TEXT,
    published INTEGER,
    body TEXT,
    is_excerpt INTEGER NOT NULL DEFAULT 0 CHECK (is_excerpt IN (0, 1)),
    seen_at INTEGER NOT NULL,
    UNIQUE (source_id, item_key)
);
CREATE INDEX feed_items_twin ON feed_items (source_id, twin_key);

-- What a guild has asked for: a source, and the channel that its reviews go to.
CREATE TABLE feeds (
    feed_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL REFERENCES feed_sources (source_id),
    channel_id INTEGER NOT NULL,
    show_id INTEGER,
    accepts TEXT NOT NULL CHECK (accepts IN ('followed', 'anime', 'everything')),
    placing TEXT NOT NULL CHECK (placing IN ('card', 'thread', 'discussion')),
    role_id INTEGER,
    is_paused INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
    -- What its keepers have been told of it, so that they are told once.
    told TEXT CHECK (told IN ('failing', 'gone')),
    is_flood_told INTEGER NOT NULL DEFAULT 0 CHECK (is_flood_told IN (0, 1)),
    created_at INTEGER NOT NULL,
    UNIQUE (guild_id, source_id, channel_id),
    UNIQUE (guild_id, feed_id),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX feeds_of_source ON feeds (source_id);
CREATE INDEX feeds_told ON feeds (source_id) WHERE told IS NOT NULL;
CREATE INDEX feeds_of_show ON feeds (guild_id, show_id);

-- An item that a guild has yet to have: due, or held until its keepers say that so many are wanted at once.
CREATE TABLE feed_entries (
    guild_id INTEGER NOT NULL,
    feed_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL REFERENCES feed_items (item_id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('due', 'held')),
    is_change INTEGER NOT NULL CHECK (is_change IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL,
    PRIMARY KEY (feed_id, item_id),
    FOREIGN KEY (guild_id, feed_id) REFERENCES feeds (guild_id, feed_id) ON DELETE CASCADE
);
CREATE INDEX feed_entries_due ON feed_entries (item_id, next_try) WHERE state = 'due';
CREATE INDEX feed_entries_held ON feed_entries (feed_id) WHERE state = 'held';
CREATE INDEX feed_entries_of_item ON feed_entries (item_id);
CREATE INDEX feed_entries_of_feed ON feed_entries (guild_id, feed_id);

-- Texts that may be reviews and can't be placed: people say of which show and episode they are. Where the review would
-- go then stands beside it, for the feed it came from may be gone by that time.
CREATE TABLE review_queue (
    entry_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    source_key TEXT NOT NULL,
    url TEXT,
    title TEXT,
    body TEXT NOT NULL,
    reason TEXT NOT NULL,
    guessed_show_id INTEGER,
    guessed_first INTEGER,
    guessed_last INTEGER,
    channel_id INTEGER,
    role_id INTEGER,
    placing TEXT CHECK (placing IN ('card', 'thread', 'discussion')),
    created_at INTEGER NOT NULL,
    UNIQUE (guild_id, source_key)
);
CREATE INDEX review_queue_of_guild ON review_queue (guild_id, entry_id);

-- What a guild has chosen. A guild without a row has chosen nothing, and the defaults of the code hold.
CREATE TABLE guild_settings (
    guild_id INTEGER PRIMARY KEY,
    notices_channel_id INTEGER,
    writers TEXT CHECK (writers IN ('everyone', 'role', 'keepers')),
    writers_role_id INTEGER
);

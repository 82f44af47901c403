-- Deliveries: which review stands in which channel, or is to. A row is the claim that is committed before anything is
-- posted; the message's id marks it. A review is delivered to a channel once.
CREATE TABLE deliveries (
    delivery_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    placing TEXT NOT NULL CHECK (placing IN ('card', 'thread', 'discussion')),
    role_id INTEGER,
    state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'posted', 'given_up')),
    -- Posted, and the review has changed since.
    is_stale INTEGER NOT NULL DEFAULT 0 CHECK (is_stale IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    first_try INTEGER,
    last_try INTEGER,
    next_try INTEGER NOT NULL,
    failure TEXT,
    is_told INTEGER NOT NULL DEFAULT 0 CHECK (is_told IN (0, 1)),
    -- Where the message stands, which may be a thread of the channel, and the thread that was opened for it.
    place_id INTEGER,
    message_id INTEGER,
    thread_id INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (guild_id, review_id, channel_id),
    FOREIGN KEY (guild_id, review_id) REFERENCES reviews (guild_id, review_id) ON DELETE CASCADE
);
CREATE INDEX deliveries_due ON deliveries (guild_id, next_try) WHERE state = 'due' OR is_stale = 1;
CREATE INDEX deliveries_told ON deliveries (guild_id, channel_id) WHERE is_told = 1;
CREATE INDEX deliveries_given_up ON deliveries (guild_id) WHERE state = 'given_up';

-- The place where an episode is talked about: a thread or a forum's post, one an episode.
CREATE TABLE discussions (
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    parent_id INTEGER NOT NULL,
    thread_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, show_id, episode),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX discussions_by_thread ON discussions (guild_id, thread_id);

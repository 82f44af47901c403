-- Discussions: the place where an episode is talked about, which is claimed before it is opened, and its hub, the
-- standing message with which it begins.
CREATE TABLE new_discussions (
    discussion_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    -- The channel or forum it is in, and the thread or post that it is, NULL until that is open.
    parent_id INTEGER NOT NULL,
    thread_id INTEGER,
    mode TEXT NOT NULL DEFAULT 'open' CHECK (mode IN ('open', 'gated')),
    -- The hub, as in rating_polls.
    channel_id INTEGER NOT NULL,
    message_id INTEGER,
    is_wanted INTEGER NOT NULL DEFAULT 1 CHECK (is_wanted IN (0, 1)),
    posting INTEGER NOT NULL DEFAULT 1,
    version INTEGER NOT NULL DEFAULT 1,
    shown_version INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL,
    begun_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    is_told INTEGER NOT NULL DEFAULT 0 CHECK (is_told IN (0, 1)),
    created_at INTEGER NOT NULL,
    UNIQUE (guild_id, show_id, episode),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
-- Threads that were opened at a review have no hub until someone asks for the discussion.
INSERT INTO new_discussions (guild_id, show_id, episode, parent_id, thread_id, channel_id, is_wanted, next_try, created_at)
SELECT guild_id, show_id, episode, parent_id, thread_id, thread_id, 0, created_at, created_at FROM discussions
ORDER BY created_at, guild_id, show_id, episode;
DROP TABLE discussions;
ALTER TABLE new_discussions RENAME TO discussions;
CREATE INDEX discussions_by_thread ON discussions (guild_id, thread_id);
CREATE INDEX discussions_due ON discussions (next_try) WHERE is_wanted = 1 AND shown_version <> version;

-- Whom the bot has let into a gated discussion; is_leaving is set where their progress has gone back below its episode.
CREATE TABLE discussion_members (
    discussion_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    is_leaving INTEGER NOT NULL DEFAULT 0 CHECK (is_leaving IN (0, 1)),
    next_try INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (discussion_id, member_id),
    FOREIGN KEY (discussion_id) REFERENCES discussions (discussion_id) ON DELETE CASCADE
);
CREATE INDEX discussion_members_leaving ON discussion_members (next_try) WHERE is_leaving = 1;

-- Where a guild has its discussions and how: of one show, or with NULL of all that have no row. What a row leaves open
-- is as in the guild's.
CREATE TABLE discussion_settings (
    guild_id INTEGER NOT NULL,
    show_id INTEGER,
    channel_id INTEGER,
    mode TEXT CHECK (mode IN ('open', 'gated')),
    -- Whether members whose progress goes back are taken out of gated discussions.
    takes_out INTEGER CHECK (takes_out IN (0, 1)),
    -- Whether keepers were told that the channel is no Spoiler Channel.
    is_told INTEGER NOT NULL DEFAULT 0 CHECK (is_told IN (0, 1)),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX discussion_settings_once ON discussion_settings (guild_id, coalesce(show_id, 0));

-- Discussions that are to be opened one after the other, at an hour of the guild's own. One schedule a show.
CREATE TABLE discussion_schedules (
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    next_episode INTEGER NOT NULL,
    last_episode INTEGER NOT NULL,
    -- The day of the next one, the hour, and the zone in which both are meant; next_at is that instant.
    next_day TEXT NOT NULL,
    hour TEXT NOT NULL,
    zone TEXT NOT NULL,
    every_days INTEGER NOT NULL CHECK (every_days > 0),
    next_at INTEGER NOT NULL,
    is_paused INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
    PRIMARY KEY (guild_id, show_id),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX discussion_schedules_due ON discussion_schedules (next_at) WHERE is_paused = 0;

-- An IANA time zone, in which hours are meant that members type.
ALTER TABLE guild_settings ADD COLUMN time_zone TEXT;

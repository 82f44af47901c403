-- Ratings of episodes, how many gave each score, and the polls on which members rate.

-- A member's rating of an episode: one each, from 1 to 10, changeable.
CREATE TABLE ratings (
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 10),
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, show_id, episode, member_id),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX ratings_of_member ON ratings (guild_id, member_id, show_id, episode);

-- How many gave each score: at most ten rows an episode, so that a result costs the same for ten votes and a million.
-- They are changed in the transaction that changes a rating, and a check counts them anew.
CREATE TABLE rating_tallies (
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 10),
    votes INTEGER NOT NULL CHECK (votes >= 0),
    PRIMARY KEY (guild_id, show_id, episode, score),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);

-- The message on which members rate an episode, one an episode and guild. A row is the claim that is committed before
-- it is posted.
CREATE TABLE rating_polls (
    poll_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    -- NULL until it is posted, and again once it is found deleted, when is_wanted is 0 until someone asks for it.
    -- posting counts how often that was.
    message_id INTEGER,
    is_wanted INTEGER NOT NULL DEFAULT 1 CHECK (is_wanted IN (0, 1)),
    posting INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    closes_at INTEGER,
    -- Counts what has changed of it: a vote, a close, a reopening. The message shows what was so at shown_version.
    version INTEGER NOT NULL DEFAULT 1,
    shown_version INTEGER NOT NULL DEFAULT 0,
    -- Whoever posts or edits it takes it first, by moving next_try on; after a crash it is due again by then.
    next_try INTEGER NOT NULL,
    begun_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    is_told INTEGER NOT NULL DEFAULT 0 CHECK (is_told IN (0, 1)),
    created_at INTEGER NOT NULL,
    UNIQUE (guild_id, show_id, episode),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX rating_polls_closing ON rating_polls (closes_at) WHERE state = 'open' AND closes_at IS NOT NULL;
CREATE INDEX rating_polls_due ON rating_polls (next_try) WHERE is_wanted = 1 AND shown_version <> version;

-- Whoever has this role opens and closes polls, beside those with Manage Messages.
ALTER TABLE guild_settings ADD COLUMN hosts_role_id INTEGER;

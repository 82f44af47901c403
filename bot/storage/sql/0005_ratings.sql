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
CREATE INDEX ratings_of_member ON ratings (guild_id, member_id);

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
-- it is posted. is_stale says that the message does not show what is so now: another count, a close, a reopening.
CREATE TABLE rating_polls (
    poll_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    closes_at INTEGER,
    is_stale INTEGER NOT NULL DEFAULT 0 CHECK (is_stale IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    last_try INTEGER,
    next_try INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (guild_id, show_id, episode),
    UNIQUE (guild_id, poll_id),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX rating_polls_closing ON rating_polls (closes_at) WHERE state = 'open' AND closes_at IS NOT NULL;
CREATE INDEX rating_polls_due ON rating_polls (next_try) WHERE message_id IS NULL OR is_stale = 1;

-- Whoever has this role opens and closes polls, beside those with Manage Messages.
ALTER TABLE guild_settings ADD COLUMN hosts_role_id INTEGER;

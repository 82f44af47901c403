-- The first schema: what a guild follows, the reviews of it, and how far each member has watched.
--
-- Every table names its guild, and a row can only refer to rows of the same guild: that nothing shows in another
-- server is held by the keys below and not by the care of each query.
-- Episode numbers are hundredths (1350 is 13.5); instants are UTC epoch seconds.

-- AUTOINCREMENT, because buttons on old messages carry these ids: a number that was used once must never come to
-- mean another show or review.
CREATE TABLE shows (
    show_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    season INTEGER NOT NULL CHECK (season >= 0),
    first_absolute INTEGER CHECK (first_absolute >= 1),
    created_at INTEGER NOT NULL,
    UNIQUE (guild_id, show_id)
);

-- The title and the aliases of a show, folded for comparing. One name means one show of a season.
CREATE TABLE show_names (
    guild_id INTEGER NOT NULL,
    folded TEXT NOT NULL,
    season INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (guild_id, folded, season),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX show_names_of_show ON show_names (guild_id, show_id);

-- The show that is meant in a channel, and in its threads, when none is named.
CREATE TABLE channel_defaults (
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, channel_id),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX channel_defaults_of_show ON channel_defaults (guild_id, show_id);

-- The show that is meant in a guild where neither the member nor the channel names one.
CREATE TABLE guild_defaults (
    guild_id INTEGER PRIMARY KEY,
    show_id INTEGER NOT NULL,
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX guild_defaults_of_show ON guild_defaults (guild_id, show_id);

-- source_key is the review's address where it has one, else a hash of its text: the same review comes in once.
CREATE TABLE reviews (
    review_id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    first_episode INTEGER NOT NULL,
    last_episode INTEGER NOT NULL CHECK (last_episode >= first_episode),
    is_final INTEGER NOT NULL CHECK (is_final IN (0, 1)),
    title TEXT,
    author TEXT,
    published INTEGER,
    url TEXT,
    language TEXT,
    score_value TEXT,
    score_scale TEXT,
    score_raw TEXT,
    source_key TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (guild_id, source_key),
    UNIQUE (guild_id, review_id),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);
CREATE INDEX reviews_of_episode ON reviews (guild_id, show_id, first_episode, last_episode);

CREATE TABLE review_parts (
    guild_id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    heading TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (guild_id, review_id, position),
    FOREIGN KEY (guild_id, review_id) REFERENCES reviews (guild_id, review_id) ON DELETE CASCADE
);

-- What a review names as left open, the surest first; the ledger will take these up.
CREATE TABLE review_loose_ends (
    guild_id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    body TEXT NOT NULL,
    is_sure INTEGER NOT NULL CHECK (is_sure IN (0, 1)),
    PRIMARY KEY (guild_id, review_id, position),
    FOREIGN KEY (guild_id, review_id) REFERENCES reviews (guild_id, review_id) ON DELETE CASCADE
);

-- The pictures that stand in a review. Their addresses and words may tell of the episode as its text does.
CREATE TABLE review_images (
    guild_id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    alt TEXT NOT NULL,
    PRIMARY KEY (guild_id, review_id, position),
    FOREIGN KEY (guild_id, review_id) REFERENCES reviews (guild_id, review_id) ON DELETE CASCADE
);

-- The last episode of a show that a member says they have watched.
CREATE TABLE progress (
    guild_id INTEGER NOT NULL,
    show_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, show_id, member_id),
    FOREIGN KEY (guild_id, show_id) REFERENCES shows (guild_id, show_id) ON DELETE CASCADE
);

-- What the bot remembers of itself, such as the commands it last gave to Discord.
CREATE TABLE bot_state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

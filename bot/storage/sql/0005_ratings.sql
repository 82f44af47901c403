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

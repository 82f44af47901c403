-- Guilds that removed the bot, and when. What is kept of one goes some time later, unless it takes the bot back; an
-- outage of Discord is no removal. is_asked says that its owner wants it gone at once, whether the bot is there or not.
CREATE TABLE guild_departures (
    guild_id INTEGER PRIMARY KEY,
    left_at INTEGER NOT NULL,
    is_asked INTEGER NOT NULL DEFAULT 0 CHECK (is_asked IN (0, 1))
);
CREATE INDEX guild_departures_by_time ON guild_departures (left_at);

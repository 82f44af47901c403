-- Whether a guild was told, when it took the bot in, how to set it up: once for as long as anything is kept of it.
ALTER TABLE guild_settings ADD COLUMN is_greeted INTEGER NOT NULL DEFAULT 0 CHECK (is_greeted IN (0, 1));

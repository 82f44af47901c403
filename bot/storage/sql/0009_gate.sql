-- How a guild wants that held which lies beyond what a member has watched; NULL is to ask first.
ALTER TABLE guild_settings ADD COLUMN gate TEXT CHECK (gate IN ('veil', 'ask', 'strict'));

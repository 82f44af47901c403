-- Keeps the place of a migration that comes from another branch; it goes when that one is merged.
SELECT 1;

// Find what a load brought that was known before.
// COLUMN: id or seq
CREATE INDEX NAME IF NOT EXISTS FOR (a:Again) ON (a.COLUMN)

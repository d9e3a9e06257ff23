// Find what a load brought that was known before.
CREATE INDEX NAME IF NOT EXISTS FOR (a:Again) ON (a.id)

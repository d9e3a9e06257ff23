// Find nodes by a property.
// in:  LABEL: a label of graph/vocabulary.py; COLUMN: file, seq or id
CREATE INDEX NAME IF NOT EXISTS FOR (n:LABEL) ON (n.COLUMN)

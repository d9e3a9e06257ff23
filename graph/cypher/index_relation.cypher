// Find relations by a property.
// RELATION: a type of graph/vocabulary.py; COLUMN: a column of graph/statements.py
CREATE INDEX NAME IF NOT EXISTS FOR ()-[r:RELATION]-() ON (r.COLUMN)

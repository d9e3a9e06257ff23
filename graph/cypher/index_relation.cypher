// Find relations by a property.
// in:  RELATION: a type of graph/vocabulary.py; COLUMN: a column of graph/statements.py, or seq
CREATE INDEX NAME IF NOT EXISTS FOR ()-[r:RELATION]-() ON (r.COLUMN)

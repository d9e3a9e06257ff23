// Find statements that are nodes by a column.
// COLUMN: a column of graph/statements.py
CREATE INDEX NAME IF NOT EXISTS FOR (s:Statement) ON (s.COLUMN)

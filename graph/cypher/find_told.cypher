// Statements of a kind with few rows that hold one of these words in a column.
// in:  $ids, $file; COLUMN: a column of graph/statements.py
// out: file, cells
UNWIND $ids AS told
MATCH (s:Statement {file: $file})
USING INDEX s:Statement(file)
WHERE s.COLUMN = told
RETURN s.file AS file, properties(s) AS cells

// Statements that are relations and hold one of these ids in a column.
// in:  $ids, $file; COLUMN: a column of graph/statements.py, RELATION: a type of graph/vocabulary.py
// out: file, cells
UNWIND $ids AS id
MATCH ()-[r:RELATION]->()
USING INDEX r:RELATION(COLUMN)
WHERE r.COLUMN = id AND r.file = $file
RETURN r.file AS file, properties(r) AS cells

// Relations that hold one of these ids in a column that names neither end.
// in:  $ids, $file; RELATION: a type of graph/vocabulary.py; COLUMN: a column of graph/statements.py
// out: file, cells
UNWIND $ids AS id
MATCH ()-[r:RELATION]->()
USING INDEX SEEK r:RELATION(COLUMN)
WHERE r.COLUMN = id AND r.file = $file
RETURN r.file AS file, properties(r) AS cells

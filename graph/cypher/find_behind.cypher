// Statements from which readable relations of these things were made.
// in:  $ids, $file; LABEL: a label, RELATION: a type of graph/vocabulary.py
// out: file, cells
UNWIND $ids AS id
MATCH (t:LABEL {id: id})-[r:RELATION]-()
USING INDEX SEEK t:LABEL(id)
MATCH (s:Statement {id: r.statement})
USING INDEX SEEK s:Statement(id)
WHERE s.file = $file
RETURN s.file AS file, properties(s) AS cells

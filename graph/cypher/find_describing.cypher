// Statements that describe these things.
// in:  $ids, $file; LABEL: a label of graph/vocabulary.py
// out: file, cells
UNWIND $ids AS id
MATCH (t:LABEL {id: id})<-[:DESCRIBES]-(s)
USING INDEX SEEK t:LABEL(id)
WHERE s.file = $file
RETURN s.file AS file, properties(s) AS cells

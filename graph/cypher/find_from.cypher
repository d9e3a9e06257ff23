// Relations that begin at these things.
// in:  $ids, $file; LABEL: a label, RELATION: a type of graph/vocabulary.py
// out: file, cells
UNWIND $ids AS id
MATCH (t:LABEL {id: id})-[r:RELATION]->()
USING INDEX SEEK t:LABEL(id)
WHERE r.file = $file
RETURN r.file AS file, properties(r) AS cells

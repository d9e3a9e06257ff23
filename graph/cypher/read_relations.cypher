// Stream the statements of one file kind that are relations.
// in:  $file; RELATION: a type of graph/vocabulary.py
// out: cells
MATCH ()-[r:RELATION]->()
WHERE r.file = $file
RETURN properties(r) AS cells

// Stream the statements of one file kind that are relations.
// in:  $file, $last: the last load that counts; RELATION: a type of graph/vocabulary.py
// out: cells
MATCH ()-[r:RELATION]->()
WHERE r.file = $file AND r.seq <= $last
RETURN properties(r) AS cells

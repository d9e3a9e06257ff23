// The statements of one file kind that a load brought first, as relations.
// in:  $file, $seq; RELATION: a type of graph/vocabulary.py
// out: cells
MATCH ()-[r:RELATION]->()
WHERE r.seq = $seq AND r.file = $file
RETURN properties(r) AS cells

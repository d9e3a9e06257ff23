// Stream the statements of one file kind that are relations.
// in:  $file, $last, $hidden: what counts at this moment; RELATION: a type of graph/vocabulary.py
// out: cells
MATCH ()-[r:RELATION]->()
WHERE r.file = $file AND r.seq <= $last AND r.seq <> $hidden
RETURN properties(r) AS cells

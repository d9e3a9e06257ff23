// Stream the statements of one file kind that are nodes.
// in:  $file, $last: the last load that counts
// out: cells
MATCH (s:Statement {file: $file})
WHERE s.seq <= $last
RETURN properties(s) AS cells

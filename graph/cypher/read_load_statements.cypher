// The statements of one file kind that a load brought first, as nodes.
// in:  $file, $seq
// out: cells
MATCH (s:Statement {seq: $seq})
WHERE s.file = $file
RETURN properties(s) AS cells

// Stream the statements of one file kind that are nodes.
// in:  $file
// out: cells
MATCH (s:Statement {file: $file})
RETURN properties(s) AS cells

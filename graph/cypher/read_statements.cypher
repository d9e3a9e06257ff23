// Stream the statements of one file kind that describe things.
// in:  $file, $last, $hidden: what counts at this moment
// out: cells
MATCH (s:Statement)
USING INDEX SEEK s:Statement(file)
WHERE s.file = $file AND s.seq <= $last AND s.seq <> $hidden
RETURN properties(s) AS cells

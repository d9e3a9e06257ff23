// Statements that describe these things or link them to others, by the types of relation asked for each.
// in:  $things: [{id, types}]; LABEL: a label of graph/vocabulary.py
// out: file, cells
UNWIND $things AS wanted
MATCH (t:LABEL {id: wanted.id})-[r]-(other)
WHERE type(r) IN wanted.types
OPTIONAL MATCH (s:Statement {id: r.statement})
WITH CASE
  WHEN r.file IS NOT NULL THEN properties(r)
  WHEN type(r) = 'DESCRIBES' THEN properties(other)
  ELSE properties(s)
END AS cells
RETURN cells.file AS file, cells

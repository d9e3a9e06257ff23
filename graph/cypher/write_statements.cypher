// Write statements that describe things that are there.
// in:  $rows: [{thing, cells}], $same: cells that all of them have; THING: a label of graph/vocabulary.py
UNWIND $rows AS row
MATCH (t:THING {id: row.thing})
USING INDEX SEEK t:THING(id)
CREATE (s:Statement)-[:DESCRIBES]->(t)
  SET s = row.cells, s += $same

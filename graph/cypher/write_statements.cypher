// Write statements that describe a thing; the thing is made where it is not there yet.
// in:  $rows: [{thing, cells}]; THING: a label of graph/vocabulary.py
UNWIND $rows AS row
MERGE (t:THING {id: row.thing})
CREATE (s:Statement)-[:DESCRIBES]->(t)
  SET s = row.cells

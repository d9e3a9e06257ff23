// Write relations between things that are there.
// in:  $rows: [{from, to, cells}], $same: cells that all of them have; FROM, TO: labels, RELATION: a type of
//      graph/vocabulary.py
UNWIND $rows AS row
MATCH (a:FROM {id: row.from})
USING INDEX SEEK a:FROM(id)
MATCH (b:TO {id: row.to})
USING INDEX SEEK b:TO(id)
CREATE (a)-[r:RELATION]->(b)
  SET r = row.cells, r += $same

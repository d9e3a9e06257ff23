// Write relations between two things; the things are made where they are not there yet.
// in:  $rows: [{from, to, cells}]; FROM, TO: labels, RELATION: a type of graph/vocabulary.py
UNWIND $rows AS row
MERGE (a:FROM {id: row.from})
MERGE (b:TO {id: row.to})
CREATE (a)-[r:RELATION]->(b)
  SET r = row.cells

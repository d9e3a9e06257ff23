// Relations that another load brought too now count as brought by that one.
// in:  $rows: [{id, seq, load, row}]; RELATION: a type of graph/vocabulary.py
UNWIND $rows AS row
MATCH ()-[r:RELATION {id: row.id}]->()
  SET r.seq = row.seq, r.load = row.load, r.row = row.row

// Statements that another load brought too now count as brought by that one.
// in:  $rows: [{id, seq, load, row}]
UNWIND $rows AS row
MATCH (s:Statement {id: row.id})
  SET s.seq = row.seq, s.load = row.load, s.row = row.row

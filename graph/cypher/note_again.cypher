// Note statements that a load brought and that were known before.
// in:  $rows: [{seq, load, file, id, row}]
UNWIND $rows AS row
CREATE (a:Again)
  SET a = row

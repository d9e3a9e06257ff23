// Note statements that a load brought and that were known before; of equal rows the first counts.
// in:  $rows: [{id, row}], $file, $seq, $load
UNWIND $rows AS row
MERGE (g:Again {id: row.id, seq: $seq})
  ON CREATE SET g.file = $file, g.load = $load, g.row = row.row

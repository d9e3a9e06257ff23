// Forget that these loads brought these statements again.
// in:  $rows: [{id, seq}]
UNWIND $rows AS row
MATCH (a:Again {id: row.id})
WHERE a.seq = row.seq
DELETE a

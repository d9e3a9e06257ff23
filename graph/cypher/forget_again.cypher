// Forget that these loads brought these statements again.
// in:  $rows: [{id, load}]
UNWIND $rows AS row
MATCH (a:Again {id: row.id})
WHERE a.load = row.load
DELETE a

// Which other loads brought these statements again.
// in:  $ids, $seq
// out: file, id, seq, load, row
UNWIND $ids AS id
MATCH (a:Again {id: id})
WHERE a.seq <> $seq
RETURN a.file AS file, a.id AS id, a.seq AS seq, a.load AS load, a.row AS row

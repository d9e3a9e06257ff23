// Which other loads brought these statements again.
// in:  $ids, $seq
// out: file, id, load, row
UNWIND $ids AS id
MATCH (a:Again {id: id})
WHERE a.load <> $seq
RETURN a.file AS file, a.id AS id, a.load AS load, a.row AS row

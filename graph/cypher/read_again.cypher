// What a load brought that was known before.
// in:  $seq
// out: file, id, row
MATCH (a:Again {load: $seq})
RETURN a.file AS file, a.id AS id, a.row AS row

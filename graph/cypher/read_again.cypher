// What a load brought that was known before.
// in:  $seq
// out: file, id, row
MATCH (a:Again {seq: $seq})
RETURN a.file AS file, a.id AS id, a.row AS row

// Delete a load and all that it brought again.
// in:  $seq
MATCH (l:Load {seq: $seq})
OPTIONAL MATCH (a:Again {seq: $seq})
DELETE l, a

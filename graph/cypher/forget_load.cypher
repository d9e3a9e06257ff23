// Forget a load when nothing of it is left.
// in:  $seq
MATCH (l:Load {seq: $seq})
MATCH (m:Meta {id: 'store'})
  SET m.hidden = 0
DELETE l

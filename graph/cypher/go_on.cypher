// Go on with a load in this state; nothing comes back if another program has taken it for dead.
// in:  $seq, $state: loading or leaving
// out: seq
MATCH (l:Load {seq: $seq})
  SET l.pages = coalesce(l.pages, 0) + 1
WITH l
WHERE l.state = $state
RETURN l.seq AS seq

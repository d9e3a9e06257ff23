// Note how much a load brought.
// in:  $seq, $added, $known
MATCH (l:Load {seq: $seq})
  SET l.added = $added, l.known = $known

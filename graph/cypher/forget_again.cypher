// Forget a few of the statements that a load brought again.
// in:  $seq, $rows: how many
// out: gone: int
MATCH (g:Again {seq: $seq})
WITH g LIMIT $rows
DELETE g
RETURN count(*) AS gone

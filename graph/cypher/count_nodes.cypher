// How many nodes the database holds, ours or not.
// out: nodes: int
MATCH (n)
RETURN count(n) AS nodes

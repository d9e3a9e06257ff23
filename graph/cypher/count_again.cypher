// How many statements were brought again, by whichever loads.
// out: notes: int
MATCH (g:Again)
RETURN count(g) AS notes

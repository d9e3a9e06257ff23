// Free the memory of a graph.
// in:  $graph: its name
// out: dropped: str
CALL gds.graph.drop($graph, false) YIELD graphName RETURN graphName AS dropped

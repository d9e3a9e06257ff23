// Betweenness along shortest lengths; each pair once, not scaled. One thread, so that the bytes are always the same.
// in:  $graph: its name
// out: person: int, figure: float
CALL gds.betweenness.stream($graph, {relationshipWeightProperty: 'length', concurrency: 1})
YIELD nodeId, score
RETURN nodeId AS person, score AS figure

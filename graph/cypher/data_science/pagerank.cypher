// PageRank in proportion to strength, not scaled.
// in:  $graph: its name; $damping: float; $rounds: int; $tolerance: float
// out: person: int, figure: float
CALL gds.pageRank.stream($graph, {relationshipWeightProperty: 'strength', dampingFactor: $damping,
  maxIterations: $rounds, tolerance: $tolerance, concurrency: 1})
YIELD nodeId, score
RETURN nodeId AS person, score AS figure

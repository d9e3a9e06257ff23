// Communities by Leiden with strengths as weights.
// in:  $graph: its name; $seed: int
// out: person: int, figure: int
CALL gds.leiden.stream($graph, {relationshipWeightProperty: 'strength', randomSeed: $seed, concurrency: 1})
YIELD nodeId, communityId
RETURN nodeId AS person, communityId AS figure

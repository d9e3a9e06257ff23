// Make a graph in the server's memory, of what comes in and of nothing that is stored.
// in:  $graph: its name; $ties: [[person, other or null, length or null, strength or null]], each tie once
// out: ties: int
UNWIND $ties AS tie
WITH gds.graph.project($graph, tie[0], tie[1],
  {relationshipProperties: {length: tie[2], strength: tie[3]}},
  {undirectedRelationshipTypes: ['*']}) AS made
RETURN made.relationshipCount AS ties

"""Questions: one module each, from a view of the graph to an answer with its reasons."""

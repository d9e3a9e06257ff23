// Make an id unique within a label.
// in:  LABEL: a label of graph/vocabulary.py
CREATE CONSTRAINT NAME IF NOT EXISTS FOR (n:LABEL) REQUIRE n.id IS UNIQUE

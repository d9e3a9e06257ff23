// Make a statement that is a relation unique by its id.
// in:  RELATION: a type of graph/vocabulary.py
CREATE CONSTRAINT NAME IF NOT EXISTS FOR ()-[r:RELATION]-() REQUIRE r.id IS UNIQUE

// Note only once that a load brought a statement again.
CREATE CONSTRAINT NAME IF NOT EXISTS FOR (g:Again) REQUIRE (g.id, g.seq) IS UNIQUE

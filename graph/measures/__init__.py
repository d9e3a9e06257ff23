"""How a network of warm ties is built and who stands where in it: arrays in, arrays out, in the order of the people.

Every measure takes the ``Adjacency`` of a snapshot and counts everybody in it, tied or not. Numbers are named and
scaled as in networkx. Arrays hold NaN where a measure is not defined; answers say None.
"""

from graph.measures.brokerage import ROLES, brokerage
from graph.measures.cohesion import Cohesion, cohesion
from graph.measures.communities import Communities, communities, modularity
from graph.measures.degrees import degree, strength
from graph.measures.everybody import Engine, Measured, measure
from graph.measures.holes import Holes, holes
from graph.measures.mixing import Mixing, homes, mixing, participation
from graph.measures.pagerank import pagerank
from graph.measures.paths import PathMeasures, Sample, path_measures
from graph.measures.whole import Whole, whole

__all__ = [
    "ROLES",
    "Cohesion",
    "Communities",
    "Engine",
    "Holes",
    "Measured",
    "Mixing",
    "PathMeasures",
    "Sample",
    "Whole",
    "brokerage",
    "cohesion",
    "communities",
    "degree",
    "holes",
    "homes",
    "measure",
    "mixing",
    "modularity",
    "pagerank",
    "participation",
    "path_measures",
    "strength",
    "whole",
]

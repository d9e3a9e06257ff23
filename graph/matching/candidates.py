"""Which names are near which, without comparing all with all.

Each name becomes the set of its three-letter pieces, word by word, so that the order of words does not count and an
initial still shares a piece with the name it stands for. Rare pieces say more (TF-IDF), and likeness is the cosine of
two such sets: 1 for equal words in any order, 0 for no piece in common. A piece that very many names share does not
count, since it finds too much and says too little; so among many names a name made of such pieces alone finds nobody,
not even its equal, which an exact key finds better anyway. One sparse product of a block of rows with all
names on the other side gives the likeness of whatever shares a piece; the few best of each row are kept and the block
is forgotten, so memory grows with what is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from scipy import sparse

_BLOCK: Final = 1_000  # rows at a time: some MB of product beside 20,000 names
_COMMON: Final = 60  # added to how many share a piece: a misspelling makes rare pieces, which say nothing
_SHARED, _FEW = 0.05, 1_000  # share and number of names from which a piece finds too much: it takes most of the time
_LETTER: Final = 6  # bits of a letter; three letters make a piece
_END, _SPACE = 10, 32  # a line break stands between names
_CODES: Final = np.zeros(256, dtype=np.int32)
_CODES[ord("a") : ord("z") + 1] = np.arange(1, 27)
_CODES[ord("0") : ord("9") + 1] = np.arange(27, 37)
_CODES[ord("?")] = 37  # any letter that is not Latin
_ROW, _LIKE, _PLACE = 10, 24, 29  # bits of a sort key: row in its block, likeness, place on the other side


class Near(NamedTuple):
    """Places in the two lists and how alike they are: by place on the left, best first, then by place on the right."""

    left: np.ndarray
    right: np.ndarray
    likeness: np.ndarray


def nearest(left: Sequence[str], right: Sequence[str], *, top: int = 5, least: float = 0.3) -> Near:
    """For each name on the left the ``top`` nearest on the right of at least this likeness (above 0, at most 1).

    Names come as words of lower-case letters and digits with single spaces, as ``graph.identity.normalise`` makes them.
    """
    if not len(left) or not len(right):
        return Near(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
    known = _weighed(_pieces([*left, *right]))
    ours, by_piece = known[: len(left)], known[len(left) :].T.tocsr()
    blocks = [_best(ours[at : at + _BLOCK] @ by_piece, at, top, least) for at in range(0, len(left), _BLOCK)]
    return Near(*(np.concatenate(column) for column in zip(*blocks, strict=True)))


def _pieces(names: list[str]) -> sparse.csr_matrix:
    """Names by pieces, 1 where a name has the piece."""
    padded = "\n".join([f"  {name.replace(' ', '   ')} " for name in names]) + "\n"
    letters = np.frombuffer(padded.encode("ascii", "replace"), dtype=np.uint8)
    ends, spaces = letters == _END, letters == _SPACE
    across = ends[:-2] | ends[1:-1] | ends[2:] | (spaces[1:-1] & spaces[2:])
    codes = _CODES[letters]
    piece = (codes[:-2] << 2 * _LETTER | codes[1:-1] << _LETTER | codes[2:])[~across]
    row = np.cumsum(ends)[:-2][~across]
    keys = np.sort(row << 3 * _LETTER | piece)
    keys = keys[np.diff(keys, prepend=-1) > 0]  # a piece that stands twice counts once
    row, piece = keys >> 3 * _LETTER, keys & (1 << 3 * _LETTER) - 1
    ends_at = np.searchsorted(row, np.arange(len(names) + 1))
    return sparse.csr_matrix((np.ones(len(piece), np.float32), piece, ends_at), shape=(len(names), 1 << 3 * _LETTER))


def _weighed(pieces: sparse.csr_matrix) -> sparse.csr_matrix:
    """Each piece by its rarity, each name of length 1; pieces that very many share are left out."""
    names, kinds = pieces.shape
    having = np.bincount(pieces.indices, minlength=kinds)
    rarity = np.log1p(names / (having + _COMMON)).astype(np.float32)
    kept = (having <= max(_SHARED * names, _FEW))[pieces.indices]
    rows = np.repeat(np.arange(names), np.diff(pieces.indptr))[kept]
    columns = pieces.indices[kept]
    weights = rarity[columns]
    length = np.sqrt(np.bincount(rows, weights=weights**2, minlength=names)).astype(np.float32)
    begins = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=names))))
    return sparse.csr_matrix((weights / length[rows], columns, begins), shape=(names, kinds))


def _best(likeness: sparse.csr_matrix, start: int, top: int, least: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The best of each row of a block. Row, likeness and place packed into one number sort ten times faster."""
    enough = np.flatnonzero(likeness.data >= least)
    row = np.searchsorted(likeness.indptr, enough, side="right") - 1
    scale = (1 << _LIKE) - 1
    unlike = np.rint((1 - np.minimum(likeness.data[enough].astype(np.float64), 1)) * scale).astype(np.int64)
    keys = np.sort(row << _LIKE + _PLACE | unlike << _PLACE | likeness.indices[enough].astype(np.int64))
    row = keys >> _LIKE + _PLACE
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    keys, row = keys[rank < top], row[rank < top]
    alike = 1 - (keys >> _PLACE & scale) / scale
    return row + start, keys & (1 << _PLACE) - 1, alike.astype(np.float32)

"""How much an equal name says: nothing for two John Smiths of a country, nearly everything for two Xanthe Quillfords.

Rarity is judged from the rows at hand, by how often the given name and the surname stand among all of them with other
partners: if that many people were given names by lot, how many would be called so? Few rows show nothing common, so
there every name counts as rare; a few questions too many cost little there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from graph.matching.names import PersonName
from graph.matching.person import Person
from graph.matching.short_names import long_forms

_STAFF: Final = 5_000  # of a large council, an assumption: so many draw a name there
_COMMON: Final = 0.5  # namesakes expected at one such employer, from which a name without titles is not enough
_SEEN: Final = 5  # other people with the given name, and with the surname, below which nothing can be said
_BY_CHANCE: Final = 0.1  # namesakes expected among all rows, from which two employers are no reason to ask
_HOLDERS: Final = 3  # people of one name among all rows, above which nobody asks which of them moved


class Rarity:
    """Counts of names among all people."""

    def __init__(self, people: Sequence[Person]) -> None:
        names = [one.name for one in people if one.name.is_full]
        self._people = max(len(names), 1)
        self._given = Counter(form for name in names for form in (name.given[0], *long_forms(name.given)))
        self._family = Counter(name.family for name in names)
        self._both = Counter((form, name.family) for name in names for form in (name.given[0], *long_forms(name.given)))

    def holders(self, name: PersonName) -> int:
        """How many ids are called so, or by a short form of it; of an initial, how many it may stand for."""
        return max(self._both[form, name.family] for form in long_forms(name.given))

    def is_common(self, name: PersonName) -> bool:
        """Whether a large employer may well have two of that name."""
        given, family = self._others(name)
        if min(given, family) < _SEEN:
            return False
        return given * family / self._people**2 * _STAFF >= _COMMON

    def is_rare(self, name: PersonName) -> bool:
        """Whether the few who are called so are hardly so by chance."""
        given, family = self._others(name)
        return self.holders(name) <= _HOLDERS and given * family / self._people < _BY_CHANCE

    def _others(self, name: PersonName) -> tuple[int, int]:
        """People with the given name and another surname, and the other way round."""
        both = self.holders(name)
        given = max(self._given[form] for form in long_forms(name.given))
        return max(given - both, 0), max(self._family[name.family] - both, 0)

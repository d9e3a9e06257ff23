"""Who in new files is whom on record: sure pairs, and pairs that a person should look at.

A wrong merge is worse than ten questions, so likeness never decides. In this order:

1. A work address that both have makes them one if their names go together. It says nothing if it is a role's, or if
   people of unlike names have it. From here on, those who are one by address have all their posts together.
2. One name at one employer makes them one if the titles do not differ, and nobody else of that name is there on
   either side. If the titles say nothing, a common name is not enough. An initial in place of a given name needs the
   same title word for word, of a post that an employer has once or with a surname that is not common; a letter that
   differs in the surname needs such a post too.
3. Speaking against it, and so asked: two ids in one list (that list holds them for two people), different addresses
   at one domain, a namesake at the employer, titles that differ, look-alike letters, "Jr" on one side alone.
4. Asked too: at one employer names that are nearly equal, or an equal given name and title with another surname
   (married?); at different employers a rare name, or any name with the title of a single post (moved?).
5. What is sure must hold together: if sure pairs would join two people of one list, or two who speak against each
   other, all of them are asked instead. A question that a sure pair has answered is not asked, and about nobody are
   more than a handful asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyarrow as pa

from graph.matching import one_address
from graph.matching.consistency import groups, holding_together, joined
from graph.matching.judgement import Judge
from graph.matching.name_likeness import compare
from graph.matching.pair import Pair, handful
from graph.matching.people_candidates import candidate_pairs
from graph.matching.person import Person, people


def match_people(new: pa.Table, known: pa.Table) -> list[Pair]:
    """Pairs of new people with known ones and with each other, by ids; equal ids are one person already.

    Text columns ``id``, ``name``, ``email``, ``organisation_id``, ``title``, one row for each post; all but id and
    name may be null. ``new`` may have ``source``, the file: without it all of ``new`` counts as one list, and two ids
    in it are joined by an address alone.
    """
    everyone = people(new, known)
    one_address.forget_shared(everyone)
    pairs = candidate_pairs(everyone)
    by_address = [pair for pair in pairs if one_address.is_sure(everyone[pair[0]], everyone[pair[1]])]
    individual = joined(by_address, len(everyone))
    _share_posts(everyone, groups(individual))
    judge = Judge(everyone, individual)
    found = {pair: judged for pair in sorted(pairs) if (judged := judge.judge(*pair))}
    lists = [one.lists for one in everyone]
    return handful(holding_together(found, lists, lambda i, j: compare(everyone[i].name, everyone[j].name) is None))


def _share_posts(everyone: Sequence[Person], individuals: Iterable[Sequence[int]]) -> None:
    for group in individuals:
        posts: defaultdict[str, list[str]] = defaultdict(list)
        addresses: set[str] = set()
        for place in group:
            for at, titles in everyone[place].posts.items():
                posts[at] = list(dict.fromkeys((*posts[at], *titles)))
            addresses |= everyone[place].addresses
        for place in group:
            everyone[place].posts, everyone[place].addresses = posts, addresses

"""What the page Next council shows one council: why it, who adopted elsewhere, the way there, how to buy."""

from __future__ import annotations

from markupsafe import Markup

from queries.next_council import CouncilNext, NextCouncil
from queries.peer_evidence import Peer, PeerEvidence, RouteToBuy
from queries.solutions import when
from ui import session, tables, words
from ui.report import Section

PLAIN = {"need": "Need", "reach": "Reach", "readiness": "Readiness", "neighbourhood": "Neighbourhood"}
JOINABLE = {True: "yes", False: "no", None: "not known"}


def sections(found: NextCouncil, pack: PeerEvidence, *, linked: bool = True) -> list[Section]:
    """Headings with sentences and tables, for the page and for print alike."""
    mine = next((council for council in found.councils if council.id == pack.council_id), None)
    made: list[Section] = []
    if mine:
        made.append(Section("Why this council", (f"Score {mine.score:.2f} of 1.",), (parts_table(mine),)))
    peers = (peers_table(pack.peers, linked=linked),) if pack.peers else ()
    nobody = () if peers else ("Nobody elsewhere is on record who adopted it.",)
    made.append(Section("Who adopted it elsewhere", nobody, peers))
    if pack.acquainted:
        known = tuple(
            tables.evidence(pair.evidence, f"{pair.here.name} and {pair.there.name} ({pair.there.organisation})")
            for pair in pack.acquainted
        )
        made.append(Section("Officers here who know officers there", (), known))
    if pack.route:
        hops = [
            tables.evidence(hop.evidence, f"Step {place}: {hop.from_person.name} and {hop.to_person.name}")
            for place, hop in enumerate(pack.route.hops, 1)
        ]
        way = f"{pack.route.words}: {pack.route.band}, odds {pack.route.odds:.2f}, for {words.theme(pack.route_for)}."
        made.append(Section("The way there", (way,), (tables.hops(pack.route, "The best route, step by step"), *hops)))
    else:
        made.append(Section("The way there", ("No warm route leads to anybody who holds a budget there.",), ()))
    buying = (buying_table(pack.to_buy),) if pack.to_buy else ()
    made.append(Section("Route to buy", () if buying else ("Not known.",), buying))
    return made


def parts_table(mine: CouncilNext) -> Markup:
    """The four parts of the score with the rows that show them."""
    return tables.table(
        "The four parts",
        ("Part", "As it is", "As it counts, 0 to 1", "What it rests on", "Source and row"),
        (
            (
                PLAIN[part.name],
                f"{part.value:.2f}",
                f"{part.scaled:.2f}",
                part.words,
                Markup("<br>").join(tables.told(row) for row in part.rows)
                or ("the steps below" if part.name == "reach" and mine.way else "no row"),
            )
            for part in mine.parts
        ),
    )


def peers_table(peers: tuple[Peer, ...], *, linked: bool) -> Markup:
    """Who adopted it, the firm's own first."""
    return tables.table(
        "Pilots elsewhere: the firm's own first, then those of others at councils like this one",
        ("Council", "Pilot", "What came of it", "How alike", "Who", "Funding", "Route to buy", "Source and row"),
        (
            (
                peer.solution.line.council,
                Markup("{}<br><small>{}</small>").format(
                    _pilot(peer, linked), words.listed([*peer.solution.line.suppliers]) or "supplier not known"
                ),
                when(peer.solution.line),
                peer.words,
                _who(peer, linked),
                peer.solution.funding,
                peer.solution.route_to_buy,
                Markup("<br>").join(tables.told(row) for row in peer.rows),
            )
            for peer in peers
        ),
    )


def _pilot(peer: Peer, linked: bool) -> Markup | str:
    line = peer.solution.line
    if not linked:
        return line.name
    return Markup('<a href="{}" target="_self">{}</a>').format(session.link("pilots", pilot=line.id), line.name)


def _who(peer: Peer, linked: bool) -> Markup:
    named = (
        Markup("{}, {}").format(
            tables.link(role.person.name, role.person.id) if linked else role.person.name,
            words.listed([words.theme(part) for part in role.roles]),
        )
        for role in peer.people
    )
    return Markup("<br>").join(named) or Markup("nobody named")


def buying_table(to_buy: tuple[RouteToBuy, ...]) -> Markup:
    """Frameworks and dynamic markets that serve the council now."""
    return tables.table(
        "Frameworks and dynamic markets that are valid now and serve this council",
        (
            "Name",
            "Lists the firm",
            "Firm joined",
            "Serves the council since",
            "Ends",
            "Can be joined",
            "Source and row",
        ),
        (
            (
                Markup("{}<br><small>{}</small>").format(one.name, one.operator or "operator not known"),
                "yes" if one.listed else "no",
                _day(one.joined_on) if one.listed else "",
                _day(one.serves_since),
                _day(one.ends),
                JOINABLE[one.joinable],
                Markup("<br>").join(tables.told(row) for row in one.rows),
            )
            for one in to_buy
        ),
    )


def _day(day: str | None) -> str:
    return words.day(day) if day else "not known"

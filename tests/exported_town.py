"""An invented town for tests of exports: every kind of row, hostile text, and rows that only some may see."""

from __future__ import annotations

from tests.plain_reference import Row
from tests.worlds import row

HOSTILE = (
    "=1+1",
    "'=1+1",
    "+44 20 7946 0000",
    "-0.5",
    "@SUM(A1)",
    "'quoted'",
    'She said "no", twice',
    '"',
    "two\nlines, and\n\nmore, with, commas",
    "tab\there",
    "a|b||c",
    "]]>",
    "<script>alert(1)</script> & &amp; &#10;",
    "🧂❄️ Gwasanaethau Priffyrdd",
    "Аnn Smith",
    "\u202eright to left",
    "line\u2028separator\x85and next line",
    "not a letter \ufffe\uffff",
    "_x000D_ as in a workbook",
    "\\u000b written out, and \\\\u000b, and C:\\users",
    "\\",
    "NULL",
    "NaN",
    "007",
    "1e5",
    "True",
    "2026-03-04",
    "x" * 3000,
)
SOURCED = {
    "source": "town.csv, sheet 1",
    "source_url": "https://example.org/town?a=1&b=2",
    "licence": "OGL-UK-3.0",
    "class": "observed",
    "owner": "C1",
}
SECRET = "Quibblethorpe"  # part of whatever the public may not see


def town() -> list[Row]:
    """Rows that everybody may see, of every kind; several statements about one council and one pilot."""
    rows = [
        row("organisations", organisation_id="C1", name="Oldtown Council", kind="council", replaced_by="C2", **SOURCED),
        row("organisations", organisation_id="C1", name="Old Town Council", kind="council", source="another list"),
        row("organisations", organisation_id="C2", name="Newtown Council", kind="council", aliases="Newtown|New Town"),
        row("organisations", organisation_id="F1", name="=HYPERLINK(1) Ltd", kind="sme", company_number="00000007"),
        row("departments", department_id="D1", organisation_id="C1", name="Highways", function="operations"),
        *(row("people", person_id=f"P{n}", name=text, **SOURCED) for n, text in enumerate(HOSTILE)),
        row("people", person_id="-P", name="An id like a formula"),
        row("posts", person_id="P1", organisation_id="C1", department_id="D1", title="=Head", starts="2020-01-01"),
        row("posts", person_id="P2", organisation_id="F1", title="Founder", budget_for="any", **SOURCED),
        row("contacts", person_a="P1", person_b="P2", strength="0.6", on="2026-01-02", said_by="P3", **SOURCED),
        row("contacts", person_a="-P", person_b="P2", kind="thread", audience="C1|F1", shared_until="2026-12-31"),
        row("endorsements", person_id="P1", from_organisation_id="F1", from_person_id="P2", on="2026-02-03"),
        row("endorsements", person_id="P2", from_organisation_id="F1", **SOURCED),
        row("events", event_id="E1", name="+Winter", on="2026-03-01", organiser_id="C1", sponsor_ids="F1|C2"),
        row("attendance", event_id="E1", person_id="P1", role="speaker"),
        row("pilots", pilot_id="C1", name="An id that a council has too", council_id="C1", themes="ice|salt"),
        row("pilots", pilot_id="C1", name="Told again", council_id="C1", supplier_ids="F1", follows="L2", **SOURCED),
        row("pilots", pilot_id="L2", name="Before", council_id="C2", programme_id="G1", stall_reason=HOSTILE[8]),
        row("pilot_people", pilot_id="C1", person_id="P1", role="sponsor", on="2026-01-01"),
        row("introductions", asker_id="P2", introducer_id="P1", target_id="-P", asked_on="2026-02-01", outcome="met"),
        row("offers", organisation_id="F1", theme="100% of a|b"),
        row("offers", organisation_id="F1", theme="ice", **SOURCED),
        row("challenges", challenge_id="H1", organisation_id="C1", theme="ice", statement=HOSTILE[8], owner_id="P1"),
        row("programmes", programme_id="G1", name="Roads", funder_id="C2", themes="ice", max_suppliers="3"),
        row("phases", programme_id="G1", name="-Discovery", number="1", max_suppliers="2", months="3", **SOURCED),
        row("frameworks", framework_id="W1", name="Salt", operator_id="C2", joinable="yes"),
        row("framework_members", framework_id="W1", organisation_id="F1", role="supplier"),
        row("framework_members", framework_id="W1", organisation_id="C1", role="buyer", **SOURCED),
        row("objections", person_id="P4", scope="introductions", on="2026-04-05", **SOURCED),
        row("notices", notice_id="N1", buyer_id="C1", title="-Gritting", value="1200000.5", on="2026-04-01"),
        row("awards", notice_id="N1", buyer_id="C1", supplier_id="F1", title="Gritting", on="2026-05-06", **SOURCED),
        row("person_matches", person_a="P1", person_b="P5", verdict="same", judged_by="-A", on="2026-05-01", **SOURCED),
        row("organisation_matches", organisation_a="C1", organisation_b="C2", verdict="different", why="=both"),
        row("mappings", mapping_id="M1", name="@Staff", gives="people", header="Name|Team", columns="name=Name"),
        row("titles", phrase="=head", function="operations", level="head", where="council", **SOURCED),
        row("establishment", post_id="O1", organisation_id="C1", title="@Head", holder_id="P1", on="2026-01-01"),
        row("establishment", post_id="O2", organisation_id="C1", title="One", reports_to="O1", fte="0.5", **SOURCED),
        row("grants", funder_id="C2", recipient_id="F1", title="+Grit", value="1000", programme_id="G1", **SOURCED),
        row("payments", payer_id="C1", supplier_id="F1", category="-salt", value="-12.5", starts="2026-01-01"),
    ]
    return [Row(told.kind, told.cells, place) for place, told in enumerate(rows, start=2)]


def hidden() -> list[Row]:
    """Rows that the public may not see, and rows that it sees in part: they name somebody hidden."""
    closed = {"visibility": "closed", "owner": "C1"}
    shared = {"visibility": "shared", "owner": "C1", "audience": "F1"}
    return [
        row("organisations", organisation_id=f"{SECRET}-org", name=SECRET, kind="funder", **closed),
        row("people", person_id=f"{SECRET}-person", name=SECRET, **closed),
        row("people", person_id="P30", name=f"{SECRET} objects"),
        row("objections", person_id="P30", scope="all"),
        row("objections", person_id="P7", scope="introductions", source=SECRET, **closed),
        row("posts", person_id="P5", organisation_id="C1", title=SECRET, **shared),
        row("posts", person_id="P6", organisation_id="C1", title=f"{SECRET} to come", starts="2030-01-01"),
        row("contacts", person_a="P1", person_b="P5", source=SECRET, **closed),
        row("challenges", challenge_id="H2", organisation_id="C1", theme="grit", owner_id=f"{SECRET}-person"),
        row("events", event_id="E2", name="Seen in part", sponsor_ids=f"F1|{SECRET}-org|C2", on="2026-03-02"),
        row("programmes", programme_id="G2", name="Seen in part", owner=f"{SECRET}-org", audience=f"{SECRET}-org"),
    ]

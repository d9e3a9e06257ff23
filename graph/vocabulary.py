"""The words of the graph, as data: kinds, roles, labels and relations, one spelling in CSV, Python and Cypher.

Labels and relation types of Neo4j come from here and never from a file that a user loads.
"""

from typing import Final

UNKNOWN_KIND: Final = "unknown"  # an organisation of which files give the name, and nobody has said what it is
# kind of an organisation in a file -> its label in Neo4j
ORGANISATION_LABELS: Final = {
    "council": "Council",
    "sme": "SME",
    "large_supplier": "LargeSupplier",
    "ecosystem_body": "EcosystemBody",
    "funder": "Funder",
    "buying_body": "BuyingBody",
    "public_partner": "PublicPartner",
    "community": "Community",
    "central_government": "CentralGovernment",
    UNKNOWN_KIND: "UnknownKind",
}
ORGANISATION_KINDS: Final = tuple(ORGANISATION_LABELS)
COUNCIL_KINDS: Final = ("county", "district", "unitary", "borough", "combined")
SUPPLIER_KINDS: Final = frozenset({"sme", "large_supplier"})

# thing that an id names -> its label in Neo4j
THING_LABELS: Final = {
    "person": "Person",
    "organisation": "Organisation",
    "department": "Department",
    "event": "Event",
    "pilot": "Pilot",
    "challenge": "Challenge",
    "programme": "Programme",
    "framework": "Framework",
    "notice": "Notice",
    "post": "Post",
    "request": "Request",
    "theme": "Theme",
    "phrase": "Phrase",
    "mapping": "Mapping",
}
STORE_LABELS: Final = ("Statement", "Load", "Again", "Meta", "Lock")  # what Neo4j keeps beside the things
OFFICER_LABEL: Final = "Officer"  # a person with a post at a council

FUNCTIONS: Final = (
    "innovation",
    "digital",
    "data_governance",
    "operations",
    "procurement",
    "legal",
    "finance",
    "executive",
    "political",
    "other",
)
LEVELS: Final = ("chief_executive", "director", "head", "manager", "officer", "political")  # highest first
NO_TITLE: Final = "title not known"  # of a post of which a file names only the employer
TITLE_PLACES: Final = ("council", "elsewhere", "both")  # where a phrase of titles means something
CLASSES: Final = ("verified", "observed", "inferred")  # surest first
VISIBILITIES: Final = ("open", "shared", "closed")

CONTACT_KINDS: Final = ("contact", "thread", "connection")
EVENT_FORMATS: Final = ("hackathon", "roundtable", "meeting", "showcase", "conference", "webinar", "report")
ATTENDANCE_ROLES: Final = ("attended", "registered", "speaker", "organiser")
PILOT_ROLES: Final = (
    "sponsor",
    "project_lead",
    "operational_owner",
    "budget_holder",
    "procurement",
    "data_governance",
    "team",
    "supplier_lead",
)
PILOT_OUTCOMES: Final = ("ongoing", "contract", "completed", "stopped", "unknown")
INTRODUCTION_OUTCOMES: Final = (
    "draft",  # written and not sent: known to its owner, and counts nowhere
    "open",  # asked, and no answer yet
    "agreed",  # who introduces and who is sought have both said yes
    "met",
    "declined",
    "said_no",  # a no told to us by who asked: it counts for nobody, so that saying it costs nothing
    "no_reply",
    "lapsed",  # no longer wanted
)
UNSETTLED: Final = ("draft", "open", "agreed")  # outcomes that may be followed by another
WAITING: Final = ("open", "agreed")  # those that are still work for who introduces
OBJECTION_SCOPES: Final = ("suppliers", "introductions", "all")
VERDICTS: Final = ("same", "different", "later", "open")  # on two ids; open: the matcher asks
FRAMEWORK_ROLES: Final = ("supplier", "buyer")
MAPPED: Final = ("contacts", "people", "attendance", "pilots")  # what the rows of somebody's own table can be
DAY_ORDERS: Final = ("day_first", "month_first")

# relation in Neo4j -> (from, to, what it says); statements of several kinds may share one
RELATIONS: Final = {
    "HOLDS_POST": ("Person", "Department or Organisation", "a post with title, function, level and budget"),
    "PART_OF": ("Department", "Organisation", "the organisation that a department belongs to"),
    "KNOWS": ("Person", "Person", "a declared contact, a message thread, a connection or an endorsement"),
    "ENDORSED": ("Organisation", "Person", "an organisation recommends somebody"),
    "ATTENDED": ("Person", "Event", "was at an event, or registered for it"),
    "ORGANISED": ("Organisation", "Event", "organised an event"),
    "SPONSORED": ("Organisation", "Event", "sponsored an event"),
    "WORKED_ON": ("Person", "Pilot", "had a role in a pilot"),
    "HOSTED": ("Council", "Pilot", "the council where a pilot ran"),
    "SUPPLIED": ("Organisation", "Pilot", "a supplier of a pilot"),
    "FUNDED": ("Programme", "Pilot", "the programme that paid for a pilot"),
    "LED_TO": ("Pilot", "Pilot", "one pilot follows another"),
    "AWARDED": ("Organisation", "Organisation", "a buyer awarded a contract to a supplier"),
    "PAID": ("Organisation", "Organisation", "what an organisation paid a supplier in a month"),
    "GRANTED": ("Organisation", "Organisation", "a funder gave a grant to an organisation"),
    "HAS_POST": ("Organisation", "Post", "an organisation has this post, whoever holds it"),
    "HELD_BY": ("Post", "Person", "who holds a post of an organisation chart"),
    "REPORTS_TO": ("Post", "Post", "the post above, as a chart says or as inferred"),
    "PUBLISHED": ("Organisation", "Notice", "a buyer published a procurement notice"),
    "LISTED_ON": ("Organisation", "Framework", "a supplier is listed on a framework"),
    "BUYS_THROUGH": ("Organisation", "Framework", "a buyer may buy through a framework"),
    "OPERATES": ("Organisation", "Framework", "runs a framework"),
    "RUNS": ("Organisation", "Programme", "funds a programme"),
    "FACES": ("Organisation", "Challenge", "has this problem"),
    "OWNS": ("Person", "Challenge", "owns a challenge"),
    "ADDRESSES": ("Organisation", "Theme", "offers something on a theme"),
    "ABOUT": ("anything", "Theme", "what it is about"),
    "REPLACED_BY": ("Organisation", "Organisation", "a closed council and its successor"),
    "ASKED": ("Person", "Request", "who asked for an introduction"),
    "ASKED_VIA": ("Request", "Person", "who was asked to introduce"),
    "ASKED_FOR": ("Request", "Person", "whom the introduction is meant to reach"),
    "COMPARED_WITH": (
        "Person or Organisation",
        "Person or Organisation",
        "judged to be the same, different, or not yet",
    ),
    "DESCRIBES": ("Statement", "anything", "a statement of what a thing is called and what it is"),
}

"""Plain words for people, and the one place where names become text that no page can run.

Names reach a page in two ways only: ``html`` (inside our own markup) and ``label`` (where Streamlit reads Markdown).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from html import escape

from graph.days import spoken

KINDS = {
    "council": "Council",
    "sme": "Small firm",
    "large_supplier": "Large supplier",
    "ecosystem_body": "Ecosystem body",
    "funder": "Funder",
    "buying_body": "Buying body",
    "public_partner": "Public partner",
    "community": "Community",
    "central_government": "Central government",
    "person": "Person",
    "officer": "Officer",
    "event": "Event",
    "pilot": "Pilot",
}
KNOWN_BY = {
    "verified": "verified: from a register or record",
    "observed": "observed: somebody says so",
    "inferred": "inferred: worked out, not told",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~^$&=\"'/@])")


def html(text: object) -> str:
    """Any text, safe inside markup of ours.

    >>> html("<script>")
    '&lt;script&gt;'
    """
    return escape("" if text is None else str(text), quote=True)


def label(text: object) -> str:
    """Any text, safe where Streamlit reads Markdown: buttons, links, expanders, headings.

    A joiner of no width behind each colon stops icons, emoji and addresses from being read into it.

    >>> label("![x](y)")
    '\\\\!\\\\[x\\\\]\\\\(y\\\\)'
    """
    flat = " ".join(str(text).split())
    return _MARKDOWN.sub(r"\\\1", flat).replace(":", "\\:\u2060").replace("www", "w\u2060ww")


def day(value: date | str | None) -> str:
    """A day as people write it: 1 June 2026.

    >>> day("2026-06-01"), day(None)
    ('1 June 2026', 'no date')
    """
    return spoken(value) if value else "no date"


def theme(name: str) -> str:
    """A theme as people say it.

    >>> theme("winter-maintenance")
    'winter maintenance'
    """
    return name.replace("-", " ").replace("_", " ")


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "council"), count(1904, "link")
    ('1 council', '1,904 links')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def labels(told: tuple[str | None, str | None]) -> str:
    """Function and level as people say them.

    >>> labels(("data_governance", None))
    'data governance, level not sure'
    """
    function, level = (theme(label) if label else None for label in told)
    return f"{function or 'function not sure'}, {level or 'level not sure'}"


def listed(names: list[str]) -> str:
    """Names joined as in a sentence.

    >>> listed(["Owen", "Maya", "Tom"])
    'Owen, Maya and Tom'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def step(name: str, hops: int) -> str:
    """What somebody does at a step of a route: the last introduces, but who knows the target asks.

    >>> step("introduces", 3), step("introduces", 1)
    ('introduces', 'asks')
    """
    return name if hops > 1 else "asks"


def way(names: Iterable[str]) -> str:
    """A route as the names along it.

    >>> way(["Ana", "Maya", "Tom"]), way([])
    ('Ana → Maya → Tom', 'no route')
    """
    return " → ".join(names) or "no route"


def listed_or(names: list[str]) -> str:
    """Names joined by "or".

    >>> listed_or(["person", "organisation"])
    'person or organisation'
    """
    return " or ".join(names)


def age(months: float) -> str:
    """How long ago, in words.

    >>> age(0.01), age(5.2), age(30)
    ('today', '5 months', '2 years')
    """
    if months < 0.05:
        return "today"
    if months < 1:
        return "less than a month"
    return count(round(months), "month") if months < 23.5 else count(int(months / 12), "year")

"""Write into the documentation what the code knows: questions, tie kinds, labels, data dictionary, schemas.

Run it after a change of these; a test fails while the files are stale. ``--check`` writes nothing and says what is.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from graph import vocabulary as v  # noqa: E402
from graph.definitions import TIE_KINDS  # noqa: E402


def questions() -> str:
    """One line a question: what it asks, and where its code is."""
    import queries

    lines = ["| question | code |", "|:--|:--|"]
    for module in sorted(pkgutil.iter_modules(queries.__path__), key=lambda found: found.name):
        words = (importlib.import_module(f"queries.{module.name}").__doc__ or "").splitlines()[0]
        if words.endswith("?"):
            lines.append(f"| {words} | [`queries/{module.name}.py`](queries/{module.name}.py) |")
    return "\n".join(lines)


def ties() -> str:
    """The table of tie kinds."""
    lines = ["| kind | what | class | base | half-life, months |", "|:--|:--|:--|--:|--:|"]
    lines += [f"| `{k.name}` | {k.plain} | {k.known_by} | {k.base:.2f} | {k.half_life:g} |" for k in TIE_KINDS]
    return "\n".join(lines)


def labels() -> str:
    """Labels and relations."""
    kinds = ", ".join(f"`{label}`" for label in v.ORGANISATION_LABELS.values())
    things = ", ".join(f"`{label}`" for label in v.THING_LABELS.values())
    officer = f"a person in post at a council is also `{v.OFFICER_LABEL}`"
    lines = [f"Nodes: {things}; {officer}, an organisation one of {kinds}.", ""]
    lines += ["| relation | from | to | what it says |", "|:--|:--|:--|:--|"]
    lines += [f"| `{name}` | {one} | {other} | {words} |" for name, (one, other, words) in v.RELATIONS.items()]
    return "\n".join(lines)


def formats() -> str:
    """One line a format: how people call it, how reports do, and the columns that are its mark."""
    from loaders.formats import COMING_BACK, DOCUMENTS, TABLES

    tables = [one for one in TABLES if one not in COMING_BACK]
    rows = {one.name: (one.title, ", ".join(sorted(one.marks[0]))) for one in tables}
    for one in DOCUMENTS:
        rows.setdefault(one.table.name, (one.table.title, f"{', '.join(one.signs)} (JSON)"))
    lines = ["| table or document | taken for | known by |", "|:--|:--|:--|"]
    return "\n".join([*lines, *(f"| {title} | `{name}` | {known} |" for name, (title, known) in rows.items())])


PARTS = {
    "README.md": ("questions", questions),
    "docs/numbers.md": ("ties", ties),
    "docs/neo4j.md": ("labels", labels),
    "docs/files.md": ("formats", formats),
}


def pages() -> dict[Path, str]:
    """Every file that is made, or made in part, with the text that it should have."""
    from loaders import docs

    made = {ROOT / "docs" / name: text for name, text in docs.pages().items()}
    for name, (part, write) in PARTS.items():
        text = (ROOT / name).read_text("utf-8")
        block = re.compile(rf"(<!-- {part}: [^>]*-->\n).*?(<!-- /{part} -->)", re.DOTALL)
        made[ROOT / name] = block.sub(lambda found, w=write: f"{found[1]}{w()}\n{found[2]}", text)  # type: ignore[misc]
    return made


def stale() -> list[Path]:
    """The files that differ from what the code says."""
    return [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]


if __name__ == "__main__":
    old = stale()
    if "--check" in sys.argv:
        sys.exit("\n".join(f"{path.relative_to(ROOT)} is stale: run scripts/make_docs.py" for path in old) or None)
    for path in old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages()[path], "utf-8")

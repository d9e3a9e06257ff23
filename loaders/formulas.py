"""Which cells of a workbook show no value: formulas that nobody worked out, and those that came to an error.

A program that writes a workbook may leave its formulas without a result; a reader then finds the cell empty.
"""

from __future__ import annotations

import io
import zipfile

from graph.statements import KINDS
from loaders.reading import InputFile
from loaders.rejection import Rejection

Faults = dict[tuple[int, int], tuple[str, str, str]]  # (row, place in it) -> what is written there, reason, remedy

_NEVER = "This cell holds a formula that was never worked out.", "Open the workbook in a spreadsheet and save it again."
_ERROR = "This cell shows an error of the spreadsheet.", "Mend its formula, or type the value."
_OURS = {name for kind in KINDS.values() if kind.template for name in kind.cells}
_SIGNS = (b"<f", b't="e"', b"t='e'")


def faults_in(file: InputFile) -> dict[str, Faults]:
    """The faulty cells of each sheet, by its title; a workbook without formulas is not read again."""
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        if not any(sign in archive.read(name) for name in names for sign in _SIGNS):
            return {}
    from openpyxl import load_workbook

    shown, written = (load_workbook(io.BytesIO(file.content), read_only=True, data_only=only) for only in (True, False))
    found: dict[str, Faults] = {}
    for one, other in zip(shown.worksheets, written.worksheets, strict=True):
        one.reset_dimensions()
        other.reset_dimensions()
        for number, rows in enumerate(zip(one.iter_rows(), other.iter_rows(), strict=True), 1):
            for place, (value, formula) in enumerate(zip(*rows, strict=True)):
                if value.data_type == "e":
                    found.setdefault(one.title, {})[number, place] = (str(value.value), *_ERROR)
                elif formula.data_type == "f" and value.value is None and value.data_type == "n":
                    found.setdefault(one.title, {})[number, place] = (str(formula.value), *_NEVER)
    return found


def rejected(name: str, header: tuple[str, ...], faults: Faults) -> tuple[list[Rejection], list[Rejection]]:
    """The rows that cannot be used for them, and faults in other columns: they matter where a format reads these."""
    told = sorted(faults.items())
    found = [
        Rejection(name, row, header[place].lower(), *said)
        for (row, place), said in told
        if row > 1 and place < len(header)
    ]
    return [one for one in found if one.column in _OURS], [one for one in found if one.column not in _OURS]

"""Screen the licences of every package in the lock: no GPL, no AGPL, none that nobody has looked at.

It reads what each installed package declares; libraries packed inside a wheel follow the wheel's own notice.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements-dev.lock"

# LGPL has to be named below with a reason; nothing in the lock has it today.
_COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)
_KNOWN = re.compile(
    r"MIT|MIT-CMU|MIT License|0BSD|BSD|(3-Clause )?BSD License|BSD-[23]-Clause|ISC|ISC License \(ISCL\)|Zlib|CC0-1\.0"
    r"|Apache[ -](License )?2\.0|Apache Software License|PSF-2\.0|Python-2\.0|Python Software Foundation License"
    r"|MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)"
)

# Declared in no way a program can read, or known and allowed for a reason: package -> what a person found.
LOOKED_AT = {
    "axe-playwright-python": "tests only; the wheel holds the text of the MIT licence and does not declare it",
}


def main() -> int:
    """Print each package that must not be there or that someone must look at; 1 if there is one, else 0."""
    wanted = set(re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    declared = _declared(wanted)
    bad = {name: licence for name, licence in declared.items() if name not in LOOKED_AT and not _is_free(licence)}
    for name, licence in sorted(bad.items()):
        verdict = "not allowed" if _COPYLEFT.search(licence) else "unknown"
        print(f"{name:30} {licence:40} {verdict}")
    if bad:
        print("Leave the package out, or name it in LOOKED_AT in scripts/check_licences.py with what you found.")
    elif not declared:
        print("No package of the lock is installed here: run make lint, which installs them first.")
    else:
        print(f"{len(declared)} packages: no GPL, no AGPL, no unknown licence.")
    return 1 if bad or not declared else 0


def _declared(names: set[str]) -> dict[str, str]:
    """Return what each package of the lock that is installed here says of its licence."""
    ask = [sys.executable, "-m", "piplicenses", "--with-system", "--from=mixed", "--format=json"]
    told = subprocess.run(ask, check=True, capture_output=True, text=True).stdout
    found = {re.sub(r"[-_.]+", "-", row["Name"]).lower(): row["License"] for row in json.loads(told)}
    return {name: licence for name, licence in found.items() if name in names}


def _is_free(licence: str) -> bool:
    """Tell whether each part is known; of "A OR B" one is enough, for we may choose it."""
    together = re.split(r" AND |; ", licence)
    return all(any(_KNOWN.fullmatch(choice) for choice in part.split(" OR ")) for part in together)


if __name__ == "__main__":
    raise SystemExit(main())

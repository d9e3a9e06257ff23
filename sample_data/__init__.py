"""Invented data that ships with the product: a sample region to try, and the small worked example with its answers."""

from datetime import date
from pathlib import Path
from typing import Final

REGION: Final = Path(__file__).parent / "region"  # CSV templates of the sample region: what `champions demo` loads
ACCEPTANCE: Final = Path(__file__).parent / "acceptance"  # CSV templates of the worked example
EXPORTS: Final = Path(__file__).parent / "exports"  # files as other programs export them, to drop on the sample region
EXPECTED: Final = ACCEPTANCE / "expected.json"  # every number of the worked example, to 12 places
AS_AT: Final = date(2026, 6, 1)  # the day on which both stand: nothing that has happened is dated after it

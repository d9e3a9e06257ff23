"""Make loaders/councils_uk/councils.csv from mySociety's register of local authorities.

    python scripts/make_council_register.py [folder of the source] [file to write]

The source is the dataset uk_la_past_current 1.6.1 (July 2025) of mySociety's uk_local_authority_names_and_codes, CC BY
4.0, as it lies in ../shared/data/councils_uk. What is mended here is told in loaders/councils_uk/README.md.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from graph.identity import core_name, normalise, split_council_name  # noqa: E402
from graph.statements import KINDS  # noqa: E402

SOURCE: Final = ROOT.parent / "shared" / "data" / "councils_uk"
TARGET: Final = ROOT / "loaders" / "councils_uk" / "councils.csv"
REGISTER: Final = "uk_la_past_current 1.6.1"
COLUMNS: Final = (
    *(column.name for column in KINDS["organisations"].columns),
    "source",
    "source_url",
    "visibility",
    "licence",
    "class",
)
EVERY_ROW: Final = {
    "kind": "council",
    "source": f"mySociety, {REGISTER}",
    "source_url": "https://github.com/mysociety/uk_local_authority_names_and_codes",
    "visibility": "open",
    "licence": "CC BY 4.0",
    "class": "verified",
}
# type in the source -> our kind of council
COUNCIL_KIND: Final = {
    "CTY": "county",
    "NMD": "district",
    "UA": "unitary",
    "MD": "borough",  # metropolitan
    "LBO": "borough",  # London
    "CC": "borough",  # City of London: does what a London borough does
    "SCO": "unitary",
    "WPA": "unitary",
    "NID": "unitary",
    "COMB": "combined",
    "SRA": "combined",  # Greater London Authority
}

# Corrections by hand: what the source says -> what we write, and why.
NAMES: Final = {
    "LCR": "Liverpool City Region Combined Authority",  # the source leaves its style out
}
REGIONS: Final = {
    "DBY": "East Midlands",  # all its districts are there; the source says West Midlands
    "LIN": "East Midlands",  # likewise; the source says Yorkshire and The Humber
}
ENDS: Final = {
    # abolished when the North East Mayoral Combined Authority was established on 7 May 2024 (S.I. 2024/402)
    "NTCA": ("2024-05-06", "NECA"),
}
NOT_AN_ALIAS: Final = {
    "adur and worthing borough council",  # a joint team of two councils
    "yorkshire and the humber ca",  # a region, not Hull and East Yorkshire
    "yorkshire and the humber mca",
    "east midlands cc",
    "north west somerset",  # not the name of North Somerset
    "ynys mn",  # damaged
    "eilean",
    # misspelt: suggested by likeness anyway
    "aberdeen c ity",
    "aberdeen cuty",
    "ease dunbartonshire",
    "east dunbaronshire",
    "east dunnbartonshire",
    "glasgow city coucil",
    "highands",
    "south ayshire",
}
ALIASES: Final = {  # names in use that the source lacks: Welsh names, and city status given in 2022
    "AGY": ("Cyngor Sir Ynys Môn", "Ynys Môn"),
    "GWN": ("Cyngor Gwynedd",),
    "CWY": ("Cyngor Bwrdeistref Sirol Conwy",),
    "DEN": ("Cyngor Sir Ddinbych",),
    "FLN": ("Cyngor Sir y Fflint",),
    "WRX": ("Cyngor Bwrdeistref Sirol Wrecsam",),
    "POW": ("Cyngor Sir Powys",),
    "CGN": ("Cyngor Sir Ceredigion",),
    "PEM": ("Cyngor Sir Penfro", "Cyngor Sir Benfro"),
    "CMN": ("Cyngor Sir Gâr", "Cyngor Sir Gaerfyrddin"),
    "SWA": ("Cyngor Abertawe", "Cyngor Dinas a Sir Abertawe", "Swansea Council"),
    "NTL": ("Cyngor Bwrdeistref Sirol Castell-nedd Port Talbot", "Cyngor Castell-nedd Port Talbot"),
    "BGE": ("Cyngor Bwrdeistref Sirol Pen-y-bont ar Ogwr",),
    "VGL": ("Cyngor Bro Morgannwg",),
    "RCT": ("Cyngor Bwrdeistref Sirol Rhondda Cynon Taf",),
    "MTY": ("Cyngor Bwrdeistref Sirol Merthyr Tudful",),
    "CAY": ("Cyngor Bwrdeistref Sirol Caerffili",),
    "BGW": ("Cyngor Bwrdeistref Sirol Blaenau Gwent",),
    "TOF": ("Cyngor Bwrdeistref Sirol Torfaen",),
    "MON": ("Cyngor Sir Fynwy",),
    "NWP": ("Cyngor Dinas Casnewydd",),
    "CRF": ("Cyngor Caerdydd",),
    "COL": ("Colchester City Council",),
    "MIK": ("Milton Keynes City Council",),
    "SOS": ("Southend-on-Sea City Council",),
    "GRE": ("London Borough of Greenwich",),
    "NET": ("Newcastle upon Tyne City Council",),
    "BPC": ("BCP Council",),
}

EXCEL_ZERO: Final = date(1899, 12, 30)
WHOLE_YEARS: Final = {1974, 1995, 1996, 1997, 1998}  # reorganisations of these years took effect on 1 April
DAY: Final = timedelta(days=1)


def main(source: Path = SOURCE, target: Path = TARGET) -> int:
    """Write the register; print how many rows of which kind."""
    rows = make(source)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{target.name}: {len(rows)} councils, {sum(bool(row['ends']) for row in rows)} of them former.")
    return 0


def make(source: Path) -> list[dict[str, str]]:
    """All rows of the register, by id."""
    authorities = {row["local-authority-code"]: row for row in _read(source / "uk_local_authorities.csv")}
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in _read(source / "lookup_name_to_registry.csv"):
        aliases[row["local-authority-code"]].append(row["la-name"])
    ids = {code: row["gss-code"] or f"mysociety:{code}" for code, row in authorities.items()}
    rows = [_row(code, row, authorities, ids, aliases[code]) for code, row in authorities.items()]
    return sorted(rows, key=lambda row: row["organisation_id"])


def _row(
    code: str, row: dict[str, str], authorities: dict[str, dict[str, str]], ids: dict[str, str], aliases: list[str]
) -> dict[str, str]:
    name = NAMES.get(code) or " ".join(row["official-name"].split())
    ends, successor = ENDS.get(code, (_last_day(row["end-date"]), row["replaced-by"]))
    former_codes = [old.strip() for old in row["former-gss-codes"].split(",") if old.strip()]
    starts = _start(row["start-date"], row["local-authority-type"])
    return {
        **EVERY_ROW,
        "organisation_id": ids[code],
        "name": name,
        "council_kind": COUNCIL_KIND[row["local-authority-type"]],
        "aliases": "|".join([*_aliases(code, name, row["nice-name"], aliases), *former_codes]),
        "nation": row["nation"],
        "region": REGIONS.get(code) or row["region"] or _region_of_successor(row, authorities),
        "gss_code": row["gss-code"],
        "starts": starts if not ends or not starts or starts <= ends else "",
        "ends": ends,
        "replaced_by": "|".join(ids[code.strip()] for code in successor.split(",") if code.strip()),
    }


def _start(written: str, kind: str) -> str:
    """The first day, where the source knows it.

    A day in 2005 from May or June on is a bare year that was once read as an Excel day number: 1905-06-18 is day
    1996, and shows as 2005-06-18. Structural changes of 1974 and 1995 to 1998 took effect on 1 April. Other years,
    and counties (which existed long before a change of their area), stay empty.
    """
    if not written or not written.startswith(("2005-05", "2005-06")):
        return written
    year = (date.fromisoformat(f"1905{written[4:]}") - EXCEL_ZERO).days
    return f"{year}-04-01" if year in WHOLE_YEARS and kind != "CTY" else ""


def _last_day(written: str) -> str:
    """The last day; the first day of the successor (1 April) becomes the day before."""
    if written.endswith("-04-01"):
        return (date.fromisoformat(written) - DAY).isoformat()
    return written


def _region_of_successor(row: dict[str, str], authorities: dict[str, dict[str, str]]) -> str:
    regions = {authorities[code]["region"] for code in row["replaced-by"].split(",") if code in authorities}
    return regions.pop() if len(regions) == 1 else ""


def _aliases(code: str, name: str, nice_name: str, found: list[str]) -> list[str]:
    """Other names worth keeping: no damaged text, no spelling that normalising makes equal, no names of areas."""
    seen = {normalise(name)}
    kept = []
    for alias in (*ALIASES.get(code, ()), nice_name, *sorted(found, key=str.islower)):
        key = normalise(alias)
        if key in seen or key in NOT_AN_ALIAS or "ï" in alias or key.endswith((" ua", " ca", " cca", " london boro")):
            continue
        if key.endswith((" district", " county", " city")) and key not in ("armagh city", "derry city"):
            continue
        seen.add(key)
        seen.add(core_name(alias) if not split_council_name(alias).styles else key)
        kept.append(alias if not alias.islower() else _capitals(alias))
    return kept


def _capitals(text: str) -> str:
    small = {"and", "of", "the", "on", "upon", "with", "in", "under", "y", "a", "ar", "nan", "an"}
    known = {"mdc": "MDC"}
    return " ".join(w if w in small and n else known.get(w, w[:1].upper() + w[1:]) for n, w in enumerate(text.split()))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))

"""What a council paid: payments over £500 and by procurement card, as the transparency code has them published.

Facts on organisations alone. Payments are added up: one statement a supplier, category and month, with the sum (refunds
taken off) and how many they are, so that a caterer's 300 invoices are one relation. Redacted names and payments to
people are rejected; what a payment was for in words, which may name a child, is dropped at the door, and so are cards.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.identity import normalise
from loaders.columns import Cells, Distinct, each, groups
from loaders.draft import Draft
from loaders.formats.table import TableFormat, mark
from loaders.money import in_pence, in_pounds

_PAYER = ("OrganisationLabel", "Organisation Label", "Organisation Name", "OrganisationName", "Body Name")
_SUPPLIER = ("BeneficiaryName", "Beneficiary Name", "Supplier Name", "SupplierName", "Merchant Name", "MerchantName")
_DAY = ("PaymentDate", "Payment Date", "Date Paid", "DatePaid", "Date")
_AMOUNT = ("Amount", "Net Amount", "NetAmount", "Net Amount £", "Amount (£)")
_CATEGORY = (
    "CategoryInternalName",
    "Category Internal Name",
    "ProcurementCategory",
    "Procurement Category",
    "ExpenditureCategory",
    "Expenditure Category",
    "Expense Type",
)
_REDACTED = re.compile(
    r"(?i).*\b(redacted|withheld|personal data|private individual|confidential|gdpr)\b.*|(individual|foster carer)s?"
)
_TOTAL = re.compile(r"(?i)(grand |sub[- ]?)?totals?\b.*")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "cllr", "sir", "dame", "rev", "prof"})
_MOST_WORDS = 7  # in the name of a person with a title, or of two
_INITIALS = re.compile(r"([A-Z]\.? ?){1,3}(?<=[ .])[A-Z][A-Za-z'’-]{2,}")  # "J Smith", "J. A. Smith"; no "B&Q"
_FIRM = re.compile(
    r"(?i)\b(ltd|limited|plc|llp|co|company|practice|surgery|partners|associates|services?|sons?|daughters?|bros)\b"
)
_TOGETHER = re.compile(r"(?i)&|\band\b")  # of a firm, where no title says that these are people
_HANDLERS: Final = frozenset({"paypal", "sq", "sumup", "zettle", "zettle_", "iz", "izettle", "sp", "stripe"})


def _payments(draft: Draft) -> None:
    by_card = draft.has("MerchantCategoryCode", "Merchant Category Code", "MerchantName", "Merchant Name")
    if by_card:
        draft.source = "Procurement card"  # published beside the other payments: neither replaces the other
    payer, named, amount = draft.text(*_PAYER), draft.text(*_SUPPLIER), draft.text(*_AMOUNT)
    suppliers = Distinct(named)
    _reject_no_supplier(draft, named, suppliers)
    if not by_card:  # a card is used at shops, such as Q Park
        maybe = "This may be paid to a person: nobody is loaded from it.", "If it is a firm, write its name in full."
        alike = suppliers.where(lambda text: _INITIALS.fullmatch(text) and not _is_firm(text))
        draft.reject(alike, _SUPPLIER[0], None, maybe)
    draft.reject(pc.is_null(payer), None, None, ("The row does not say who paid.", "Add the organisation."))
    day = draft.day(*_DAY, day_first=True, required=True)
    no_day = "The payment has no date.", "Add it, or leave the row out."
    draft.reject(pc.is_null(day), None, None, no_day)
    sums = in_pence(amount)
    draft.reject(pc.is_null(sums), _AMOUNT[0], amount, _no_amount)
    _add_up(draft, payer, suppliers.each(merchant), draft.text(*_CATEGORY), day, sums)


def _reject_no_supplier(draft: Draft, named: Cells, suppliers: Distinct) -> None:
    nobody = "The row names no supplier: it may be a total.", "Leave it out, or add the supplier."
    draft.reject(pc.is_null(named), _SUPPLIER[0], None, nobody)
    for pattern, reason in ((_TOTAL, "This row is a total."), (_REDACTED, "The name is redacted.")):
        draft.reject(suppliers.where(pattern.fullmatch), _SUPPLIER[0], named, (reason, "Nothing to mend."))
    person = suppliers.where(is_person)
    draft.reject(
        person, _SUPPLIER[0], None, ("This was paid to a person: nobody is loaded from it.", "Nothing to mend.")
    )


def is_person(supplier: str) -> bool:
    """Whether a supplier is somebody with a title, or two: before the name, or behind it as lists by surname have it.

    >>> [is_person(text) for text in ("Mr & Mrs J. Smith", "SMITH J MR", "Ünal, Zoë (Mrs)")]
    [True, True, True]
    >>> [is_person(text) for text in ("Dr Martens PLC", "Mr Grit & Sons", "Action MS")]
    [False, False, False]
    """
    words = [word.casefold() for word in _NAME_WORD.findall(supplier)]
    if len(words) < 2 or len(words) > _MOST_WORDS or _FIRM.search(supplier):
        return False
    by_surname = "," in supplier or "(" in supplier or any(len(word) == 1 for word in words)
    return words[0] in _TITLES or (by_surname and words[-1] in _TITLES)


def _is_firm(supplier: str) -> bool:
    return bool(_FIRM.search(supplier) or _TOGETHER.search(supplier))


def _no_amount(text: str) -> tuple[str, str]:
    return (f'"{text}" is no amount.' if text else "The payment has no amount."), "Write it as 1234.50."


def _add_up(draft: Draft, payer: Cells, supplier: Cells, category: Cells, day: Cells, sums: Cells) -> None:
    """One statement a payer, supplier, category and month; it stands at the first of its rows."""
    firm = each(supplier, lambda name: normalise(name) or name)
    rows = pa.table(
        {
            "sum": groups(payer, firm, category, pc.utf8_slice_codeunits(day, 0, 7)),
            "day": day,
            "pence": sums,
            "place": pa.array(np.arange(draft.size)),
        }
    ).filter(pa.array(draft.good()))
    told = [("place", "min"), ("pence", "sum"), ("pence", "count"), ("day", "min"), ("day", "max")]
    found = rows.group_by("sum").aggregate(told).sort_by("place_min")
    at = found.column("place_min").combine_chunks()
    draft.add(
        "payments",
        places=at.to_numpy(),
        payer_id=payer.take(at),
        supplier_id=supplier.take(at),
        category=category.take(at),
        value=in_pounds(found.column("pence_sum")),
        currency="GBP",
        payments=pc.cast(found.column("pence_count"), pa.string()),
        starts=found.column("day_min"),
        ends=found.column("day_max"),
    )
    draft.said(draft.good())
    words = f"{len(rows):,} payments were added up to {len(found):,} sums, one a supplier, category and month"
    draft.notes.append(f"{words}: a row that only adds to a sum counts as merged.")


def merchant(name: str) -> str:
    """The merchant without the code of the sale, or behind whoever handles the card.

    >>> merchant("Amazon* Nw9k80k24"), merchant("PAYPAL *ACME GRIT"), merchant("Ralph Livesey Ltd")
    ('Amazon', 'ACME GRIT', 'Ralph Livesey Ltd')
    """
    before, star, after = name.partition("*")
    first, last = before.strip(), after.strip()
    if not star or not first:
        return name
    return last if first.casefold() in _HANDLERS and last else first


FORMATS = (
    TableFormat(
        "council_spending",
        "Council spending",
        tuple(mark(*columns) for columns in product(_PAYER, _SUPPLIER, _DAY, _AMOUNT)),
        _payments,
        (r"purpose", r"narrative", r".*description", r".*card.*", r".*holder.*", r"employee.*", r"notes?"),
    ),
)

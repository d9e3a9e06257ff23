"""Row models of our templates, made from ``graph.statements.KINDS``: what one row may hold.

They are the reference for a single row, and the source of the data dictionary and the Table Schema. A million rows are
checked column by column (``loaders.checks``), sixty times faster; a test holds the two together.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model, model_validator

from graph.statements import KINDS, Column
from loaders.checks import CANONICAL, MOST_STRENGTH


class Row(BaseModel):
    """A row of any template; cells are text, empty ones None."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    @model_validator(mode="after")
    def _together(self) -> Row:
        """What must hold between cells."""
        starts, ends = getattr(self, "starts", None), getattr(self, "ends", None)
        if starts and ends and starts > ends:
            raise ValueError("The end lies before the start.")
        one = getattr(self, "person_a", None)
        if one is not None:
            if one == getattr(self, "person_b", None):
                raise ValueError("Nobody is a contact of himself or herself.")
            strength = getattr(self, "strength", None)
            if (
                strength
                and getattr(self, "kind", None) in (None, "contact")
                and not 0 < float(strength) <= MOST_STRENGTH
            ):
                raise ValueError("The strength is out of range.")
        return self


@cache
def row_model(kind: str) -> type[Row]:
    """The model of a kind; field descriptions say what each column holds."""
    fields: dict[str, Any] = {column.name: _field(column) for column in KINDS[kind].all_columns}
    return create_model(f"{kind.title().replace('_', '')}Row", __base__=Row, __doc__=KINDS[kind].doc, **fields)


def _field(column: Column) -> tuple[Any, Any]:
    text = Annotated[str, AfterValidator(lambda value: _checked(value, column))]
    if column.required:
        return text, Field(description=column.doc, min_length=1)
    return text | None, Field(None, description=column.doc)


def _checked(value: str, column: Column) -> str:
    if column.type in CANONICAL:
        return CANONICAL[column.type](value, column) or ""
    barred = set(map(chr, range(32))) | {"\x7f"}
    if column.type == "id":
        barred.add("|")
    else:
        barred -= set("\t\n\r")
    if barred & set(value):
        raise ValueError("A character that may not stand here.")
    return value

"""Row models of our templates, made from ``graph.statements.KINDS``: what one row may hold.

They are the reference for a single row, and the source of the data dictionary and the Table Schema. A million rows are
checked column by column (``loaders.checks``), sixty times faster; a test holds the two together.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model, model_validator

from graph.statements import KINDS, Column
from graph.titles import unusable
from loaders import mapping
from loaders.cells import MOST_STRENGTH, PERIODS, canonical, explain


class Row(BaseModel):
    """A row of any template; cells are text, empty ones None."""

    model_config = ConfigDict(extra="ignore")

    @model_validator(mode="after")
    def _cells_together(self) -> Row:
        """What must hold between cells."""
        for names in PERIODS:
            first, last = (getattr(self, name, None) for name in names)
            if first and last and first > last:
                raise ValueError("The end lies before the start.")
        one = getattr(self, "person_a", None)
        if one is not None and one == getattr(self, "person_b", None):
            raise ValueError("Nobody is a contact of himself or herself.")
        strength = getattr(self, "strength", None)
        if strength and getattr(self, "kind", None) in (None, "contact") and not 0 < float(strength) <= MOST_STRENGTH:
            raise ValueError("The strength is out of range.")
        if fault := unusable(getattr(self, "phrase", None) or "any word"):
            raise ValueError(" ".join(fault))
        gives, columns = getattr(self, "gives", None), getattr(self, "columns", None)
        if gives and columns and (problem := mapping.fault(gives, mapping.columns_of(columns))):
            raise ValueError(problem[0])
        return self


@cache
def row_model(kind: str) -> type[Row]:
    """The model of a kind; field descriptions say what each column holds."""
    fields: dict[str, Any] = {column.name: _field(column) for column in KINDS[kind].all_columns}
    return create_model(f"{kind.title().replace('_', '')}Row", __base__=Row, __doc__=KINDS[kind].doc, **fields)


def _field(column: Column) -> tuple[Any, Any]:
    def checked(value: str | None) -> str | None:
        if value is None:
            return None
        try:
            return canonical(column, value)
        except ValueError:
            raise ValueError(" ".join(explain(column, value))) from None

    if column.required:
        return Annotated[str, BeforeValidator(_trimmed), AfterValidator(checked)], Field(description=column.doc)
    text = Annotated[str | None, BeforeValidator(_trimmed), AfterValidator(checked)]
    return text, Field(None, description=column.doc)


def _trimmed(value: object) -> object:
    return value.strip() or None if isinstance(value, str) else value

"""Files of other programs as they export them, one module a format, each known by its content."""

from loaders.formats import (
    charts,
    customers,
    giving,
    google,
    linkedin,
    linkedin_messages,
    outlook,
    programmes,
    spending,
    tickets,
    vcard,
)
from loaders.formats.documents import JsonFormat
from loaders.formats.table import TableFormat

TABLES: tuple[TableFormat, ...] = (
    *linkedin.FORMATS,
    *linkedin_messages.FORMATS,
    *google.FORMATS,
    *outlook.FORMATS,
    *customers.FORMATS,
    *vcard.FORMATS,
    *tickets.FORMATS,
    *charts.FORMATS,
    *giving.FORMATS,
    *spending.FORMATS,
)
DOCUMENTS: tuple[JsonFormat, ...] = (*programmes.FORMATS, *giving.DOCUMENTS)

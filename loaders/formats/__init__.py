"""Files of other programs as they export them, one module a format, each known by its content."""

from loaders.formats import (
    calendar,
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

COMING_BACK: tuple[TableFormat, ...] = (  # of files that are no tables: rejected rows come back as such
    *vcard.FORMATS,
    *calendar.FORMATS,
    *(one.table for one in programmes.FORMATS),
)
TABLES: tuple[TableFormat, ...] = (
    *linkedin.FORMATS,
    *linkedin_messages.FORMATS,
    *google.FORMATS,
    *outlook.FORMATS,
    *customers.FORMATS,
    *tickets.FORMATS,
    *charts.FORMATS,
    *giving.FORMATS,
    *spending.FORMATS,
    *COMING_BACK,
)
DOCUMENTS: tuple[JsonFormat, ...] = (*programmes.FORMATS, *giving.DOCUMENTS)

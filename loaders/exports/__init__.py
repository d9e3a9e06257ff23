"""What one viewer sees, written as files of other programs and our own, so that each loads again without a change."""

from loaders.exports.formats import FORMATS, Format, export, export_format
from loaders.exports.packing import packed
from loaders.exports.writing import write_export

__all__ = ["FORMATS", "Format", "export", "export_format", "packed", "write_export"]

"""Orders as Amazon's Selling Partner API gives them, in both of its versions.

v0 gives orders, items and addresses by calls of their own, so that several files are read
together; 2026-01-01 gives orders whole.
Beside the codes of the modules that read the values, things are rejected with ``items_missing``,
``order_missing`` and ``unknown_item``, and a file among several that cannot be read with the code
of its ``SourceError``; remarks are ``assumed_latin_1``, ``repeated_order``, ``repeated_item``,
``error_response`` and ``not_an_order``.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ordercore.adapters.amazon.documents import documents
from ordercore.adapters.amazon.files import read_text
from ordercore.adapters.amazon.joining import Joining
from ordercore.errors import SourceError
from ordercore.ports.source import Origin, Rejection, Remark, ReportedOrder


class OrdersApiSource:
    """An ``OrderSource`` over recorded answers of the API: JSON, arrays of it, or JSON Lines.

    An order may come several times; the one that was updated last counts, and of an item the
    one that was read last.
    """

    def __init__(self, paths: Iterable[str | Path]) -> None:
        """Name the files, which are read anew by each ``read``."""
        self.paths = tuple(paths)

    def read(self) -> Iterator[ReportedOrder | Rejection | Remark]:
        """Give rejections and remarks, then the orders in order of appearance.

        A file that cannot be read is a rejection beside others that can.

        Raises:
            SourceError: at once, when none of the files can be read.
        """
        joining = Joining()
        errors: list[SourceError] = []
        for path in self.paths:
            try:
                text = read_text(path)
                found = documents(text)
            except SourceError as error:
                errors.append(error)
                continue
            joining.entries += text.remarks
            for document in found:
                joining.add(document)
        if errors and len(errors) == len(self.paths):
            raise errors[0]
        joining.entries += [
            Rejection(Origin(error.file, 1), "", error.code, "", error.detail) for error in errors
        ]
        return joining.finished()

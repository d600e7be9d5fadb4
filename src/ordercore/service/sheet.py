"""The sheet: the rows of a draft, those that were given and those that are to be written.

What it was not given it asks for by :class:`Missing`. Nothing is copied to try something; an undo
list brings back what an attempt had changed.

An order that is being placed is hardly ever there already. So a sheet that may presume does not
ask for it, nor for what was promised under its name: whoever writes them finds out, and what
nobody writes is looked for in the end.
Of stock that has plenty it needs no row either: see :mod:`ordercore.service.unseen`.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from ordercore.errors import Conflict
from ordercore.inventory import Caused, Reservation, Stock
from ordercore.inventory.ledger import RESERVED, Entries
from ordercore.orders.state import Order
from ordercore.ports.dossiers import Dossier
from ordercore.ports.records import Answered, Key
from ordercore.ports.store import Row, Unseen
from ordercore.service.keys import Missing, name_of_order

T = TypeVar("T")

Plenty = Callable[[Key], bool]
"""Tells whether stock has plenty, as far as is known."""

Record = Order | Dossier | Stock | Reservation | Caused | Answered

Value = Record | None

Before = tuple[dict[Key, Any], Key, Any]
"""What was changed, where in it, and what stood there before, if anything did.

Plain tuples, and lists for what was added at an end: there are a dozen for each order, and as
functions they would be five objects each, which all stay until the draft is written.
"""

NO_ROW = Row(None, 0)


class Sheet:
    """Rows as they were, and as they are to be."""

    def __init__(self, *, presuming: bool = False, plenty: Plenty | None = None) -> None:
        self._given: dict[Key, Row] = {}
        self._written: dict[Key, Row] = {}
        self._undo: list[list[Any] | Before] = []
        self._presuming = presuming
        self._new: set[str] = set()
        self._presumed: set[Key] = set()
        self._absent: set[Key] = set()
        self._plenty = plenty
        self._unseen: dict[Key, Unseen] = {}
        self._wanted: set[Key] = set()
        self.has_refused = False
        """Whether something asked for was refused, which nobody will write and so check."""

    def give(self, rows: Mapping[Key, Row]) -> None:
        """Add rows that will be needed, or were missing; rows already there stay as they are."""
        for key, row in rows.items():
            self._given.setdefault(key, row)
        if self._plenty is not None and any(key.kind == "stock" for key in rows):
            # Beside stock that is locked no other is promised of: that would be out of order.
            self._plenty = None

    def need(self, keys: Collection[Key]) -> None:
        """Make sure that rows are there.

        Raises:
            Missing: with all those that are not.
        """
        absent = [key for key in keys if key not in self._given]
        if absent:
            absent = [key for key in absent if not (self._presumes(key) or self._goes_unseen(key))]
        if absent:
            raise self._missing(absent)

    def presume_new(self, order_id: str) -> None:
        """Take an order not to be there yet, if presuming is allowed."""
        if self._presuming:
            self._new.add(order_id)

    def presume_absent(self, key: Key) -> None:
        """Take a record that will be written not to be there yet, if presuming is allowed."""
        if self._presuming:
            self._absent.add(key)

    def want_unseen(self, key: Key) -> None:
        """Do not ask for the row of stock that is wanted for a promise alone, if it has plenty."""
        self._wanted.add(key)

    def promises_unseen(self, key: Key) -> bool:
        """Tell whether units of stock may be promised without a look at its row."""
        return self._plenty is not None and self._plenty(key)

    def with_unseen(self, keys: Collection[Key]) -> frozenset[Key]:
        """Give keys; where stock is among them, with all stock that was not looked at so far.

        So all of it is loaded at once, in the order of everybody.
        """
        looks = any(key.kind == "stock" for key in keys)
        return frozenset((*keys, *self._unseen)) if looks else frozenset(keys)

    @property
    def seen(self) -> Mapping[Key, Row]:
        """The rows that were given, as they were."""
        return self._given

    @property
    def as_left(self) -> Mapping[Key, Row]:
        """The rows that were given, as they are to be."""
        return {**self._given, **self._written}

    @property
    def unsure(self) -> tuple[Key, ...]:
        """The rows that were not there, where nobody who writes would notice that they are now.

        Of a refusal that is all of them, since it writes nothing; else what was only presumed.
        """
        if self.has_refused:
            return tuple([key for key, row in self._given.items() if not row.version])
        return tuple(self._presumed - self._written.keys())

    def confirm(self, rows: Mapping[Key, Row]) -> None:
        """See that rows which were absent are so still.

        Raises:
            Conflict: when somebody has written one; then what was decided may be due to just that.
        """
        come = [str(key) for key, row in rows.items() if row.version]
        if come:
            raise Conflict(tuple(come))

    def known(self, key: Key) -> Row:
        """Give a record that is there.

        Raises:
            Missing: when it was not given.
            Conflict: when it was presumed not to be.
        """
        if key in self._presumed and key not in self._written:
            raise Conflict((str(key),))
        return self.row(key)

    def value(self, key: Key) -> Value:
        """Give a record as it now stands.

        Raises:
            Missing: when it was not given.
        """
        return self.row(key).value

    def version(self, key: Key) -> int:
        """Give how often a record was written, on this very sheet too."""
        return self.row(key).version

    def row(self, key: Key) -> Row:
        """Give a record with its version.

        Raises:
            Missing: when it was not given.
        """
        row = self._written.get(key) or self._given.get(key)
        if row is None:
            if not self._presumes(key):
                raise self._missing((key,))
            row = NO_ROW
        return row

    def _missing(self, keys: Collection[Key]) -> Missing:
        return Missing(self.with_unseen(keys))

    def _goes_unseen(self, key: Key) -> bool:
        return key in self._wanted and self.promises_unseen(key)

    def _presumes(self, key: Key) -> bool:
        if key not in self._absent and not (self._new and name_of_order(key) in self._new):
            return False
        self._given[key] = NO_ROW
        self._presumed.add(key)
        return True

    def _write(self, key: Key, value: Record) -> int:
        before = self._written.get(key)
        version = (self._given[key] if before is None else before).version + 1
        self._undo.append((self._written, key, before))
        self._written[key] = Row(value, version)
        return version

    def _promise(self, key: Key, entries: Entries) -> int:
        """Count an event of stock that was not looked at, and give its place among these."""
        unseen = self._unseen
        before = unseen.get(key)
        units, events = before or (0, 0)
        held = sum([change for account, change, _ in entries if account == RESERVED])
        unseen[key] = Unseen(units + held, events + 1)
        self._undo.append((unseen, key, before))
        return events + 1

    def _append(self, items: list[T], item: T) -> None:
        items.append(item)
        self._undo.append(items)

    def _back_to(self, mark: int) -> None:
        while len(self._undo) > mark:
            last = self._undo.pop()
            if isinstance(last, list):
                last.pop()
                continue
            changed, key, before = last
            if before is None:
                del changed[key]
            else:
                changed[key] = before

"""The paper that a buyer needs to send something back: a label of a return, with what to do."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial

import attrs

from ordercore.errors import InvalidValue, NotFound
from ordercore.kernel.checking import check_types, of_type, several
from ordercore.kernel.time import local_date
from ordercore.orders.address import Address
from ordercore.orders.returned import counted
from ordercore.orders.state import Order
from ordercore.ports.documents import DocumentRenderer
from ordercore.ports.labels import ReturnedItem, ShippingLabel
from ordercore.ports.labels import ReturnLabel as ReturnSheet
from ordercore.ports.papers import Document, PageSize, Paper
from ordercore.returns import Handover, Return, ReturnLabel
from ordercore.service.views import View, order

Words = Callable[[ReturnSheet, str, str], Paper]
"""Puts a sheet into words, in a language and with the days of a zone: ``ordercore.i18n.worded``."""

_INSTANT = dt.timedelta(microseconds=1)


def _instructions(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, "instructions")


@attrs.frozen(kw_only=True)
class PrintedReturn:
    """Which label of a return is printed, and how.

    Attributes:
        to: where the parcel goes, as the label was bought.
        sender: where it comes from; left out, where the order went.
        label_id: which label; left out, the last one that counts.
        language: that of the buyer; left out, the first one of the order's marketplace.
        instructions: the host's own, in that language, after those of ordercore.
        page: the size of the page; left out, what the renderer takes for labels.

    Raises:
        InvalidValue: when a field is of another type.
    """

    to: Address
    sender: Address | None = None
    label_id: str = ""
    language: str = ""
    instructions: tuple[str, ...] = attrs.field(default=(), converter=_instructions)
    page: PageSize | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type."""
        check_types(self)


@attrs.frozen
class Sheet:
    """What stands on a paper, and in which language and zone."""

    says: ReturnSheet
    language: str
    zone: str
    page: PageSize | None

    def printed(self, renderer: DocumentRenderer, words: Words) -> Document:
        """Put it into words, and have it rendered."""
        return renderer.render(words(self.says, self.language, self.zone), self.page)


def sheet(asked: PrintedReturn, order_id: str, return_id: str) -> Callable[[View], Sheet]:
    """Give the look at a return that gives its paper."""
    of_type(asked, PrintedReturn, "asked")
    return partial(_sheet, order_id=order_id, return_id=return_id, asked=asked)


def _sheet(view: View, order_id: str, return_id: str, asked: PrintedReturn) -> Sheet:
    """Give what stands on the paper of a label.

    Raises:
        NotFound: when there is no such order or return, or no such label that counts.
        InvalidValue: when the label has no carrier or tracking number, or no sender is known.
    """
    found = order(view, order_id)
    rma = found.return_(return_id)
    if rma is None:
        raise NotFound("return", return_id)
    label = _label(rma, asked.label_id)
    sender = asked.sender or found.ship_to
    if sender is None:
        raise InvalidValue("sender", sender, "an address, which the order does not have")
    world, marketplace = view.world, found.terms.marketplace
    zone = world.delivery_zone(sender) or world.zone_of(marketplace)
    known = world.marketplaces.get(marketplace)
    language = asked.language or (known.languages[0].replace("_", "-") if known else "en")
    begin, until = label.hand_over_from, label.hand_over_by
    fetched = label.handover is Handover.PICKUP
    says = ReturnSheet(
        label=ShippingLabel(
            sender=sender,
            to=asked.to,
            carrier=label.carrier,
            service=label.service,
            tracking=label.tracking,
            references=(f"{found.id}/{rma.id}",),
        ),
        order_id=found.id,
        return_id=rma.id,
        items=_items(found, rma),
        until=None if fetched or until is None else local_date(until - _INSTANT, zone),
        place="" if fetched else label.place,
        pickup=(begin, until) if fetched and begin and until else None,
        instructions=asked.instructions,
    )
    return Sheet(says, language, zone, asked.page)


def _label(rma: Return, id: str) -> ReturnLabel:
    found = [label for label in rma.live_labels if id in ("", label.id)]
    if not found:
        raise NotFound("label", id)
    return found[-1]


def _items(found: Order, rma: Return) -> tuple[ReturnedItem, ...]:
    """Give what the buyer has still to put into a parcel, line by line; or all that was let in."""
    units = counted(rma, Return.outstanding) or rma.units
    lines = {line.id: line for line in found.lines}
    totals: dict[str, int] = {}
    for some in units:
        totals[some.line] = totals.get(some.line, 0) + some.quantity
    return tuple(
        [
            ReturnedItem(sku=lines[id].sku, title=lines[id].title, quantity=number)
            for id, number in totals.items()
        ]
    )

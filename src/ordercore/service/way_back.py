"""The way back: what is asked of a carrier when a label for a return is bought."""

from collections.abc import Callable, Iterable
from typing import cast

import attrs

from ordercore.errors import InvalidValue
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import of_type, several
from ordercore.kernel.time import Instant, instant
from ordercore.orders.address import Address
from ordercore.ports.carriage import CarrierDocumentKind, DropOffPoint, Label
from ordercore.shipping.choosing import Cheapest, Consignment, RankingPolicy

PAYERS = (Actor.BUYER, Actor.SELLER, Actor.MARKETPLACE)


def where_it_is(label: Label) -> str:
    """Name the paper of a label by the address where its carrier keeps it, blank for none."""
    papers = [some.url for some in label.documents if some.kind is CarrierDocumentKind.LABEL]
    return next(filter(None, papers), "")


def _expires(given: object) -> Instant | None:
    return None if given is None else instant(given, "expires")


def _pickup(given: Iterable[object] | None) -> tuple[Instant, Instant] | None:
    if given is None:
        return None
    window = several(given, "pickup")
    if len(window) != 2:
        raise InvalidValue("pickup", window, "two instants: its begin and its end")
    begin, until = instant(window[0], "pickup"), instant(window[1], "pickup")
    if until <= begin:
        raise InvalidValue("pickup", window, "a begin and an end after it")
    return begin, until


@attrs.frozen(kw_only=True)
class WayBack:
    """How units of a return are to come back, with everything that their label needs.

    Attributes:
        parcel: what the buyer hands over, its weight and size as for a parcel that leaves.
        to: where it goes.
        sender: where it comes from; left out, where the order went.
        payer: who bears the cost; left out, whoever the return policy says.
        expires: the first instant at which the label can be used no more, where that is known.
        drop_off: where the buyer leaves the parcel, of the carrier's ``drop_off_points``.
        pickup: from when until when the carrier fetches it at the sender's; without it, it is
            dropped off.
        ranking: which of the carrier's services is the best.
        papers: keeps the papers of the label that was bought, and gives the name by which the
            buyer finds them; it may be called again with the same label. Without one it is the
            carrier's URL.

    Raises:
        InvalidValue: when a field is of another type, the payer pays no postage, a pickup ends
            before it begins, or the parcel is both fetched and dropped off.
    """

    parcel: Consignment
    to: Address
    sender: Address | None = None
    payer: Actor | None = None
    expires: Instant | None = attrs.field(default=None, converter=_expires)
    drop_off: DropOffPoint | None = None
    pickup: tuple[Instant, Instant] | None = attrs.field(default=None, converter=_pickup)
    ranking: RankingPolicy = Cheapest()
    papers: Callable[[Label], str] = where_it_is

    def __attrs_post_init__(self) -> None:
        """Refuse fields of another type, and what does not go together."""
        of_type(self.parcel, Consignment, "parcel")
        of_type(self.to, Address, "to")
        if self.sender is not None:
            of_type(self.sender, Address, "sender")
        if self.payer is not None and self.payer not in PAYERS:
            raise InvalidValue("payer", self.payer, "buyer, seller or marketplace")
        if self.drop_off is not None:
            of_type(self.drop_off, DropOffPoint, "drop_off")
            if self.pickup is not None:
                raise InvalidValue("pickup", self.pickup, "left out where there is a drop-off")
        for field in ("ranking", "papers"):
            if not callable(cast("object", getattr(self, field))):
                raise InvalidValue(field, getattr(self, field), "a function")

    @property
    def place(self) -> str:
        """The drop-off point as a buyer finds it: its name, street and town."""
        if self.drop_off is None:
            return ""
        there = self.drop_off.address
        town = f"{there.postal_code} {there.city}".strip()
        return ", ".join(filter(None, (self.drop_off.name.strip(), there.line1.strip(), town)))

"""Who does what on a channel: tasks, and the parties that they fall to."""

from collections.abc import Iterable
from typing import Any, cast

import attrs

from ordercore.errors import InvalidTable
from ordercore.kernel.actors import Actor
from ordercore.kernel.checking import check_types

Parties = frozenset[Actor]

SELLER: Parties = frozenset({Actor.SELLER, Actor.SYSTEM})
"""The seller, or the seller's own system for it."""

MARKETPLACE: Parties = frozenset({Actor.MARKETPLACE})

BUYER: Parties = frozenset({Actor.BUYER})

CARRIER: Parties = frozenset({Actor.CARRIER})

EITHER = SELLER | MARKETPLACE
"""The seller or the marketplace."""


Does = tuple[Actor, ...]
"""Those to whom a task falls, in the order of :class:`~ordercore.kernel.actors.Actor`.

A tuple, since every command asks for it, and an actor is found in one by identity.
"""


def _in_order(given: Iterable[Actor] | Actor) -> Does:
    """Put parties in order, one of them taken as one; what is no party stays, to be refused."""
    several = isinstance(given, Iterable) and not isinstance(given, str)
    each: tuple[Any, ...] = tuple(cast(Iterable[Any], given)) if several else (given,)
    others = [some for some in each if not isinstance(some, Actor)]
    return (*[actor for actor in Actor if actor in each], *others)


@attrs.frozen(kw_only=True)
class Tasks:
    """The tasks of selling, and to whom each falls on a channel.

    There are no defaults: a channel answers for every task, with one party or several.

    Raises:
        InvalidValue: when a task falls to what is no :class:`~ordercore.kernel.actors.Actor`.
        InvalidTable: when a task falls to nobody.
    """

    stores: Does = attrs.field(converter=_in_order)
    """Keeps the goods, and so knows how many there are."""
    packs: Does = attrs.field(converter=_in_order)
    """Picks and packs."""
    labels: Does = attrs.field(converter=_in_order)
    """Buys the shipping label."""
    ships: Does = attrs.field(converter=_in_order)
    """Hands parcels to a carrier, and is bound to do so in time."""
    confirms: Does = attrs.field(converter=_in_order)
    """Confirms shipments, and gives tracking numbers."""
    carries: Does = attrs.field(converter=_in_order)
    """Tells where a parcel is."""
    buys: Does = attrs.field(converter=_in_order)
    """Speaks for the buyer: orders, and asks to cancel or to send back."""
    takes_money: Does = attrs.field(converter=_in_order)
    """Authorises and takes payments."""
    amends: Does = attrs.field(converter=_in_order)
    """Changes the address, the lines or the quantities of an order."""
    holds: Does = attrs.field(converter=_in_order)
    """Keeps an order from shipping, and lets it go again."""
    cancels: Does = attrs.field(converter=_in_order)
    """Cancels units without asking; buyers only for a while."""
    answers_requests: Does = attrs.field(converter=_in_order)
    """Answers a buyer who asks to cancel."""
    answers_before: Does = attrs.field(converter=_in_order)
    """Answers buyers' questions before they have ordered."""
    answers_after: Does = attrs.field(converter=_in_order)
    """Serves buyers once they have ordered."""
    authorises_returns: Does = attrs.field(converter=_in_order)
    """Decides about returns."""
    receives_returns: Does = attrs.field(converter=_in_order)
    """Takes back what is returned, or could not be delivered."""
    grades_returns: Does = attrs.field(converter=_in_order)
    """Tells in which condition a return came back."""
    pays_return_label: Does = attrs.field(converter=_in_order)
    """Pays for the way back; where it is several, the fault decides."""
    refunds: Does = attrs.field(converter=_in_order)
    """Gives money back."""
    reports: Does = attrs.field(converter=_in_order)
    """Tells what has happened elsewhere."""
    sorts: Does = attrs.field(converter=_in_order)
    """Sorts orders for its own eyes, by tags."""

    def __attrs_post_init__(self) -> None:
        """Refuse a task that falls to nobody."""
        check_types(self)
        nobody = [task for task in TASKS if not getattr(self, task)]
        if nobody:
            problems = tuple([f"nobody {task}" for task in nobody])
            raise InvalidTable("tasks of a channel", problems)

    def of(self, *tasks: str) -> Parties:
        """Give everybody to whom one of some tasks falls."""
        return frozenset([actor for task in tasks for actor in getattr(self, task)])


TASKS = tuple([field.name for field in attrs.fields(Tasks)])
"""The names of all tasks, in the order in which an order meets them."""

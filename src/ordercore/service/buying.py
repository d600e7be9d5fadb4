"""Buying a label once, whatever becomes of the answer; and anything else that has a key."""

from collections.abc import Callable
from typing import TypeVar

from ordercore.errors import CarrierError, InvalidValue
from ordercore.ports.carriage import Label
from ordercore.ports.carrier import Carrier
from ordercore.ports.carrier_faults import Remedy, remedy_of
from ordercore.shipping.choosing.quote import Quote

T = TypeVar("T")


def at_once(_: int) -> None:
    """Wait for nothing."""


def buy_once(
    carrier: Carrier,
    quote: Quote,
    key: str,
    *,
    attempts: int = 3,
    wait: Callable[[int], None] = at_once,
) -> Label:
    """Buy the label of a quote; where an answer is lost, ask again with the same key.

    ``key`` is one for the label that is meant, such as the id of the command that asks for it; keep
    it and the quote before you call, and a process that died comes back with both.
    It is :func:`settle` of ``carrier.buy``, with its attempts, its waiting and its errors.
    """
    return settle(lambda: carrier.buy(quote, key), attempts=attempts, wait=wait)


def settle(call: Callable[[], T], *, attempts: int = 3, wait: Callable[[int], None] = at_once) -> T:
    """Make a call to a carrier until it is answered: one under a key, or one that only asks.

    ``settle(lambda: carrier.manifest(labels, key))`` makes a manifest once, ``buy_once`` buys.
    ``wait`` is called with the number of failed attempts before each further one.

    Raises:
        CarrierError: what the carrier refuses for good, at once; and what has not been settled
            after so many attempts. Where nobody knows whether it was done, that error has the
            remedy ``ASK_AGAIN``, also when a later attempt did not even reach the carrier.
        InvalidValue: when ``attempts`` is no number of 1 or more.
    """
    if type(attempts) is not int or attempts < 1:
        raise InvalidValue("attempts", attempts, "1 or more")
    lost: CarrierError | None = None
    failed = 0
    while True:
        try:
            return call()
        except CarrierError as error:
            remedy = remedy_of(error)
            if remedy not in (Remedy.RETRY, Remedy.ASK_AGAIN):
                raise
            lost = error if remedy is Remedy.ASK_AGAIN else lost
            failed += 1
            if failed == attempts:
                raise lost or error from None
        wait(failed)

"""Tracking by Shippo, which asks for a number's carrier too."""

from collections.abc import Callable

from ordercore.adapters.aggregators.reading import text_of
from ordercore.adapters.feeds import read_shippo
from ordercore.adapters.shippo.answers import is_number
from ordercore.adapters.shippo.line import NAME, Line, readable
from ordercore.adapters.shippo.purchases import Purchases
from ordercore.errors import CarrierError
from ordercore.kernel.checking import of_type
from ordercore.shipping.tracking import TrackingEvent


class Tracking:
    """Reads tracks; none is made, which would cost where the label was not bought at Shippo."""

    def __init__(
        self,
        line: Line,
        purchases: Purchases,
        *,
        carrier_of: Callable[[str], str | None] | None,
        zones_hold: bool,
    ) -> None:
        self._line = line
        self._purchases = purchases
        self._carrier_of = carrier_of
        self._zones_hold = zones_hold
        self._carriers = dict[str, str]()

    def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Give what is known of a number."""
        if not is_number(of_type(number, str, "number")):
            raise CarrierError(NAME, "number_unknown")
        account = self._purchases.account_of(number)
        carrier = self._named(number) if account is None else self._carrier(account)
        try:
            found = self._line.ask(
                lambda client: client.tracking_status.get(tracking_number=number, carrier=carrier),
                "number_unknown",
            )
        except CarrierError as error:
            if error.code == "number_unknown" and account is not None:
                return ()
            raise
        with readable():
            if found.get("tracking_number") != number:
                raise CarrierError(NAME, "answer_unreadable", "it is about another number")
            feeds = read_shippo(found, zones_hold=self._zones_hold)
        return tuple(event for feed in feeds for event in feed.events)

    def _named(self, number: str) -> str:
        """Give the carrier that the host names."""
        carrier = None if self._carrier_of is None else self._carrier_of(number)
        if carrier is None or not is_number(carrier):
            raise CarrierError(NAME, "number_unknown")
        return carrier

    def _carrier(self, account: str) -> str:
        """Give the carrier of an account, which stays what it is."""
        if account not in self._carriers:
            found = self._line.ask(lambda client: client.carrier_accounts.get(account))
            with readable():
                carrier = text_of(found, "carrier")
            if not is_number(carrier):
                raise CarrierError(NAME, "answer_unreadable", carrier)
            self._carriers[account] = carrier
        return self._carriers[account]

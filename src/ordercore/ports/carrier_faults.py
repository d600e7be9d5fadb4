"""What may go wrong with a carrier: codes, and what may be done about each."""

from collections.abc import Iterable, Mapping
from enum import Enum

import attrs

from ordercore.errors import CarrierError, InvalidTable


class Remedy(Enum):
    """What whoever called may do about a fault."""

    RETRY = "retry"
    """Nothing was done; the same call may succeed later."""
    ASK_AGAIN = "ask_again"
    """Nobody knows whether it was done; the same call with the same key tells, or does it."""
    CHANGE = "change"
    """Nothing was done; a call about something else may succeed: another address, quote or key."""
    GIVE_UP = "give_up"
    """Nothing was done, and nothing in the call would change that."""


@attrs.frozen
class CarrierFault:
    """One thing that may go wrong, and what may be done about it."""

    code: str
    remedy: Remedy
    meaning: str


_ROWS = (
    CarrierFault("unreachable", Remedy.RETRY, "no connection came about, so nothing was asked"),
    CarrierFault("too_busy", Remedy.RETRY, "the carrier asks to be asked less often"),
    CarrierFault("answer_lost", Remedy.ASK_AGAIN, "it was asked, and no answer came"),
    CarrierFault("carrier_failed", Remedy.ASK_AGAIN, "the carrier says that it failed inside"),
    CarrierFault("answer_unreadable", Remedy.ASK_AGAIN, "an answer came that makes no sense"),
    CarrierFault("address_refused", Remedy.CHANGE, "an address is incomplete or unknown"),
    CarrierFault("place_not_served", Remedy.CHANGE, "the carrier does not go there, or from there"),
    CarrierFault("parcel_too_heavy", Remedy.CHANGE, "the parcel weighs more than is carried"),
    CarrierFault("parcel_too_large", Remedy.CHANGE, "the parcel is larger than is carried"),
    CarrierFault("goods_refused", Remedy.CHANGE, "what is in it is not carried"),
    CarrierFault("tariff_incomplete", Remedy.GIVE_UP, "a price is missing in the seller's tariff"),
    CarrierFault("quote_unknown", Remedy.CHANGE, "no quote has this id; ask for quotes"),
    CarrierFault("quote_expired", Remedy.CHANGE, "the price holds no longer; ask for quotes"),
    CarrierFault("quote_taken", Remedy.CHANGE, "the quote was bought under another key"),
    CarrierFault("key_reused", Remedy.CHANGE, "the key was used for something else"),
    CarrierFault("label_void", Remedy.CHANGE, "the label of this key was voided; use a new key"),
    CarrierFault("label_unknown", Remedy.CHANGE, "no label has this id"),
    CarrierFault("label_listed", Remedy.CHANGE, "the label is on another manifest already"),
    CarrierFault("number_unknown", Remedy.CHANGE, "no parcel has this tracking number"),
    CarrierFault("time_refused", Remedy.CHANGE, "nothing is picked up in this window"),
    CarrierFault("not_voidable", Remedy.GIVE_UP, "the label was used, or its window is over"),
    CarrierFault("account_refused", Remedy.GIVE_UP, "the account may not, or has no funds"),
    CarrierFault("not_offered", Remedy.GIVE_UP, "the carrier, or its adapter, does not do this"),
    CarrierFault("call_refused", Remedy.GIVE_UP, "any other refusal; the detail has its words"),
)


def fault_table(rows: Iterable[CarrierFault]) -> Mapping[str, CarrierFault]:
    """Give rows by their code.

    Raises:
        InvalidTable: when a code stands twice.
    """
    given = tuple(rows)
    codes = [row.code for row in given]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise InvalidTable("carrier faults", tuple(f"{code} stands twice" for code in twice))
    return {row.code: row for row in given}


CARRIER_FAULTS = fault_table(_ROWS)
"""Every code that a :class:`ordercore.errors.CarrierError` may have."""


def remedy_of(error: CarrierError) -> Remedy:
    """Tell what may be done about an error; of a code that is none of ours, nothing is known."""
    row = CARRIER_FAULTS.get(error.code)
    return Remedy.ASK_AGAIN if row is None else row.remedy

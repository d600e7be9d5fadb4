"""Faults of carriers, said in a language."""

from collections.abc import Mapping

from ordercore.errors import CarrierError
from ordercore.i18n.sentences import NO_WORDS, said
from ordercore.ports.carrier_faults import remedy_of


def fault_sentence(
    error: CarrierError,
    language: str = "en",
    zone: str = "UTC",
    words: Mapping[str, str] = NO_WORDS,
) -> str:
    """Say what went wrong with a carrier, and what may be done about it.

    ``words`` are a host's own sentences under ``fault.`` and the code, or ``remedy.`` and the
    remedy. What the carrier said itself stands in ``error.detail``, and is not said again.
    A code without a sentence is said as the code itself.
    """
    facts = {**error.facts, "carrier": error.carrier}
    happened = said(f"fault.{error.code}", facts, language, zone, words) or str(error)
    remedy = said(f"remedy.{remedy_of(error).value}", facts, language, zone, words)
    return " ".join(filter(None, (happened, remedy)))

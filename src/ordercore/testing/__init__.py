"""What users test their own rules and adapters with.

- :mod:`ordercore.testing.laws`: functions that check a law on an order, on stock, on a store
- :mod:`ordercore.testing.situations`: orders in the middle of their lives, from any ``pick(n)``
- :mod:`ordercore.testing.strategies`: the same for Hypothesis
- :class:`ordercore.testing.StoreConformance`: everything that a store must do, as a test class
- :class:`ordercore.testing.CrowdConformance`: what it must stand from many processes at once
- :class:`ordercore.testing.VerifierConformance`: the same for address verifiers
- :class:`ordercore.testing.CarrierConformance`: the same for carriers
- :class:`ordercore.testing.ChannelConformance`: the same for a channel of your own
- :class:`ordercore.testing.SourcingConformance`: for a policy of your own that sources orders
- :class:`ordercore.testing.RankingConformance`: for one that ranks the quotes of carriers
- :class:`ordercore.testing.HolidaysConformance`: and for sources of holidays
- :class:`ordercore.testing.PublisherConformance`: and for publishers
- :class:`ordercore.testing.NotifierConformance`: and for notifiers
- :class:`ordercore.testing.CountsConformance`: and for whoever answers what facts add up to
- :class:`ordercore.testing.DocumentRendererConformance`: and for renderers of papers
- :mod:`ordercore.testing.postgres`: a throw-away PostgreSQL, and databases on it

The first two and the last need nothing to be imported; the others need the extra ``testing`` and
are loaded when asked for.
Assertions in them tell their values, because pytest is told to rewrite them before they load;
so take the suites from here, not from the modules that define them.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ordercore.errors import ExtraMissing
from ordercore.testing.aiming import Pick
from ordercore.testing.dead_ends import no_dead_ends
from ordercore.testing.laws import (
    LAWS_OF_AN_ORDER,
    conservation_of_money,
    conservation_of_units,
    explain_agrees_with_decide,
    live_equals_replay,
    portions_add_up,
    status_keeps_to_lifecycle,
    stock_is_never_promised_twice,
)
from ordercore.testing.settling_laws import (
    each_unit_is_settled_once,
    exchanges_are_exact,
    refunds_pay_for_what_came_back,
)
from ordercore.testing.situations import Step, live_order, next_command, taken, walk

if TYPE_CHECKING:
    from ordercore.testing.carrier import CarrierConformance
    from ordercore.testing.channel import ChannelConformance
    from ordercore.testing.counts import CountsConformance
    from ordercore.testing.crowds.suite import CrowdConformance
    from ordercore.testing.holidays import HolidaysConformance
    from ordercore.testing.notifier import NotifierConformance
    from ordercore.testing.publisher import PublisherConformance
    from ordercore.testing.ranking import RankingConformance
    from ordercore.testing.renderer import DocumentRendererConformance
    from ordercore.testing.sourcing import SourcingConformance
    from ordercore.testing.store import StoreConformance
    from ordercore.testing.verifier import VerifierConformance

__all__ = [
    "LAWS_OF_AN_ORDER",
    "CarrierConformance",
    "ChannelConformance",
    "CountsConformance",
    "CrowdConformance",
    "DocumentRendererConformance",
    "HolidaysConformance",
    "NotifierConformance",
    "Pick",
    "PublisherConformance",
    "RankingConformance",
    "SourcingConformance",
    "Step",
    "StoreConformance",
    "VerifierConformance",
    "conservation_of_money",
    "conservation_of_units",
    "each_unit_is_settled_once",
    "exchanges_are_exact",
    "explain_agrees_with_decide",
    "live_equals_replay",
    "live_order",
    "next_command",
    "no_dead_ends",
    "portions_add_up",
    "refunds_pay_for_what_came_back",
    "status_keeps_to_lifecycle",
    "stock_is_never_promised_twice",
    "taken",
    "walk",
]

SUITES = {
    "CarrierConformance": "ordercore.testing.carrier",
    "ChannelConformance": "ordercore.testing.channel",
    "CountsConformance": "ordercore.testing.counts",
    "CrowdConformance": "ordercore.testing.crowds.suite",
    "DocumentRendererConformance": "ordercore.testing.renderer",
    "HolidaysConformance": "ordercore.testing.holidays",
    "NotifierConformance": "ordercore.testing.notifier",
    "PublisherConformance": "ordercore.testing.publisher",
    "RankingConformance": "ordercore.testing.ranking",
    "SourcingConformance": "ordercore.testing.sourcing",
    "StoreConformance": "ordercore.testing.store",
    "VerifierConformance": "ordercore.testing.verifier",
}


if not TYPE_CHECKING:  # pragma: no branch - else every misspelt name would have a type

    def __getattr__(name: str) -> Any:
        """Load the suites when they are first asked for, their assertions rewritten by pytest."""
        if name not in SUITES:
            raise AttributeError(f"module 'ordercore.testing' has no attribute {name!r}")
        try:
            import pytest
        except ImportError:
            raise ExtraMissing("testing", "pytest") from None
        if SUITES[name] not in sys.modules:
            pytest.register_assert_rewrite(SUITES[name])
        return getattr(import_module(SUITES[name]), name)

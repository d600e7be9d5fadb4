"""Channels: who stores, ships and confirms, by when, which one serves, and what sellers must keep.

Stands alone: a host that wants only the promise clock, only a seller's standing with Prime, or only
the choice of a channel imports this package and passes plain values.
"""

from ordercore.channels.cancelling import Cancelling, auto_cancel_at, free_until, held_until
from ordercore.channels.channel import CaptureMoment, Channel, LabelService
from ordercore.channels.choosing.choice import CHOICE_CLAUSES, Choice, Rejected, Served, Unserved
from ordercore.channels.choosing.choose import choose_channel
from ordercore.channels.choosing.offers import (
    Destination,
    Offer,
    Preferences,
    Ranking,
    Reach,
    Seller,
    Wanted,
    Wish,
)
from ordercore.channels.clock.handling import Counting, Handling, handling_days
from ordercore.channels.clock.promise import promise
from ordercore.channels.clock.promised import STEPS, Calendars, Promise
from ordercore.channels.clock.transit import SERVICES, Service, Transit, service_named, services
from ordercore.channels.filling import FillPolicy, given_up, given_up_from
from ordercore.channels.marketplaces import (
    MARKETPLACES,
    Marketplace,
    find_marketplace,
    marketplace_of,
)
from ordercore.channels.measuring.limits import (
    Boundary,
    Comparison,
    Figure,
    Limit,
    above,
    at_least,
    at_most,
    below,
)
from ordercore.channels.measuring.rows import PRIME_TARGETS
from ordercore.channels.measuring.targets import (
    COUNTED_IN,
    Counted,
    Metric,
    Target,
    targets_in_force,
)
from ordercore.channels.parties import SELLER, TASKS, Parties, Tasks
from ordercore.channels.prime.clauses import PRIME_CLAUSES
from ordercore.channels.prime.record import PrimeSeller, Shipped, Trial
from ordercore.channels.prime.standing import (
    Stage,
    Standing,
    may_enrol,
    prime_standing,
    trial_verdict,
)
from ordercore.channels.prime.terms import PRIME_TERMS, Enrolment, PrimeTerms, SizeTier, Speed
from ordercore.channels.table import CHANNELS, FBA, MCF, MFN, SFP, SHOP
from ordercore.kernel.clauses import Clause

__all__ = [
    "CHANNELS",
    "CHOICE_CLAUSES",
    "COUNTED_IN",
    "FBA",
    "MARKETPLACES",
    "MCF",
    "MFN",
    "PRIME_CLAUSES",
    "PRIME_TARGETS",
    "PRIME_TERMS",
    "SELLER",
    "SERVICES",
    "SFP",
    "SHOP",
    "STEPS",
    "TASKS",
    "Boundary",
    "Calendars",
    "Cancelling",
    "CaptureMoment",
    "Channel",
    "Choice",
    "Clause",
    "Comparison",
    "Counted",
    "Counting",
    "Destination",
    "Enrolment",
    "Figure",
    "FillPolicy",
    "Handling",
    "LabelService",
    "Limit",
    "Marketplace",
    "Metric",
    "Offer",
    "Parties",
    "Preferences",
    "PrimeSeller",
    "PrimeTerms",
    "Promise",
    "Ranking",
    "Reach",
    "Rejected",
    "Seller",
    "Served",
    "Service",
    "Shipped",
    "SizeTier",
    "Speed",
    "Stage",
    "Standing",
    "Target",
    "Tasks",
    "Transit",
    "Trial",
    "Unserved",
    "Wanted",
    "Wish",
    "above",
    "at_least",
    "at_most",
    "auto_cancel_at",
    "below",
    "choose_channel",
    "find_marketplace",
    "free_until",
    "given_up",
    "given_up_from",
    "handling_days",
    "held_until",
    "marketplace_of",
    "may_enrol",
    "prime_standing",
    "promise",
    "service_named",
    "services",
    "targets_in_force",
    "trial_verdict",
]

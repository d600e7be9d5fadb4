"""The channel table: one row per channel, every question answered.

FBA  Fulfilled by Amazon: Amazon stores, packs, ships and confirms.
SFP  Seller Fulfilled Prime: the seller does, at Prime's speed.
MFN  Merchant fulfilled: the seller does, at a speed of its own.
MCF  Multi-Channel Fulfillment: Amazon ships orders of the seller's own shop out of FBA stock.
SHOP The seller's own shop: the seller does everything, and takes the money too.
"""

import datetime as dt

from ordercore.channels.cancelling import Cancelling
from ordercore.channels.channel import CaptureMoment, Channel, LabelService
from ordercore.channels.clock.handling import MFN_HANDLING, SFP_HANDLING, Handling
from ordercore.channels.filling import FillPolicy
from ordercore.channels.measuring.rows import FBA_TARGETS, MFN_TARGETS, SFP_TARGETS
from ordercore.channels.parties import BUYER, CARRIER, EITHER, MARKETPLACE, SELLER, Tasks
from ordercore.kernel.dated import ALWAYS
from ordercore.kernel.replace import replace

FREE_MINUTES = 30
"""The buyer cancels alone in the first 30 minutes (Seller Central SA 201722390)."""

AUTO_CANCELLED = (
    # 30 days after the expected ship date; since 30 September 2020 it is 7 business days (Amazon
    # seller forum t/694871).
    Cancelling(effective_from=ALWAYS, free_minutes=FREE_MINUTES, auto_days=30, calendar_days=True),
    Cancelling(effective_from=dt.date(2020, 9, 30), free_minutes=FREE_MINUTES, auto_days=7),
    # Saudi Arabia: 3 days where the seller ships, 5 with Easy Ship, which is no channel here
    # (Seller Central BR 200197960 and its family, C: neither since when nor whether they are
    # business days is said; operating days, so that nothing is cancelled too early).
    Cancelling(marketplace="SA", effective_from=ALWAYS, free_minutes=FREE_MINUTES, auto_days=3),
)
"""How orders are cancelled that the seller ships for Amazon."""

NEVER_BY_ITSELF = (Cancelling(effective_from=ALWAYS, free_minutes=FREE_MINUTES, auto_days=None),)

AUTO_CANCELLED_WHEN_HELD = (
    # An order that is created with the action Hold is cancelled after 14 days (Fulfillment Outbound
    # API, model of 2020-07-01, ``FulfillmentAction``).
    Cancelling(effective_from=ALWAYS, free_minutes=FREE_MINUTES, auto_days=None, held_days=14),
)
"""How orders are cancelled that a fulfiller keeps back on request."""

FULFILLED_BY_AMAZON = Tasks(
    stores=MARKETPLACE,
    packs=MARKETPLACE,
    labels=MARKETPLACE,
    ships=MARKETPLACE,
    confirms=MARKETPLACE,
    carries=CARRIER,
    buys=BUYER | MARKETPLACE,
    takes_money=MARKETPLACE,
    amends=BUYER | MARKETPLACE,
    holds=MARKETPLACE,
    cancels=BUYER | MARKETPLACE,
    answers_requests=MARKETPLACE,
    answers_before=EITHER,
    answers_after=MARKETPLACE,
    authorises_returns=MARKETPLACE,
    receives_returns=MARKETPLACE,
    grades_returns=MARKETPLACE,
    pays_return_label=MARKETPLACE,
    refunds=MARKETPLACE,
    reports=EITHER,
    sorts=SELLER,
)
"""Amazon does everything with the goods and for the buyer (Seller Central UTJZ6MZGMYCW7PW)."""

MERCHANT_FULFILLED = Tasks(
    stores=SELLER,
    packs=SELLER,
    labels=SELLER,
    ships=SELLER,
    # Buying a label through Amazon's own service confirms the shipment too.
    confirms=EITHER,
    carries=CARRIER,
    buys=BUYER | MARKETPLACE,
    takes_money=MARKETPLACE,
    # Of an order that Amazon keeps, Amazon alone: the seller ships to the address on the order.
    amends=BUYER | EITHER,
    holds=EITHER,
    cancels=BUYER | EITHER,
    answers_requests=EITHER,
    answers_before=SELLER,
    answers_after=SELLER,
    # Most are authorised by Amazon itself, the others by the seller (Seller Central 200708210).
    authorises_returns=EITHER,
    receives_returns=SELLER,
    grades_returns=SELLER,
    pays_return_label=SELLER | BUYER,
    # Amazon refunds by itself what the seller leaves (Seller Central UTJZ6MZGMYCW7PW).
    refunds=EITHER,
    reports=EITHER,
    sorts=SELLER,
)

SELLER_FULFILLED_PRIME = replace(
    MERCHANT_FULFILLED,
    # Post-order service is Amazon's, at its sole discretion, charged to the seller; returns in
    # policy are authorised with a prepaid label (Seller Central UTJZ6MZGMYCW7PW).
    answers_after=MARKETPLACE,
    authorises_returns=MARKETPLACE,
    pays_return_label=SELLER,
)

MULTI_CHANNEL = replace(
    FULFILLED_BY_AMAZON,
    # The order is the seller's own: Amazon only stores, packs, ships and takes back.
    buys=BUYER,
    takes_money=SELLER,
    amends=BUYER | SELLER,
    holds=EITHER,
    cancels=BUYER | EITHER,
    answers_requests=SELLER,
    answers_before=SELLER,
    answers_after=SELLER,
    authorises_returns=SELLER,
    pays_return_label=SELLER | BUYER,
    refunds=SELLER,
)

ALL_BY_THE_SELLER = replace(
    MERCHANT_FULFILLED,
    confirms=SELLER,
    buys=BUYER,
    takes_money=SELLER,
    amends=BUYER | SELLER,
    holds=SELLER,
    cancels=BUYER | SELLER,
    answers_requests=SELLER,
    authorises_returns=SELLER,
    refunds=SELLER,
)

FBA = Channel(
    code="FBA",
    name="Fulfilled by Amazon",
    who=FULFILLED_BY_AMAZON,
    pool="fba",
    label_service=LabelService.FULFILLER,
    carriers=frozenset(),
    handling=(),
    capture=CaptureMoment.AT_CONFIRMATION,
    cancelling=NEVER_BY_ITSELF,
    fill=(),
    most_lines=None,
    most_units=None,
    targets=FBA_TARGETS,
)

SFP = Channel(
    code="SFP",
    name="Seller Fulfilled Prime",
    who=SELLER_FULFILLED_PRIME,
    pool="main",
    # Labels must nearly all be bought through Buy Shipping (Seller Central 202072550).
    label_service=LabelService.PROTECTED,
    carriers=None,
    handling=SFP_HANDLING,
    capture=CaptureMoment.AT_CONFIRMATION,
    cancelling=AUTO_CANCELLED,
    fill=(),
    most_lines=None,
    most_units=None,
    targets=SFP_TARGETS,
)

MFN = Channel(
    code="MFN",
    name="Merchant fulfilled",
    who=MERCHANT_FULFILLED,
    pool="main",
    label_service=LabelService.ANY,
    carriers=None,
    handling=MFN_HANDLING,
    # The buyer is charged at confirmation (Seller Central BR 200197960).
    capture=CaptureMoment.AT_CONFIRMATION,
    cancelling=AUTO_CANCELLED,
    fill=(),
    most_lines=None,
    most_units=None,
    targets=MFN_TARGETS,
)

MCF = Channel(
    code="MCF",
    name="Multi-Channel Fulfillment",
    who=MULTI_CHANNEL,
    pool="fba",
    label_service=LabelService.FULFILLER,
    carriers=frozenset(),
    handling=(),
    capture=CaptureMoment.AT_PLACEMENT,
    cancelling=AUTO_CANCELLED_WHEN_HELD,
    fill=(FillPolicy.FILL_OR_KILL, FillPolicy.FILL_ALL, FillPolicy.FILL_ALL_AVAILABLE),
    # Fulfillment Outbound API, as stated for the preview call.
    most_lines=100,
    most_units=250,
    targets=(),  # it is Amazon that ships
)
"""Orders of the seller's own shop that Amazon ships out of FBA stock."""

SHOP = Channel(
    code="SHOP",
    name="Own shop",
    who=ALL_BY_THE_SELLER,
    pool="main",
    label_service=LabelService.ANY,
    carriers=None,
    handling=(Handling(effective_from=ALWAYS, days=1),),
    capture=CaptureMoment.AT_PLACEMENT,
    cancelling=NEVER_BY_ITSELF,
    fill=(),
    most_lines=None,
    most_units=None,
    targets=(),  # nobody measures it
)
"""The seller's own promises; the values are ours, for a host to replace."""

CHANNELS = {channel.code: channel for channel in (FBA, SFP, MFN, MCF, SHOP)}

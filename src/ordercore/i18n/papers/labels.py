"""Labels in words, and what a buyer is told who sends something back."""

from decimal import ROUND_UP, Decimal

from babel.units import format_unit

from ordercore.i18n.papers.addresses import address_lines
from ordercore.i18n.papers.wording import Wording, one_line
from ordercore.ports.labels import ReturnLabel, ShippingLabel
from ordercore.ports.papers import LabelFace, Paper, PaperKind, TableRow

GRAMS_OF_A_POUND = Decimal("453.59237")
"""Exact, by the International Yard and Pound Agreement of 1959."""

IN_POUNDS = frozenset({"US", "LR", "MM"})
"""Where parcels are commonly weighed in pounds; not held against a published list."""

PACKING = ("pack", "stick")
"""What is said first to every buyer who sends something back, in this order."""


def label_paper(label: ShippingLabel, wording: Wording) -> Paper:
    """Word a shipping label."""
    return Paper(
        kind=PaperKind.SHIPPING_LABEL,
        language=wording.language,
        title=wording.title(PaperKind.SHIPPING_LABEL),
        face=_face(label, wording),
        page_of=wording.page_of(),
    )


def return_paper(given: ReturnLabel, wording: Wording) -> Paper:
    """Word a return label, with its instructions."""
    steps = [wording.say(f"return.{key}") for key in PACKING]
    steps += [_handing_over(given, wording), wording.say("return.keep")]
    if given.until is not None:
        steps.append(wording.say("return.until", day=wording.day(given.until)))
    steps += [one_line(step) for step in given.instructions]
    rows = [
        TableRow(one_line(item.title) or item.sku, (wording.fact(item.quantity),), ())
        for item in given.items
    ]
    return Paper(
        kind=PaperKind.RETURN_LABEL,
        language=wording.language,
        title=wording.title(PaperKind.RETURN_LABEL),
        face=_face(given.label, wording),
        facts=wording.facts(("return", given.return_id), ("order", given.order_id)),
        columns=(wording.say("item"), wording.say("quantity")) if rows else (),
        rows=tuple(rows),
        notes=tuple([f"{wording.fact(n)}. {step}" for n, step in enumerate(steps, 1)]),
        page_of=wording.page_of(),
    )


def _handing_over(given: ReturnLabel, wording: Wording) -> str:
    """Say how the parcel gets to its carrier: fetched, or handed in, perhaps at a named place."""
    if given.pickup is not None:
        begin, until = given.pickup
        return wording.say(
            "return.pickup", begin=wording.moment(begin), until=wording.moment(until)
        )
    if given.place.strip():
        return wording.say("return.hand_in_at", place=given.place)
    return wording.say("return.hand_in")


def _face(label: ShippingLabel, wording: Wording) -> LabelFace:
    day = "" if label.ship_date is None else wording.day(label.ship_date)
    return LabelFace(
        carrier=one_line(label.carrier),
        service=one_line(label.service),
        sender=wording.under("from", *address_lines(label.sender, wording.locale)),
        to=wording.under("ship_to", *address_lines(label.to, wording.locale)),
        facts=wording.facts(
            ("weight", _weight(label, wording)),
            ("ship_date", day),
            ("reference", ", ".join(label.references)),
        ),
        tracking=wording.under("tracking", label.tracking),
        barcode=label.says,
        payload=label.payload,
    )


def _weight(label: ShippingLabel, wording: Wording) -> str:
    """Say the weight in kilograms, and in pounds where it is sent from a country that uses them.

    Rounded up: a parcel is never said to be lighter than it is.
    """
    if label.grams is None:
        return ""
    kilograms = format_unit(
        Decimal(label.grams) / 1000, "mass-kilogram", "short", "#,##0.###", locale=wording.locale
    )
    if label.sender.country.strip().upper() not in IN_POUNDS:
        return kilograms
    pounds = (label.grams / GRAMS_OF_A_POUND).quantize(Decimal("0.01"), ROUND_UP)
    said = format_unit(pounds, "mass-pound", "short", "#,##0.##", locale=wording.locale)
    return f"{said} ({kilograms})"

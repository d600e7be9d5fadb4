"""Labels of a rate card on paper: drawn by a renderer, or refused by what cannot be drawn."""

import datetime as dt
from functools import partial
from typing import Any

import pytest
from card_writing import card

from ordercore.adapters.documents import SvgRenderer, ZplRenderer
from ordercore.adapters.memory import FixedClock, MemoryRenderer
from ordercore.adapters.ratecard import RateCardCarrier, drawn_by, shipping_label
from ordercore.errors import CarrierError, InvalidValue
from ordercore.i18n import worded
from ordercore.orders.address import Address
from ordercore.ports import LABEL
from ordercore.ports.carriage import CarrierDocumentKind, Label
from ordercore.ports.carrier_faults import Remedy, remedy_of
from ordercore.testing.carrier import AT, BUYER, SELLER, carriage


def fresh(**options: Any) -> RateCardCarrier:
    """Make a carrier with a book of its own."""
    return RateCardCarrier(card(), clock=FixedClock(AT), **options)


def bought(carrier: RateCardCarrier, **changes: Any) -> Any:
    """Buy the label of a carriage."""
    return carrier.buy(carrier.quote(carriage(**changes)).quotes[0], "key-1")


def test_a_label_says_what_is_carried() -> None:
    """From where, to where, by whom; grams rounded up, and the local day of the parcel."""
    label = bought(fresh())
    says = shipping_label(label, carriage("2 lb"), "America/Chicago")

    assert (says.sender, says.to) == (SELLER, BUYER)
    assert (says.carrier, says.service, says.tracking) == (
        label.carrier,
        label.service,
        label.tracking,
    )
    assert (says.grams, says.references) == (908, ("O-1",))
    assert says.ship_date == dt.date(2026, 3, 2)
    bare = shipping_label(label, carriage("0 lb", reference=" "), "Pacific/Auckland")
    assert (bare.grams, bare.references, bare.ship_date) == (None, (), dt.date(2026, 3, 2))


def test_a_renderer_draws_the_papers() -> None:
    """In its own format, in the language of the words, on the page that is asked for."""
    renderer = MemoryRenderer()
    words = partial(worded, language="de")
    label = bought(fresh(papers=drawn_by(renderer, words)))
    (paper,) = renderer.rendered
    assert paper.language == "de"
    assert label.documents[0].media_type == renderer.media_type

    zpl = bought(fresh(papers=drawn_by(ZplRenderer(), worded, zone="America/Chicago")))
    svg = bought(fresh(papers=drawn_by(SvgRenderer(), worded, page=LABEL)))
    for one, begin in ((zpl, b"^XA"), (svg, b"<svg")):
        (document,) = one.documents
        assert document.kind is CarrierDocumentKind.LABEL
        assert document.content.startswith(begin)


def test_a_label_has_a_square_that_says_what_it_is_told() -> None:
    """The address of a page about the parcel, say; without it there is none."""

    def page(label: Label) -> str:
        return f"https://vans.example/{label.tracking}"

    label = bought(fresh(papers=drawn_by(ZplRenderer(), worded, payload=page)))
    assert f"^FDMA,{page(label)}^FS".encode() in label.documents[0].content
    plain = bought(fresh(papers=drawn_by(ZplRenderer(), worded)))
    assert b"^BQ" not in plain.documents[0].content

    with pytest.raises(CarrierError, match="call_refused"):
        bought(fresh(papers=drawn_by(ZplRenderer(), worded, payload=lambda _: "x" * 214)))


def test_what_cannot_be_drawn_is_refused_for_good() -> None:
    """A name in letters that the printer does not have; asking again would not help."""
    carrier = fresh(papers=drawn_by(ZplRenderer(), worded))
    home = Address("Наталья Иванова", "34 Maple Ave", "Denver", "CO", "80202", "US")
    with pytest.raises(CarrierError, match="call_refused") as caught:
        bought(carrier, to=home)

    assert remedy_of(caught.value) is Remedy.GIVE_UP
    assert "U+041D" in caught.value.detail
    assert bought(carrier).key == "key-1"


def test_a_label_without_a_sender_is_none() -> None:
    """Said by the field."""
    label = bought(fresh())
    with pytest.raises(InvalidValue, match="sender"):
        shipping_label(label, carriage(sender=Address()))

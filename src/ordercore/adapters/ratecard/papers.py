"""The papers of a rate card's carrier: plain text, drawn by a renderer, or by the host."""

import math
from collections.abc import Callable, Iterable
from typing import Protocol

from ordercore.kernel.time import local_date
from ordercore.ports.carriage import Carriage, CarrierDocument, CarrierDocumentKind, Label
from ordercore.ports.documents import DocumentRenderer
from ordercore.ports.labels import ShippingLabel
from ordercore.ports.papers import PageSize, Paper


class LabelPapers(Protocol):
    """Draws the papers of a label: a renderer of the host's, or :func:`text_label`."""

    def __call__(self, label: Label, carriage: Carriage, /) -> Iterable[CarrierDocument]:
        """Give the papers of a label that has none yet; the same each time."""
        ...


def text_label(label: Label, carriage: Carriage) -> tuple[CarrierDocument, ...]:
    """Write a label as plain text, for printers that know nothing better."""
    to = carriage.to
    lines = (
        f"{label.carrier} {label.service}",
        label.tracking,
        carriage.reference,
        *(to.name, to.line1, to.line2, to.line3),
        " ".join(filter(None, (to.city, to.region, to.postal_code))),
        to.country,
    )
    text = "\n".join(" ".join(line.split()) for line in lines if line.strip())
    content = text.encode()
    return (
        CarrierDocument(kind=CarrierDocumentKind.LABEL, media_type="text/plain", content=content),
    )


def text_manifest(labels: Iterable[Label]) -> CarrierDocument:
    """Write a manifest as plain text: a line per label, with its number and service."""
    lines = "\n".join(f"{label.tracking} {label.service}" for label in labels)
    return CarrierDocument(
        kind=CarrierDocumentKind.MANIFEST, media_type="text/plain", content=lines.encode()
    )


def shipping_label(
    label: Label, carriage: Carriage, zone: str = "UTC", *, payload: str = ""
) -> ShippingLabel:
    """Give what a label says, for :func:`ordercore.i18n.worded` and a renderer.

    The weight is rounded up to grams; the day is that of the parcel in ``zone``.
    ``payload`` is what the QR code says, which is left out where it is blank.

    Raises:
        InvalidValue: when it cannot be a label: an address is blank, the zone is none, or the
            payload is too long.
    """
    return ShippingLabel(
        sender=carriage.sender,
        to=carriage.to,
        carrier=label.carrier,
        service=label.service,
        tracking=label.tracking,
        payload=payload,
        grams=math.ceil(carriage.parcel.weight.number("g")) or None,
        ship_date=local_date(carriage.parcel.at, zone),
        references=tuple(filter(str.strip, (carriage.reference,))),
    )


def drawn_by(
    renderer: DocumentRenderer,
    words: Callable[[ShippingLabel], Paper],
    *,
    page: PageSize | None = None,
    zone: str = "UTC",
    payload: Callable[[Label], str] | None = None,
) -> LabelPapers:
    """Have labels drawn by a renderer: in bars, for a printer.

    ``words`` is :func:`ordercore.i18n.worded`, or that with a language; ``zone`` is the card's, in
    which a label has its day; ``payload`` gives what the QR code of a label says, such as the
    address of a page about it, and without it there is none.
    """

    def draw(label: Label, carriage: Carriage, /) -> tuple[CarrierDocument, ...]:
        square = "" if payload is None else payload(label)
        says = shipping_label(label, carriage, zone, payload=square)
        drawn = renderer.render(words(says), page)
        return (
            CarrierDocument(
                kind=CarrierDocumentKind.LABEL, media_type=drawn.media_type, content=drawn.content
            ),
        )

    return draw

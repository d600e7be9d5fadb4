"""Golden letters: what some notices look like, to be read by people who speak the language.

    python tests/i18n/golden_letters.py

writes them anew below ``golden``; what has changed is then seen in the difference.
"""

from collections.abc import Iterator
from pathlib import Path

from notices_told import DIGEST, Told, reader

import ordercore as oc
from ordercore.adapters.memory import MemoryListener
from ordercore.i18n import Wording, letter, segments
from ordercore.kernel.charges import Charges
from ordercore.notices import Channel

FOLDER = Path(__file__).parent / "golden"

LANGUAGES = ("en", "de", "ja", "ar")

KINDS = ("order_received", "parcel_shipped", "return_authorised", "refund_issued", "digest")

ON_PAGES = ("refund_issued",)
"""Kinds whose pages are kept too."""

BRAND = Wording(brand="Kiln & Co.")


def told() -> dict[str, Told]:
    """Live through an order with a return, and give what is told of it."""
    desk = oc.open()
    for sku in ("MUG-BLUE", "TEA-500"):
        desk.receive(sku, 9, at="2026-11-01T09:00:00Z")
    mugs = Charges("EUR", item=1974, tax=375, shipping=419, shipping_tax=80, discount=200)
    order = desk.place(
        order_id="305-1234567-7654321",
        channel="MFN",
        marketplace="DE",
        lines=[
            oc.Line("MUG-BLUE", 2, charges=mugs, title="Blue mug, hand-thrown"),
            oc.Line("TEA-500", 1, price="1234.50 EUR", tax_rate=19, title="Earl Grey <loose>"),
        ],
        at="2026-11-20T09:00:00Z",
    )
    desk.confirm_payment(order.id, at="2026-11-20T09:05:00Z")
    number = "00340434161094042557"
    desk.confirm_shipment(order.id, carrier="DHL", tracking=number, at="2026-11-20T15:00:00Z")
    desk.record_delivery(order.id, "P1", at="2026-11-23T11:32:00Z")
    mug = oc.ReturnUnits("P1", "1", 1)
    at = "2026-11-24T09:00:00Z"
    desk.request_return(order.id, units=[mug], reason="NO_REASON_GIVEN", at=at)
    desk.receive_return(order.id, "R1", units=[mug], at="2026-11-26T15:00:00Z")
    desk.refund(order.id, return_id="R1", reason="customer_return", at="2026-11-26T15:30:00Z")
    listener = MemoryListener()
    desk.deliver_notices(listener)
    announced = {some.notice.kind: some for some in listener.announcements}
    found = {kind: Told(kind, some.order, some.event) for kind, some in announced.items()}
    return {**found, "digest": Told("digest", facts=DIGEST)}


def golden() -> Iterator[tuple[str, str]]:
    """Give each golden letter under the name of its file."""
    notices = told()
    for kind in KINDS:
        for language in LANGUAGES:
            yield f"{kind}.{language}.txt", "\n".join(_texts(notices[kind], language))
            if kind in ON_PAGES:
                yield f"{kind}.{language}.html", _written(notices[kind], language, Channel.EMAIL)[2]


def _texts(some: Told, language: str) -> Iterator[str]:
    for channel in Channel:
        subject, text, _ = _written(some, language, channel)
        parts = f" ({segments(text)})" if channel is Channel.SMS else ""
        yield f"== {channel.value}{parts}\n{f'[{subject}]' if subject else ''}\n{text}".rstrip()
    yield ""


def _written(some: Told, language: str, channel: Channel) -> tuple[str, str, str]:
    written = letter(
        some.kind,
        reader(language),
        channel,
        key="K",
        order=some.order,
        event=some.event,
        facts=some.facts,
        wording=BRAND,
    )
    # A page is one long line, which nobody could read in a difference.
    return written.subject, written.text, written.html.replace("><", ">\n<") + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in golden():
        (FOLDER / name).write_text(text, encoding="utf-8")

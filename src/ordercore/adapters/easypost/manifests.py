"""Manifests by way of EasyPost, which calls them scan forms: made once under a key.

A shipment is on one scan form at most, and says on which: so after a lost answer the shipments
themselves tell whether the form was made.
"""

from collections.abc import Iterable
from typing import Any

from ordercore.adapters.aggregators.keys import KeyBook
from ordercore.adapters.aggregators.reading import Answer, text_of
from ordercore.adapters.aggregators.tasks import LISTED, Once
from ordercore.adapters.easypost.buying import Purchases
from ordercore.adapters.easypost.faults import answer, fault, readable
from ordercore.kernel.ids import checked
from ordercore.ports.carriage import CarrierDocument, CarrierDocumentKind, Manifest
from ordercore.service.codec import encode

NUMBERS = "numbers"
"""The step at which the numbers of the labels are known, and the form not asked for yet."""


class Manifests:
    """The manifests of an account."""

    def __init__(self, client: Any, keys: KeyBook, purchases: Purchases) -> None:
        self._client = client
        self._keys = keys
        self._purchases = purchases

    def make(self, labels: tuple[str, ...], key: str) -> Manifest:
        """Make a scan form, unless its key has made it before."""
        task = Once(
            shelf="manifests",
            key=checked(key, "key"),
            asked=encode(labels).decode(),
            kind=Manifest,
            takes=labels,
            taken_on=LISTED,
        )

        def make(numbers: str) -> Manifest:
            self._keys.reach(task, NUMBERS, numbers)
            return _manifest(self._made(labels), labels, key)

        def find() -> Manifest | None:
            numbers = self._keys.reached(task, NUMBERS)
            form = self._form(labels, numbers) if numbers else None
            return None if form is None else _manifest(form, labels, key)

        return self._keys.once(task, find=find, prepare=lambda: self._numbers(labels), make=make)

    def _numbers(self, labels: tuple[str, ...]) -> str:
        return _told(label.tracking for label in self._purchases.good(labels))

    def _made(self, labels: tuple[str, ...]) -> Answer:
        shipments = [{"id": label} for label in labels]
        return answer(lambda: self._client.scan_form.create(shipments=shipments), "label_unknown")

    def _form(self, labels: tuple[str, ...], numbers: str) -> Answer | None:
        """Give the scan form of these very labels, if the first of them is on it."""
        shipment = answer(lambda: self._client.shipment.retrieve(labels[0]), "label_unknown")
        form = shipment.get("scan_form")
        if not isinstance(form, dict) or form.get("status") == "failed":
            return None
        codes = form.get("tracking_codes") or []
        if not isinstance(codes, list):
            raise fault("answer_unreadable", f"tracking_codes is {codes!r}")
        return form if not codes or _told(codes) == numbers else None


def _told(numbers: Iterable[object]) -> str:
    return encode(sorted(set(map(str, numbers)))).decode()


def _manifest(form: Answer, labels: tuple[str, ...], key: str) -> Manifest:
    """Read a scan form.

    Raises:
        CarrierError: ``answer_lost`` while it is being made, ``call_refused`` when it failed.
    """
    if form.get("status") == "failed":
        raise fault("call_refused", str(form.get("message") or ""))
    if form.get("status") != "created":
        raise fault("answer_lost", f"the scan form's status is {form.get('status')}")
    media = str(form.get("form_file_type") or "application/pdf")
    with readable():
        paper = CarrierDocument(
            kind=CarrierDocumentKind.MANIFEST, media_type=media, url=text_of(form, "form_url")
        )
        return Manifest(id=text_of(form, "id"), key=key, labels=labels, documents=(paper,))

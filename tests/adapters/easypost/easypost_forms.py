"""What the local server answers of pickups, batches and scan forms.

Their shapes are those that EasyPost documents; the examples are our own, and a test reads the
documented ones as well. That a pickup or a form is refused the second time, and by which code, is
made up.
"""

import itertools
from typing import Any

Json = dict[str, Any]

MISSING: Json = {"error": {"code": "NOT_FOUND", "message": "not there", "errors": []}}


def refused(code: str) -> tuple[int, Json]:
    """Refuse by a code of EasyPost's."""
    return 422, {"error": {"code": code, "message": "as it says", "errors": []}}


def rate(service: str, price: str, carrier: str = "USPS") -> Json:
    """Make a rate of a pickup."""
    return {
        "object": "PickupRate",
        "service": service,
        "rate": price,
        "currency": "USD",
        "carrier": carrier,
    }


class Forms:
    """Pickups, batches and scan forms of one account, by their ids."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.pickups: dict[str, Json] = {}
        self.batches: dict[str, Json] = {}
        self.forms: dict[str, Json] = {}
        self.rates = [rate("NextDay", "4.00"), rate("SameDay", "9.50"), rate("Any", "1.00", "UPS")]
        self.messages: list[Json] = []
        self.bought: list[str] = []
        self.batch_state = "created"
        self.form_status = "created"
        self.offered = True

    def answer(
        self, method: str, path: str, body: Json, shipments: dict[str, Json]
    ) -> tuple[int, Json] | None:
        """Answer what is about any of them."""
        kind, id, what = (*path.removeprefix("/v2/").split("/"), "", "")[:3]
        if kind == "pickups":
            return self._pickup(method, id, what, body, shipments)
        if kind == "batches":
            return self._batch(method, id, body)
        return self._form(body, shipments) if kind == "scan_forms" else None

    def _id(self, prefix: str) -> str:
        return f"{prefix}_{next(self._numbers):032x}"

    def _pickup(
        self, method: str, id: str, what: str, body: Json, shipments: dict[str, Json]
    ) -> tuple[int, Json]:
        if (method, id) == ("POST", ""):
            asked = body["pickup"]
            one, several = asked.get("shipment"), asked.get("batch")
            if not (one and one["id"] in shipments) and not (
                several and several["id"] in self.batches
            ):
                return 404, MISSING
            made = {
                "id": self._id("pickup"),
                "object": "Pickup",
                "status": "unknown",
                "min_datetime": asked["min_datetime"],
                "max_datetime": asked["max_datetime"],
                "messages": self.messages,
                "confirmation": None,
                "pickup_rates": self.rates,
            }
            self.pickups[made["id"]] = made
            return 201, made
        if id not in self.pickups:
            return 404, MISSING
        if what == "buy":
            if self.pickups[id]["status"] == "scheduled":
                return refused("PICKUP.STATUS.INVALID")
            if (body["carrier"], body["service"]) not in [
                (some["carrier"], some["service"]) for some in self.rates
            ]:
                return refused("PICKUP.BUY.NO_MATCHING_RATES")
            self.bought.append(f"{body['carrier']} {body['service']}")
            self.pickups[id] |= {"status": "scheduled", "confirmation": "WTC1"}
        return 200, self.pickups[id]

    def _batch(self, method: str, id: str, body: Json) -> tuple[int, Json]:
        if method == "POST":
            id = self._id("batch")
            shipments = body["batch"]["shipments"]
            self.batches[id] = {"id": id, "object": "Batch", "shipments": shipments}
        if id not in self.batches:
            return 404, MISSING
        return 200, self.batches[id] | {"state": self.batch_state}

    def _form(self, body: Json, shipments: dict[str, Json]) -> tuple[int, Json]:
        ids = [some["id"] for some in body["scan_form"]["shipments"]]
        if not self.offered:
            return refused("SCAN_FORM.CREATE.CARRIER_NOT_SUPPORTED")
        if any(shipments[id].get("scan_form") for id in ids):
            return refused("SCAN_FORM.CREATE.FAILURE")
        id = self._id("sf")
        form = {
            "id": id,
            "object": "ScanForm",
            "status": self.form_status,
            "message": "no label is dated today" if self.form_status == "failed" else None,
            "tracking_codes": [shipments[one]["tracking_code"] for one in ids],
            "form_url": f"https://a.example/{id}.pdf" if self.form_status == "created" else None,
            "form_file_type": None,
        }
        self.forms[id] = form
        for one in ids:
            shipments[one] = shipments[one] | {"scan_form": form}
        return 201, form

"""A local server that answers in Shippo's documented format (docs.goshippo.com, API reference).

Everything in it is made up; it keeps what it is told, as an account of Shippo's does, sells a rate
as often as it is asked, and can be told to fail, to be slow, and to lose its answers.
"""

import copy
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import parse_qs

from local_server import Json, Said, serving_json

AT = "2026-03-02T09:00:00.000Z"

ACCOUNTS = {"USPS": "a" * 32, "UPS": "b" * 32}

CARRIERS = {ACCOUNTS["USPS"]: "usps", ACCOUNTS["UPS"]: "ups"}

RATES = (
    ("USPS", "usps_priority", "Priority Mail", "7.85"),
    ("USPS", "usps_ground_advantage", "Ground Advantage", "6.10"),
    ("UPS", "ups_ground", "Ground", "9.40"),
)

NOT_FOUND = "<h1>Not Found</h1><p>The requested URL was not found on this server.</p>"


class Account:
    """What Shippo knows of one account."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self.numbers = 0
        self.kept: dict[str, dict[str, Json]] = {
            kind: {}
            for kind in ("addresses", "shipments", "rates", "transactions", "manifests", "refunds")
        }
        self.pickups: list[Json] = []
        self.asked: list[tuple[str, str, Json]] = []
        self.failing: list[tuple[int, Any, dict[str, str]]] = []
        self.losing = ""
        """The call whose answers are lost: ``POST /transactions``."""
        self.slow: dict[str, float] = {}
        """Seconds by which answers to a call are late."""
        self.queued = 0
        """How often something that is new is answered as not worked off yet."""
        self.status = "SUCCESS"
        """How a purchase ends."""
        self.messages: list[Json] = []
        self.refund = "PENDING"
        self.manifest = "SUCCESS"
        self.pickup = "CONFIRMED"
        self.twist: Callable[[str, Json], object] = lambda _, answer: answer
        """Changes an answer on its way: (what was asked, answer)."""

    def id(self) -> str:
        """Give an id that nothing has."""
        self.numbers += 1
        return f"{self.numbers:032x}"

    @property
    def bought(self) -> list[Json]:
        """Every label that was sold."""
        made = self.kept["transactions"].values()
        return [one for one in made if one["status"] != "ERROR"]

    def answer(self, method: str, path: str, query: Json, body: Json) -> tuple[int, Any, Json]:
        """Answer a call."""
        with self.lock:
            self.asked.append((method, path, body))
            if self.failing:
                return self.failing.pop(0)
            kind, _, id = path.strip("/").partition("/")
            name = f"{method} {kind}{'/' if id else ''}"
            status, answer = (
                self._one(kind, id)
                if id
                else getattr(self, f"_{method.lower()}_{kind}")(body, query)
            )
            if isinstance(answer, dict):
                answer = self.twist(name, copy.deepcopy(answer))
            return status, answer, {}

    def _one(self, kind: str, id: str) -> tuple[int, Any]:
        if kind == "carrier_accounts":
            return 200, {"object_id": id, "carrier": CARRIERS[id], "active": True, "test": True}
        if kind == "tracks":
            return self._track(*id.split("/"))
        found = self.kept[kind].get(id)
        if found is None:
            return 404, NOT_FOUND
        shown = self._shown(found)
        found["left"] = max(found.get("left", 0) - 1, 0)
        return 200, shown

    def _shown(self, found: Json) -> Json:
        """Give something as it is seen: not worked off for as long as it was told."""
        plain = {name: value for name, value in found.items() if name != "left"}
        unfinished = {"status": "QUEUED", "rates": [], "label_url": "", "tracking_number": ""}
        kept = {name: value for name, value in unfinished.items() if name in plain}
        return {**plain, **kept} if found.get("left") else plain

    def _keep(self, kind: str, made: Json) -> tuple[int, Json]:
        return 201, self._kept(kind, made)

    def _kept(self, kind: str, made: Json) -> Json:
        common = {"object_id": self.id(), "object_created": AT, "object_updated": AT, "test": True}
        whole = {**made, **common, "object_owner": "seller@shop.example"}
        if kind in ("shipments", "transactions", "manifests"):
            whole["left"] = self.queued
        self.kept[kind][whole["object_id"]] = whole
        return self._shown(whole)

    def _post_addresses(self, body: Json, _: Json) -> tuple[int, Any]:
        if not body.get("country"):
            return 400, {"country": ["This field is required."]}
        return self._keep("addresses", {"is_complete": True, "validation_results": {}, **body})

    def _post_shipments(self, body: Json, _: Json) -> tuple[int, Any]:
        sender = self.kept["addresses"].get(body["address_from"])
        if sender is None:
            return 400, {"address_from": ["Address with supplied object_id not found."]}
        if not body["address_to"].get("country"):
            return 400, {"address_to": [{"country": ["This field is required."]}]}
        made = self._kept(
            "shipments",
            {
                **body,
                "address_from": sender,
                "address_return": sender,
                "status": "SUCCESS",
                "shipment_date": "2026-03-02T17:00:00.000Z",
                "carrier_accounts": [],
                "messages": self.messages,
                "rates": [],
            },
        )
        kept = self.kept["shipments"][made["object_id"]]
        for provider, token, name, amount in RATES:
            rate = self._kept(
                "rates",
                {
                    "shipment": made["object_id"],
                    "attributes": [],
                    "amount": amount,
                    "currency": "USD",
                    "amount_local": amount,
                    "currency_local": "USD",
                    "provider": provider,
                    "servicelevel": {"name": name, "token": token, "terms": ""},
                    "estimated_days": 2,
                    "arrives_by": None,
                    "duration_terms": "",
                    "messages": [],
                    "carrier_account": ACCOUNTS[provider],
                    "zone": "5",
                },
            )
            kept["rates"].append(rate)
        return 201, self._shown(kept)

    def _post_transactions(self, body: Json, _: Json) -> tuple[int, Any]:
        if body["rate"] not in self.kept["rates"]:
            return 400, {"rate": ["Rate with supplied object_id not found."]}
        fine = self.status != "ERROR"
        made = self._kept(
            "transactions",
            {
                "object_state": "VALID",
                "status": self.status,
                "rate": body["rate"],
                "metadata": body["metadata"],
                "tracking_number": f"9205500000000000{self.numbers:06}" if fine else "",
                "tracking_status": "UNKNOWN" if fine else None,
                "label_url": "https://deliver.example/label.pdf?Expires=1" if fine else "",
                "commercial_invoice_url": None,
                "qr_code_url": None,
                "messages": [] if fine else self.messages,
                "parcel": "f" * 32,
            },
        )
        return 201, made

    def _get_transactions(self, _: Json, query: Json) -> tuple[int, Any]:
        (rate,) = query["rate"]
        found = [one for one in self.kept["transactions"].values() if one["rate"] == rate]
        return 200, {"next": None, "previous": None, "results": [*map(self._shown, found[::-1])]}

    def _post_refunds(self, body: Json, _: Json) -> tuple[int, Any]:
        label = self.kept["transactions"].get(body["transaction"])
        if label is None:
            return 404, NOT_FOUND
        if label["status"] != "SUCCESS":
            return 400, {"__all__": ["The transaction cannot be refunded."]}
        words = {"SUCCESS": "REFUNDED", "ERROR": "SUCCESS"}
        label["status"] = words.get(self.refund, "REFUNDPENDING")
        return self._keep("refunds", {"status": self.refund, "transaction": body["transaction"]})

    def _track(self, carrier: str, number: str) -> tuple[int, Any]:
        known = [one for one in self.bought if one["tracking_number"] == number]
        if not known or carrier != "usps":
            return 404, NOT_FOUND
        scan = {
            "object_created": AT,
            "object_id": "e" * 32,
            "status": "TRANSIT",
            "substatus": {"code": "out_for_delivery", "text": "", "action_required": False},
            "status_details": "Out for delivery",
            "status_date": "2026-03-04T13:00:00Z",
            "location": {"city": "Denver", "state": "CO", "zip": "80202", "country": "US"},
        }
        return 200, {
            "carrier": carrier,
            "tracking_number": number,
            "address_from": None,
            "address_to": None,
            "eta": None,
            "servicelevel": {"token": "usps_priority", "name": "Priority Mail"},
            "tracking_status": {**scan, "object_updated": AT},
            "tracking_history": [scan],
            "test": True,
        }

    def _post_pickups(self, body: Json, _: Json) -> tuple[int, Any]:
        if not body["location"]["address"].get("email"):
            return 400, {"email": ["This field is required."]}
        made = {
            **body,
            "object_id": self.id(),
            "object_created": AT,
            "status": self.pickup,
            "confirmation_code": "WTC310058750",
            "timezone": "America/Chicago",
            "messages": ["There is no driver."] if self.pickup == "ERROR" else [],
            "is_test": True,
        }
        self.pickups.append(made)
        return 201, made

    def _post_manifests(self, body: Json, _: Json) -> tuple[int, Any]:
        url = "https://deliver.example/manifest.pdf"
        fine = self.manifest == "SUCCESS"
        asked = {name: value for name, value in body.items() if name != "async"}
        return self._keep(
            "manifests",
            {
                **asked,
                "status": self.manifest,
                "documents": [url] if fine else [],
                "errors": [] if fine else ["It was closed out before."],
            },
        )

    def _get_manifests(self, *_: Json) -> tuple[int, Any]:
        found = [*map(self._shown, self.kept["manifests"].values())]
        return 200, {"next": None, "previous": None, "results": found}


def serving(account: Account) -> AbstractContextManager[str]:
    """Serve an account, and give the base of its URLs."""

    def answer(method: str, path: str, query: str, body: Json) -> Said | None:
        said = account.answer(method, path, parse_qs(query), body)
        call = f"{method} {path}"
        time.sleep(account.slow.get(call, 0))
        return None if account.losing == call else said

    return serving_json(answer)

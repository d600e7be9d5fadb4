"""A local server that answers as EasyPost did when its clients were recorded.

Shipments, purchases, refunds and trackers are recorded answers, given again in turn.
Three things were never recorded, and are made up here: that a shipment which was bought refuses to
be bought again, a refund of a shipment whose refund nobody recorded (the recorded word
``submitted`` in its own answer), and that there is no tracker for a number.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from easypost_forms import Forms

from local_server import Json, Said, serving_json

DATA = Path(__file__).parents[3] / "../shared/data/carriers/easypost"

NOT_FOUND = {
    "error": {
        "code": "NOT_FOUND",
        "message": "The requested resource could not be found.",
        "errors": [],
    }
}
"""As it was recorded."""


def recorded() -> list[Json]:
    """Give all recorded exchanges; skip where they are not."""
    files = sorted(DATA.glob("*_cassettes.jsonl"))
    if not files:
        pytest.skip(f"no recorded exchanges in {DATA}")
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


class Replay:
    """What the server knows: recorded answers, and which of them were given."""

    def __init__(self, exchanges: list[Json]) -> None:
        self.lock = threading.Lock()
        self.made: dict[str, Json] = {}
        self.buys: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.trackers: list[Json] = []
        for one in exchanges:
            path, answer = urlsplit(one["uri"]).path, one["response"]
            if (one["method"], path) == ("POST", "/v2/shipments") and one["status"] == 201:
                self.made[answer["id"]] = answer
            elif re.fullmatch(r"/v2/shipments/shp_\w+/buy", path):
                self.buys[answer["id"]] = answer
            elif re.fullmatch(r"/v2/shipments/shp_\w+/refund", path):
                self.refunds[answer["id"]] = answer
            elif (one["method"], path) == ("GET", "/v2/trackers"):
                self.trackers += answer["trackers"]
        self.bought = {id: made for id, made in self.made.items() if made["postage_label"]}
        self.fresh = [id for id in self.made if id in self.buys]
        self.asked: list[tuple[str, str, Json]] = []
        self.purchases: list[str] = []
        self.failing: list[tuple[int, Any]] = []
        self.losing = False
        self.forms = Forms()

    def rates(self) -> set[str]:
        """Give the rates whose purchase was recorded, as quotes are called."""
        return {f"{id}/{buy['selected_rate']['id']}" for id, buy in self.buys.items()}

    def answer(self, method: str, path: str, query: str, body: Json) -> tuple[int, Any]:
        """Give a recorded answer."""
        with self.lock:
            self.asked.append((method, path, body))
            if self.failing:
                return self.failing.pop(0)
            about = self.forms.answer(method, path, body, self.bought)
            if about is not None:
                return about
            id = (re.findall(r"shp_\w+", path) or [""])[0]
            if (method, path) == ("POST", "/v2/shipments"):
                return 201, self.made[self.fresh.pop(0)]
            if (method, path) == ("GET", "/v2/trackers"):
                return 200, self._trackers(parse_qs(query).get("tracking_code", [""])[0])
            if id not in self.made:
                return 404, NOT_FOUND
            if path.endswith("/buy"):
                return self._buy(id, body)
            if path.endswith("/refund"):
                return self._refund(id)
            return 200, self.bought.get(id, self.made[id])

    def _buy(self, id: str, body: Json) -> tuple[int, Json]:
        if id in self.bought:
            return 422, {"error": {"code": "SHIPMENT.BOUGHT", "message": "made up", "errors": []}}
        if id not in self.buys or f"{id}/{body['rate']['id']}" not in self.rates():
            return 404, NOT_FOUND
        self.purchases.append(id)
        self.bought[id] = self.buys[id]
        return 200, self.buys[id]

    def _refund(self, id: str) -> tuple[int, Json]:
        if id not in self.bought:
            return 422, {"error": {"code": "SHIPMENT.REFUND", "message": "made up", "errors": []}}
        if id not in self.refunds:
            self.refunds[id] = {**self.bought[id], "refund_status": "submitted"}
        self.bought[id] = self.refunds[id]
        return 200, self.refunds[id]

    def _trackers(self, number: str) -> Json:
        own = [some["tracker"] for some in self.bought.values() if some["tracker"]]
        found = [some for some in (*own, *self.trackers) if some["tracking_code"] == number]
        return {"trackers": found[:5], "has_more": False}


@contextmanager
def serving(replay: Replay) -> Iterator[str]:
    """Serve recorded answers, and give the base of their URLs."""

    def answer(method: str, path: str, query: str, body: Json) -> Said | None:
        said = replay.answer(method, path, query, body)
        return None if replay.losing else (*said, {})

    with serving_json(answer) as base:
        yield f"{base}/v2"

"""The line to Shippo: its client, the JSON that it is answered, and failures as codes."""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import attrs

from ordercore.adapters.aggregators.faults import MOST_DETAIL, code_of, making_sense, never_began
from ordercore.adapters.aggregators.reading import Answer
from ordercore.errors import CarrierError, ExtraMissing, InvalidValue

NAME = "shippo"

VERSION = "2018-02-08"
"""Of the API, that answers are written in."""

CONFLICT = "too_busy"
"""409: too many calls at the same time (docs.goshippo.com, HTTP response status codes)."""

FIELDS = {
    **dict.fromkeys(
        ("address_from", "address_to", "name", "street1", "street2", "street3", "city"),
        "address_refused",
    ),
    **dict.fromkeys(("state", "zip", "country", "phone", "email"), "address_refused"),
    **dict.fromkeys(("requested_start_time", "requested_end_time"), "time_refused"),
    **dict.fromkeys(("transaction", "transactions"), "label_unknown"),
    "rate": "quote_unknown",
}
"""The field that a refusal names → code."""

_TOKEN = re.compile(r"[!-~]+", re.ASCII)

DONE = ("SUCCESS", "ERROR", "REFUNDED", "REFUNDPENDING", "REFUNDREJECTED")
"""What the status of a shipment, a label or a manifest is once it is worked off."""

readable = partial(making_sense, NAME)


class Answered(Exception):
    """An answer came; it unwinds the client, whose own reading knows no new words.

    Shippo's classes refuse an answer for one status, carrier or unit that is new to them, also
    where a label was bought by it. So the JSON is read here.
    """

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.response = response


def library() -> Any:
    """Load the client.

    Raises:
        ExtraMissing: when it is not installed.
    """
    try:
        import shippo
    except ImportError:
        raise ExtraMissing("shippo", "shippo") from None
    return shippo


class Line:
    """Asks one account of Shippo's.

    Raises:
        ExtraMissing: when the extra ``shippo`` is not installed.
        InvalidValue: when the token cannot be one.
    """

    def __init__(self, token: str, *, timeout: int, api_base: str | None) -> None:
        shippo = library()
        given: object = token
        if not isinstance(given, str) or not _TOKEN.fullmatch(given):
            raise InvalidValue("token", "...", "a token of Shippo's")
        self._client: Any = shippo.Shippo(
            api_key_header=token,
            shippo_api_version=VERSION,
            server_url=api_base,
            client=_session(timeout),
        )

    def ask(self, call: Callable[[Any], object], missing: str = "call_refused") -> Answer:
        """Give the JSON object that a call of the client is answered.

        ``missing`` is the code of a 404.

        Raises:
            CarrierError: what it fails at.
        """
        import requests

        try:
            call(self._client)
        except Answered as told:
            return _read(told.response, missing)
        except requests.exceptions.RequestException as error:
            code = "unreachable" if never_began(error) else "answer_lost"
            raise CarrierError(NAME, code, str(error)[:MOST_DETAIL]) from error
        raise CarrierError(NAME, "answer_unreadable", "the client has asked nobody")


def _session(timeout: int) -> Any:
    """Make a session that waits no longer, follows nobody elsewhere, and tells what it hears."""
    import requests

    def tell(response: Any, *_: object, **__: object) -> None:
        # The body is read here, where a line that breaks still is an error of the session's.
        _ = response.content
        raise Answered(response)

    session: Any = requests.Session()
    session.send = partial(session.send, timeout=timeout, allow_redirects=False)
    session.hooks["response"].append(tell)
    return session


def _read(response: Any, missing: str) -> Answer:
    status = response.status_code
    try:
        body: object = json.loads(response.content)
    except (ValueError, RecursionError):
        body = None
    if not 200 <= status < 300:
        raise _refused(response, body, missing)
    if not isinstance(body, dict):
        raise CarrierError(NAME, "answer_unreadable", response.text[:MOST_DETAIL])
    return body


def _refused(response: Any, body: object, missing: str) -> CarrierError:
    status, fields = response.status_code, body if isinstance(body, dict) else {}
    plain = next((FIELDS[name] for name in fields if name in FIELDS), "call_refused")
    code = CONFLICT if status == 409 else code_of(status, missing, plain)
    facts: dict[str, Any] = {"status": status}
    if fields:
        facts["fields"] = tuple(fields)
    seconds = str(response.headers.get("Retry-After") or "")
    if seconds.isascii() and seconds.isdigit():
        facts["retry_after"] = int(seconds[:9])
    said = json.dumps(body, ensure_ascii=False) if fields else response.text
    return CarrierError(NAME, code, said[:MOST_DETAIL], facts)


@attrs.frozen(kw_only=True)
class Patience:
    """How often something is looked at again that Shippo has not worked off yet.

    ``wait`` is called with the number of looks before each further one.
    """

    polls: int
    wait: Callable[[int], None]

    def settled(self, first: Answer, again: Callable[[], Answer], code: str) -> Answer:
        """Give what was worked off.

        Raises:
            CarrierError: of ``code``, when it is not after so many looks.
        """
        given = first
        for number in range(1, self.polls + 1):
            if given.get("status") in DONE:
                return given
            self.wait(number)
            given = again()
        if given.get("status") in DONE:
            return given
        raise CarrierError(NAME, code, f"its status still is {given.get('status')}")

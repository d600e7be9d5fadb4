"""What HTTP says of a failure, and of answers without sense, as codes of the port."""

from collections.abc import Generator
from contextlib import contextmanager

from ordercore.errors import CarrierError, InvalidValue

STATUSES = {
    401: "account_refused",
    402: "account_refused",
    403: "account_refused",
    408: "answer_lost",
    429: "too_busy",
}
"""HTTP status → code (RFC 9110 §15, RFC 6585 §4)."""

MOST_DETAIL = 1000
"""Characters of what a service says that are kept."""


def code_of(status: int, missing: str, plain: str) -> str:
    """Give the code of an answer that is a failure.

    ``missing`` is the code of a 404, ``plain`` that of any other refusal.
    Of those from 500 on nobody knows what was done.
    """
    if status >= 500:
        return "carrier_failed"
    return missing if status == 404 else STATUSES.get(status, plain)


def never_began(error: BaseException | None) -> bool:
    """Tell of an error of ``requests`` whether no connection came about, so nothing was done."""
    import requests
    import urllib3

    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    inner = error.args[0] if error is not None and error.args else None
    reason = getattr(inner, "reason", None)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


@contextmanager
def making_sense(carrier: str) -> Generator[None, None, None]:
    """Say of an answer that makes no sense that it makes none."""
    try:
        yield
    except InvalidValue as error:
        raise CarrierError(carrier, "answer_unreadable", str(error)[:MOST_DETAIL]) from error

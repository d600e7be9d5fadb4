"""Failures of EasyPost, or on the way there, as codes of the port."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from ordercore.errors import CarrierError, ExtraMissing

NAME = "easypost"

CODES = {
    401: "account_refused",
    402: "account_refused",
    403: "account_refused",
    408: "answer_lost",
    429: "too_busy",
}
"""HTTP status → code; of those from 500 on nobody knows what was done."""


def library() -> Any:
    """Load the client.

    Raises:
        ExtraMissing: when it is not installed.
    """
    try:
        import easypost
    except ImportError:
        raise ExtraMissing("carriers", "easypost") from None
    return easypost


@contextmanager
def told(missing: str) -> Generator[None, None, None]:
    """Raise what the client raises as a fault of the port; ``missing`` is the code of a 404."""
    errors = library().errors
    try:
        yield
    except (errors.TimeoutError, errors.HttpError) as error:
        raise _fault("unreachable" if _never_began(error) else "answer_lost", error) from error
    except errors.JsonError as error:
        raise _fault("answer_unreadable", error) from error
    except errors.ApiError as error:
        raise _refused(error, missing) from error


def _refused(error: Any, missing: str) -> CarrierError:
    status, code = error.http_status or 0, str(error.code or "")
    if status == 404:
        return _fault(missing, error)
    if status >= 500:
        return _fault("carrier_failed", error)
    plain = "address_refused" if code.startswith("ADDRESS.") else "call_refused"
    return _fault(CODES.get(status, plain), error)


def _fault(code: str, error: Any) -> CarrierError:
    facts = {"status": error.http_status, "code": error.code} if error.code else {}
    return CarrierError(NAME, code, str(error.message), facts)


def _never_began(error: BaseException) -> bool:
    """Tell whether no connection came about, so that nothing can have been done."""
    import requests
    import urllib3

    cause = error.__context__
    if isinstance(cause, requests.exceptions.ConnectTimeout):
        return True
    inner = cause.args[0] if cause is not None and cause.args else None
    reason = getattr(inner, "reason", None)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)


def answer(call: Callable[[], Any], missing: str = "call_refused") -> dict[str, Any]:
    """Give what the client answers as plain JSON.

    Raises:
        CarrierError: what it fails at.
    """
    with told(missing):
        try:
            found = call()
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            # The client makes objects of what it is told, and falls over what it does not expect.
            raise CarrierError(NAME, "answer_unreadable", repr(error)) from error
    plain: object = _plain(found)
    if not isinstance(plain, dict):
        raise CarrierError(NAME, "answer_unreadable", type(plain).__name__)
    return plain


def _plain(found: Any) -> Any:
    """Give the client's objects as the JSON that they were made of."""
    if isinstance(found, library().easypost_object.EasyPostObject):
        return _plain(found.to_dict())
    if isinstance(found, dict):
        return {name: _plain(value) for name, value in found.items()}
    return [_plain(value) for value in found] if isinstance(found, list) else found

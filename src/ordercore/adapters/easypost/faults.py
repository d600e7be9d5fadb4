"""Failures of EasyPost, or on the way there, as codes of the port."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import Any

from ordercore.adapters.aggregators.faults import code_of, making_sense, never_began
from ordercore.errors import CarrierError, ExtraMissing

NAME = "easypost"

readable = partial(making_sense, NAME)

WORDS = (
    ("ADDRESS.", "address_refused"),
    ("PICKUP.ADDRESS.", "address_refused"),
    ("PICKUP.MIN_DATETIME.", "time_refused"),
    ("PICKUP.MAX_DATETIME.", "time_refused"),
    ("PICKUP.BUY.NO_MATCHING_RATES", "time_refused"),
    ("SCAN_FORM.CREATE.CARRIER_NOT_SUPPORTED", "not_offered"),
)
"""How EasyPost's own codes begin → code; of all others only the HTTP status tells."""


def fault(code: str, detail: str = "") -> CarrierError:
    """Give a fault of EasyPost's."""
    return CarrierError(NAME, code, detail)


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
        raise _fault(
            "unreachable" if never_began(error.__context__) else "answer_lost", error
        ) from error
    except errors.JsonError as error:
        raise _fault("answer_unreadable", error) from error
    except errors.ApiError as error:
        raise _refused(error, missing) from error


def _refused(error: Any, missing: str) -> CarrierError:
    word = str(error.code or "")
    plain = next((ours for theirs, ours in WORDS if word.startswith(theirs)), "call_refused")
    return _fault(code_of(error.http_status or 0, missing, plain), error)


def _fault(code: str, error: Any) -> CarrierError:
    facts = {"status": error.http_status, "code": error.code} if error.code else {}
    return CarrierError(NAME, code, str(error.message), facts)


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
            raise fault("answer_unreadable", repr(error)) from error
    plain: object = _plain(found)
    if not isinstance(plain, dict):
        raise fault("answer_unreadable", type(plain).__name__)
    return plain


def _plain(found: Any) -> Any:
    """Give the client's objects as the JSON that they were made of."""
    if isinstance(found, library().easypost_object.EasyPostObject):
        return _plain(found.to_dict())
    if isinstance(found, dict):
        return {name: _plain(value) for name, value in found.items()}
    return [_plain(value) for value in found] if isinstance(found, list) else found

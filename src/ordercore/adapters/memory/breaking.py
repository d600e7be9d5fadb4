"""What breaks as it is told: nothing done, answers lost, or slow ones."""

from collections.abc import Callable
from threading import Lock
from time import sleep
from typing import TypeVar

from ordercore.errors import CarrierError, InvalidValue
from ordercore.kernel.checking import is_text, of_type
from ordercore.ports.carrier_faults import CARRIER_FAULTS

T = TypeVar("T")


class Breakable:
    """Does one call after the other, unless it was told to fail at it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = Lock()
        self._failing: list[str] = []
        self._losing = self._slow = 0
        self._seconds = 0.0

    def fail(self, times: int = 1, code: str = "unreachable") -> None:
        """Do nothing at the next calls, and say so with a code.

        Raises:
            InvalidValue: when the code is none of :data:`ordercore.ports.CARRIER_FAULTS`, or
                ``times`` is no whole number.
        """
        if not is_text(code) or code not in CARRIER_FAULTS:
            raise InvalidValue("code", code, f"one of {', '.join(CARRIER_FAULTS)}")
        self._failing = [code] * of_type(times, int, "times")

    def lose_answers(self, times: int = 1) -> None:
        """Do what the next calls ask, and lose the answer, as a broken line does."""
        self._losing = of_type(times, int, "times")

    def slow(self, times: int = 1, seconds: float = 0.1) -> None:
        """Take so many seconds for each of the next calls."""
        self._slow, self._seconds = of_type(times, int, "times"), seconds

    def _done_or_broken(self, work: Callable[[], T]) -> T:
        with self._lock:
            if self._slow > 0:
                self._slow -= 1
                sleep(self._seconds)
            if self._failing:
                raise self._error(self._failing.pop())
            done = work()
            if self._losing > 0:
                self._losing -= 1
                raise self._error("answer_lost")
            return done

    def _error(self, code: str) -> CarrierError:
        return CarrierError(self.name, code)

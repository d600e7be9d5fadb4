"""What one worker was answered."""

from collections.abc import Callable, Iterable

import attrs

from ordercore.errors import Refused


@attrs.define
class Account:
    """What one worker asked for, under names of its own, and what came of each.

    ``accepted`` are names; ``refused`` are names with the codes of the refusal; ``failed`` says
    what should never reach a caller: any other error, or that the worker did not answer at all.
    ``exit_code`` is that of its process: below zero where a signal ended it.
    """

    worker: int
    accepted: list[str] = attrs.field(factory=list[str])
    refused: list[tuple[str, tuple[str, ...]]] = attrs.field(
        factory=list[tuple[str, tuple[str, ...]]]
    )
    failed: list[str] = attrs.field(factory=list[str])
    exit_code: int | None = None

    def ask(self, name: str, call: Callable[[], object]) -> bool:
        """Ask for something, note what came of it, and tell whether it was accepted."""
        try:
            call()
        except Refused as refused:
            self.refused.append((name, refused.codes))
        except Exception as error:  # noqa: BLE001 - whatever reaches a caller is to be told
            self.failed.append(f"{name}: {type(error).__name__}: {error}")
        else:
            self.accepted.append(name)
            return True
        return False

    def note(self, name: str, answer: object) -> None:
        """Note an answer that came with others."""
        if isinstance(answer, Refused):
            self.refused.append((name, answer.codes))
        else:
            self.accepted.append(name)


def accepted(accounts: Iterable[Account]) -> list[str]:
    """Give everything that was accepted from anybody."""
    return [name for account in accounts for name in account.accepted]


def refused(accounts: Iterable[Account]) -> list[str]:
    """Give everything that was refused to anybody."""
    return [name for account in accounts for name, _ in account.refused]


def codes(accounts: Iterable[Account]) -> set[str]:
    """Give every code of a refusal that anybody got."""
    return {code for account in accounts for _, some in account.refused for code in some}


def failures(accounts: Iterable[Account]) -> list[str]:
    """Give everything that should never reach a caller."""
    return [f"{account.worker}: {some}" for account in accounts for some in account.failed]

"""Every exception of ordercore, and when you meet it.

::

    OrdercoreError
    ├── Refused           a rule said no, and nothing has changed        .refusals
    ├── InvalidValue      a value cannot be what it claims to be         .field .value .expected
    │   └── Unprintable   no font at hand has signs for a text            .characters .font
    ├── InvalidTable      a table of rules contradicts itself            .table .problems
    ├── NotFound          the desk keeps no such thing                   .kind .id
    ├── Conflict          somebody else wrote first, again and again     .keys
    ├── StoreError        a store cannot be opened or used               .store .detail
    ├── SourceError       a file cannot be read at all                   .file .code
    ├── CarrierError      a carrier refused, failed or did not answer    .carrier .code .facts
    └── ExtraMissing      an optional package is not installed           .extra .package

Adapters have kinds of ``InvalidValue`` with a stable ``.code``: ``FeedError`` for payloads of
carriers, ``WebhookRefused`` for webhooks, ``BounceUnreadable`` for reports of mail servers.
What a notifier fails at is ``Unreachable``, ``SmtpFault`` or ``AppriseFault``.

Errors carry data.
The sentence that ``str()`` gives is for a developer's log; sentences for people, in their
language, are made by :mod:`ordercore.i18n` from the same data.
"""

from collections.abc import Mapping
from typing import Any

import attrs


@attrs.frozen
class Lift:
    """What would lift a refusal; nothing in it means that nothing would.

    Any one of ``commands``, given before; or other ``arguments`` of the same command; or waiting
    for the moment that the fact named ``until`` holds (no moment, where that fact is ``None``).
    ``rather`` lifts nothing: it names commands that serve the same end another way.
    """

    commands: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    until: str = ""
    rather: tuple[str, ...] = ()


NEVER = Lift()


@attrs.frozen(hash=False)
class Refusal:
    """One reason why a command was refused.

    ``code`` is stable and may be stored or compared; ``facts`` are the numbers and names that
    fill the sentence for it; ``lift`` says what would make the same wish acceptable.
    """

    code: str
    facts: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    lift: Lift = attrs.field(default=NEVER, eq=False)

    def __str__(self) -> str:
        """Give the code with its facts, for logs."""
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code


@attrs.frozen(repr=False)
class Unshown:
    """Stands in an error for what is personal, and says only of which type that is."""

    kind: str

    def __repr__(self) -> str:
        """Say that there is something."""
        return f"a {self.kind} that is not shown"


class OrdercoreError(Exception):
    """Everything that ordercore raises on purpose."""


class Refused(OrdercoreError):
    """A rule refused a command; nothing has changed and nothing is remembered.

    ``refusals`` holds *every* reason, in the order of the rules.
    """

    def __init__(self, command: str, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(command, refusals)
        self.command = command
        self.refusals = refusals

    @property
    def codes(self) -> tuple[str, ...]:
        """The stable codes of all reasons."""
        return tuple(refusal.code for refusal in self.refusals)

    def __str__(self) -> str:
        """Name the command and every reason."""
        return f"{self.command} was refused: {'; '.join(map(str, self.refusals))}"


class InvalidValue(OrdercoreError, ValueError):
    """A value cannot be what it claims to be: a naive time, an unknown currency, a bad number."""

    def __init__(self, field: str, value: object, expected: str) -> None:
        super().__init__(field, value, expected)
        self.field = field
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        """Name the field, the value, and what was expected instead."""
        return f"{self.field}: {self.value!r} is not {self.expected}"


class Unprintable(InvalidValue):
    """A text has characters that no font at hand has signs for; nothing was printed.

    The text is not shown, since papers have names and addresses on them; ``characters`` are those
    of it that lack signs, each once, by their numbers in Unicode.
    """

    def __init__(self, value: object, characters: str, font: str) -> None:
        characters = "".join(sorted(set(characters)))
        listed = ", ".join(f"{char} (U+{ord(char):04X})" for char in characters)
        unshown = value if isinstance(value, Unshown) else Unshown(type(value).__name__)
        expected = f"text that {font} has signs for: it has none for {listed}"
        super().__init__("text", unshown, expected)
        self.args = (unshown, characters, font)
        self.characters = characters
        self.font = font


class InvalidTable(OrdercoreError):
    """A table of rules contradicts itself; raised when it is built, so never in operation."""

    def __init__(self, table: str, problems: tuple[str, ...]) -> None:
        super().__init__(table, problems)
        self.table = table
        self.problems = problems

    def __str__(self) -> str:
        """Name the table and everything that is wrong with it."""
        return f"{self.table}: {'; '.join(self.problems)}"


class NotFound(OrdercoreError, LookupError):
    """The desk keeps no order, parcel or return of that id."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(kind, id)
        self.kind = kind
        self.id = id

    def __str__(self) -> str:
        """Name what was looked for."""
        return f"there is no {self.kind} {self.id!r}"


class Conflict(OrdercoreError):
    """Somebody else wrote the same records first.

    A store raises it from inside a transaction, and the runner then plans again.
    It reaches a caller only after the runner has given up.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(keys)
        self.keys = keys

    def __str__(self) -> str:
        """Name the records."""
        return f"written by somebody else meanwhile: {', '.join(self.keys)}"


class StoreError(OrdercoreError):
    """A store cannot be opened or used: no such folder, not a database, of another version."""

    def __init__(self, store: str, detail: str) -> None:
        super().__init__(store, detail)
        self.store = store
        self.detail = detail

    def __str__(self) -> str:
        """Name the store and what is wrong with it."""
        return f"{self.store}: {self.detail}"


class SourceError(OrdercoreError):
    """A file of orders, or a rate card, cannot be read at all: missing, empty, of no known format.

    Single bad rows are no such error; they come back as rejections beside the good ones.
    """

    def __init__(self, file: str, code: str, detail: str) -> None:
        super().__init__(file, code, detail)
        self.file = file
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        """Name the file and what is wrong with it."""
        return f"{self.file}: {self.detail}"


class CarrierError(OrdercoreError):
    """A carrier refused a call, failed at it, or did not answer.

    ``code`` is one of :data:`ordercore.ports.CARRIER_FAULTS`, which tells what may be done about
    it; ``detail`` is what the carrier said, word for word; ``facts`` are the numbers and names that
    go with the code.
    """

    def __init__(
        self, carrier: str, code: str, detail: str = "", facts: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(carrier, code, detail, facts)
        self.carrier = carrier
        self.code = code
        self.detail = detail
        self.facts: Mapping[str, Any] = dict(facts or {})

    def __str__(self) -> str:
        """Name the carrier, the code, and what the carrier said."""
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        said = f"{self.carrier}: {self.code} ({facts})" if facts else f"{self.carrier}: {self.code}"
        return f"{said}: {self.detail}" if self.detail else said


class ExtraMissing(OrdercoreError, ImportError):
    """Something optional was asked for, and the extra that brings it is not installed."""

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(extra, package)
        self.extra = extra
        self.package = package

    def __str__(self) -> str:
        """Say what to install."""
        return f"{self.package} is needed for this; the extra {self.extra!r} of ordercore brings it"

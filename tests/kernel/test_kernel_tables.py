"""Tables validate themselves, and small words keep what they promise."""

import pickle
from enum import Enum
from typing import Any

import attrs
import pytest

from ordercore import errors
from ordercore.errors import InvalidTable, InvalidValue, Lift, Refusal, Refused
from ordercore.kernel.decider import Decision, DecisionTable, fold_with
from ordercore.kernel.ids import checked, numbered
from ordercore.kernel.lifecycle import Lifecycle
from ordercore.kernel.replace import completed, replace
from ordercore.kernel.rules import Facts, Rule, rule
from ordercore.kernel.time import instant
from ordercore.kernel.units import Units, total_by_line


class Light(Enum):
    """Three colours."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class Other(Enum):
    """Something else."""

    THING = "thing"


Edges = dict[Light, dict[Light, tuple[str, ...]]]

GOOD: Edges = {
    Light.RED: {Light.AMBER: ("Wait",)},
    Light.AMBER: {Light.GREEN: ("Go", "Hurry")},
    Light.GREEN: {},
}


def _lifecycle(edges: Edges, *starts: Light) -> Lifecycle[Light]:
    return Lifecycle(name="light", starts=frozenset(starts), edges=edges)


@pytest.mark.parametrize(
    ("edges", "starts", "problem"),
    [
        ({Light.RED: {}}, (Light.RED,), "amber has no row"),
        ({**GOOD, Light.AMBER: {}}, (Light.RED,), "green is unreachable"),
        ({**GOOD, Light.RED: {Light.AMBER: ()}}, (Light.RED,), "red → amber names no command"),
        (GOOD, (), "nothing starts"),
        (
            {**GOOD, Light.GREEN: {Light.RED: ("Stop",)}},
            (Light.RED,),
            "green is a dead end",
        ),
    ],
)
def test_a_lifecycle_validates_itself(
    edges: Edges, starts: tuple[Light, ...], problem: str
) -> None:
    """What is missing, unreachable, without command or without end is named."""
    with pytest.raises(InvalidTable) as caught:
        _lifecycle(edges, *starts)

    assert problem in caught.value.problems
    assert caught.value.table == "lifecycle of the light"


STRANGE: dict[str, Any] = {
    "row": {"edges": {**GOOD, Other.THING: {}}},
    "target": {"edges": {**GOOD, Light.GREEN: {Other.THING: ("Break",)}}},
    "rest": {"edges": GOOD, "rests": frozenset({Other.THING})},
}


@pytest.mark.parametrize("where", STRANGE)
def test_a_lifecycle_refuses_statuses_of_another_kind(where: str) -> None:
    """A row, a target or a rest that is no status of this kind is named."""
    with pytest.raises(InvalidTable) as caught:
        Lifecycle(name="light", starts=frozenset({Light.RED}), **STRANGE[where])

    assert "Other.THING is no status of this kind" in caught.value.problems


def test_a_lifecycle_knows_its_ends_and_what_is_ahead() -> None:
    """Terminal statuses are empty rows."""
    good = _lifecycle(GOOD, Light.RED)

    assert good.terminal == {Light.GREEN}
    assert good.reachable(Light.AMBER) == {Light.AMBER, Light.GREEN}
    assert good.ends(Light.RED)


def test_a_lifecycle_permits_what_it_lists() -> None:
    """A start, a listed move, and staying; nothing else."""
    good = _lifecycle(GOOD, Light.RED)

    allowed = {
        (before, after)
        for before in (None, *Light)
        for after in Light
        if good.permits(before, after)
    }

    assert allowed == {
        (None, Light.RED),
        (Light.RED, Light.RED),
        (Light.RED, Light.AMBER),
        (Light.AMBER, Light.AMBER),
        (Light.AMBER, Light.GREEN),
        (Light.GREEN, Light.GREEN),
    }


def test_a_lifecycle_draws_itself() -> None:
    """As a Mermaid diagram, its commands on the edges."""
    assert _lifecycle(GOOD, Light.RED).mermaid() == (
        "stateDiagram-v2\n"
        "    [*] --> red\n"
        "    red --> amber: Wait\n"
        "    amber --> green: Go, Hurry\n"
        "    green --> [*]\n"
    )


# Rules and decisions


@attrs.frozen
class Add:
    """Add a number.

    The rest is for those who read the source.
    """

    number: int


@attrs.frozen
class Begin:
    """Begin counting."""


class Silent:  # noqa: D101 - that is the point
    number = 0


@rule("odd")
def number_is_even(_state: int, command: Add, _world: Any) -> Facts | None:
    """Only even numbers are added.

    The rest is not for the reference.
    """
    return None if command.number % 2 == 0 else {"number": command.number}


@rule("large")
def number_is_small(state: int, command: Add, limit: int) -> Facts | None:
    """No sum goes beyond the limit of the world."""
    return None if state + command.number <= limit else {"limit": limit}


@rule("odd")
def number_is_pretty(_state: int, _command: Add, _world: Any) -> Facts | None:
    """Another rule of the same code."""
    return None


@rule("mute")
def number_is_mute(_state: int, _command: Add, _world: Any) -> Facts | None:  # noqa: D103
    return None


def _never(_state: int, _command: Add, _world: Any) -> Facts:
    """Nothing may be added."""
    return {}


def _add(state: int, command: Any, _world: Any) -> tuple[int, ...]:
    return (state + command.number,)


TABLE: DecisionTable[int, int, int] = DecisionTable(
    "sum",
    (
        Decision(command=Begin, creates=True, outcome=lambda *_: (0,)),
        Decision(
            command=Add,
            rules=(number_is_even, number_is_small),
            settled=lambda _, command: command.number == 0,
            complete=lambda _, command, __: Add(2) if command.number == 1 else command,
            outcome=_add,
        ),
    ),
)


def test_a_rule_is_a_statement_with_a_code_and_a_sentence() -> None:
    """Its name and its sentence are those of the function."""
    assert (number_is_even.name, number_is_even.code) == ("number_is_even", "odd")
    assert number_is_even.sentence == "Only even numbers are added."
    assert number_is_even.check(0, Add(3), 9) == {"number": 3}
    assert number_is_even.check(0, Add(4), 9) is None


def test_a_function_is_made_a_rule() -> None:
    """It is kept as it is, under the code."""
    made: Rule[int, Add, int] = rule("large")(number_is_small.check)

    assert (made.code, made.check) == ("large", number_is_small.check)
    assert made == number_is_small


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ((Decision(command=Add, outcome=_add),) * 2, "Add has two rows"),
        ((Decision(command=Silent, outcome=_add),), "Silent has no docstring"),
        (
            (Decision(command=Add, rules=(number_is_mute,), outcome=_add),),
            "the rule number_is_mute has no sentence",
        ),
        (
            (Decision(command=Add, rules=(number_is_even, number_is_pretty), outcome=_add),),
            "two rules refuse with the code odd",
        ),
        (
            (Decision(command=Add, creates=True, begins=lambda _: 0, outcome=_add),),
            "Add needs that nothing is there, and does not",
        ),
    ],
)
def test_a_decision_table_validates_itself(rows: Any, problem: str) -> None:
    """What is doubled or has no words stops the import."""
    with pytest.raises(InvalidTable) as caught:
        DecisionTable("sum", rows)

    assert caught.value.problems == (problem,)
    assert str(caught.value) == f"decisions about the sum: {problem}"


def test_a_command_may_begin_where_there_is_nothing() -> None:
    """It minds nothing that is there either, and its rules see what it begins with."""
    row: Any = Decision(command=Add, rules=(number_is_even,), begins=lambda _: 5, outcome=_add)
    begun: DecisionTable[int, int, int] = DecisionTable("sum", (row,))

    assert (begun.decide(None, Add(2), 9), begun.decide(1, Add(2), 9)) == ((7,), (3,))
    assert [refusal.code for refusal in begun.explain(None, Add(3), 9)] == ["odd"]


def test_one_rule_may_serve_several_rows() -> None:
    """Its code is no second one then."""
    again: Any = number_is_even
    rows: Any = (
        Decision(command=Add, rules=(number_is_even, number_is_small), outcome=_add),
        Decision(command=Begin, rules=(again,), outcome=_add),
    )

    assert len(DecisionTable("sum", rows).rows) == 2
    assert rows[0].sentence == "Add a number."


@pytest.mark.parametrize(
    ("state", "command", "reasons"),
    [
        (None, Add(2), {"does_not_exist": {"subject": "sum"}}),
        (0, Begin(), {"already_exists": {"subject": "sum"}}),
        (0, Add(3), {"odd": {"number": 3}}),
        (0, Add(13), {"odd": {"number": 13}, "large": {"limit": 9}}),
        (9, Add(1), {"large": {"limit": 9}}),
    ],
)
def test_a_decision_is_refused_with_every_reason(
    state: int | None, command: object, reasons: dict[str, Facts]
) -> None:
    """All rules are asked, on the completed command, and existence before them."""
    with pytest.raises(Refused) as caught:
        TABLE.decide(state, command, 9)

    assert caught.value.command == type(command).__name__
    assert caught.value.refusals == tuple(Refusal(code, reasons[code]) for code in reasons)
    assert TABLE.explain(state, command, 9) == caught.value.refusals


def test_a_decision_gives_events() -> None:
    """What is settled gives none, what is left open is completed, and the rest is accepted."""
    assert TABLE.decide(None, Begin(), 9) == (0,)
    assert TABLE.decide(5, Add(0), 1) == ()
    assert TABLE.decide(4, Add(1), 9) == (6,)
    assert TABLE.explain(4, Add(2), 9) == ()


NOON = instant("2026-03-02T12:00:00Z")


def test_what_is_offered_is_allowed_if_it_brings_something_about() -> None:
    """Without what is refused, what is settled already, and rows that offer nothing."""
    rows: Any = TABLE.rows
    row = attrs.evolve(
        rows[Add],
        complete=None,
        offers=lambda total, at, limit: (Add(0), Add(3), Add(limit - total), Add(at.hour)),
    )
    table: DecisionTable[int, int, int] = DecisionTable("sum", (rows[Begin], row))

    assert table.allowed(4, NOON, 20) == (Add(16), Add(12))
    assert table.allowed(4, NOON, 10) == (Add(6),)
    assert table.allowed(4, NOON, 5) == ()
    assert TABLE.allowed(4, NOON, 20) == ()


def test_what_is_offered_asks_for_the_most() -> None:
    """It is completed first, so it says what will be done."""
    rows: Any = TABLE.rows
    row = attrs.evolve(
        rows[Add],
        complete=lambda total, asked, _: Add(total + 2) if asked == Add(1) else asked,
        offers=lambda _, __, ___: (Add(1),),
    )
    table: DecisionTable[int, int, int] = DecisionTable("sum", (row,))

    assert table.allowed(4, NOON, 10) == (Add(6),)
    assert table.allowed(4, NOON, 9) == ()


def test_a_table_takes_further_rules() -> None:
    """They are asked after its own; the table that it was made from keeps to what it had."""
    patient: Rule[int, Add, int] = Rule("early", number_is_pretty.check)
    stern: Rule[int, Add, int] = Rule("stern", _never)

    stricter = TABLE.with_rules([(Add, patient), (Add, stern)])

    assert [refusal.code for refusal in stricter.explain(0, Add(3), 9)] == ["odd", "stern"]
    assert [refusal.code for refusal in stricter.explain(0, Add(2), 9)] == ["stern"]
    assert stricter.decide(None, Begin(), 9) == (0,)
    assert TABLE.explain(0, Add(2), 9) == ()
    assert TABLE.with_rules([]).rows == TABLE.rows


@pytest.mark.parametrize(
    ("command", "code", "problem"),
    [
        (Silent, "stern", "number_is_pretty is added to Silent, which has no row"),
        (Begin, "odd", "two rules refuse with the code odd"),
    ],
)
def test_a_further_rule_needs_a_row_and_a_code_of_its_own(
    command: type, code: str, problem: str
) -> None:
    """Otherwise the table is refused as if it had been written so."""
    with pytest.raises(InvalidTable) as caught:
        TABLE.with_rules([(command, Rule(code, number_is_pretty.check))])

    assert str(caught.value) == f"decisions about the sum: {problem}"


def test_a_refusal_says_what_would_lift_it() -> None:
    """A command given first, another argument, a time to wait for, another command; or nothing."""
    made = rule("odd", first=("Begin",), instead=("number",), until="at", rather=("Add",))
    lifted: Rule[int, Add, int] = made(number_is_even.check)
    rows: Any = (
        Decision(command=Begin, outcome=_add),
        Decision(command=Add, rules=(lifted, number_is_small), outcome=_add),
    )
    table: DecisionTable[int, int, int] = DecisionTable("sum", rows)

    assert [refusal.lift for refusal in table.explain(9, Add(3), 9)] == [
        Lift(commands=("Begin",), arguments=("number",), until="at", rather=("Add",)),
        Lift(),
    ]


@pytest.mark.parametrize("where", ["first", "rather"])
def test_a_refusal_points_to_commands_of_the_table(where: str) -> None:
    """A misspelt one is found when the table is built."""
    misspelt: Any = {where: ("Begn",)}
    lifted: Rule[int, Add, int] = rule("odd", **misspelt)(number_is_even.check)
    rows: Any = (Decision(command=Add, rules=(lifted,), outcome=_add),)

    with pytest.raises(InvalidTable) as caught:
        DecisionTable("sum", rows)

    (problem,) = caught.value.problems
    assert problem.startswith("odd ")
    assert problem.endswith(" Begn, which is no command here")


def test_a_table_is_built_again_from_its_rows() -> None:
    """It finds the same row for every command."""
    again: DecisionTable[int, int, int] = DecisionTable("sum", TABLE.rows.values())

    assert again.rows == TABLE.rows


def test_each_function_of_a_row_is_given_what_it_may_see() -> None:
    """To be settled takes state and command; everything else sees the world too."""
    seen: dict[str, tuple[Any, ...]] = {}

    def noted(name: str, answer: object) -> Any:
        def function(*given: object) -> object:
            """Remember what it was given."""
            seen[name] = given
            return answer

        return function

    row: Decision[Any, Any, Any, Any] = Decision(
        command=Add,
        settled=noted("settled", None),
        complete=noted("complete", Add(6)),
        rules=(Rule("noted", noted("rule", None)),),
        outcome=noted("outcome", ()),
    )
    table: DecisionTable[int, int, int] = DecisionTable("sum", (row,))

    table.decide(4, Add(1), 9)

    assert seen == {
        "settled": (4, Add(1)),
        "complete": (4, Add(1), 9),
        "rule": (4, Add(6), 9),
        "outcome": (4, Add(6), 9),
    }


def test_a_command_of_another_table_is_no_command() -> None:
    """Subclasses have rows of their own, or none."""
    for ask in (TABLE.decide, TABLE.explain):
        with pytest.raises(InvalidValue) as caught:
            ask(0, "add", 9)

        told = caught.value
        assert (told.field, told.value) == ("command", "str")
        assert told.expected == "a command about the sum"


def test_folds_are_found_by_the_kind_of_event() -> None:
    """One per class."""
    evolve = fold_with({int: lambda state, event: (state or 0) + event, str: lambda *_: 0})

    assert (evolve(None, 3), evolve(4, 3), evolve(4, "reset")) == (3, 7, 0)


# Small words


@attrs.frozen
class _Point:
    x: int
    y: int = 0
    hidden: int = attrs.field(default=7, init=False)


def test_replacing_does_what_attrs_does() -> None:
    """One change, several, or none."""
    point = _Point(1, 2)

    for changes in ({}, {"x": 5}, {"x": 5, "y": None}):
        assert replace(point, **changes) == attrs.evolve(point, **changes)
    assert replace(point) is not point


@pytest.mark.parametrize("name", ["z", "hidden"])
def test_replacing_what_is_not_there_is_an_error(name: str) -> None:
    """A misspelt field is no silent copy."""
    with pytest.raises(TypeError):
        replace(_Point(1), **{name: 3})


@attrs.frozen
class _Even:
    number: int = attrs.field()
    note: str = ""

    @number.validator
    def _is_even(self, _attribute: object, number: int) -> None:
        if number % 2:
            raise InvalidValue("number", number, "even")


def test_completing_does_what_attrs_does_and_checks_nothing() -> None:
    """One change, several, or none; what was made here is not asked whether it may be."""
    even, point = _Even(2, "a"), _Point(1, 2)

    for changes in ({}, {"number": 4}, {"number": 4, "note": "b"}):
        assert completed(even, **changes) == attrs.evolve(even, **changes)
    assert completed(even) is not even
    assert completed(even, number=3).number == 3
    assert (completed(point, x=5).hidden, completed(point, hidden=8).hidden) == (7, 8)
    assert (even, point) == (_Even(2, "a"), _Point(1, 2))


def test_completing_what_is_not_there_is_an_error() -> None:
    """Here too."""
    with pytest.raises(TypeError):
        completed(_Even(2), z=3)


@pytest.mark.parametrize("value", ["", " ", "a ", " a", "\ta", 5, None, b"a"])
def test_identifiers_are_text_without_spaces_around(value: object) -> None:
    """Anything else is refused under the name of its field."""
    with pytest.raises(InvalidValue) as caught:
        checked(value, "sku")

    assert caught.value.field == "sku"


def test_identifiers_may_hold_spaces_inside() -> None:
    """Sellers do that."""
    assert checked("red shoe 42", "sku") == "red shoe 42"


def test_ids_inside_an_order_are_numbered_from_one() -> None:
    """The third after two, and around what is taken."""
    assert numbered("P", ()) == "P1"
    assert numbered("R", ("R1", "x")) == "R3"
    assert numbered("F", ("F2", "F3", "F4")) == "F5"
    assert numbered("F", ("F2",)) == "F3"


@pytest.mark.parametrize("quantity", [0, -1, 1.0, True, "1", None])
def test_units_are_at_least_one(quantity: Any) -> None:
    """A whole number, and nothing that only looks like one."""
    with pytest.raises(InvalidValue, match="quantity"):
        Units("1", quantity)


def test_units_of_one_line_add_up() -> None:
    """In the order in which lines are first named."""
    units = [Units("2", 1), Units("1", 2), Units("2", 3)]

    assert total_by_line(units) == {"2": 4, "1": 2}
    assert list(total_by_line(units)) == ["2", "1"]


# Errors

SAMPLES: list[tuple[errors.OrdercoreError, str]] = [
    (
        Refused("Add", (Refusal("odd", {"number": 3, "of": "x"}), Refusal("large"))),
        "Add was refused: odd (number=3, of=x); large",
    ),
    (InvalidValue("sku", "", "text"), "sku: '' is not text"),
    (
        errors.Unprintable("\u042f", "\u042f", "Helvetica"),
        (
            "text: a str that is not shown is not text that Helvetica has signs for: "
            "it has none for \u042f (U+042F)"
        ),
    ),
    (InvalidTable("channels", ("one", "two")), "channels: one; two"),
    (errors.NotFound("order", "O-1"), "there is no order 'O-1'"),
    (
        errors.Conflict(("order/1", "stock/2")),
        "written by somebody else meanwhile: order/1, stock/2",
    ),
    (errors.StoreError("a.db", "no such folder"), "a.db: no such folder"),
    (errors.SourceError("a.txt", "empty", "it is empty"), "a.txt: it is empty"),
    (
        errors.CarrierError("ups", "address_refused", "no such street", {"field": "line1"}),
        "ups: address_refused (field=line1): no such street",
    ),
    (errors.CarrierError("ups", "no_answer"), "ups: no_answer"),
    (
        errors.ExtraMissing("cli", "rich"),
        "rich is needed for this; the extra 'cli' of ordercore brings it",
    ),
]


@pytest.mark.parametrize(("error", "text"), SAMPLES, ids=lambda value: type(value).__name__)
def test_errors_carry_data_and_survive_processes(error: Exception, text: str) -> None:
    """Each says what happened, and is the same after it went to another process and back."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert str(error) == str(again) == text
    assert vars(again) == vars(error)


def test_every_error_is_drawn_in_the_tree() -> None:
    """The first docstring shows them all, and all are caught by one name."""
    kinds = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, Exception)
    }

    assert {type(error) for error, _ in SAMPLES} == kinds - {errors.OrdercoreError}
    for kind in kinds:
        assert kind.__name__ in (errors.__doc__ or "")
        assert issubclass(kind, errors.OrdercoreError)
    assert issubclass(InvalidValue, ValueError)
    assert issubclass(errors.NotFound, LookupError)


def test_rules_are_values() -> None:
    """A rule can be compared and listed."""
    assert Rule("odd", number_is_even.check) == number_is_even


@attrs.frozen(cache_hash=True)
class Kept:
    """A value that keeps its hash."""

    number: int


def test_a_copy_has_a_hash_of_its_own() -> None:
    """What was kept is not that of the value it was made from."""
    one = Kept(1)
    kept = hash(one)

    two = replace(one, number=2)

    assert hash(two) == hash(Kept(2)) != kept
    assert replace(two, number=1) == one

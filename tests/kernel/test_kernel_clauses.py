"""Clauses: codes with facts."""

from ordercore.kernel.clauses import Clause
from ordercore.returns import Clause as ClauseOfReturns


def test_a_clause_names_its_code_and_facts() -> None:
    """In a developer's log; for people there are sentences."""
    assert str(Clause("not_delivered", {})) == "not_delivered"
    assert (
        str(Clause("window_closed", {"days": 30, "late": 2})) == "window_closed (days=30, late=2)"
    )


def test_there_is_one_kind_of_clause() -> None:
    """What decides a return and what decides a channel are told in one way."""
    assert ClauseOfReturns is Clause

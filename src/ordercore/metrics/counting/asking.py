"""Questions in the language of databases: one text, and the reading of what they answer."""

import datetime as dt
from collections.abc import Iterable
from typing import cast

import attrs

from ordercore.metrics.counting.facts import FIRST_DAY
from ordercore.metrics.counting.questions import DAY, Answer, Question, Sums, Told, Words


@attrs.frozen
class Asked:
    """A question as text of SQL with its parameters, each marked by ``?``.

    It is the same for SQLite, PostgreSQL (but for its marks), DuckDB and Spark: additions,
    comparisons and nothing else.
    """

    text: str
    bound: tuple[str, ...]


def asked(question: Question, *, source: str, seller: str | None = None) -> Asked:
    """Write a question down, to be asked of a relation that holds the rows of its table.

    ``seller`` asks for the rows of one of several, where the relation tells them apart.
    """
    bound: list[str] = []
    columns = [f"{by} AS told_{place}" for place, by in enumerate(question.by)]
    for place, some in enumerate(question.sums):
        conditions = [*_days(some.first, some.last), *_among(some.where, bound)]
        value = f"CASE WHEN {' AND '.join(conditions)} THEN {some.number} ELSE 0 END"
        summed = value if conditions else some.number
        columns.append(f"CAST(sum({summed}) AS BIGINT) AS sum_{place}")
    conditions = _days(question.first, question.last)
    if seller is not None:
        conditions.insert(0, "seller = ?")
        bound.append(seller)
    conditions += _among(question.where, bound)
    # Names are those of a table, which are letters, digits and underscores.
    text = f"SELECT {', '.join(columns)} FROM {source}"  # noqa: S608
    text += f" WHERE {' AND '.join(conditions)}" if conditions else ""
    text += f" GROUP BY {', '.join(question.by)}" if question.by else ""
    return Asked(text, tuple(bound))


def _days(first: dt.date | None, last: dt.date | None) -> list[str]:
    conditions = [] if first is None else [f"day >= {(first - FIRST_DAY).days}"]
    return conditions if last is None else [*conditions, f"day <= {(last - FIRST_DAY).days}"]


def _among(where: Words, bound: list[str]) -> list[str]:
    conditions: list[str] = []
    for name, some in where.items():
        marks = ", ".join("?" * len(some))
        conditions.append(f"{name} IN ({marks})" if some else "1 = 0")
        bound += sorted(some)
    return conditions


def read(question: Question, rows: Iterable[tuple[object, ...]]) -> Answer:
    """Read what a database answered."""
    told = len(question.by)
    answered: dict[Told, Sums] = {}
    for row in rows:
        sums = tuple([int(cast("int", number or 0)) for number in row[told:]])
        if any(sums):
            answered[_told(question, row[:told])] = sums
    return answered


def _told(question: Question, row: tuple[object, ...]) -> Told:
    return tuple(
        [
            FIRST_DAY + dt.timedelta(days=int(cast("int", value))) if by == DAY else str(value)
            for by, value in zip(question.by, row, strict=True)
        ]
    )

"""The counts port: who answers what facts add up to."""

from typing import Protocol

from ordercore.metrics.counting import Answer, Question


class Counts(Protocol):
    """Answers questions about facts: a tally in the process, a store, files of columns, a cluster.

    All of them give whole numbers, and the same ones for the same facts.
    """

    def ask(self, question: Question) -> Answer:
        """Answer a question.

        Raises:
            InvalidValue: when no such facts are kept here.
        """
        ...

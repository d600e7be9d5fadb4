"""How the tables and files of derived rows are called, wherever they are."""

PREFIX = "ordercore_"
"""What the name of a derived table begins with in a database, as in a store."""


def relation(name: str) -> str:
    """Give what a derived table is called in a database."""
    return f"{PREFIX}{name}"


def file_name(name: str) -> str:
    """Give what the file of a derived table is called."""
    return f"{name}.parquet"

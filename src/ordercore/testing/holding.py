"""Saying that a law holds, or with which numbers it is broken."""


def must_hold(kept: bool, law: str, shown: object) -> None:
    """Raise ``AssertionError`` with the law and what is shown, unless it is kept."""
    if not kept:
        raise AssertionError(f"{law}: {shown}")

"""What may be told of the URL of a store: who and where, never the password."""


def without_password(url: str) -> str:
    """Give what may be told of a URL: not the password, and no options.

    Where it cannot be told for certain which part is the password, only the kind of it is given.
    """
    kind, mark, rest = url.partition("://")
    place, _, options = rest.partition("?")
    if not mark:
        return "…" if "@" in url or "password" in url.lower() else url
    if not is_clear(url) or "@" in options:
        return f"{kind}://…"
    login, at, server = place.rpartition("@")
    return f"{kind}://{login.partition(':')[0]}{at}{server}"


def is_clear(url: str) -> bool:
    """Tell whether a password, if there is one, has no mark in it that parts a URL."""
    place = url.partition("://")[2].partition("?")[0]
    return not any(mark in place.rpartition("@")[0] for mark in "@/#")

"""The front door, and the doors of the packages: narrow, honest, and described."""

import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import ordercore

PACKAGES = [
    name
    for _, name, is_package in pkgutil.walk_packages(ordercore.__path__, "ordercore.")
    if is_package
]

MODULES = [
    name
    for _, name, _ in pkgutil.walk_packages(ordercore.__path__, "ordercore.")
    if not name.endswith("__main__") and "mypy_cache" not in name
]


def _kind(name: str) -> tuple[int, str]:
    """Give the place of a name as ruff sorts ``__all__``: constants, classes, functions."""
    if name.isupper():
        return 0, name
    return (1, name) if name[0].isupper() else (2, name)


def test_the_front_door_is_sorted() -> None:
    """Constants, classes and functions, each in order, and each once."""
    assert ordercore.__all__ == sorted(set(ordercore.__all__), key=_kind)


def test_the_front_door_has_every_name_it_promises() -> None:
    """Also those that are loaded when they are first asked for."""
    for name in ordercore.__all__:
        assert getattr(ordercore, name) is not None


def test_the_front_door_promises_every_name_it_has() -> None:
    """Nothing public is imported that is not meant to be imported from there."""
    public = {
        name
        for name, value in vars(ordercore).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }

    assert public - {"TYPE_CHECKING", "Any"} <= set(ordercore.__all__)


def test_what_is_not_there_is_an_attribute_error() -> None:
    """As with any module."""
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        ordercore.Nonsense  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        importlib.import_module("ordercore.testing").Nonsense  # noqa: B018


@pytest.mark.parametrize("name", PACKAGES)
def test_packages_keep_what_they_promise(name: str) -> None:
    """Every name of an ``__all__`` can be imported, is named once, and stands in order."""
    package = importlib.import_module(name)
    promised = getattr(package, "__all__", [])

    for each in promised:
        assert hasattr(package, each), f"{name} has no {each}"
    assert promised == sorted(set(promised), key=_kind)


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_is_described(name: str) -> None:
    """Every public class, function and method of our own has a docstring."""
    module = importlib.import_module(name)

    silent = [
        each
        for each, value in inspect.getmembers(module)
        if not each.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == name
        and not (value.__dict__.get("__doc__") if inspect.isclass(value) else value.__doc__)
    ]
    silent += [
        f"{owner}.{each}"
        for owner, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == name and not owner.startswith("_")
        for each, value in vars(kind).items()
        if not each.startswith("_") and inspect.isfunction(value) and not value.__doc__
    ]

    assert silent == []

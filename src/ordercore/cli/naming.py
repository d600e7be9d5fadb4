"""Naming: what a host has in a module of its own, by ``module:NAME``."""

from importlib import import_module
from typing import TypeVar

from ordercore.errors import InvalidValue
from ordercore.orders.world import World
from ordercore.returns import ReturnPolicy

T = TypeVar("T")

WORLD_EXAMPLE, POLICY_EXAMPLE = "shop.settings:WORLD", "shop.settings:RETURNS"


def named_world(text: str) -> World:
    """Load a world; see :func:`named`."""
    return named(text, World, "world", WORLD_EXAMPLE)


def named_policy(text: str, argument: str = "policy") -> ReturnPolicy:
    """Load a return policy; see :func:`named`."""
    return named(text, ReturnPolicy, argument, POLICY_EXAMPLE)


def named(text: str, kind: type[T], argument: str, example: str) -> T:
    """Load a value by the module and the name that it stands under.

    Raises:
        InvalidValue: when there is no such module or name, or something else stands there.
    """
    module_name, _, attribute = text.partition(":")
    if not module_name or not attribute:
        raise InvalidValue(argument, text, f"a module and a name, such as {example}")
    try:
        module = import_module(module_name)
    except ImportError as error:
        raise InvalidValue(argument, text, f"in a module that can be imported ({error})") from None
    found = getattr(module, attribute, None)
    if not isinstance(found, kind):
        raise InvalidValue(argument, text, f"the name of a {kind.__name__} in {module_name}")
    return found

"""Run mutmut, also on functions that it leaves alone because they are decorated.

Rules, properties and cached functions are where most of the logic is; mutmut skips all three.
Here the switch between the original and its mutants is put *below* the decorator, which is then
applied once, as ever.
A run begins anew, since mutmut would keep the verdict on a mutant whose tests have changed.
Takes what ``mutmut`` takes; docs/howto/mutation-testing.md tells how to use it.
"""

import shutil
import sys
from collections.abc import Iterable, Sequence

import libcst as cst
from mutmut.__main__ import cli
from mutmut.mutation import file_mutation
from mutmut.mutation.file_mutation import MODULE_STATEMENT, Mutation, MutationVisitor

TRANSPARENT = {"property", "cache", "lru_cache", "rule", "contextmanager"}
"""Decorators under which a function can be exchanged for another of the same signature."""

skips = MutationVisitor._skip_node_and_children
arranged = file_mutation.function_trampoline_arrangement


def is_transparent(node: cst.CSTNode) -> bool:
    """Tell whether this is a function whose one decorator does not hinder."""
    if not isinstance(node, cst.FunctionDef) or len(node.decorators) != 1:
        return False
    decorator = node.decorators[0].decorator
    name = decorator.func if isinstance(decorator, cst.Call) else decorator
    return isinstance(name, cst.Name) and name.value in TRANSPARENT


def skips_less(self: MutationVisitor, node: cst.CSTNode) -> bool:
    """Skip what mutmut skips, but not for a transparent decorator."""
    return not is_transparent(node) and skips(self, node)


def arranged_below(
    function: cst.FunctionDef, mutants: Iterable[Mutation], class_name: str | None
) -> tuple[
    Sequence[MODULE_STATEMENT],
    Sequence[MODULE_STATEMENT],
    Sequence[MODULE_STATEMENT],
    Sequence[str],
]:
    """Leave the decorator to the function that switches, and take it from all the others."""
    before, functions, after, names = arranged(function, mutants, class_name)
    if is_transparent(function):
        switch, *others = functions
        functions = [switch, *(other.with_changes(decorators=()) for other in others)]
    return before, functions, after, names


if __name__ == "__main__":
    MutationVisitor._skip_node_and_children = skips_less  # type: ignore[method-assign]
    file_mutation.function_trampoline_arrangement = arranged_below
    if sys.argv[1:2] == ["run"]:
        shutil.rmtree("mutants", ignore_errors=True)
    cli()

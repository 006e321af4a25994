"""Reads say who looks, writes say who acts, and a write is an action."""

from __future__ import annotations

import ast

import pytest

from tests.laws.house import Source, none_of, sources

DECORATORS = ("action", "adding_action", "quiet_action")


def first_argument(function: ast.FunctionDef) -> str | None:
    """Return the name of a function's first argument."""
    arguments = [*function.args.posonlyargs, *function.args.args]
    return arguments[0].arg if arguments else None


def decorators(function: ast.FunctionDef) -> set[str]:
    """Return the names of a function's decorators."""
    bare = [node.func if isinstance(node, ast.Call) else node for node in function.decorator_list]
    return {node.id for node in bare if isinstance(node, ast.Name)}


def signature_faults(source: Source) -> list[str]:
    """Name each public function that does not say who looks or acts, or writes without being an action."""
    if source.name not in ("queries", "actions"):
        return []
    faults = []
    wanted = "viewer" if source.name == "queries" else "actor"
    for function in source.functions():
        if function.name.startswith("_"):
            continue
        where = f"{source.path}:{function.lineno} {function.name}"
        if first_argument(function) != wanted:
            faults.append(f"{where} does not take {wanted} first")
        if source.name == "actions" and not decorators(function) & set(DECORATORS):
            faults.append(f"{where} is not an @action")
    return faults


def test_the_house_keeps_it():
    none_of([fault for source in sources() for fault in signature_faults(source)])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("queries", "def waiting(service_id): ..."),
        ("queries", "def waiting(): ..."),
        ("actions", "@action\ndef accept(referral_id): ..."),
        ("actions", "def accept(actor, referral_id): ..."),
    ],
)
def test_a_breach_is_caught(name, text):
    assert signature_faults(Source(f"caseflow/referrals/{name}.py", text))


def test_what_is_lawful_passes():
    lawful = "@action\ndef accept(actor): ...\n@quiet_action('why')\ndef draft(actor): ...\ndef _part(x): ..."
    assert not signature_faults(Source("caseflow/referrals/actions.py", lawful))

"""Every form that a view hands to an action asks for just what that action takes."""
import ast
import importlib
import inspect
from pathlib import Path

import pytest
from werkzeug.local import LocalProxy

from portal.core.form import Form

PORTAL = Path(__file__).parents[2] / "portal"
VIEWS = sorted({*PORTAL.rglob("views.py"), *PORTAL.rglob("views/*.py")})


def handed_over(path):
    """(line, form class, action) wherever a view says action(…, **form.typed()) with a form made in the same view."""
    module = importlib.import_module(".".join(path.relative_to(PORTAL.parent).with_suffix("").parts))
    for view in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(view, ast.FunctionDef):
            continue
        made = {node.targets[0].id: named(module, node.value.func) for node in ast.walk(view)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
                and isinstance(node.value, ast.Call)}
        for call in (node for node in ast.walk(view) if isinstance(node, ast.Call)):
            for given in call.keywords:
                form = typed_of(given, made)
                action = named(module, call.func)
                if form and inspect.isfunction(action):
                    yield call.lineno, form, action, {one.arg for one in call.keywords if one.arg}


def named(module, expression):
    """What `queries.leads` or `LeadForm` is in `module`; None for what is no plain name."""
    match expression:
        case ast.Name(id=name):
            return getattr(module, name, None)
        case ast.Attribute(value=value, attr=name):
            owner = named(module, value)
            return None if type(owner) is LocalProxy else getattr(owner, name, None)
    return None


def typed_of(given, made):
    value = given.value
    if given.arg is None and isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and (
            value.func.attr == "typed" and isinstance(value.func.value, ast.Name)):
        form = made.get(value.func.value.id)
        return form if inspect.isclass(form) and issubclass(form, Form) and form.typed is Form.typed else None
    return None


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(PORTAL)))
def test_an_action_takes_every_field_of_the_form_it_is_given(path):
    for line, form, action, also in handed_over(path):
        fields = {name for parent in form.__mro__ for name, field in vars(parent).items()
                  if hasattr(field, "field_class")}
        takes = inspect.signature(action).parameters
        if any(one.kind is one.VAR_KEYWORD for one in takes.values()):
            continue
        assert not fields - set(takes), f"{path.name}:{line}: {action.__name__} does not take {fields - set(takes)}"
        needed = {name for name, one in takes.items()
                  if one.kind is one.KEYWORD_ONLY and one.default is one.empty} - {"by"} - also
        assert not needed - fields, f"{path.name}:{line}: {action.__name__} needs {needed - fields}"


def test_the_walk_finds_the_forms_of_the_portal():
    assert sum(1 for path in VIEWS for _found in handed_over(path)) > 30

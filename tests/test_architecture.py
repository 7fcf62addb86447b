"""The shape of the code, held as tests."""

import ast
import inspect
import pickle
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

from educloud import errors

CHECKOUT = Path(__file__).resolve().parents[1]
SOURCE = CHECKOUT / "src" / "educloud"


def test_imports_point_one_way() -> None:
    """The contracts of pyproject.toml hold: layers, and one home for each heavy package."""
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(lint, cwd=CHECKOUT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_every_declared_plugin_loads() -> None:
    """What pyproject.toml names as a platform or a strategy exists, under its own name."""
    declared = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    for group in ("educloud.platforms", "educloud.strategies"):
        names = set(declared["project"]["entry-points"][group])
        loaded = {point.name: point.load() for point in entry_points(group=group)}

        assert names == set(loaded)
        assert all(plugin.name == name for name, plugin in loaded.items())


def test_a_strategy_has_its_playbook() -> None:
    """A strategy module and its playbook bear the same name."""
    for point in entry_points(group="educloud.strategies"):
        assert (CHECKOUT / "playbooks" / f"{point.name}.yml").is_file()


def test_errors_survive_pickling() -> None:
    """A durable run records errors and a later process reads them back: all of them must do."""
    samples = {
        "LineRefused": ("SW-1", "vlan 5000", "Error: wrong parameter"),
        "InventoryError": (("apps.csv row 3: no",),),
        "PolicyError": (("city-410600, logs: connections are not logged",),),
    }
    for name, kind in inspect.getmembers(errors, inspect.isclass):
        if not issubclass(kind, errors.EduCloudError):
            continue
        error = kind(*samples.get(name, ("what", "where", "mend")))
        again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own

        assert type(again) is kind
        assert str(again) == str(error)


def test_no_error_is_raised_as_a_bare_builtin_at_users() -> None:
    """Modules raise errors of the one tree; built-ins are for programming mistakes."""
    allowed = {"ValueError", "TypeError", "KeyError", "AssertionError", "SystemExit", "LookupError"}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                name = getattr(node.exc.func, "id", "")
                assert name not in {"Exception", "RuntimeError"} - allowed, f"{path}:{node.lineno}"


def test_public_modules_say_what_they_are_for() -> None:
    """Every module opens with a docstring."""
    for path in SOURCE.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path

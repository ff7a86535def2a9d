"""The house keeps its order: who may import whom, and that public views cannot reach a working copy."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# From the top down: an app imports those after it, never those before.
APPS = ["config", "desk", "articles", "conditions", "search", "publishing"]


def modules(app: str) -> Iterator[Path]:
    for path in (ROOT / app).rglob("*.py"):
        if "migrations" not in path.parts:
            yield path


def imports(path: Path) -> set[str]:
    """Dotted names of all that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("app", APPS)
def test_imports_run_one_way(app):
    above = set(APPS[: APPS.index(app)])
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for name in imports(path)
        if name.split(".")[0] in above
    }
    assert wrong == set()


def reached(path: Path) -> set[Path]:
    """Our modules that a module imports, directly or by others."""
    todo, seen = [path], set()
    while todo:
        here = todo.pop()
        for name in imports(here):
            module = ROOT / (name.replace(".", "/") + ".py")
            if module.exists() and module not in seen and name.split(".")[0] in APPS:
                seen.add(module)
                todo.append(module)
    return seen


PUBLIC = [
    "conditions/views/pages.py",
    "conditions/views/comparing.py",
    "conditions/views/glossary.py",
    "conditions/views/terms.py",
    "conditions/urls.py",
    "search/views.py",
    "search/urls.py",
    "articles/views.py",
    "articles/urls.py",
    "articles/feeds.py",
    "config/api.py",
    "config/sitemaps.py",
    "desk/feedback/views.py",
    "desk/feedback/receiving.py",
]


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_view_cannot_reach_a_working_copy(name):
    working = {ROOT / app / "models.py" for app in ("conditions", "articles")} | {
        ROOT / "publishing/service.py"
    }
    assert reached(ROOT / name) & working == set()

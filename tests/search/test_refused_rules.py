"""A warning rule that silences its own sign is refused with file, line and remedy, and nothing is loaded."""

from pathlib import Path

import pytest

from conditions.models import RedFlag
from publishing import loading

FLAG = """\
- key: weak-foot
  position: 10
  name: A foot that drops
  urgency: emergency
  statement: A foot that drops needs help today.
  what_to_do: Call a doctor.
  words:
  - cannot lift my foot
  rules:
  - urgency: emergency
    any_of:
    - words
    - foot drop
    unless:
    - asleep
    - {unless}
"""


def folder(tmp_path: Path, unless: str) -> Path:
    (tmp_path / "red-flags.yaml").write_text(FLAG.format(unless=unless), encoding="utf-8")
    return tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("unless", ["foot drop for years", "lift my foot"])
def test_the_loader_refuses_it_and_tells_the_line_and_the_remedy(tmp_path: Path, unless: str) -> None:
    with pytest.raises(loading.ContentRefused) as refused:
        loading.load(folder(tmp_path, unless))
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == ("red-flags.yaml", 16)
    assert "silences this rule's own sign" in str(problem)
    assert "take it out" in str(problem)
    assert not RedFlag.objects.exists()


@pytest.mark.django_db
def test_an_unless_with_a_word_of_its_own_loads(tmp_path: Path) -> None:
    loading.load(folder(tmp_path, "foot drop splint"))
    assert RedFlag.objects.get().rules[0]["unless"] == ["asleep", "foot drop splint"]

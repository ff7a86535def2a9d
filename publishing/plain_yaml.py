"""YAML as content files need it, and no more: no aliases, which can blow a few lines up to gigabytes, and no depths."""

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent

_MAY_BE_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*[^\s*]", re.MULTILINE)


def load(text: str, *, with_lines: bool) -> Any:
    """`with_lines`: lists and mappings that know where they stand; otherwise plain ones.

    Raises:
        MarkedYAMLError, YAMLError, ValueError: it is not what it should be; most know the line.
    """
    if _MAY_BE_ALIAS.search(text):
        _refuse_aliases(text)
    try:
        return YAML().load(text) if with_lines else YAML(typ="safe").load(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply; records are a few levels deep") from error


def _refuse_aliases(text: str) -> None:
    try:
        for event in YAML().parse(text):
            if isinstance(event, AliasEvent):
                raise MarkedYAMLError(
                    problem=f"“*{event.anchor}” is an alias; write out what it stands for",
                    problem_mark=event.start_mark,
                )
    except RecursionError as error:
        raise ValueError("it is nested too deeply; records are a few levels deep") from error

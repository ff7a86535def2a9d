"""Fields for lists kept as JSON, edited as plain text."""

import json
from io import StringIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from publishing import plain_yaml


class LinesFormField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 60})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        lines = [" ".join(line.split()) for line in (value or "").splitlines()]
        return [line for line in lines if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class LinesField(models.JSONField):
    """A JSON list of strings."""

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": LinesFormField, **kwargs})


class MappingsFormField(forms.CharField):
    """A list of mappings, written as YAML."""

    widget = forms.Textarea(attrs={"rows": 10, "cols": 80, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        if not value:
            return ""
        out = StringIO()
        yaml = YAML()
        yaml.default_flow_style = False
        yaml.dump(json.loads(json.dumps(value)), out)
        return out.getvalue()

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        try:
            read = plain_yaml.load(value or "[]", with_lines=False)
        except (YAMLError, ValueError) as error:  # ValueError: a date that is none
            raise ValidationError(f"This is not valid YAML: {error}. Compare with another record.") from error
        try:
            json.dumps(read, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise ValidationError("Put quotes around dates and times: “2026-01-31”.") from error
        if not isinstance(read, list) or not all(isinstance(item, dict) for item in read):
            raise ValidationError("Write a list: every entry begins with “- ” and has “name: value” lines.")
        return read

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class MappingsField(models.JSONField):
    """A JSON list of objects."""

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": MappingsFormField, **kwargs})

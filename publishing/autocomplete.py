"""Autocomplete in inline rows at the cost of the rows, not of a query for every field of every row.

Django's widget asks the database for the label of each chosen value by itself. Here the formset, which has read its rows
with what they lead to, hands that on.
"""

from typing import Any

from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.forms import BaseInlineFormSet


class _Remembered:
    """As much of a queryset as the widget uses. Asks the real one for what it does not hold."""

    def __init__(self, queryset: Any, known: dict[str, Any]) -> None:
        self.queryset = queryset
        self.known = known

    def using(self, alias: str) -> "_Remembered":
        return self

    def filter(self, **lookup: Any) -> Any:
        (wanted,) = lookup.values()
        if self.known.keys() >= wanted:
            return [found for key, found in self.known.items() if key in wanted]
        return self.queryset.filter(**lookup)


class _Remembering(AutocompleteMixin):
    known: dict[str, Any] | None = None

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        if self.known is not None:
            self.choices.queryset = _Remembered(self.choices.queryset, self.known)
        return super().optgroups(name, value, attrs)


class RememberingSelect(_Remembering, AutocompleteSelect):
    pass


class RememberingSelectMultiple(_Remembering, AutocompleteSelectMultiple):
    pass


class RememberingFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Its rows must come with select_related and prefetch_related for the fields that have such a widget."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, _Remembering):
                widget.known = self._known(name)

    def _known(self, name: str) -> dict[str, Any]:
        held: dict[str, dict[str, Any]] = self.__dict__.setdefault("_held", {})
        if name not in held:
            found: dict[str, Any] = {}
            for row in self.get_queryset():
                value = getattr(row, name)
                for one in value.all() if hasattr(value, "all") else [value]:
                    if one is not None:
                        found[str(one.pk)] = one
            held[name] = found
        return held[name]

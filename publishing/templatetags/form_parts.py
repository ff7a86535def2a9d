"""A long form of the desk in parts: in the order of the page that it makes, with a way to each and to what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.admin.helpers import AdminForm, Fieldset, InlineAdminFormSet
from django.utils.text import capfirst

register = template.Library()


@dataclass(frozen=True, slots=True)
class Part:
    """A fieldset or a group of rows: the other is None. `number`: Django's, of a fieldset, for its ids."""

    heading: str
    anchor: str
    faults: int
    fieldset: Fieldset | None = None
    number: int = 0
    inline: InlineAdminFormSet | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    where: str
    anchor: str
    message: str


@register.simple_tag
def form_parts(adminform: AdminForm, inlines: list[InlineAdminFormSet], model_admin: Any) -> list[Part]:
    """`model_admin.parts` names headings of fieldsets and inline classes in order; what it leaves out follows."""
    parts: dict[Any, Part] = {}
    fieldset: Any
    for number, fieldset in enumerate(adminform):
        parts[fieldset.name or number] = _of_fieldset(fieldset, number, adminform)
    for inline in inlines:
        parts[type(inline.opts)] = _of_inline(inline)
    first = [parts.pop(one) for one in getattr(model_admin, "parts", ()) if one in parts]
    return [*first, *parts.values()]


def _of_fieldset(fieldset: Any, number: int, adminform: AdminForm) -> Part:
    names = {name for line in fieldset for name in line.fields if isinstance(name, str)}
    return Part(
        heading=str(fieldset.name or "The main things"),
        anchor=f"desk-part-{number}",
        faults=len(names & set(adminform.form.errors)),
        fieldset=fieldset,
        number=number,
    )


def _of_inline(inline: Any) -> Part:
    formset = inline.formset
    return Part(
        heading=capfirst(str(inline.opts.verbose_name_plural)),
        anchor=f"{formset.prefix}-group",
        faults=formset.total_error_count() if formset.is_bound else 0,
        inline=inline,
        rows=formset.initial_form_count() if not formset.is_bound else formset.total_form_count(),
    )


@register.simple_tag
def form_faults(adminform: AdminForm, inlines: list[InlineAdminFormSet]) -> list[Fault]:
    """What is wrong with what was sent, each with the place where it is mended."""
    return [
        *_faults_of(adminform.form, ""),
        *(fault for inline in inlines for fault in _faults_of_rows(inline)),
    ]


def _faults_of_rows(inline: Any) -> Iterator[Fault]:
    formset = inline.formset
    if not formset.is_bound:
        return
    group = capfirst(str(inline.opts.verbose_name_plural))
    for message in formset.non_form_errors():
        yield Fault(group, f"{formset.prefix}-group", message)
    for number, form in enumerate(formset.forms, 1):
        yield from _faults_of(form, f"{group} {number}", form.prefix)


def _faults_of(form: Any, before: str, row: str = "") -> Iterator[Fault]:
    for name, messages in form.errors.items():
        if name in form.fields:
            field = form[name]
            where = ", ".join(filter(None, [before, str(capfirst(field.label))]))
            anchor = field.id_for_label or field.auto_id
        else:
            # Of the row or the form as a whole.
            where, anchor = before, row
        for message in messages:
            yield Fault(where, anchor, message)

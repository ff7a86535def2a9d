"""A condition as schema.org knows one: MedicalWebPage about a MedicalCondition.

Only what the page itself says, in its own words. How typical a sign is, warnings and how sure a treatment is have no
word there, and are left to the page; nothing is said of age, sex or likelihood.
"""

from typing import Any

from django.urls import reverse

from conditions.pages import ConditionPage, LookAlike
from conditions.words import Role
from publishing.directory import Entry
from publishing.structured_data import Thing, absolute, breadcrumbs, citations, thing, web_page


def of_condition(page: ConditionPage, live: Any) -> list[Thing]:
    path = reverse("condition", args=[page.record.slug])
    name = page.record.name
    about = {"@id": absolute(f"{path}#condition")}
    return [
        web_page(
            "MedicalWebPage",
            path,
            page.record,
            live,
            name=name,
            description=page.record.summary,
            mainEntity=about,
            medicalAudience=thing("Patient", name="Readers in pain"),
            citation=citations(cited.source for cited in page.sources),
        ),
        about | _condition(page, path),
        breadcrumbs(("Conditions", reverse("condition-list")), (name, path)),
    ]


def _condition(page: ConditionPage, path: str) -> Thing:
    return thing(
        "MedicalCondition",
        name=page.record.name,
        alternateName=list(page.record.all_names[1:]),
        description=page.record.summary,
        url=absolute(path),
        code=[
            thing("MedicalCode", codeValue=code.code, codingSystem="ICD-10-CM")
            for code in page.record.icd10cm
        ],
        associatedAnatomy=[
            _term("AnatomicalStructure", fact.term)
            for role, facts in page.regions
            if role is Role.PRIMARY
            for fact in facts
        ],
        signOrSymptom=[_term("MedicalSymptom", fact.term) for fact in page.symptoms],
        possibleTreatment=[_term("MedicalTherapy", fact.term) for fact in page.helps],
        differentialDiagnosis=[_look_alike(look) for look in page.look_alikes],
    )


def _term(kind: str, term: Entry) -> Thing:
    return thing(kind, name=term.title, url=absolute(term.url))


def _look_alike(look: LookAlike) -> Thing:
    other = thing("MedicalCondition", name=look.name, url=absolute(look.other.url) if look.other else "")
    return thing(
        "DDxElement", diagnosis=other, distinguishingSign=thing("MedicalSignOrSymptom", name=look.tell_apart)
    )

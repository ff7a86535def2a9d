"""How readers tell of conditions that are no emergency, as a large crowd of harmless sentences for the warnings."""

from pathlib import Path

import pytest
from django.core.management import call_command

from conditions.models import Condition
from publishing import directory
from search.rules import warnings
from search.state import reading_of
from search.understanding import understand

CONTENT = Path(__file__).resolve().parents[2] / "content"
# Tellings of these may well say a sign that needs help now or today.
SERIOUS = {
    "abdominal-aortic-aneurysm", "cauda-equina-syndrome", "deep-vein-thrombosis", "peripheral-artery-disease", "spinal-infection",
    "spinal-metastases", "vertebral-compression-fracture", "visceral-referred-back-pain",
}  # fmt: skip
# When they were read one by one, most of 89 of 3,960 were true signs or doubtful ones. To be lowered, never raised.
MOST_ALARMS = 92


@pytest.mark.sweep
@pytest.mark.django_db
def test_few_tellings_of_harmless_conditions_raise_an_alarm() -> None:
    call_command("load_content", CONTENT, publish=True, verbosity=0)
    lexicon, flags = reading_of(directory.current())
    conditions = Condition.objects.exclude(page__key__in=SERIOUS)
    told = [telling for condition in conditions for telling in condition.told_as]
    alarms = [
        telling
        for telling in told
        if any(warning.urgency != "soon" for warning in warnings(flags, understand(telling, lexicon)))
    ]
    assert len(told) > 3500
    assert len(alarms) <= MOST_ALARMS, "\n".join(alarms)

"""The stored words of a condition's facts, each with its label for people. Stored words never change."""

from django.db.models import TextChoices

from search.advice import Urgency


class Level(TextChoices):
    """How typical a symptom or posture is of a condition."""

    HALLMARK = "hallmark", "Typical sign"
    COMMON = "common", "Common"
    OCCASIONAL = "occasional", "Sometimes"
    RARE = "rare", "Rare"


class Role(TextChoices):
    """What a region is to the pain."""

    PRIMARY = "primary", "Main place"
    RADIATING = "radiating", "Spreads to"
    REFERRED = "referred", "Felt in, from elsewhere"


class Side(TextChoices):
    ONE = "one", "one side"
    BOTH = "both", "both sides"
    EITHER = "either", "one or both sides"
    MIDLINE = "midline", "in the middle"


class Effect(TextChoices):
    WORSE = "worse", "Worse"
    BETTER = "better", "Better"


class Evidence(TextChoices):
    """How sure research is that a treatment helps in a condition."""

    STRONG = "strong", "Strong evidence that it helps"
    MODERATE = "moderate", "Fair evidence that it helps"
    LIMITED = "limited", "Little evidence so far"
    CONFLICTING = "conflicting", "Studies disagree"
    AGAINST = "against", "Not advised"


class SymptomGroup(TextChoices):
    PAIN = "pain", "Pain"
    FEELING = "feeling", "Feeling and numbness"
    MOVEMENT = "movement", "Movement and strength"
    SKIN = "skin", "Skin and swelling"
    BLADDER_BOWEL = "bladder-bowel", "Bladder, bowel and sex"
    GENERAL = "general", "Whole body"
    PATTERN = "pattern", "Patterns"


class PostureGroup(TextChoices):
    POSITION = "position", "Positions"
    MOVEMENT = "movement", "Movements"
    LOAD = "load", "Load and pressure"
    TIME = "time", "Times of day"
    BODY = "body", "The body and its surroundings"


class TreatmentGroup(TextChoices):
    ACTIVITY = "activity", "Activity"
    EXERCISE = "exercise", "Exercise"
    HANDS_ON = "hands-on", "Hands-on treatment"
    HEAT_AND_COLD = "heat-and-cold", "Heat and cold"
    MEDICINE = "medicine", "Medicines"
    SUPPORT = "support", "Supports and aids"
    PLANNING = "planning", "Planning and support for daily life"


__all__ = [
    "Effect",
    "Evidence",
    "Level",
    "PostureGroup",
    "Role",
    "Side",
    "SymptomGroup",
    "TreatmentGroup",
    "Urgency",
]

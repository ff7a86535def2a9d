"""Working copies of the vocabulary, the red flags and the conditions. The public side never reads these tables."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from markdownx.models import MarkdownxField

from conditions.fields import LinesField, MappingsField
from conditions.figures import figure_choices
from conditions.words import (
    Effect,
    Evidence,
    Level,
    PostureGroup,
    Role,
    Side,
    SymptomGroup,
    TreatmentGroup,
    Urgency,
)
from publishing.models import Dated, WorkingCopy, validate_key

CITING = "Cite with [@key of the source], or [@common-teaching] where no source was found."


class Source(models.Model):
    """A published source, written once and cited from many pages. Revisions hold their own copy of it."""

    key = models.CharField(max_length=80, unique=True, validators=[validate_key])
    title = models.CharField(max_length=400)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField("address", max_length=500, blank=True)
    date = models.CharField(max_length=40, blank=True, help_text="As far as known: 2019, or 2020-10-01.")
    note = models.TextField(blank=True, help_text="How it was read, where that matters.")

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"


class Term(WorkingCopy):
    """What every vocabulary has: names, a description, and the words people use."""

    name = models.CharField(max_length=120, help_text="As a reader would say it: “Pins and needles”.")
    clinical_name = models.CharField(
        max_length=120, blank=True, help_text="Where it differs: “Paraesthesia”."
    )
    description = models.TextField(blank=True)
    words = LinesField(
        blank=True,
        default=list,
        help_text="The words people use for it, one short phrase a line. Search reads them; spelling, plural and "
        "tense look after themselves.",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Symptom(Term):
    kind_name = "symptom"
    group = models.CharField(max_length=16, choices=SymptomGroup)

    class Meta:
        ordering = ["name"]


class BodyRegion(Term):
    kind_name = "region"
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="What it lies in.",
    )
    position = models.PositiveIntegerField(help_text="Order of display, head to toe.")

    class Meta:
        ordering = ["position", "name"]

    def clean(self) -> None:
        above = self.parent
        while above is not None:
            if above.pk == self.pk:
                raise ValidationError(
                    {"parent": "A region cannot lie in itself. Choose a larger region, or none."}
                )
            above = above.parent


class Posture(Term):
    """A posture, movement, load or time that makes pain worse or better."""

    kind_name = "posture"
    group = models.CharField(max_length=16, choices=PostureGroup)
    figure = models.CharField(
        max_length=40,
        blank=True,
        choices=figure_choices,
        help_text="The small picture beside its name; it may have none.",
    )

    class Meta:
        ordering = ["name"]


class Treatment(Term):
    kind_name = "treatment"
    group = models.CharField(max_length=16, choices=TreatmentGroup)

    class Meta:
        ordering = ["name"]


class RedFlag(WorkingCopy):
    """A warning sign, with the rules that say when it must be shown."""

    kind_name = "red-flag"
    position = models.PositiveIntegerField(help_text="Order of display among flags of the same urgency.")
    name = models.CharField(max_length=120, help_text="The sign in a few plain words.")
    clinical_name = models.CharField(max_length=120, blank=True)
    urgency = models.CharField(max_length=12, choices=Urgency)
    statement = models.TextField(
        help_text="The warning as a fact: “Numbness between the legs needs emergency help.”"
    )
    why = models.TextField(blank=True, help_text="What it can mean, plainly.")
    what_to_do = models.TextField(
        help_text="The action. {emergency_number}, {urgent_advice_number} and {crisis_number} stand for the settings."
    )
    conditions = models.ManyToManyField("Condition", blank=True, related_name="+")  # type: ignore[var-annotated]
    words = LinesField(
        blank=True, default=list, help_text="Phrases that say this very sign all by themselves."
    )
    rules = MappingsField(
        blank=True, default=list, help_text="Rules as YAML; the form is told in docs/content.md."
    )
    sources = models.ManyToManyField(Source, blank=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="flag_urgency_known")
        ]

    def __str__(self) -> str:
        return self.name


class RedFlagCase(models.Model):
    """A sentence that the rules must get right. Those that came with the library stay for good."""

    key = models.CharField(max_length=80, unique=True, validators=[validate_key])
    text = models.TextField()
    chosen = models.JSONField(default=dict, blank=True)
    shows = LinesField(blank=True, default=list, help_text="Keys of the flags that must show, one a line.")
    urgent = models.BooleanField(help_text="Whether a warning for now or today must show, or none may.")
    note = models.TextField(blank=True)
    shipped = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.text


class Condition(WorkingCopy, Dated):
    kind_name = "condition"
    name = models.CharField(max_length=120, help_text="The gentle name: “Slipped disc”.")
    clinical_name = models.CharField(max_length=120, blank=True)
    also_known_as = LinesField(blank=True, default=list, help_text="Other names, one a line.")
    summary = models.CharField(max_length=300, help_text="One line: what it is and how it shows.")
    icd10cm = MappingsField(
        "ICD-10-CM codes", blank=True, default=list, help_text="Only verified ones: `- code: M51.26`"
    )
    emergency_urgency = models.CharField(
        max_length=12,
        choices=Urgency,
        blank=True,
        help_text="Only for a condition that is itself an emergency.",
    )
    emergency_action = models.TextField(blank=True, help_text="What to do; it leads the page.")
    pain_quality = LinesField(blank=True, default=list, help_text="How the pain feels, a short word a line.")
    told_as = LinesField(
        "how readers tell it",
        blank=True,
        default=list,
        help_text="A telling a line, as people type it into a search: where, how, what set it off. Search reads it; "
        "readers never see it.",
    )
    postures_note = models.TextField(blank=True, help_text="When posture makes no difference, say so here.")
    treatments_note = models.TextField(blank=True, help_text="When self-care is not the answer, say what is.")
    what_happens = MarkdownxField("what is going on", blank=True, help_text=CITING)
    how_it_starts = MarkdownxField(blank=True)
    over_the_day = MarkdownxField(blank=True)
    how_common = MarkdownxField("how common it is", blank=True)
    who_gets_it = MarkdownxField(blank=True)
    diagnosis = MarkdownxField("how it is diagnosed", blank=True)
    does_not_help = MarkdownxField("what does not help", blank=True)
    other_treatments = MarkdownxField("beyond conservative care", blank=True)
    outlook = MarkdownxField(blank=True)
    when_to_see_someone = MarkdownxField(blank=True)
    more = MarkdownxField("more about it", blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(emergency_urgency="") & Q(emergency_action=""))
                | (Q(emergency_urgency__in=Urgency.values) & ~Q(emergency_action="")),
                name="emergency_has_urgency_and_action",
            ),
            *Dated.Meta.constraints,
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("condition", args=[self.slug or self.key])

    def clean(self) -> None:
        super().clean()
        if bool(self.emergency_urgency) != bool(self.emergency_action):
            raise ValidationError(
                {"emergency_action": "Give both how urgent it is and what to do, or leave both empty."}
            )


class Link(models.Model):
    """A fact of a condition. `position` is the order for readers: most telling first."""

    condition = models.ForeignKey(Condition, on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)
    sources = models.ManyToManyField(
        Source, blank=True, related_name="+", help_text="None: shown as common clinical teaching."
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class ConditionSymptom(Link):
    symptom = models.ForeignKey(Symptom, on_delete=models.PROTECT, related_name="condition_links")
    level = models.CharField(max_length=12, choices=Level)
    said_as = LinesField(blank=True, default=list, help_text="How people put it, one a line.")
    note = models.TextField(blank=True)

    class Meta(Link.Meta):
        verbose_name = "symptom"
        constraints = [
            models.UniqueConstraint(fields=["condition", "symptom"], name="symptom_once_a_condition"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="symptom_level_known"),
        ]

    def __str__(self) -> str:
        return str(self.symptom)


class ConditionRegion(Link):
    region = models.ForeignKey(BodyRegion, on_delete=models.PROTECT, related_name="condition_links")
    role = models.CharField(max_length=12, choices=Role)
    side = models.CharField(max_length=8, choices=Side)
    note = models.TextField(blank=True)

    class Meta(Link.Meta):
        verbose_name = "pain location"
        constraints = [
            models.UniqueConstraint(fields=["condition", "region", "role"], name="region_once_a_role"),
            models.CheckConstraint(
                condition=Q(role__in=Role.values, side__in=Side.values), name="region_words_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.region)


class ConditionPosture(Link):
    posture = models.ForeignKey(Posture, on_delete=models.PROTECT, related_name="condition_links")
    effect = models.CharField(max_length=8, choices=Effect)
    level = models.CharField(max_length=12, choices=Level)
    note = models.TextField(blank=True, help_text="Needed on both when a posture is both worse and better.")

    class Meta(Link.Meta):
        verbose_name = "posture"
        constraints = [
            models.UniqueConstraint(fields=["condition", "posture", "effect"], name="posture_once_an_effect"),
            models.CheckConstraint(
                condition=Q(effect__in=Effect.values, level__in=Level.values), name="posture_words_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posture} ({self.effect})"


class ConditionTreatment(Link):
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="condition_links")
    how_to = models.TextField(blank=True)
    evidence = models.CharField(max_length=12, choices=Evidence)
    time_to_try = models.TextField(blank=True)
    cautions = models.TextField(blank=True)

    class Meta(Link.Meta):
        verbose_name = "treatment"
        constraints = [
            models.UniqueConstraint(fields=["condition", "treatment"], name="treatment_once_a_condition"),
            models.CheckConstraint(condition=Q(evidence__in=Evidence.values), name="evidence_known"),
        ]

    def __str__(self) -> str:
        return str(self.treatment)


class ConditionRedFlag(Link):
    red_flag = models.ForeignKey(RedFlag, on_delete=models.PROTECT, related_name="condition_links")
    why = models.TextField(blank=True, help_text="Why it matters in this condition.")

    class Meta(Link.Meta):
        verbose_name = "red flag"
        constraints = [
            models.UniqueConstraint(fields=["condition", "red_flag"], name="red_flag_once_a_condition")
        ]

    def __str__(self) -> str:
        return str(self.red_flag)


class ConditionLookAlike(Link):
    other = models.ForeignKey(
        Condition, on_delete=models.PROTECT, null=True, blank=True, related_name="look_alike_of"
    )
    name = models.CharField(
        max_length=120, blank=True, help_text="Only for a condition that has no page here."
    )
    tell_apart = models.TextField(help_text="One line: this one against that one.")

    class Meta(Link.Meta):
        verbose_name = "look-alike"
        constraints = [
            models.UniqueConstraint(fields=["condition", "other"], name="look_alike_once_a_condition"),
            models.CheckConstraint(
                condition=(Q(other__isnull=False) & Q(name="")) | (Q(other__isnull=True) & ~Q(name="")),
                name="look_alike_page_or_name",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=models.F("condition")),
                name="look_alike_is_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.other or self.name)

    def clean(self) -> None:
        if bool(self.other_id) == bool(self.name):
            raise ValidationError(
                "Choose a condition of this library, or give the name of one without a page."
            )
        if self.other_id and self.other_id == self.condition_id:
            raise ValidationError({"other": "A condition is not its own look-alike. Choose another one."})


class ConditionMyth(Link):
    myth = models.TextField()
    fact = models.TextField(help_text="What is right instead.")

    class Meta(Link.Meta):
        verbose_name = "myth"

    def __str__(self) -> str:
        return self.myth


class Word(WorkingCopy):
    """A word that readers may not know, with its meaning. Pages explain it where they first say it."""

    kind_name = "word"
    name = models.CharField(max_length=120, help_text="As pages say it: “Nerve root”.")
    description = models.TextField(help_text="What it means, in one or two plain sentences.")
    words = LinesField(
        blank=True,
        default=list,
        help_text="Other forms that pages say, one a line. A plural s looks after itself. In capitals it is found in "
        "capitals alone.",
    )

    class Meta:
        ordering = ["name"]
        verbose_name = "word explained"
        verbose_name_plural = "words explained"

    def __str__(self) -> str:
        return self.name

"""Lists answer what is live, what differs from it and what is due, at a cost that does not grow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Topic
from conditions import models
from publishing.models import Page
from tests import factories
from tests.desk.conftest import at, list_of, said, save

pytestmark = pytest.mark.django_db

PAGED = {
    "condition": models.Condition,
    "symptom": models.Symptom,
    "region": models.BodyRegion,
    "posture": models.Posture,
    "treatment": models.Treatment,
    "word": models.Word,
    "red-flag": models.RedFlag,
    "topic": Topic,
    "article": Article,
}


def rows(client, model, **query) -> list[str]:
    return [str(copy) for copy in client.get(list_of(model), query).context["cl"].queryset]


@pytest.fixture
def three() -> None:
    factories.live("condition", "live", name="Live")
    factories.live("condition", "changed", name="Changed")
    factories.write("condition", "changed", name="Changed", summary="New words.")
    factories.write("condition", "draft", name="Draft")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"live": "yes"}, ["Changed", "Live"]),
        ({"live": "differs"}, ["Changed"]),
        ({"live": "no"}, ["Draft"]),
        ({"state": "published"}, ["Live"]),
        ({"state": "draft"}, ["Changed", "Draft"]),
    ],
)
def test_a_list_is_narrowed_down_by_what_readers_see(three, writer, query, found):
    assert rows(writer, models.Condition, **query) == found


def test_a_list_says_what_readers_see_of_each(three, writer):
    html = writer.get(list_of(models.Condition)).content.decode()
    for words in ("this text", "older text (revision 1)", "nothing"):
        assert f'<td class="field-readers_see">{words}</td>' in html


def test_a_list_says_what_is_due(writer):
    today = timezone.localdate()
    copy = factories.write("condition", "late", name="Late", next_review_due=today - timedelta(days=1))
    factories.write("condition", "soon", name="Soon", next_review_due=today + timedelta(days=30))
    factories.write("condition", "far", name="Far", next_review_due=today + timedelta(days=300))
    Page.objects.filter(pk=copy.page.pk).update(publish_at=timezone.now())
    assert rows(writer, models.Condition, due="late") == ["Late"]
    assert rows(writer, models.Condition, due="soon") == ["Soon"]
    assert rows(writer, models.Condition, due="scheduled") == ["Late"]
    assert "review was due" in writer.get(list_of(models.Condition)).content.decode()


@pytest.mark.parametrize("kind", PAGED)
def test_a_list_takes_as_many_queries_for_twenty_rows_as_for_two(kind, editor, django_assert_max_num_queries):
    def count(keys) -> int:
        for key in keys:
            factories.live(kind, key)
        editor.get(list_of(PAGED[kind]))
        with django_assert_max_num_queries(12) as queries:
            editor.get(list_of(PAGED[kind]))
        return len(queries)

    assert count(["one", "two"]) == count(f"more-{number}" for number in range(18))


def test_a_form_takes_as_many_queries_for_twenty_rows_as_for_two(editor, django_assert_max_num_queries):
    def count(number: int) -> int:
        symptoms = [
            {"symptom": f"sign-{one}", "level": "common", "sources": ["a-study"]} for one in range(number)
        ]
        copy = factories.write("condition", "sore-back", symptoms=symptoms)
        editor.get(at(copy))
        with django_assert_max_num_queries(45) as queries:
            editor.get(at(copy))
        return len(queries)

    factories.write("source", "a-study")
    for one in range(20):
        factories.write("symptom", f"sign-{one}")
    assert count(2) == count(20)


@pytest.mark.parametrize("kind", PAGED)
def test_every_list_and_form_opens_for_every_role(kind, log_in):
    copy = factories.live(kind, "one")
    for role in ("writer", "reviewer", "editor"):
        client = log_in(role)
        for address in (list_of(PAGED[kind]), at(copy), at(copy, "preview"), at(copy, "revisions")):
            assert client.get(address).status_code == 200, (role, address)


def act(client, model, action, *copies, **more):
    sent = {"action": action, "_selected_action": [copy.pk for copy in copies], **more}
    return client.post(list_of(model), sent, follow=True)


def test_an_action_says_how_many_were_moved_and_why_others_were_not(writer):
    draft, other = factories.write("condition", "one"), factories.write("condition", "two")
    live = factories.live("condition", "three", name="Three")
    told = said(act(writer, models.Condition, "submit_selected", draft, other, live))
    assert "2 pages were submitted." in told
    assert "“Three”: “Submit for review” is not possible for a page that is published." in told


def test_a_role_is_offered_its_own_actions_only(log_in):
    offered = {
        role: {
            name
            for name, _ in log_in(role)
            .get(list_of(models.Condition))
            .context["action_form"]
            .fields["action"]
            .choices
            if name
        }
        for role in ("writer", "editor")
        if factories.write("condition", "one")
    }
    both = {"submit_selected", "set_review_date", "export_as_yaml", "export_as_csv"}
    assert offered == {"writer": both, "editor": both | {"publish_selected", "schedule_selected"}}


def test_no_list_withdraws_by_a_request_made_by_hand_either(editor):
    copy = factories.live("condition", "one")
    act(editor, models.Condition, "withdraw_selected", copy, sure="yes")
    assert Page.objects.published().count() == 1


def test_a_list_of_published_pages_does_not_read_their_frozen_text(editor, django_assert_max_num_queries):
    factories.live("condition", "one")
    with django_assert_max_num_queries(12) as queries:
        editor.get(list_of(models.Condition))
    assert not [query for query in queries.captured_queries if '"publishing_revision"."data"' in query["sql"]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lumbago", ["One"]),
        ("low spine", ["One"]),
        ("aches at night", ["One"]),
        ("one-key", ["One"]),
        ("no", []),
    ],
)
def test_a_list_is_searched_by_names_key_and_summary(writer, words, found):
    factories.write(
        "condition",
        "one-key",
        name="One",
        clinical_name="Low spine",
        also_known_as=["Lumbago"],
        summary="It aches at night.",
    )
    factories.write("condition", "two", name="Two", summary="Other.")
    assert rows(writer, models.Condition, q=words) == found


def test_terms_are_searched_by_the_words_people_use(writer):
    factories.write("symptom", "one", name="One", words=["dead foot"])
    factories.write("symptom", "two", name="Two")
    assert rows(writer, models.Symptom, q="dead foot") == ["One"]


def test_a_list_is_narrowed_down_by_review_region_and_topic(writer):
    factories.vocabulary()
    factories.write("topic", "sleep", name="Sleep")
    factories.write("condition", "one", name="One", **factories.facts())
    factories.write(
        "condition",
        "two",
        name="Two",
        regions=[{"region": "low-back", "role": "primary", "side": "both"}],
        reviewed_on="2026-01-01",
        reviewed_by="A",
        next_review_due="2027-01-01",
    )
    factories.write("article", "about", title="About", topics=["sleep"])
    calf = models.BodyRegion.objects.get(page__key="calf")
    assert rows(writer, models.Condition, reviewed="no") == ["One"]
    assert rows(writer, models.Condition, reviewed="yes") == ["Two"]
    assert rows(writer, models.Condition, reviewed="undated") == ["One"]
    assert rows(writer, models.Condition, conditionregion__region__id__exact=calf.pk) == ["One"]
    assert rows(writer, Article, topics__id__exact=Topic.objects.get().pk) == ["About"]
    assert rows(writer, models.Condition, next_review_due__year=2027) == ["Two"]


def test_a_list_says_who_edited_a_page_last(writer, editor):
    one, two = (factories.write("condition", key, name=key.capitalize()) for key in ("one", "two"))
    save(writer, one, summary="New words.")
    save(editor, two, summary="New words.")
    save(writer, two, summary="Newer words.")
    assert rows(writer, models.Condition, editor="me") == ["One", "Two"]
    assert rows(editor, models.Condition, editor="me") == []
    assert rows(writer, models.Condition, editor="nonsense") == ["One", "Two"]
    assert "by writer</td>" in writer.get(list_of(models.Condition)).content.decode()

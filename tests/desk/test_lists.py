"""Lists answer what is live, what differs from it and what is due, at a cost that does not grow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Topic
from conditions import models
from publishing.models import Page
from publishing.states import State
from tests import factories
from tests.desk.conftest import at, list_of, said

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
def test_a_list_takes_as_many_queries_for_ten_rows_as_for_two(kind, editor, django_assert_max_num_queries):
    def count(keys) -> int:
        for key in keys:
            factories.live(kind, key)
        editor.get(list_of(PAGED[kind]))
        with django_assert_max_num_queries(8) as queries:
            editor.get(list_of(PAGED[kind]))
        return len(queries)

    assert count(["one", "two"]) == count(f"more-{number}" for number in range(8))


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
    assert offered == {
        "writer": {"submit_selected"},
        "editor": {"submit_selected", "publish_selected", "withdraw_selected"},
    }


def test_many_are_withdrawn_only_after_their_links_were_shown(editor):
    one, two = factories.live("condition", "one"), factories.live("condition", "two")
    look_alike = {"condition": "one", "tell_apart": "This one is worse."}
    factories.live("condition", "three", name="Three", look_alikes=[look_alike])
    response = act(editor, models.Condition, "withdraw_selected", one, two)
    assert "Three" in response.content.decode()
    assert Page.objects.published().count() == 3
    told = said(act(editor, models.Condition, "withdraw_selected", one, two, sure="yes", note="Wrong."))
    assert "2 pages were withdrawn." in told
    assert set(Page.objects.filter(state=State.WITHDRAWN).values_list("key", flat=True)) == {"one", "two"}


def test_a_list_of_published_pages_does_not_read_their_frozen_text(editor, django_assert_max_num_queries):
    factories.live("condition", "one")
    with django_assert_max_num_queries(8) as queries:
        editor.get(list_of(models.Condition))
    assert not [query for query in queries.captured_queries if '"publishing_revision"."data"' in query["sql"]]

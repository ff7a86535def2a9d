"""The working copy through the public templates: for the desk alone, kept nowhere, changing nothing."""

import pytest

from publishing.models import ContentVersion, LivePage, LogEntry, Revision
from tests import factories
from tests.desk.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy():
    factories.live("condition", "sore-back", summary="Old words.")
    return factories.write("condition", "sore-back", summary="New words.")


def test_somebody_without_an_account_is_asked_to_log_in(client, copy):
    response = client.get(at(copy, "preview"))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(
    ("role", "answer"),
    [("reader", 302), ("staff", 403), ("writer", 200), ("reviewer", 200), ("editor", 200), ("boss", 200)],
)
@pytest.mark.parametrize("page", ["preview", "revision"])
def test_a_preview_is_for_who_may_see_the_page_at_the_desk(log_in, copy, role, answer, page):
    address = at(copy, "revision", 1) if page == "revision" else at(copy, "preview")
    assert log_in(role).get(address).status_code == answer


def test_a_preview_shows_the_new_words_where_readers_see_the_old(writer, client, copy):
    assert "New words." in writer.get(at(copy, "preview")).content.decode()
    public = client.get("/conditions/sore-back/").content.decode()
    assert "Old words." in public
    assert "New words." not in public


def test_a_preview_is_indexed_and_kept_by_nobody(writer, copy):
    response = writer.get(at(copy, "preview"))
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex' in response.content.decode()


def test_a_preview_says_above_what_it_is_and_leads_back(writer, copy):
    html = writer.get(at(copy, "preview")).content.decode()
    assert "Readers still see revision 1." in html
    assert f'href="{at(copy)}"' in html


def test_an_old_revision_says_which_it_is(writer, copy):
    html = writer.get(at(copy, "revision", 1)).content.decode()
    assert "Old words." in html
    assert "This is revision 1, which readers see." in html


def test_a_preview_changes_nothing(writer, copy):
    def state():
        return [
            list(model.objects.order_by("pk").values())
            for model in (LivePage, LogEntry, Revision, ContentVersion)
        ]

    before = state()
    writer.get(at(copy, "preview"))
    assert state() == before


@pytest.mark.parametrize(
    "kind", ["symptom", "region", "posture", "treatment", "red-flag", "topic", "article"]
)
def test_every_kind_of_draft_has_a_preview(writer, kind):
    copy = factories.write(kind, "a-draft")
    response = writer.get(at(copy, "preview"))
    assert "Readers see nothing of it." in response.content.decode()


@pytest.mark.parametrize("number", [2, 10**12, 10**30])
def test_a_revision_that_is_not_there_is_not_found(writer, copy, number):
    assert writer.get(at(copy, "revision", number)).status_code == 404


def test_a_preview_may_stand_beside_its_form_and_nothing_in_any_other_frame(writer, copy):
    preview, form = writer.get(at(copy, "preview") + "?beside=1"), writer.get(at(copy))
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert "Back to the desk" not in preview.content.decode()
    assert "frame-src 'self'" in form["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in form["Content-Security-Policy"]
    assert (form["X-Frame-Options"], writer.get(at(copy, "revision", 1))["X-Frame-Options"]) == (
        "DENY",
        "DENY",
    )

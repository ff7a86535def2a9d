"""What every kind of answer tells the browser."""

import pytest
from django.test import Client

from config.security import CONTENT_SECURITY_POLICY

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.boom")]

ANSWERS = {
    "a page": ("/healthz", 200),
    "a redirect": ("/boom/moved", 302),
    "a missing slash": ("/admin", 301),
    "400": ("/boom/suspects", 400),
    "403": ("/boom/refuses", 403),
    "404": ("/no/such/page/", 404),
    "410": ("/boom/withdrawn", 410),
    "500": ("/boom/fails?q=x", 500),
    "robots.txt": ("/robots.txt", 200),
    "the log-in": ("/admin/login/", 200),
    "the admin, not logged in": ("/admin/", 302),
    "a static file": ("/static/admin/css/base.css", 200),
    "a static file that is not there": ("/static/no.css", 404),
}


@pytest.fixture
def reader() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status"), ANSWERS.values(), ids=ANSWERS.keys())
def test_every_kind_of_answer_carries_every_header(address, status, reader):
    response = reader.get(address)

    assert response.status_code == status
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize(("address", "status"), ANSWERS.values(), ids=ANSWERS.keys())
def test_behind_tls_every_kind_of_answer_asks_for_tls(address, status, reader, settings):
    settings.SECURE_HSTS_SECONDS = 3600

    assert reader.get(address, secure=True)["Strict-Transport-Security"] == "max-age=3600"


def test_a_host_that_is_not_ours_gets_the_headers_with_its_400(reader):
    response = reader.get("/healthz/", headers={"host": "evil.example.org"})

    assert response.status_code == 400
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in response


def test_the_policy_allows_nothing_inline_and_nothing_from_outside():
    for directive, sources in CONTENT_SECURITY_POLICY.items():
        assert set(sources) <= {"'self'", "'none'"}, directive
    assert {"base-uri", "default-src", "form-action", "frame-ancestors"} <= CONTENT_SECURITY_POLICY.keys()


@pytest.mark.parametrize("status", ["400", "403", "404", "410", "500"])
def test_error_pages_are_the_sites_own_and_ask_the_database_nothing(
    status, reader, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = reader.get(ANSWERS[status][0])

    page = response.content.decode()
    assert page.count("<h1>") == 1
    assert 'href="/urgent/"' in page
    assert "Traceback" not in page


def test_an_error_page_draws_without_a_database(reader):
    # No `django_db`: pytest-django refuses any query.
    assert reader.get("/boom/fails").status_code == 500


@pytest.mark.parametrize("address", ["/healthz", "/boom/withdrawn", "/no/such/page/", "/robots.txt"])
def test_a_reader_gets_no_cookie_and_pays_for_no_session(address, reader, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = reader.get(address)

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_cookies_of_editors_are_sent_with_the_admin_only(reader, django_user_model):
    django_user_model.objects.create_superuser("alice", password="wonderland")
    page = reader.get("/admin/login/")
    answer = reader.post("/admin/login/?next=/admin/", {"username": "alice", "password": "wonderland"})

    cookies = [*page.cookies.values(), *answer.cookies.values()]
    assert {cookie.key for cookie in cookies} == {"csrftoken", "sessionid"}
    assert {cookie["path"] for cookie in cookies} == {"/admin/"}
    assert all(cookie["httponly"] for cookie in cookies)


@pytest.mark.urls("config.urls")
@pytest.mark.parametrize(
    "address", ["/", "/find/?q=leg", "/conditions/", "/urgent/", "/robots.txt", "/no/such/page/"]
)
def test_over_tls_an_editor_who_reads_the_site_gets_no_cookie_there_and_is_not_looked_up(
    address, django_user_model, settings, django_assert_max_num_queries
):
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_PATH = "__Host-sessionid", "/"
    settings.SESSION_COOKIE_SECURE = True
    editor = Client()
    editor.force_login(django_user_model.objects.create_superuser("alice"))

    assert editor.get("/admin/", secure=True).status_code == 200
    with django_assert_max_num_queries(20) as queries:
        response = editor.get(address, secure=True)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert not [query for query in queries.captured_queries if "session" in query["sql"]]


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/no/such/page/"])
def test_nothing_of_the_admin_is_kept_by_a_cache(address, reader):
    assert "no-store" in reader.get(address)["Cache-Control"]


class TestFormsUnderNoReferrer:
    """Browsers send `Origin: null` with a form when the policy is no-referrer."""

    @pytest.fixture
    def send(self, django_user_model):
        django_user_model.objects.create_superuser("alice", password="wonderland")
        browser = Client(enforce_csrf_checks=True)

        def send(*, secure=False, token=None, **headers):
            page = browser.get("/admin/login/", secure=secure)
            data = {
                "username": "alice",
                "password": "wonderland",
                "csrfmiddlewaretoken": token or page.context["csrf_token"],
            }
            headers = {name.replace("_", "-"): value for name, value in headers.items()}
            return browser.post("/admin/login/", data, secure=secure, headers=headers).status_code

        return send

    def test_a_form_of_ours_is_accepted(self, send):
        assert send(origin="null", sec_fetch_site="same-origin", secure=True) == 302

    def test_a_form_from_elsewhere_is_not(self, send):
        assert send(origin="null", sec_fetch_site="cross-site", secure=True) == 403

    def test_over_tls_a_browser_that_says_nothing_is_not_believed(self, send):
        assert send(origin="null", secure=True) == 403

    def test_over_plain_http_the_token_decides(self, send):
        assert send(origin="null") == 302
        assert send(origin="null", token="x" * 64) == 403

    def test_another_origin_is_refused(self, send):
        assert send(origin="https://evil.example.org") == 403

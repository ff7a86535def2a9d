"""Whatever an address holds, a public page answers: the default, a clean 400, 404, 414 or 422, and never a 500."""

import pytest

pytestmark = pytest.mark.django_db

LONG = "a" * 7000
MANY = "&".join(f"where=w{number}" for number in range(600))


@pytest.mark.parametrize(
    "address",
    [
        "/find/?q=%00back%00",
        "/find/?q=%ED%A0%80back",
        "/find/?q=%ff%fe",
        "/find/?q=%zz%",
        "/find/?q=%E2%80%AEback",
        f"/find/?q={LONG}",
        f"/find/?{MANY}",
        "/find/?where=%00&feels=%ff&worse=..%2f&better=%ED%A0%80",
        "/find/?page=-1",
        "/find/?page=%C2%B2",
        "/find/?page=999999999&limit=999999999",
        "/find/?kind=%00",
        f"/compare/?c={LONG}",
        "/compare/?c=%00&c=%ff&page=%00",
        f"/compare/?{MANY.replace('where', 'c')}",
        "/compare.csv?c=%00&c=%ff",
        "/compare/%00/or/a/",
        "/feedback/?page=%00:%ff&helpful=%ED%A0%80",
        f"/feedback/?page={LONG}",
        f"/conditions/{LONG}/",
        "/conditions/%00/",
        "/conditions/%ff/",
        "/symptoms/%00/",
        "/articles/?page=%00",
        "/media/pictures/..%2f..%2fsecret-key",
        "/media/pictures/%00.webp",
        "/static/..%2f..%2fsecret-key",
        "/sitemap.xml?p=%00",
        "/api/v1/search?q=%00&limit=x",
        f"/api/v1/search?limit={'9' * 6000}",
        f"/api/v1/search?{MANY}",
        "/api/v1/conditions/%00",
        f"/api/v1/conditions/{LONG}",
        "//elsewhere.example/conditions",
        "/%0d%0aSet-Cookie:x=1",
    ],
    ids=lambda address: address[:40],
)
def test_nothing_in_an_address_breaks_a_page_or_leads_away(client, address):
    path, _, query = address.partition("?")
    for method in ("get", "head"):
        response = getattr(client, method)(path, QUERY_STRING=query)
        assert response.status_code < 500
        assert "elsewhere.example" not in response.get("Location", "")
        assert "Set-Cookie" not in response


@pytest.mark.parametrize("address", ["/find/", "/conditions/", "/compare.csv", "/api/v1/search", "/urgent/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_nothing_public_can_be_written_to(address, method, client):
    client.handler.enforce_csrf_checks = True
    response = client.generic(method, address, b"q=back", content_type="multipart/form-data; boundary=none")
    assert response.status_code in (403, 405)
    assert "Set-Cookie" not in response

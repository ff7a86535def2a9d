"""What readers see of articles and topics."""

import pytest
from django.urls import reverse

from articles.kinds import ArticleKind
from publishing import service
from publishing.preview import draw_preview

COMPARE = ":::compare\nconditions: sciatica, stenosis\nrows: where, day\n:::\n\n"

FEEDS = ["/feeds/articles.atom", "/feeds/changes.atom", "/feeds/new.atom"]


def test_an_article_shows_its_text_sources_and_dates(client, make_source, make_article):
    make_source(
        "s", live=False, title="A study", url="https://example.org/", publisher="A journal", date="2020"
    )
    make_article(body="Said [@s; @common-teaching].", written_on="2026-11-21")
    page = client.get("/articles/why-it-hurts/")
    assert page.status_code == 200
    html = page.content.decode()
    assert '<a href="#source-1" aria-label="Source 1">1</a>' in html
    assert 'id="source-1"' in html
    assert "A study" in html
    assert "21 November 2026" in html
    assert "common clinical teaching" in html


def test_an_article_that_nobody_reviewed_says_so(client, make_article):
    make_article()
    assert "not yet reviewed" in client.get("/articles/why-it-hurts/").content.decode().lower()


def test_links_in_an_article_lead_to_public_pages_only(client, make_condition, make_article):
    make_condition("sciatica")
    make_condition("secret", live=False)
    make_article(body="[Here](condition:sciatica) and [there](condition:secret).")
    html = client.get("/articles/why-it-hurts/").content.decode()
    assert '<a href="/conditions/sciatica/">Here</a> and there.' in html


def test_embeds_are_drawn_from_what_is_public_now(client, make_condition, make_flag, make_article):
    make_condition("sciatica", over_the_day="Worse at **night**.")
    make_condition("stenosis", summary="All about stenosis.")
    make_flag("fever", statement="Fever needs help today.", what_to_do="Call today.")
    make_article(body=f"{COMPARE}:::condition\nstenosis\n:::\n\n:::red-flags\nfever\n:::")
    html = client.get("/articles/why-it-hurts/").content.decode()
    assert "<table" in html
    assert "All about stenosis." in html
    assert "Fever needs help today." in html
    assert "Call today." in html


def test_a_dead_embed_shows_nothing(client, make_condition, make_flag, make_article):
    names = [make_condition("sciatica"), make_condition("stenosis"), make_flag("fever")]
    make_article(
        body=f"Before.\n\n{COMPARE}:::condition\nstenosis\n:::\n\n:::red-flags\nfever\n:::\n\nAfter."
    )
    for copy in names:
        service.make_move(copy.page, "withdraw", None)
    html = client.get("/articles/why-it-hurts/").content.decode()
    assert "Before." in html
    assert "After." in html
    for word in ("embed", "tenosis", ":::", "Fever"):
        assert word not in html.split("<main")[1]


def test_a_comparison_of_which_one_column_is_left_shows_nothing(client, make_condition, make_article):
    make_condition("sciatica")
    make_condition("stenosis", live=False)
    make_article(body=COMPARE)
    assert "<table" not in client.get("/articles/why-it-hurts/").content.decode()


@pytest.mark.parametrize("others", [0, 8])
def test_an_article_costs_the_same_however_many_there_are(
    client, django_assert_max_num_queries, make_condition, make_flag, make_topic, make_article, others
):
    make_topic("causes")
    make_condition("sciatica")
    make_condition("stenosis")
    make_flag("fever")
    for number in range(others):
        make_article(f"other-{number}", topics=["causes"])
        make_condition(f"condition-{number}")
    body = f"{COMPARE}{COMPARE}:::condition\nstenosis\n:::\n\n:::red-flags\nfever\n:::\n\n[x](condition:sciatica)"
    make_article(topics=["causes"], conditions=["sciatica"], body=body)
    client.get("/articles/")
    with django_assert_max_num_queries(5):
        assert client.get("/articles/why-it-hurts/").status_code == 200


def test_a_draft_is_on_no_page(client, make_topic, make_article):
    make_topic("causes")
    make_article("secret-plan", live=False, topics=["causes"])
    make_article("secret-about", live=False, section="about")
    paths = ["/articles/", "/topics/causes/", "/about/", *FEEDS]
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200
        assert "secret" not in response.content.decode().lower()
    assert client.get("/articles/secret-plan/").status_code == 404
    assert client.get("/about/secret-about/").status_code == 404


def test_an_edit_is_not_public_until_it_is_published(client, make_article):
    article = make_article(body="Old words.")
    article.body = "New words."
    article.title = "New title"
    article.save()
    service.edited(article.page, None)
    html = client.get("/articles/why-it-hurts/").content.decode()
    assert "Old words." in html
    assert "New words" not in html
    assert "New title" not in html


def test_an_article_is_on_every_list_it_belongs_to(client, make_topic, make_article):
    make_topic("causes")
    make_article(topics=["causes"])
    for path in ("/articles/", "/topics/causes/", *FEEDS):
        assert "/articles/why-it-hurts/" in client.get(path).content.decode()
    topics = client.get("/articles/").text.split('aria-label="Topics"')[1].split("</nav>")[0]
    assert '<a href="/topics/causes/">Causes <span class="topic-nav__count">1<' in topics


def test_a_list_says_how_long_an_article_takes_and_when_it_was_written(client, make_article):
    make_article(body="word " * 950, written_on="2026-03-01")
    page = client.get("/articles/").text
    assert "5 minutes to read" in page
    assert '<time datetime="2026-03-01">1 March 2026</time>' in page


def test_a_topic_leads_to_the_others_and_says_which_it_is(client, make_topic, make_article):
    make_topic("causes")
    make_topic("daily-life")
    make_article(topics=["causes", "daily-life"])
    topics = client.get("/topics/causes/").text.split('aria-label="Topics"')[1].split("</nav>")[0]
    assert '<a href="/topics/causes/" aria-current="page">' in topics
    assert '<a href="/topics/daily-life/">' in topics


def test_new_pages_are_told_once_and_changed_ones_again(client, make_article):
    make_article("older")
    make_article("newer")
    make_article("older", title="Older, changed")
    new, changes = (client.get(f"/feeds/{name}.atom").text for name in ("new", "changes"))
    assert new.index("/articles/newer/") < new.index("/articles/older/")
    assert changes.index("/articles/older/") < changes.index("/articles/newer/")


def test_every_feed_is_named_on_the_page_about_the_site(client, db):
    page = client.get("/about/").text
    for feed in FEEDS:
        assert f'href="{feed}"' in page


def test_a_page_about_the_site_stands_under_about(client, make_article):
    make_article("privacy", section="about")
    assert client.get("/about/privacy/").status_code == 200
    assert "/about/privacy/" in client.get("/about/").content.decode()
    assert "rivacy" not in client.get("/articles/").content.decode().split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(
    ("section", "asked", "there"),
    [
        ("about", "/articles/privacy/", "/about/privacy/"),
        ("articles", "/about/privacy/", "/articles/privacy/"),
    ],
)
def test_an_article_asked_for_in_the_other_section_is_found(client, make_article, section, asked, there):
    make_article("privacy", section=section)
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, there)


def test_a_withdrawn_article_is_gone(client, make_article):
    article = make_article()
    service.make_move(article.page, "withdraw", None)
    assert client.get("/articles/why-it-hurts/").status_code == 410


def test_an_article_without_a_page_is_not_found(client, db):
    assert client.get("/articles/nothing/").status_code == 404
    assert client.get("/topics/nothing/").status_code == 404


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", ""])
def test_a_page_number_that_is_none_gives_the_nearest_page(client, make_article, page):
    make_article()
    assert client.get("/articles/", {"page": page}).status_code == 200


def test_related_articles_share_a_topic(client, make_topic, make_article):
    make_topic("causes")
    make_topic("care")
    make_article("one", topics=["causes"])
    make_article("two", topics=["causes", "care"])
    make_article("three", topics=["care"])
    html = client.get("/articles/one/").content.decode()
    assert "/articles/two/" in html
    assert "/articles/three/" not in html


def test_contents_are_shown_for_long_articles(client, make_article):
    make_article("short", body="## One\n\nx")
    make_article("long", body="## One\n\nx\n\n## Two\n\nx\n\n## Three\n\nx")
    assert "On this page" not in client.get("/articles/short/").content.decode()
    assert '<a href="#h-two">Two</a>' in client.get("/articles/long/").content.decode()


@pytest.mark.parametrize("path", ["/articles/", "/articles/why-it-hurts/", "/topics/causes/", "/about/"])
def test_every_page_has_one_h1(client, make_topic, make_article, path):
    make_topic("causes")
    make_article(topics=["causes"], body="## Not this one")
    assert client.get(path).content.decode().count("<h1") == 1


def test_feeds_name_the_address_of_the_site(client, settings, make_article):
    settings.SITE_URL = "https://whereabouts.example"
    make_article()
    response = client.get("/feeds/articles.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert 'href="https://whereabouts.example/articles/why-it-hurts/"' in response.content.decode()


def test_a_feed_costs_the_same_however_many_articles_there_are(
    client, django_assert_num_queries, make_article
):
    for number in range(5):
        make_article(f"article-{number}")
    client.get("/feeds/articles.atom")
    with django_assert_num_queries(2):
        client.get("/feeds/articles.atom")


def test_an_article_is_previewed_with_the_public_template(rf, make_article, make_picture):
    picture = make_picture("spine")
    make_article("draft", live=False, picture="spine", body="Draft words.")
    kind = ArticleKind()
    copy = kind.copies().get()
    html = draw_preview(rf.get("/admin/"), kind, kind.freeze(copy), copy.page).content.decode()
    assert "Draft words." in html
    assert reverse("desk-picture", args=[picture.file]) in html

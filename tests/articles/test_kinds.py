"""Articles as records: what they name, how they freeze, what readers get of them."""

import pytest
from django.core.exceptions import ValidationError

from articles.kinds import ArticleKind, PictureKind
from articles.models import Article, Picture
from articles.records import ArticleRecord
from publishing.files import sectioned_text
from publishing.kinds import Reference
from publishing.models import Fact, LivePage


@pytest.fixture
def full(make_source, make_condition, make_topic, make_picture):
    """A record that uses everything, and all that it names."""
    make_source("a-source", live=False)
    make_condition("sciatica")
    make_condition("stenosis")
    make_topic("causes")
    make_picture("spine")
    return ArticleRecord(
        key="why",
        title="Why it hurts",
        summary="In brief.",
        topics=["causes"],
        picture="spine",
        conditions=["stenosis", "sciatica"],
        written_on="2026-11-21",
        body="## First\n\nWords [@a-source] on [it](condition:sciatica).\n\n:::condition\nsciatica\n:::",
    )


def test_an_article_comes_back_from_the_database_as_it_went_in(full):
    kind = ArticleKind()
    kind.from_record(full, None)
    assert kind.to_record(kind.copies().get()) == full


def test_writing_a_record_again_replaces_its_links(full):
    kind = ArticleKind()
    copy = kind.from_record(full, None)
    changed = full.model_copy(update={"conditions": ["sciatica"], "topics": [], "picture": ""})
    kind.from_record(changed, copy)
    assert kind.to_record(kind.copies().get()) == changed


def test_a_file_has_the_fields_in_the_order_of_the_docs(full):
    names = [
        line.split(":")[0]
        for line in sectioned_text(ArticleKind(), full).split("---")[1].splitlines()
        if line
    ]
    fields = [name for name in names if not name.startswith("-")]
    assert fields == ["key", "title", "summary", "topics", "picture", "conditions", "written_on"]


def test_everything_an_article_names_is_a_reference(full):
    assert list(ArticleKind().references(full)) == [
        Reference("topic", "causes", ("topics", 0)),
        Reference("picture", "spine", ("picture",)),
        Reference("condition", "stenosis", ("conditions", 0)),
        Reference("condition", "sciatica", ("conditions", 1)),
        Reference("source", "a-source", ("body",)),
        Reference("condition", "sciatica", ("body",)),
    ]


def test_a_frozen_article_holds_its_sources_and_pictures_in_full(full):
    kind = ArticleKind()
    frozen = kind.freeze(kind.from_record(full, None))
    assert [source.title for source in frozen.cited] == ["A study of backs"]
    assert [picture.alt for picture in frozen.pictures] == ["A spine"]
    assert kind.thaw(frozen.content(), 1) == frozen


def test_readers_get_blocks_contents_and_facts(full, make_article):
    make_article(**full.model_dump())
    live = LivePage.objects.get(kind="article")
    assert [block["type"] for block in live.rendered["blocks"]] == ["html", "condition"]
    assert live.rendered["contents"] == [{"level": 2, "id": "h-first", "text": "First"}]
    facts = set(Fact.objects.filter(page=live).values_list("relation", "term"))
    file = Picture.objects.get().file
    assert facts == {("about", "stenosis"), ("about", "sciatica"), ("topic", "causes"), ("picture", file)}
    assert live.card["minutes"] == 1
    assert live.card["picture"]["file"] == file


def test_a_long_article_says_how_long_it_takes_to_read(make_article):
    make_article(body="word " * 401)
    assert LivePage.objects.get(kind="article").card["minutes"] == 3


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"body": ""}, "there is no text"),
        ({"topics": ["a", "a"]}, "“a” stands twice"),
        ({"body": ":::nothing\n:::"}, "There is no embed “nothing”"),
        ({"body": "[x](javascript:alert(1))"}, "is not one this site allows"),
    ],
)
def test_a_wrong_record_is_told_with_its_remedy(fields, told):
    record = ArticleRecord(**{"key": "a", "title": "A", "summary": "B", "body": "C", **fields})
    assert any(told in message for _, message in ArticleKind().problems(record))


def test_an_article_that_names_what_is_not_there_cannot_be_published(full):
    kind = ArticleKind()
    frozen = kind.freeze(kind.from_record(full, None))
    assert kind.gate(frozen) == []
    lost = frozen.model_copy(update={"body": "[x](condition:nowhere) [@nothing]"})
    assert kind.gate(lost) == [
        "There is no source “nothing”. Correct the key, or make that record first.",
        "There is no condition “nowhere”. Correct the key, or make that record first.",
    ]


def test_a_picture_comes_back_as_it_went_in(make_picture):
    kind = PictureKind()
    picture = make_picture()
    record = kind.to_record(picture)
    assert kind.write_fields(record, picture) == picture
    assert kind.to_record(Picture.objects.get()) == record


def test_the_editor_is_told_at_the_field_what_is_wrong_with_the_body(make_article):
    article = make_article(live=False)
    article.body = "One\n\n:::condition\nnowhere\n:::\n\n:::crad\n:::"
    with pytest.raises(ValidationError) as refused:
        article.clean()
    assert refused.value.message_dict["body"] == [
        "Line 7: There is no embed “crad”. There are: “:::compare”, “:::condition”, “:::red-flags”.",
        "There is no condition “nowhere”. Correct the key, or make that record first.",
    ]


def test_a_review_has_a_person_and_a_date(make_article):
    article = make_article(live=False)
    article.reviewed_by = "Dr A"
    with pytest.raises(ValidationError, match="Give both"):
        article.clean()
    with pytest.raises(Exception, match="article_review_has_person_and_date"):
        Article.objects.filter(pk=article.pk).update(reviewed_by="Dr A")

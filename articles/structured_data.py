"""An article as schema.org knows one: a MedicalWebPage about conditions; a page about the site is an AboutPage."""

from typing import Any

from django.urls import reverse

from articles.addresses import Section
from articles.pages import ArticlePage
from publishing.structured_data import Thing, absolute, breadcrumbs, citations, thing, web_page


def of_article(page: ArticlePage, live: Any, path: str) -> list[Thing]:
    record = page.record
    about_the_site = record.section == Section.ABOUT
    above = ("About this site", reverse("about")) if about_the_site else ("Articles", reverse("article-list"))
    described = web_page(
        "AboutPage" if about_the_site else "MedicalWebPage",
        path,
        record,
        live,
        name=record.title,
        headline=record.title,
        description=record.summary,
        about=[
            thing("MedicalCondition", name=entry.title, url=absolute(entry.url)) for entry in page.conditions
        ],
        citation=citations(cited.source for cited in page.sources),
    )
    return [described, breadcrumbs(above, (record.title, path))]

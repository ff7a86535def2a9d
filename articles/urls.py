from django.urls import path

from articles import feeds, views
from articles.addresses import Section

urlpatterns = [
    path("articles/", views.article_list, name="article-list"),
    path("articles/<slug:slug>/", views.article, {"section": Section.ARTICLES}, name="article"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("about/", views.about_list, name="about"),
    path("about/<slug:slug>/", views.article, {"section": Section.ABOUT}, name="about-page"),
    path("feeds/articles.atom", feeds.ArticleFeed(), name="article-feed"),
    path("feeds/new.atom", feeds.NewFeed(), name="new-feed"),
    path("feeds/changes.atom", feeds.ChangeFeed(), name="change-feed"),
    path("media/pictures/<str:file>", views.picture, name="picture"),
]

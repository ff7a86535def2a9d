from django.urls import path

from conditions import views

urlpatterns = [
    path("", views.home, name="home"),
    path("conditions/", views.condition_list, name="condition-list"),
    path("conditions/<slug:slug>/", views.condition, name="condition"),
    path("compare/", views.compare, name="compare"),
    path("compare.csv", views.compare_csv, name="compare-csv"),
    path("compare/<slug:first>/or/<slug:second>/", views.a_or_b, name="a-or-b"),
    path("symptoms/", views.term_list, {"kind": "symptom"}, name="symptom-list"),
    path("symptoms/<slug:slug>/", views.term, {"kind": "symptom"}, name="symptom"),
    path("body/", views.term_list, {"kind": "region"}, name="region-list"),
    path("body/<slug:slug>/", views.term, {"kind": "region"}, name="region"),
    path("postures/", views.term_list, {"kind": "posture"}, name="posture-list"),
    path("postures/<slug:slug>/", views.term, {"kind": "posture"}, name="posture"),
    path("treatments/", views.term_list, {"kind": "treatment"}, name="treatment-list"),
    path("treatments/<slug:slug>/", views.term, {"kind": "treatment"}, name="treatment"),
    path("urgent/", views.urgent, name="urgent"),
    path("glossary/", views.glossary, name="glossary"),
]

from django.urls import path

from conditions.views import comparing, glossary, handout, lists, pages, terms

urlpatterns = [
    path("", lists.home, name="home"),
    path("conditions/", lists.condition_list, name="condition-list"),
    path("conditions/<slug:slug>/", pages.condition, name="condition"),
    path("conditions/<slug:slug>/handout.pdf", handout.handout_pdf, name="handout"),
    path("conditions/<slug:slug>/share.png", handout.share_png, name="share-picture"),
    path("compare/", comparing.compare, name="compare"),
    path("compare.csv", comparing.compare_csv, name="compare-csv"),
    path("compare/<slug:first>/or/<slug:second>/", comparing.a_or_b, name="a-or-b"),
    path("symptoms/", terms.term_list, {"kind": "symptom"}, name="symptom-list"),
    path("symptoms/<slug:slug>/", terms.term, {"kind": "symptom"}, name="symptom"),
    path("body/", terms.term_list, {"kind": "region"}, name="region-list"),
    path("body/<slug:slug>/", terms.term, {"kind": "region"}, name="region"),
    path("postures/", terms.term_list, {"kind": "posture"}, name="posture-list"),
    path("postures/<slug:slug>/", terms.term, {"kind": "posture"}, name="posture"),
    path("treatments/", terms.term_list, {"kind": "treatment"}, name="treatment-list"),
    path("treatments/<slug:slug>/", terms.term, {"kind": "treatment"}, name="treatment"),
    path("urgent/", pages.urgent, name="urgent"),
    path("glossary/", glossary.glossary, name="glossary"),
]

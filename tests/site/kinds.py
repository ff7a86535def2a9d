"""An address of every kind of page, in the states that a reader can meet."""

ARTICLE = "/articles/causes-of-upper-leg-and-back-pain/"
CONDITION = "/conditions/lumbar-disc-herniation/"
EMERGENCY = "/conditions/cauda-equina-syndrome/"
PAIR = "/compare/facet-joint-pain/or/lumbar-disc-herniation/"
TWO = "/compare/?c=lumbar-disc-herniation&c=facet-joint-pain"
SIX = (
    "/compare/?c=lumbar-disc-herniation&c=facet-joint-pain&c=sciatica&c=lumbar-spinal-stenosis&c=hip-osteoarthritis"
    "&c=piriformis-syndrome"
)

KINDS = [
    "/",
    "/conditions/",
    "/conditions/?where=leg&worse=sitting",
    CONDITION,
    EMERGENCY,
    "/compare/",
    TWO,
    SIX,
    PAIR,
    "/symptoms/",
    "/symptoms/leg-numbness/",
    "/body/",
    "/body/leg/",
    "/postures/",
    "/postures/sitting/",
    "/treatments/",
    "/treatments/heat/",
    "/urgent/",
    "/articles/",
    ARTICLE,
    "/topics/getting-help/",
    "/about/",
    "/about/privacy/",
    "/glossary/",
    "/offline/",
    "/find/",
    "/find/?q=pain+down+back+of+leg+worse+sitting",
    "/find/?q=numb+bum+cant+wee",
    "/find/?q=pancake+batter",
    "/find/?where=calf&feels=leg-numbness&worse=sitting",
    "/find/notes/?q=pain+down+back+of+leg+worse+sitting",
    "/feedback/?page=condition:lumbar-disc-herniation",
    "/feedback/?page=condition:lumbar-disc-herniation&helpful=no",
    "/api/v1/docs",
]
ERRORS = ["/no/such/page/", "/conditions/siatica/"]
"""Addresses that are answered by 404, and a page all the same."""

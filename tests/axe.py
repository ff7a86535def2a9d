"""What axe-core finds on a page."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
STRICT = (*WCAG, "best-practice")
# Of what is in order axe need not write down where it stands: that is half of its time on a long page.
_QUICK = {"resultTypes": ["violations"], "selectors": False}


def faults_of(
    page: Page, tags: Sequence[str] = WCAG, *, rules: Sequence[str] = (), within: str | None = None
) -> list[str]:
    """Each with its address and where it stands first. `rules`: these alone, in place of tags; `within`: a selector."""
    run_only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(tags)}
    found = Axe().run(page, context=within, options={**_QUICK, "runOnly": run_only}).response["violations"]
    return [f"{page.url}: {fault['id']} {fault['nodes'][0]['html'][:160]}" for fault in found]

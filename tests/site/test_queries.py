"""The cost of a page does not grow with the library: the same number of queries with 9 conditions and with 1,200."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import synthetic
from tests import factories

# address → the most queries it may take, once this process knows the content version
MOST = {
    "/": 5,
    "/conditions/": 5,
    "/conditions/made-up-3/": 4,
    "/compare/": 5,
    "/compare/?c=made-up-1&c=made-up-2&c=made-up-3": 5,
    "/compare.csv?c=made-up-1&c=made-up-2": 5,
    "/articles/": 5,
    "/articles/about-backs/": 5,
    "/symptoms/": 5,
    "/symptoms/numbness/": 5,
    "/body/leg/": 5,
    "/postures/": 5,
    "/postures/sitting/": 5,
    "/treatments/": 5,
    "/conditions/?where=leg&worse=sitting": 5,
    "/urgent/": 3,
    "/find/?q=numb+calf+worse+sitting": 10,
    "/find/?where=calf&worse=sitting": 10,
    "/api/v1/search?q=numb+calf+worse+sitting": 10,
    "/api/v1/conditions": 5,
    "/api/v1/conditions/made-up-3": 5,
}
ARTICLE = """\
Words.

:::compare
conditions: made-up-1, made-up-2
rows: feels, worse
:::
"""


def counted(client) -> dict[str, int]:
    counts = {}
    for address in MOST:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        counts[address] = len(queries)
    return counts


@pytest.mark.django_db
def test_pages_take_few_queries_and_as_many_with_1200_conditions_as_with_9(client):
    factories.vocabulary()
    records = list(synthetic.conditions(1200))
    synthetic.publish(iter(records[:9]))
    factories.live("article", "about-backs", body=ARTICLE, conditions=[])
    few = counted(client)
    synthetic.publish(iter(records[9:]))
    assert counted(client) == few
    assert {address: count for address, count in few.items() if count > MOST[address]} == {}

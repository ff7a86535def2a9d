"""Two questions of a supervisor: does the process live, and can it serve. The answers tell nothing else."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publishing.models import LivePage, Page

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 while the database does not answer, lacks a migration, or holds nothing public. Which of them: the log.

    `late`, where there is any, counts pages whose time to be published or withdrawn has passed. Readers are served all
    the same: it is 200, and nobody should take this machine out of service for it.
    """
    reason = _not_ready_because()
    if reason:
        logger.warning("Not ready: %s", reason)
        return JsonResponse({"ready": False}, status=503)
    late = Page.objects.late().count()
    return JsonResponse({"ready": True, "late": late} if late else {"ready": True})


def _not_ready_because() -> str:
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "migrations are missing (manage.py migrate)"
        if not LivePage.objects.exists():
            return "nothing is published (manage.py load_content content --publish)"
    except DatabaseError as error:
        return f"the database does not answer ({type(error).__name__})"
    return ""

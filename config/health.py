"""Two questions of a supervisor: does the process live, and can it serve. The answers tell nothing else."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publishing.models import LivePage

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 while the database does not answer, lacks a migration, or holds nothing public. Which of them: the log."""
    reason = _not_ready_because()
    if reason:
        logger.warning("Not ready: %s", reason)
    return JsonResponse({"ready": not reason}, status=503 if reason else 200)


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

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = "Editors' desk"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from desk import gate, roles, sessions
        from desk.feedback import handling
        from publishing.gates import register_gate
        from publishing.housekeeping import register_chore
        from publishing.importing import forget_old

        user_logged_in.connect(sessions.begin)

        register_gate(gate.find)
        register_chore(handling.clear_old)
        register_chore(forget_old)
        # Django tells only apps that have models when it has migrated.
        post_migrate.connect(roles.keep, sender=apps.get_app_config("publishing"))

from django.apps import AppConfig


class ConditionsConfig(AppConfig):
    name = "conditions"
    verbose_name = "Conditions and vocabulary"

    def ready(self) -> None:
        from conditions import kinds, safety
        from publishing.guards import register_guard
        from publishing.kinds import register

        for kind in kinds.KINDS:
            register(kind())
        register_guard(safety.objections)

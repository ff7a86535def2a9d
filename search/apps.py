from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        from publishing.projections import register_projector
        from search import state

        register_projector(state.index, state.remove)

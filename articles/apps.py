from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Articles"

    def ready(self) -> None:
        from articles import embeds, kinds
        from publishing.kinds import register

        for kind in kinds.KINDS:
            register(kind())
        embeds.register()

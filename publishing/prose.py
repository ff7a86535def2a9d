"""The one place where Markdown becomes HTML, for publishing, preview and search alike.

Prose is CommonMark with tables, footnotes, citations (`[@key; @key]`), links by kind and key
(`[sciatica](condition:sciatica)`), pictures by key (`![alt](picture:key)`) and embeds (`:::name` … `:::`). It is rendered
when a page is published, not when it is read. What comes out is a list of blocks: clean HTML, or the name of an embed
with its options; markup that draws something live never passes through HTML, so that it cannot be forged in it. Links
keep their kind and key until they are read (`resolve_links`), because only then is it known which pages are public.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin

from publishing import directory as directories
from publishing.kinds import all_kinds
from publishing.models import Page, WorkingCopy
from publishing.numbers import put_in_html

COMMON_TEACHING = "common-teaching"
"""Cited where no source was found."""

LINK_KINDS = ("condition", "article", "symptom", "region", "posture", "treatment", "red-flag", "topic")
"""Kinds that prose may link to."""

PICTURE = "picture"

OUT_OF_PLACE = "Embeds and pictures are shown in articles only. Move this one there, or take it out."

_KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_CITATION = re.compile(rf"\[@{_KEY}(?: *; *@{_KEY})*\]")
_INTERNAL = re.compile(rf"({'|'.join(LINK_KINDS)}):({_KEY})")
_PICTURE = re.compile(rf"{PICTURE}:({_KEY})")
_EXTERNAL = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_ON_THIS_SITE = re.compile(r"#\S*|/(?![/\\])\S*")

Reference = tuple[str, str]
"""Kind and key of something that prose names."""


# --- Embeds -----------------------------------------------------------------------------------------------------------


class Embed(NamedTuple):
    """A kind of block drawn from live records. `parse` raises ValueError, with a remedy, for options it cannot read."""

    parse: Callable[[str], dict[str, Any]]
    references: Callable[[dict[str, Any]], list[Reference]]


class FoundEmbed(NamedTuple):
    """`line` counts from 1; `problem` is empty when `options` could be read."""

    name: str
    options: dict[str, Any]
    line: int
    problem: str = ""


_embeds: dict[str, Embed] = {}


def register_embed(
    name: str,
    parse: Callable[[str], dict[str, Any]],
    references: Callable[[dict[str, Any]], list[Reference]],
) -> None:
    """Teaches prose an embed. The options that `parse` returns are frozen as JSON; `type` is not one of them."""
    _embeds[name] = Embed(parse, references)


def embeds_in(text: str) -> list[FoundEmbed]:
    """Every embed in order, those with a problem included."""
    return _embeds_of(_parse(text), text)


def embed_problems(text: str) -> list[str]:
    """What an editor should repair in embeds, each with its line and a remedy."""
    return [f"Line {embed.line}: {embed.problem}" for embed in embeds_in(text) if embed.problem]


def _embeds_of(tokens: Sequence[Token], text: str) -> list[FoundEmbed]:
    lines = _normal(text).split("\n")
    return [_read_embed(token, lines) for token in tokens if token.type == "colon_fence"]


def _read_embed(token: Token, lines: Sequence[str]) -> FoundEmbed:
    name = token.info.strip()
    first, after = token.map or [0, 0]
    problem = _embed_problem(name, token, lines[first + 1 : after])
    if problem:
        return FoundEmbed(name, {}, first + 1, problem)
    try:
        return FoundEmbed(name, _embeds[name].parse(token.content), first + 1)
    except ValueError as error:
        return FoundEmbed(name, {}, first + 1, f"In “:::{name}”: {error}")


def _embed_problem(name: str, token: Token, inside: Sequence[str]) -> str:
    known = ", ".join(f"“:::{name}”" for name in sorted(_embeds)) or "none"
    if not name:
        return f"“:::” opens an embed without a name, or closes one that is not open. There are: {known}."
    if token.level:
        return f"“:::{name}” stands inside a list, quotation or note. Move it to a line of its own, not indented."
    if not inside or inside[-1].strip().strip(":") or not inside[-1].strip():
        return f"“:::{name}” is never closed. End it with a line “:::”."
    if name not in _embeds:
        return f"There is no embed “{name}”. There are: {known}."
    return ""


# --- Citations --------------------------------------------------------------------------------------------------------


class Citations:
    """The sources of one page, numbered from 1 in the order given. Common teaching is no source and has no number."""

    def __init__(self, keys: Iterable[str]) -> None:
        sources = dict.fromkeys(key for key in keys if key != COMMON_TEACHING)
        self._numbers = {key: number for number, key in enumerate(sources, start=1)}

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._numbers)

    def number(self, key: str) -> int | None:
        """None for a key that is not among the sources of the page."""
        return self._numbers.get(key)

    def html(self, keys: Sequence[str]) -> str:
        """The marks for one group of citations, to follow a word. An unknown key has none; the gate tells the editor."""
        numbers = [number for key in keys if (number := self.number(key)) is not None]
        marks = ", ".join(f'<a href="#source-{n}" aria-label="Source {n}">{n}</a>' for n in numbers)
        parts = [f'<sup class="cite">{marks}</sup>'] if marks else []
        if COMMON_TEACHING in keys:
            parts.append(' <span class="common-teaching">common clinical teaching</span>')
        return "".join(parts)


def cited_keys(text: str) -> list[str]:
    """Keys cited, in order of appearance, each once; `common-teaching` as it stands."""
    found = (key for token in _inline(_parse(text)) if token.type == "citation" for key in token.meta["keys"])
    return list(dict.fromkeys(found))


# --- What prose says and names ----------------------------------------------------------------------------------------


def links_in(text: str) -> list[Reference]:
    """Kind and key of every internal link, in order, each once."""
    return _links_of(_parse(text))


def pictures_in(text: str) -> list[str]:
    """Keys of every picture, in order, each once."""
    return _pictures_of(_parse(text))


def picture_code(key: str, alt: str) -> str:
    """The Markdown that shows a picture."""
    escaped = re.sub(r"([\\\[\]])", r"\\\1", alt)
    return f"![{escaped}]({PICTURE}:{key})"


def references_in(text: str) -> list[Reference]:
    """Everything that prose names by key: sources, links, pictures, and what embeds draw. In that order, each once."""
    tokens = _parse(text)
    found: list[Reference] = [("source", key) for key in cited_keys(text) if key != COMMON_TEACHING]
    found += _links_of(tokens)
    found += [(PICTURE, key) for key in _pictures_of(tokens)]
    for embed in _embeds_of(tokens, text):
        if not embed.problem:
            found += _embeds[embed.name].references(embed.options)
    return list(dict.fromkeys(found))


def plain_text(text: str) -> str:
    """What a reader reads, one line a paragraph, heading, list item or table cell; no citations, pictures, embeds."""
    lines = (_words(token.children or []) for token in _parse(text) if token.type == "inline")
    return "\n".join(line for line in lines if line)


def contents(text: str, part: str = "") -> list[dict[str, Any]]:
    """Headings as `{"level": 2, "id": "h-causes", "text": "Causes"}`, with the ids that `render` gives them."""
    tokens = _parse(text, part)
    return [
        {
            "level": int(token.tag[1]),
            "id": str(token.attrs["id"]),
            "text": _words(tokens[index + 1].children or []),
        }
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and not token.level
    ]


def problems(text: str, words_only: bool = False) -> list[str]:
    """What an editor should repair, each with its line and a remedy. What prose names is not looked up here.

    `words_only`: where prose is one field of many, embeds and pictures have no place.
    """
    tokens = _parse(text)
    found = [(embed.line, embed.problem) for embed in _embeds_of(tokens, text) if embed.problem]
    if words_only:
        found += [(embed.line, OUT_OF_PLACE) for embed in _embeds_of(tokens, text) if not embed.problem]
    for token in tokens:
        line = token.map[0] + 1 if token.map else 0
        if token.type == "heading_open" and token.markup in ("#", "="):
            found.append((line, "A single “#” is the title of the page. Begin headings with “##” or “###”."))
        if token.type == "inline":
            found += [(line, problem) for problem in _inline_problems(token.children or [])]
            if words_only and any(child.type == "image" for child in token.children or []):
                found.append((line, OUT_OF_PLACE))
    return [f"Line {line}: {problem}" for line, problem in sorted(found)]


def missing(references: Iterable[Reference]) -> list[Reference]:
    """Those that no record of this library has. One query for pages, and one for each other kind named."""
    wanted = list(dict.fromkeys(references))
    kinds = {kind.name: kind for kind in all_kinds()}
    there: set[Reference] = set()
    paged = [name for name, kind in kinds.items() if issubclass(kind.model, WorkingCopy)]
    keys = {key for kind, key in wanted if kind in paged}
    if keys:
        there |= set(Page.objects.filter(kind__in=paged, key__in=keys).values_list("kind", "key"))
    for name in {kind for kind, _ in wanted} & (kinds.keys() - set(paged)):
        model: Any = kinds[name].model
        found = model.objects.filter(key__in=[key for kind, key in wanted if kind == name])
        there |= {(name, key) for key in found.values_list("key", flat=True)}
    return [reference for reference in wanted if reference not in there]


def _links_of(tokens: Sequence[Token]) -> list[Reference]:
    hrefs = (str(token.attrs["href"]) for token in _inline(tokens) if token.type == "link_open")
    matches = (_INTERNAL.fullmatch(href) for href in hrefs)
    return list(dict.fromkeys((match[1], match[2]) for match in matches if match))


def _pictures_of(tokens: Sequence[Token]) -> list[str]:
    images = (token for token in _inline(tokens) if token.type == "image")
    return list(dict.fromkeys(key for token in images if (key := _picture_key(token))))


def _picture_key(token: Token) -> str:
    match = _PICTURE.fullmatch(str(token.attrs.get("src", "")))
    return match[1] if match else ""


def _inline(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "inline":
            yield from token.children or []


def _words(children: Sequence[Token]) -> str:
    """The text of inline tokens. The blank before a citation is gone already; see _citation_rule."""
    parts = []
    for token in children:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type in ("text", "code_inline"):
            parts.append(token.content)
    return " ".join("".join(parts).split())


_BAD_CITATION = re.compile(r"\[@[^\]]{0,80}\]?")
_BAD_LINK = re.compile(r"\]\(([^)\s]{1,200})")


def _inline_problems(children: Sequence[Token]) -> Iterator[str]:
    text = "".join(token.content for token in children if token.type == "text")
    for match in _BAD_CITATION.finditer(text):
        yield f"“{match[0]}” is no citation. Write [@key], or [@key; @other-key], with keys of sources."
    for match in _BAD_LINK.finditer(text):
        yield (
            f"The link to “{match[1]}” is not one this site allows. Begin it with https://, mailto:, / or #, or name a "
            f"page such as condition:sciatica ({', '.join(LINK_KINDS)})."
        )
    for token in children:
        href = str(token.attrs.get("href", ""))
        if token.type == "link_open" and _PICTURE.fullmatch(href):
            yield f"“{href}” is a picture and stands in a link. Write ![what it shows]({href})."
        if token.type == "image" and not _picture_key(token):
            yield (
                f"The picture “{token.attrs.get('src')}” is not in this library. Upload it, and name it as "
                "![what it shows](picture:key)."
            )


# --- From text to tokens ----------------------------------------------------------------------------------------------


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 (the parser's name)
        """A link of another form stays the text it was."""
        forms = (_INTERNAL, _PICTURE, _EXTERNAL, _ON_THIS_SITE)
        return any(form.fullmatch(url) for form in forms)


def _citation_rule(state: StateInline, silent: bool) -> bool:
    """`[@key; @key]`, as Pandoc writes it. The blank before it goes, so that no line begins with the mark."""
    if not state.src.startswith("[@", state.pos):
        return False
    match = _CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        keys = [key.strip().removeprefix("@") for key in match[0][1:-1].split(";")]
        state.pending = state.pending.rstrip(" ")
        token = state.push("citation", "", 0)
        token.meta = {"keys": keys}
    state.pos = match.end()
    return True


def _heading_rule(state: StateCore) -> None:
    """Ids for headings; the page has the only h1."""
    seen: dict[str, int] = {}
    part = state.env.get("part", "")
    for index, token in enumerate(state.tokens):
        if token.tag == "h1":
            token.tag = "h2"
        if token.type == "heading_open":
            slug = slugify(_words(state.tokens[index + 1].children or []))[:60] or "section"
            name = "-".join(filter(None, ("h", part, slug)))
            seen[name] = seen.get(name, 0) + 1
            token.attrs["id"] = name if seen[name] == 1 else f"{name}--{seen[name]}"


def _table_rule(state: StateCore) -> None:
    """Alignment as a class instead of an inline style, which the content security policy forbids; header cells say of what."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open"):
            style = str(token.attrs.pop("style", ""))
            if style and not style.endswith("left"):
                token.attrs["class"] = style.replace("text-align:", "align-")
            if token.type == "th_open":
                token.attrs["scope"] = "col"


def _make_parser() -> _Markdown:
    markdown = _Markdown("commonmark", {"html": False})
    markdown.enable("table")
    footnote_plugin(markdown, inline=False)
    colon_fence_plugin(markdown)
    markdown.inline.ruler.before("link", "citation", _citation_rule)
    markdown.core.ruler.push("heading", _heading_rule)
    markdown.core.ruler.push("table_class", _table_rule)
    for name, rule in _RENDER_RULES.items():
        markdown.add_render_rule(name, rule)
    return markdown


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"


def _parse(text: str, part: str = "", env: dict[str, Any] | None = None) -> list[Token]:
    env = {} if env is None else env
    env["part"] = part
    return _parser.parse(_normal(text), env)


# --- From tokens to HTML ----------------------------------------------------------------------------------------------


def render(text: str, citations: Citations, part: str = "") -> str:
    """Clean HTML. Embeds are left out; links and pictures keep kind and key, for `resolve_links`.

    `part` sets apart the ids of several texts on one page: give each its own word.
    """
    env: dict[str, Any] = {"citations": citations}
    return _html(_parse(text, part, env), env)


def blocks(text: str, citations: Citations, part: str = "") -> list[dict[str, Any]]:
    """JSON to freeze: `{"type": "html", "html": …}`, `{"type": "picture", "key", "alt", "caption"}` for a picture that
    stands alone, or `{"type": <embed>, …its options}`. An embed with a problem is left out.
    """
    env: dict[str, Any] = {"citations": citations}
    made: list[dict[str, Any]] = []
    for piece in _pieces(_parse(text, part, env), text):
        if isinstance(piece, FoundEmbed):
            made += [] if piece.problem else [{"type": piece.name, **piece.options}]
        else:
            made += _html_and_pictures(piece, env)
    return made


def _html_and_pictures(tokens: list[Token], env: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for piece in _split_at_pictures(tokens):
        if isinstance(piece, dict):
            yield piece
        elif html := _html(piece, env):
            yield {"type": "html", "html": html}


def missing_problems(text: str) -> list[str]:
    """What prose names that is not there, as sentences for an editor."""
    labels = {kind.name: kind.label.lower() for kind in all_kinds()}
    return [
        f"There is no {labels.get(kind, kind)} “{key}”. Correct the key, or make that record first."
        for kind, key in missing(references_in(text))
    ]


class Image(NamedTuple):
    """What it takes to show a picture. `alt` is used where the text gives none."""

    url: str
    width: int
    height: int
    alt: str


def _html(tokens: Sequence[Token], env: dict[str, Any]) -> str:
    return _clean(_parser.renderer.render(tokens, _parser.options, env)).strip()


def _pieces(tokens: Sequence[Token], text: str) -> Iterator[list[Token] | FoundEmbed]:
    """Runs of tokens that become HTML, and the embeds between them."""
    lines = _normal(text).split("\n")
    run: list[Token] = []
    for token in tokens:
        if token.type == "colon_fence" and not token.level:
            if run:
                yield run
            run = []
            yield _read_embed(token, lines)
        else:
            run.append(token)
    if run:
        yield run


def _split_at_pictures(tokens: list[Token]) -> Iterator[list[Token] | dict[str, Any]]:
    """Runs of tokens that become HTML, and the pictures that stand alone between them."""
    start = index = 0
    while index < len(tokens):
        picture = _lone_picture(tokens[index : index + 3])
        if picture is None:
            index += 1
            continue
        yield tokens[start:index]
        yield picture
        start = index = index + 3
    yield tokens[start:]


def _lone_picture(tokens: Sequence[Token]) -> dict[str, Any] | None:
    """The picture that is the whole of this paragraph, when that is not within a list, quotation or note."""
    if tokens[0].type != "paragraph_open" or tokens[0].level:
        return None
    children = tokens[1].children or []
    if len(children) != 1 or children[0].type != "image" or not _picture_key(children[0]):
        return None
    image = children[0]
    return {
        "type": PICTURE,
        "key": _picture_key(image),
        "alt": _words(image.children or []),
        "caption": str(image.attrs.get("title", "")),
    }


# Rules for rendering. markdown-it calls them with itself first.
def _render_citation(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    citations: Citations = env["citations"]
    return citations.html(tokens[idx].meta["keys"])


def _render_nothing(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return ""


def _render_table_open(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    heads = takewhile(lambda token: token.type != "thead_close", tokens[idx:])
    named = (_words(head.children or ()) for before, head in pairwise(heads) if before.type == "th_open")
    label = escape(", ".join(filter(None, named))) or "Table"
    return f'<div class="table-scroll" role="region" aria-label="{label}" tabindex="0"><table>\n'


def _render_table_close(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return "</table></div>\n"


def _render_image(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    key = _picture_key(tokens[idx])
    alt = escape(_words(tokens[idx].children or []))
    return f'<img src="{PICTURE}:{key}" alt="{alt}">' if key else str(alt)


def _note_id(token: Token, env: EnvType) -> str:
    return "-".join(filter(None, (str(env.get("part", "")), str(token.meta["id"] + 1))))


def _note_mark_id(token: Token, env: EnvType) -> str:
    """A note may be called several times; each call has its own id, so that each has its own way back."""
    again = token.meta.get("subId", 0)
    return f"fnref-{_note_id(token, env)}" + (f"--{again + 1}" if again else "")


def _render_note_mark(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[idx]
    number = token.meta["id"] + 1
    return (
        f'<sup class="note"><a href="#fn-{_note_id(token, env)}" id="{_note_mark_id(token, env)}" '
        f'aria-label="Note {number}">[{number}]</a></sup>'
    )


def _render_notes_open(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return '<section class="notes" aria-label="Notes"><ol>\n'


def _render_notes_close(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return "</ol></section>\n"


def _render_note_open(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<li id="fn-{_note_id(tokens[idx], env)}">'


def _render_note_close(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    return "</li>\n"


def _render_note_back(
    self: RendererProtocol, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
) -> str:
    # The selector after the arrow keeps telephones from drawing it as a coloured picture.
    return f' <a href="#{_note_mark_id(tokens[idx], env)}" aria-label="Back to the text">\u21a9\ufe0e</a>'


_RENDER_RULES: dict[str, Callable[..., str]] = {
    "citation": _render_citation,
    "colon_fence": _render_nothing,
    "table_open": _render_table_open,
    "table_close": _render_table_close,
    "image": _render_image,
    "footnote_ref": _render_note_mark,
    "footnote_block_open": _render_notes_open,
    "footnote_block_close": _render_notes_close,
    "footnote_open": _render_note_open,
    "footnote_close": _render_note_close,
    "footnote_anchor": _render_note_back,
}

_parser = _make_parser()


# --- Cleaning, always last --------------------------------------------------------------------------------------------

_TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "em",
        "strong",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
    ),
    *("a", "img", "sup", "span", "div", "section", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href", "id", "aria-label"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "li": {"id"},
    "section": {"aria-label"},
    "div": {"aria-label", "role", "tabindex"},
    "th": {"scope"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_CLASSES: dict[str, set[str]] = {
    "sup": {"cite", "note"},
    "span": {"common-teaching"},
    "section": {"notes"},
    "div": {"table-scroll"},
    "th": {"align-center", "align-right"},
    "td": {"align-center", "align-right"},
}
# Of what we write ourselves: anything else was not written here.
_ATTRIBUTE_FORMS: dict[tuple[str, str], re.Pattern[str]] = {
    ("a", "href"): re.compile(
        "|".join(form.pattern for form in (_INTERNAL, _EXTERNAL, _ON_THIS_SITE)), re.IGNORECASE
    ),
    ("img", "src"): re.compile(rf"{_PICTURE.pattern}|/\S+"),
    ("*", "id"): re.compile(r"(?:h|fn|fnref)-\S+"),
}


def _attribute(tag: str, name: str, value: str) -> str | None:
    form = _ATTRIBUTE_FORMS.get((tag, name)) or _ATTRIBUTE_FORMS.get(("*", name))
    return value if form is None or form.fullmatch(value) else None


_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto", PICTURE, *LINK_KINDS},
    link_rel=None,
)


def _clean(html: str) -> str:
    return _cleaner.clean(html)


# --- When it is read --------------------------------------------------------------------------------------------------

# Over the sanitiser's own output, which writes every attribute in this one way and never an <a> within an <a>.
_UNRESOLVED = re.compile(
    rf'<a href="({"|".join(LINK_KINDS)}):({_KEY})">(.*?)</a>|<img src="{PICTURE}:({_KEY})" alt="([^"]*)">',
    re.DOTALL,
)


def resolve_links(
    html: str, directory: "directories.Directory", pictures: Mapping[str, Image] | None = None
) -> SafeString:
    """Clean HTML with the addresses of pages that are public now, and the operator's numbers. A link to any other page
    becomes its text.

    A picture that is not among `pictures` becomes its description.
    """
    images = pictures or {}

    def resolve_picture(key: str, alt: str) -> str:
        image = images.get(key)
        if image is None:
            return alt
        return (
            f'<img src="{escape(image.url)}" alt="{alt or escape(image.alt)}" '
            f'width="{image.width}" height="{image.height}" loading="lazy">'
        )

    def resolve(match: re.Match[str]) -> str:
        if match[4]:
            return resolve_picture(match[4], match[5])
        words = _UNRESOLVED.sub(resolve, match[3]) if "<img" in match[3] else match[3]
        page = directory.get(match[1], match[2])
        return f'<a href="{escape(page.url)}">{words}</a>' if page else words

    return put_in_html(_UNRESOLVED.sub(resolve, html))


_OF_ITS_PAGE = re.compile(
    r'<sup class="(?:cite|note)">.*?</sup>| ?<span class="common-teaching">.*?</span>'
    r'|<section class="notes".*?</section>|(?<=<h\d) id="[^"]*"',
    re.DOTALL,
)


def excerpt(html: str) -> SafeString:
    """Clean HTML for another page: without citations and notes, whose numbers are of its own page, and without ids."""
    return mark_safe(_OF_ITS_PAGE.sub("", html))  # noqa: S308 (takes out, adds nothing)

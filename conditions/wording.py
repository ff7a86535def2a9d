"""Words explained where they stand: where the prose of a page first says one, it becomes a button that shows its meaning.

That is done when a page is read, so that a meaning corrected is one publication. The button works without a script (the
popover of HTML); for a browser that does not know it, the meaning stands in brackets after the word (word.css).
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from publishing.directory import Directory, Entry

# Over the sanitiser's own output: every tag is closed, every attribute stands in double quotes.
_TOKEN = re.compile(r'<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?:[^>"]++|"[^"]*+")*+>|[^<]+')
_PROSE = {"p", "li"}
# Not in links, headings, quotations, code and tables. A section holds notes, a sup or span what is cited.
_APART = {"a", "blockquote", "code", "h2", "h3", "h4", "h5", "h6", "pre", "section", "span", "sup", "table"}

# A button with what stands right before and after it: a line may break at a button, and a comma would begin the next one.
_TIGHT = re.compile(
    r"([(“‘]*)"
    r'(<button type="button" class="word".*?</button><span class="word__note".*?</span>)'
    r'([,.;:!?)”’]*(?:<sup class="cite">.*?</sup>[,.;:!?)”’]*)?)'
)


@dataclass(frozen=True, slots=True)
class Wordlist:
    """The words of one directory, ready to be found. `pattern` is for text in lower case; `words` has its forms as keys."""

    pattern: re.Pattern[str]
    words: dict[str, tuple[str, Entry]]

    def find(self, text: str) -> Iterable[tuple[int, int, Entry]]:
        """Start, end and word of each match in text of HTML."""
        lower = text.lower()
        if len(lower) != len(text):  # a few capitals become two characters
            lower = text
        for match in self.pattern.finditer(lower):
            form, entry = self.words[match[1]]
            # NICE is not "nice", nor TENS "tens": what is written in capitals is meant in capitals.
            if not form.isupper() or text.startswith(form, match.start()):
                yield match.start(), match.end(), entry


# A directory never changes: its words are put together once, not for every reader.
_wordlists: WeakKeyDictionary[Directory, Wordlist] = WeakKeyDictionary()


def wordlist(directory: Directory) -> Wordlist:
    if directory not in _wordlists:
        forms = (
            (_as_in_html(name), entry)
            for entry in directory.of_kind("word")
            for name in entry.names
            if name.strip()
        )
        words: dict[str, tuple[str, Entry]] = {}
        for form, entry in forms:
            words.setdefault(form.lower(), (form, entry))
        _wordlists[directory] = Wordlist(_pattern(words), words)
    return _wordlists[directory]


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Whole words, the longest first, with or without a plural s; never within an entity (`&amp;`).

    Forms stand under their first letter, which makes it twice as quick.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        by_letter[form[0]].append(re.escape(form[1:]))
    found = "|".join(f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    return re.compile(rf"(?<![\w&-])({found or '(?!)'})s?(?![\w-])")


def _as_in_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Explainer:
    """For one page: each word is explained once, in the first text that says it, and none that the page is named after."""

    def __init__(self, directory: Directory, names: Iterable[str]) -> None:
        self._wordlist = wordlist(directory)
        self._done = {entry.key for name in names for _, _, entry in self._wordlist.find(_as_in_html(name))}

    def explain(self, html: str) -> SafeString:
        """`html`: clean, with its links resolved. Give the texts of a page in the order in which they are read."""
        parts: list[str] = []
        inside = apart = 0
        for match in _TOKEN.finditer(html):
            end, tag = match.groups()
            if tag in _PROSE:
                inside += -1 if end else 1
            elif tag in _APART:
                apart += -1 if end else 1
            text = match[0]
            parts.append(self._explained(text) if tag is None and inside and not apart else text)
        explained = _TIGHT.sub(_hold, "".join(parts))
        return mark_safe(explained)  # noqa: S308 (clean before, and what is put in is escaped)

    def _explained(self, text: str) -> str:
        parts: list[str] = []
        after = 0
        for start, end, entry in self._wordlist.find(text):
            if entry.key not in self._done:
                self._done.add(entry.key)
                parts += text[after:start], _button(text[start:end], entry)
                after = end
        return "".join([*parts, text[after:]])


def _button(said: str, word: Entry) -> str:
    return (
        f'<button type="button" class="word" popovertarget="word-{word.slug}">{said}</button>'
        f'<span class="word__note" id="word-{word.slug}" role="note" popover> '
        f'<b class="word__name">{escape(word.title)}</b> {escape(word.summary)}</span>'
    )


def _hold(match: re.Match[str]) -> str:
    before, _, after = match.groups()
    return f'<span class="word__hold">{match[0]}</span>' if before or after else match[0]

"""How hard a text is to read: the Flesch-Kincaid grade, and the length of sentences.

    grade = 0.39 × words / sentences + 11.8 × syllables / words − 15.59

A line is a paragraph, list item or note, and its end is the end of a sentence whether or not it has a full stop: a list
of short points is easy to read. Headings, table cells and short fields are too short to grade. Medical names without a
plainer word (data/medical-names.txt) count neither as words nor as syllables: they are not what a writer can make easier.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from desk.checks.finding import Finding, begin
from desk.checks.lists import medical_names
from desk.checks.pages import WHOLE, CheckedPage, Library
from desk.checks.passages import Form, Passage

PAGE_LIMIT = 8.0
MEDIAN_LIMIT = 6.0
FEWEST_WORDS = 100
"""A grade of less text says more about the one long word in it than about the text."""
LONGEST_SENTENCE = 20
"""Words in a short field."""
LONGEST_IN_PROSE = 25
SHORTEN = "Make two sentences of it, or leave something out."

_WORD = re.compile(r"[^\W_]+(?:[’'.,-][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s$")
_ABBREVIATION = re.compile(r"\b(e\.g|i\.e|etc|approx|vs|cf|Dr|Mr|Mrs|Ms|Prof|St)\.(?=[\s,])", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][)”’\"]))\s+(?=[“‘\"(]*[A-Z0-9{])")


class Measured(NamedTuple):
    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        if not self.words:
            return 0.0
        return round(0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59, 1)


def words(text: str) -> list[str]:
    """A number is a word, and so is what hyphens, apostrophes, points or commas hold together: "1,000", "low-back"."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    lines = (_ABBREVIATION.sub(r"\1", line.strip()) for line in text.splitlines())
    return [sentence for line in lines for sentence in _SENTENCE_END.split(line) if _WORD.search(sentence)]


def measure(text: str) -> Measured:
    """Sentences that hold nothing but medical names are not counted."""
    counted = [
        said
        for sentence in sentences(text)
        if (said := [word for word in words(sentence) if not medical_names().has(_POSSESSIVE.sub("", word))])
    ]
    flat = [word for sentence in counted for word in sentence]
    return Measured(len(flat), len(counted), sum(map(syllables, flat)))


def grade(text: str) -> float:
    """The school year, in the United States, whose pupils read it with ease; 0.0 for no text."""
    return measure(text).grade


# --- Syllables --------------------------------------------------------------------------------------------------------

# Vowels that stand together and are said apart.
_APART = re.compile(
    r"(?<![ctsxgln])i(?:o|a|u)|(?<=[ct])iat|(?<=[sln])ia(?!n)|[^tcsd]ien(?!d)|iet|ier$|iest$|(?<![qg])ua[lt]|[tdrnl]eo"
    r"|area|idea|creat|react|[aeouy]ing|fluid|ruin|suic"
)
# An e that is written and not said: "moved", "moves", "safely", "sometimes".
_SILENT = re.compile(
    r"(?<=[^aeiouytd])(?<![^aeiouyr]l)ed$|(?<=[^aeiouysxzcg])(?<![cs]h)(?<![^aeiouyr][lr])es$|(?<=ach)es$"
    r"|(?<=[^aeiouy])(?<![^aeiouy][lr])e$|(?<=[aeiouy][^aeiouy])e(?=(?:ly|less|ful|ness|ments?)$)"
    r"|(?<=^so)me(?=[^aeiouy])|(?<=^ho)me(?=[^aeiouy])|(?<=^li)fe(?=[^aeiouy])|(?<=^si)de(?=[^aeiouyds])"
    r"|(?<=^the)re(?=f)|(?<=^who)le(?=s)"
)
_IRREGULAR = {
    "anyone": 3,
    "element": 3,
    "elements": 3,
    "being": 2,
    "business": 2,
    "every": 2,
    "everyone": 3,
    "eye": 1,
    "eyes": 1,
    "hour": 1,
    "hours": 1,
    "people": 2,
    "science": 2,
    "something": 2,
    "tongue": 1,
    "tongues": 1,
    "wheelchair": 2,
}


def syllables(word: str) -> int:
    """By the spelling; right for most English words, and one off for a few. A number is one."""
    return sum(_syllables(part) for part in word.split("-") if part)


def _syllables(word: str) -> int:
    word = re.sub(r"[’'](?:s|re|ve|ll|d|m)?$|[’']", "", word.lower())
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    # Between two vowels, y is a consonant: "be-yond".
    spelt = re.sub(r"(?<=[aeiou])y(?=[aeiou])", "j", word)
    spelt = _SILENT.sub("", spelt)
    groups = len(re.findall(r"[aeiouyéèö]+", spelt))
    return max(1, groups + len(_APART.findall(word)) + bool(re.search(r"[aeiou]sms?$", word)))


# --- The check --------------------------------------------------------------------------------------------------------


def measured(page: CheckedPage) -> Measured:
    return measured_in(page.passages)


def measured_in(passages: Iterable[Passage]) -> Measured:
    """What there is to grade of a page or field: the sentences of its prose."""
    graded = (Form.PARAGRAPH, Form.ITEM, Form.NOTE)
    return measure("\n".join(passage.text for passage in passages if passage.form in graded))


def page_grade(page: CheckedPage) -> float | None:
    """None for a page with too little text to grade."""
    found = measured(page)
    return found.grade if found.words >= FEWEST_WORDS else None


def find(page: CheckedPage, library: Library) -> Iterator[Finding]:
    found = page_grade(page)
    if found is not None and found > PAGE_LIMIT:
        longest = max((s for p in page.passages for s in sentences(p.text)), key=lambda s: len(words(s)))
        yield page.finding(
            WHOLE,
            f"reads at grade {found}; {PAGE_LIMIT:g} is the limit",
            f"Cut long sentences in two and use shorter words. Begin with “{begin(longest)}”.",
        )
    for text in page.short_texts:
        yield from _long_sentences(page, text.where, text.text, LONGEST_SENTENCE)
    for passage in page.passages:
        if passage.form is not Form.HEADING:
            yield from _long_sentences(page, passage.where, passage.text, LONGEST_IN_PROSE)


def long_sentences(text: str, longest: int) -> Iterator[tuple[str, int]]:
    """Each with the number of its words."""
    counted = ((sentence, len(words(sentence))) for sentence in sentences(text))
    return ((sentence, count) for sentence, count in counted if count > longest)


def _long_sentences(page: CheckedPage, where: str, text: str, longest: int) -> Iterator[Finding]:
    for sentence, count in long_sentences(text, longest):
        yield page.finding(
            where,
            f"“{begin(sentence)}” has {count} words; {longest} is the limit here",
            SHORTEN,
            blocking=False,
        )

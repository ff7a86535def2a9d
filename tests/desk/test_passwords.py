import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError

PERSON = User(
    username="rmarsh", first_name="Rosalind", last_name="Marsh-Okoye", email="ros.marsh@clinic.example"
)


@pytest.mark.parametrize(
    "password",
    [
        "whereabouts is my home",
        "my Where-Abouts 1932!",
        "P4ssw0rd-for-the-desk",
        "no more back pain, thanks",
        "painting of rosalind 7",
        "violet okoye teapot",
        "RMARSH knows the way",
    ],
)
def test_a_password_with_a_word_that_is_guessed_first_is_refused_with_the_word(password):
    with pytest.raises(ValidationError, match=r"contains “\w+”"):
        validate_password(password, PERSON)


def test_the_name_that_an_operator_gave_the_site_is_such_a_word(settings):
    settings.SITE_NAME = "Lindenhof Back Care"
    with pytest.raises(ValidationError, match="lindenhof"):
        validate_password("lindenhof in the spring")
    validate_password("come back, take great care")


@pytest.mark.parametrize(
    "password", ["correct horse battery", "planning 4 violet teapots", "äpfel, birnen, zwetschgen"]
)
def test_words_that_have_nothing_to_do_with_each_other_are_accepted(password):
    validate_password(password, PERSON)
    validate_password(password)


def test_fourteen_characters_are_too_few_and_fifteen_enough():
    with pytest.raises(ValidationError, match="at least 15"):
        validate_password("violet teapot1")
    validate_password("violet teapot12")


def test_the_form_says_beforehand_what_is_refused():
    assert "the name of this site" in password_validators_help_text_html()

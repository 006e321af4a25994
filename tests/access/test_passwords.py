"""Which passwords are refused; pure."""

from importlib import import_module
from pkgutil import walk_packages

import pytest

from caseflow import access
from caseflow.access.models import User
from caseflow.access.passwords.rules import fault_in
from caseflow.web.forms import BaseForm

SERVICES = ("Willowmere Support", "The Helpline")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "plain-invented-words",
        "first invented phrase",
        "four entirely unrelated words",
        "Drei Wörter, die nicht zusammengehören",
        "q8#Vz!m2Lp0@rT5",
        "willowmere has purple otters",
        "x" * 20 + " kettle marmalade " + "y" * 90,
        "密码很长但是没有人知道它是什么吗",
    ],
)
def test_a_long_phrase_is_a_good_password(password: str) -> None:
    assert fault_in(password, "ada", "Ada Example", SERVICES) is None


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("fourteen chars", "15 characters or more"),
        ("a b c d e f g h" * 9, "128 characters or fewer"),
        ("my name is ada example", "your name"),
        ("ADA.LOVES.KETTLES.MUCH", "your name"),
        ("caseflow caseflow 2026!", "service or of this product"),
        ("Willowmere Support 2026", "service or of this product"),
        ("ababababababababab", "over and over"),
        ("abcdefgabcdefgabcdefg", "over and over"),
        ("passwordpassword123", "guessed first"),
        ("P@ssw0rd1234567890", "guessed first"),
        ("qwertyuiopasdfgh", "guessed first"),
        ("1234567890123456789", "over and over|guessed first"),
        ("abcdefghijklmnopqrst", "guessed first"),
        ("iloveyouiloveyou", "guessed first"),
        ("0123456789abcdefghij", "guessed first"),
        ("monkeymonkeymonkey!", "guessed first"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str, says: str) -> None:
    fault = fault_in(password, "ada", "Ada Example", SERVICES)
    assert fault and any(one in fault for one in says.split("|")), fault


def test_no_question_stands_in_for_a_password() -> None:
    for module in walk_packages(access.__path__, "caseflow.access."):
        if module.name.endswith(".forms"):
            import_module(module.name)
    door = {one for one in _below(BaseForm) if one.__module__.startswith("caseflow.access.")}
    asked = {name for form in door for name in dir(form) if hasattr(getattr(form, name), "field_class")}
    assert asked == {"username", "password", "code", "current", "new", "again", "once"}
    words = {word for column in User.__table__.columns for word in column.name.split("_")}
    assert not words & {"question", "answer", "hint"}


def _below(form: type) -> set[type]:
    return {one for below in form.__subclasses__() for one in {below, *_below(below)}}

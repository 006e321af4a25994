"""The form by which a person is added."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from wtforms.validators import ValidationError

from caseflow.people.births import birth_sought
from caseflow.people.pairs.shown import ids_in
from caseflow.people.phones import normal_phone
from caseflow.web.fields import DatePart, Hidden, Integer, LongText, Phone, Select, Text, Tick
from caseflow.web.forms import BaseForm

Places = list[tuple[str, str]]


class PersonFields(BaseForm):
    """What is asked of any person: names, birth, and the two places."""

    known_as = Text("Known as", max=100, hint="The name the person wants us to use")
    given = Text("Given names", max=100)
    surname = Text("Surname", max=100)
    birth_on = DatePart("Birth date", past=True)
    age = Integer("Age", least=0, most=120, example=34, hint="If the birth date is not known")
    estimated = Tick("The birth date is a guess")
    locality_id = Select(
        "Staying now in", coerce=UUID, empty="Not known", hint="In the coming weeks; referrals go by it"
    )
    usual_locality_id = Select("Usual home in", coerce=UUID, empty="Not known")

    def offer_places(self, places: Places) -> None:
        """Offer the localities of the area."""
        self.locality_id.offer(places)
        self.usual_locality_id.offer(places)

    def validate_age(self, field: Any) -> None:
        """A birth date and an age would say the same thing twice, and not always the same."""
        if field.data is not None and self.birth_on.data is not None:
            raise ValidationError("Give the birth date or the age, not both")


class AddForm(PersonFields):
    """Add a person, once it is clear that nobody on the record is the same."""

    phone = Phone("Phone number", hint="It counts as not yet asked until its rule is recorded")
    none_of_these = Tick("None of these is the person")
    not_these = Text("Shown", max=2_000)
    """Those who were shown as likely matches."""

    def validate_known_as(self, field: Any) -> None:
        """Some name is needed to speak of somebody."""
        if not (field.data or self.given.data or self.surname.data):
            raise ValidationError("Enter the name that the person goes by")

    def sought(self) -> dict[str, str]:
        """Return what is looked for before anybody is added."""
        names = (self.given.data or self.known_as.data or "", self.surname.data or "")
        born = self.birth_on.data
        return {
            "name": " ".join(names),
            "birth": born.isoformat() if born else "",
            "phone": self.phone.data or "",
        }

    def refused(self) -> tuple[UUID, ...]:
        """Return the likely matches that were shown, where none of them is the person."""
        return ids_in(self.not_these.data) if self.none_of_these.data else ()

    def person(self) -> dict[str, Any]:
        """Return the person as the action takes it."""
        values = {name: value for name, value in self.values().items() if name in PERSON}
        values |= {name: values[name] or "" for name in ("known_as", "given", "surname")}
        kind = "estimated" if self.estimated.data else None
        contacts = [{"kind": "phone", "value": self.phone.data}] if self.phone.data else []
        return {**values, "birth_kind": kind, "contacts": contacts}


def begun(typed: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return what a new person's form begins with, from the boxes of a search that did not find them."""
    words = (typed.get("name") or typed.get("q") or "")[:200].split()
    names = [
        word for word in words if word.isprintable() and not any(map(str.isdigit, word)) and "@" not in word
    ]
    birth = birth_sought(typed.get("birth", "")[:60], today)
    return {
        "known_as": names[0] if names else None,
        "surname": " ".join(names[1:]) or None,
        "birth_on": birth.day if birth else None,
        "phone": normal_phone(typed.get("phone", "")[:40]) and typed["phone"],
    }


PERSON = ("known_as", "given", "surname", "birth_on", "age", "locality_id", "usual_locality_id")


class IdentityForm(PersonFields):
    """Change names, birth and places."""

    other_names = LongText("Other names", max=2_000, hint="Names in use and former names, one on each line")
    seen = Hidden()

    def given_values(self) -> dict[str, Any]:
        """Return what the action takes."""
        values = self.values()
        values["other_names"] = (self.other_names.data or "").splitlines()
        return values

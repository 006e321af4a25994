"""The forms of those around a person."""

from typing import Any

from wtforms.validators import ValidationError

from caseflow.people.around.values import CHILD_FIELDS, HARM_FIELDS
from caseflow.people.choices import RELATIONSHIP_LABELS, Relationship
from caseflow.web.fields import Hidden, LongText, Radios, Select, Text, Tick
from caseflow.web.forms import BaseForm


class HarmForm(BaseForm):
    """Who is causing harm, as the person tells of them."""

    name = Text("Name", max=120)
    not_named = Tick("Not named")
    alias = Text("Other names", max=200)
    relationship = Select(
        "What they are to the person", Relationship, RELATIONSHIP_LABELS, empty="Not recorded"
    )
    born = Text("Birth date or age", max=60)
    address = LongText("Address or area", max=1_000)
    where_now = Text("Where they are now", max=300)
    works_where = Text("Where they work", max=300, hint="So that nobody is sent there by mistake")
    seen = Hidden()

    def validate_name(self, field: Any) -> None:
        """A name, or that none was given: one of the two is the answer."""
        if not field.data and not self.not_named.data:
            raise ValidationError("Enter the name, or tick “Not named”")
        if field.data and self.not_named.data:
            raise ValidationError("Untick “Not named”, or take the name out")

    def told(self) -> dict[str, Any]:
        """Return what the actions take."""
        values: dict[str, Any] = {name: self[name].data or "" for name in HARM_FIELDS}
        return {**values, "relationship": str(values["relationship"]), "named": not self.not_named.data}


class ChildForm(BaseForm):
    """One child."""

    name = Text("Name", max=120)
    born = Text("Birth date or age", max=60)
    sex = Radios("Sex", [("female", "Female"), ("male", "Male"), ("other", "Other")])
    where = Text("Where the child is now", max=300)
    note = LongText("Anything else", max=2_000)
    seen = Hidden()

    def told(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {name: self[name].data or "" for name in CHILD_FIELDS}

"""The find form."""

from uuid import UUID, uuid4

from caseflow.web.fields import Hidden, Text
from caseflow.web.forms import BaseForm

MOST = 200
SEPARATE = ("name", "birth", "phone", "email", "postcode", "reference")
"""The boxes for one thing each, beside the one that takes anything."""


class FindForm(BaseForm):
    """What is looked for: one free box as in the header, or a box for each."""

    q = Text(
        "Find",
        max=MOST,
        hint="Name, birth date or age, phone number, e-mail address, postcode or reference, in any order",
    )
    name = Text("Name", max=MOST, hint="Any part, in any order")
    birth = Text("Birth date or age", max=60, hint="Like 27/3/1990, March 1990 or 36")
    phone = Text("Phone number", max=MOST)
    email = Text("E-mail address", max=MOST)
    postcode = Text("Postcode", max=20, hint="Or its first half")
    reference = Text("Reference", max=20, hint="Like B7K-2MX")
    search = Hidden(default=lambda: uuid4().hex)
    """A random number for one search as it is typed: what it has shown is recorded once."""

    def words(self) -> dict[str, str]:
        """Return what was typed."""
        typed = {"text": self.q.data, **{name: self[name].data for name in SEPARATE}}
        return {name: value for name, value in typed.items() if value}

    def search_id(self) -> UUID:
        """Return the number of this search."""
        try:
            return UUID(self.search.data)
        except (TypeError, ValueError):
            return uuid4()


def boxes(words: dict[str, str]) -> dict[str, str]:
    """Return the boxes of the form for what was looked for before."""
    return {("q" if name == "text" else name): value for name, value in words.items()}

"""The find form."""

from caseflow.web.fields import Text
from caseflow.web.forms import BaseForm

MOST = 200


class FindForm(BaseForm):
    """What is looked for: one free box as in the header, or a box for each."""

    q = Text(
        "Find",
        max=MOST,
        hint="Name, birth date or age, phone number, e-mail address or reference, in any order",
    )
    name = Text("Name", max=MOST, hint="Any part, in any order")
    birth = Text("Birth date or age", max=60, hint="Like 27/3/1990, March 1990 or 36")
    phone = Text("Phone number or e-mail address", max=MOST)

    def words(self) -> dict[str, str]:
        """Return what was typed."""
        typed = {
            "text": self.q.data,
            "name": self.name.data,
            "birth": self.birth.data,
            "phone": self.phone.data,
        }
        return {name: value for name, value in typed.items() if value}


def boxes(words: dict[str, str]) -> dict[str, str]:
    """Return the boxes of the form for what was looked for before."""
    return {("q" if name == "text" else name): value for name, value in words.items()}

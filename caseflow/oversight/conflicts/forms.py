"""Forms of the safeguarding lead's decisions."""

from caseflow.oversight.conflicts.choices import CONFLICT_STATE_LABELS, ConflictState
from caseflow.people.apart.choices import LeadAnswer
from caseflow.web.fields import Hidden, LongText, Radios
from caseflow.web.forms import BaseForm


class ConflictForm(BaseForm):
    """What two records that meet are to each other."""

    state = Radios(
        "What is it?",
        [(one, words) for one, words in CONFLICT_STATE_LABELS.items() if one is not ConflictState.OPEN],
        required="Choose what it is",
    )
    note = LongText(
        "Why", hint="Sealed, and read by the safeguarding lead only", max=2000, required="Write why"
    )
    seen = Hidden()


class AnswerForm(BaseForm):
    """Whether a worker may go on."""

    answer = Radios(
        "May they go on?",
        [(LeadAnswer.ALLOWED, "Yes"), (LeadAnswer.REFUSED, "No: somebody else has to do it")],
        required="Choose yes or no",
    )
    note = LongText("Why", hint="Sealed; the worker is told the answer, not the reason", max=2000)

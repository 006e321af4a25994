"""The filters of the audit: sent by GET, for they hold codes only."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from caseflow.oversight.choices import SUBJECTS
from caseflow.oversight.trail.asked import BACK_LABELS, Back
from caseflow.web.fields import Select
from caseflow.web.forms import BaseForm


class TrailForm(BaseForm):
    """How far back, and what about."""

    class Meta:
        csrf = False

    back = Select("How far back", [(one.value, BACK_LABELS[one]) for one in Back])
    about = Select("What about", list(SUBJECTS.items()), empty="Everything")


def showing(given: Mapping[str, str]) -> TrailForm:
    """Return the filters as they are set."""
    return TrailForm(formdata=MultiDict(given))

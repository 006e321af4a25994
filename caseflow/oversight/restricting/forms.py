"""Forms of a restriction."""

from uuid import UUID

from caseflow.web.fields import LongText, Select
from caseflow.web.forms import BaseForm


class ReasonForm(BaseForm):
    """Why a record is restricted, or no longer."""

    reason = LongText("Why", required=True, hint="Sealed; read by the safeguarding lead only")


class ListForm(BaseForm):
    """One more user who may see the record."""

    user = Select("Who else may see it", coerce=UUID, required=True, empty="Choose somebody")

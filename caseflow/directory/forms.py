"""The form with which a service says what it has free."""

from __future__ import annotations

from caseflow.web.fields import Integer
from caseflow.web.forms import BaseForm


class AvailabilityForm(BaseForm):
    """Free places and the wait, as they are now."""

    free_places = Integer(
        "Free places now", hint="Leave empty if the service has no places.", least=0, most=999
    )
    waiting_days = Integer("How many days somebody waits now", least=0, most=999)

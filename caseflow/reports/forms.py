"""The filters of a report: sent by GET, for they hold codes only and nothing of a person."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from caseflow.reports.asked import FILTERS, Offers
from caseflow.web.fields import DatePart, Select
from caseflow.web.forms import BaseForm


class FilterForm(BaseForm):
    """Period, lines and filters in one row; a filter that this reader has not is not shown."""

    class Meta:
        csrf = False

    period = Select("Period", empty="")
    from_on = DatePart("From", past=True)
    until_on = DatePart("To")
    by = Select("By", empty="")
    element = Select("Element", empty="All")
    lot = Select("Lot", empty="All")
    service = Select("Service", empty="All")
    locality = Select("Locality", empty="All")
    risk = Select("Risk", empty="All")
    funder = Select("Funder", empty="All")

    @classmethod
    def showing(cls, given: Mapping[str, str], offers: Offers, faults: Mapping[str, str]) -> FilterForm:
        """Return the filters as they are set, with what was wrong beside them."""
        form = cls(formdata=MultiDict(given))
        for name in ("period", "by", *FILTERS):
            choices = offers.choices(name)
            if choices:
                form[name].offer(choices)
            else:
                del form[name]
        if not offers.own_days:
            del form.from_on, form.until_on
        form.refuse(dict(faults))
        return form


class CaseloadForm(BaseForm):
    """Whose caseload is looked at."""

    class Meta:
        csrf = False

    service = Select("Service", empty="All")

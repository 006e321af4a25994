"""England's bank holidays, from the dates that govuk-bank-holidays carries; nothing is fetched."""

from datetime import date
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays


@cache
def england() -> frozenset[date]:
    """Return every bank holiday of England and Wales that the installed library knows."""
    known = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(holiday["date"] for holiday in known)

"""Keep what is asked for a viewer: to build a predicate or a query anew each time takes longer than to answer it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

from sqlalchemy import BindParameter, Date, bindparam

from caseflow import clock
from caseflow.database import UtcDateTime

P = ParamSpec("P")
T = TypeVar("T")
KEPT = 512
"""How many are kept of each kind: the ones asked for last."""
AT_ONCE = timedelta(0)


def remembered(made: Callable[P, T]) -> Callable[P, T]:
    """Keep the predicate or query made for a viewer; it may depend on nothing else, so on no row and no clock."""
    return cast("Callable[P, T]", lru_cache(maxsize=KEPT)(made))


def moment(later: timedelta = AT_ONCE) -> BindParameter[datetime]:
    """Return the moment at which a query is asked, or one so much later: for queries that are kept."""
    return bindparam(None, callable_=lambda: clock.now() + later, type_=UtcDateTime(), unique=True)


def today(later: timedelta = AT_ONCE) -> BindParameter[date]:
    """Return the day on which a query is asked, or one so much later: for queries that are kept."""
    return bindparam(None, callable_=lambda: clock.today() + later, type_=Date(), unique=True)

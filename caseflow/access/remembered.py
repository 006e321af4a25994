"""Keep the predicates of a viewer: to build one anew for each query takes longer than the query."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar, cast

from sqlalchemy import BindParameter, bindparam

from caseflow import clock
from caseflow.access.viewer import Viewer
from caseflow.database import UtcDateTime

T = TypeVar("T")
VIEWERS = 512
"""How many viewers' predicates are kept: the ones asked for last."""


def remembered(predicate: Callable[[Viewer], T]) -> Callable[[Viewer], T]:
    """Keep what a predicate comes to for each viewer; it may depend on nothing else, so on no row and no clock."""
    return cast("Callable[[Viewer], T]", lru_cache(maxsize=VIEWERS)(predicate))


def at_asking() -> BindParameter[object]:
    """Return the moment at which a query is asked, for predicates that are kept: it is read each time anew."""
    return bindparam(None, callable_=lambda: clock.now(), type_=UtcDateTime(), unique=True)

"""Let go of what is kept for each viewer, where a proof changes what it was made from."""

from __future__ import annotations

import sys
from functools import _lru_cache_wrapper


def forget() -> None:
    """Have every predicate and query that is kept made anew when it is asked for next."""
    for name, module in list(sys.modules.items()):
        if name.startswith("caseflow."):
            for one in list(vars(module).values()):
                if isinstance(one, _lru_cache_wrapper):
                    one.cache_clear()

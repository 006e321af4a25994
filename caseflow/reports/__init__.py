"""Reports: what happened, in figures. Exact inside; rounded and suppressed for whoever is outside."""

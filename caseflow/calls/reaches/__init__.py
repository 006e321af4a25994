"""People to reach: referrals from professionals, contact attempts, stopped numbers, call-backs."""

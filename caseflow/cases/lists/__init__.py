"""Lists of cases with filters that stay."""

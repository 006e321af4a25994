"""By what one person is known to be another: names with births, numbers, addresses, in exact normal forms."""

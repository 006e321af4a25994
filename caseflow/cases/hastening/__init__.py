"""What cases owe is due sooner where the risk rose."""

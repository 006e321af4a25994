"""What a desk or a manager needs to know of cases."""

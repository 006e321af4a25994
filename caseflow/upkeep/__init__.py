"""Care of the installation itself: keys. Knows no person's content."""

"""What each worker carries now."""

"""The rows of many rooms, woven into one timeline."""

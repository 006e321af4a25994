"""Load an area pack into the directory."""

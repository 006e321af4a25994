"""Reviews that are late, found without reading all that is live."""

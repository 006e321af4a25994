"""One named item about a survivor, released to the other side: that text and its date, and nothing else of hers."""

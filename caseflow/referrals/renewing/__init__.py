"""Contact rules that changed after a packet was sent, carried into it before anybody rings."""

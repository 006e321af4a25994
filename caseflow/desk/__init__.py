"""The desk: what needs me now. Reads only."""

"""Refer a person: needs, services in order, questions, packet, agreement; then what to tell."""

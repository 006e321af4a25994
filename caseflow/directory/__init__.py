"""The directory: the area, its localities, organisations, services, contracts, clocks and questions."""

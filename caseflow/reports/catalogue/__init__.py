"""One file for each report; ``REPORTS`` in ``listed.py`` names them in the order of the page."""

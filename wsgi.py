"""The application, for servers and for the flask command."""

from caseflow import create_app

app = create_app()

"""The application, for servers and for the flask command."""

from caseflow.application import create_app

app = create_app()

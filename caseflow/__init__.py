"""caseflow: case management for the front door of domestic and sexual violence and abuse services.

The application is built in `caseflow.application`. Nothing is imported here, so that a process that needs one room
alone (such as the one that helps to open the names) loads no other.
"""

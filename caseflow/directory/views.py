"""Pages of the directory: services with what they have free now, and numbers for nights and weekends."""

from flask import Blueprint

bp = Blueprint("directory", __name__)

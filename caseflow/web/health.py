"""Is the service up? For machines; tells nothing about anyone."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from caseflow.database import db, end_reading

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """Answer ok when the database answers."""
    try:
        db.session.execute(text("select 1"))
    finally:
        end_reading()
    return jsonify(status="ok")


# The guard's mark for an open route; access is downstream of here, so it cannot be imported.
healthz.__caseflow_permission__ = "public"  # type: ignore[attr-defined]

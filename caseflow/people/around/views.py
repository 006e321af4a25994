"""Pages of those around a person."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.people import events
from caseflow.people.around import actions
from caseflow.people.around.forms import ChildForm, HarmForm
from caseflow.people.pages import queries as pages
from caseflow.people.queries import identity_bar
from caseflow.web.forms import BaseForm
from caseflow.web.render import Read, show

bp = Blueprint("around", __name__)


def _read(person_id: UUID) -> Read:
    return Read(current_viewer(), events.DETAILS_READ, "person", person_id, person_id=person_id)


def _back(person_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("people.details", person_id=person_id))


@bp.route("/people/<uuid:person_id>/harm/add", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def add_harm(person_id: UUID) -> ResponseReturnValue:
    """Add who is causing harm."""
    bar = identity_bar(current_viewer(), person_id)
    form = HarmForm()
    if form.validate_on_submit():
        with form.catching():
            actions.add_person_causing_harm(current_actor(), bar.person_id, **form.told())
            flash("Added to the record.", "success")
            return _back(bar.person_id)
    return show("people/harm.html", page=None, bar=bar, form=form, read=_read(bar.person_id))


@bp.route("/people/harm/<uuid:harm_id>", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def change_harm(harm_id: UUID) -> ResponseReturnValue:
    """Change what is known of who is causing harm."""
    page = pages.harm_page(current_viewer(), harm_id)
    form = HarmForm(data=page.values)
    if form.validate_on_submit():
        with form.catching():
            actions.change_person_causing_harm(current_actor(), harm_id, seen=form.seen.data, **form.told())
            flash("Saved.", "success")
            return _back(page.bar.person_id)
        form.seen.data = page.seen
    return show("people/harm.html", page=page, bar=page.bar, form=form, read=_read(page.bar.person_id))


@bp.route("/people/<uuid:person_id>/children/add", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def add_child(person_id: UUID) -> ResponseReturnValue:
    """Add a child."""
    bar = identity_bar(current_viewer(), person_id)
    form = ChildForm()
    if form.validate_on_submit():
        with form.catching():
            actions.add_child(current_actor(), bar.person_id, **form.told())
            flash("The child is added.", "success")
            return _back(bar.person_id)
    return show("people/child.html", page=None, bar=bar, form=form, child_id=None, read=_read(bar.person_id))


@bp.route("/people/children/<uuid:child_id>", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def change_child(child_id: UUID) -> ResponseReturnValue:
    """Change what is known of a child."""
    page = pages.child_page(current_viewer(), child_id)
    form = ChildForm(data=page.values)
    if form.validate_on_submit():
        with form.catching():
            actions.change_child(current_actor(), child_id, seen=form.seen.data, **form.told())
            flash("Saved.", "success")
            return _back(page.bar.person_id)
        form.seen.data = page.seen
    read = _read(page.bar.person_id)
    return show("people/child.html", page=page, bar=page.bar, form=form, child_id=child_id, read=read)


@bp.post("/people/children/<uuid:child_id>/remove")
@needs(P.PEOPLE_WRITE)
def remove_child(child_id: UUID) -> ResponseReturnValue:
    """Take a child off the record."""
    page = pages.child_page(current_viewer(), child_id)
    if BaseForm().validate_on_submit():
        actions.remove_child(current_actor(), child_id)
        flash("The child is taken off this record.", "success")
    return _back(page.bar.person_id)

"""Pages of safe contact."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.clock import today
from caseflow.people import events
from caseflow.people.choices import ContactKind
from caseflow.people.contact import actions
from caseflow.people.contact.forms import PointForm, StopForm, point_form
from caseflow.people.pages import queries as pages
from caseflow.people.queries import identity_bar
from caseflow.web.forms import BaseForm
from caseflow.web.render import Read, show

bp = Blueprint("contact", __name__)


@bp.get("/people/<uuid:person_id>/contact")
@needs(P.PEOPLE_READ)
def card(person_id: UUID) -> ResponseReturnValue:
    """Show the rules of safe contact, every value hidden."""
    viewer = current_viewer()
    page = pages.contact_page(viewer, person_id)
    shown = [point.id for point in page.card.points]
    read = Read(
        viewer, events.CONTACTS_READ, "person", page.bar.person_id, person_id=page.bar.person_id, shown=shown
    )
    return show("people/contact.html", page=page, read=read)


@bp.route("/people/<uuid:person_id>/contact/add/<any(phone,email,address):kind>", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def add(person_id: UUID, kind: str) -> ResponseReturnValue:
    """Add a number or an address with its rule."""
    bar = identity_bar(current_viewer(), person_id)
    form = point_form(ContactKind(kind))()
    if form.validate_on_submit():
        with form.catching():
            values = {**form.typed(), **_confirmed(form)}
            actions.add_contact_point(current_actor(), bar.person_id, kind=ContactKind(kind), **values)
            flash("The contact point is added.", "success")
            return redirect(url_for(".card", person_id=bar.person_id))
    read = Read(current_viewer(), events.CONTACTS_READ, "person", bar.person_id, person_id=bar.person_id)
    return show("people/contact_form.html", page=None, bar=bar, form=form, kind=ContactKind(kind), read=read)


@bp.post("/people/contact/<uuid:point_id>/reveal")
@needs(P.PEOPLE_READ)
def reveal(point_id: UUID) -> ResponseReturnValue:
    """Show one value, after a press that is recorded."""
    viewer = current_viewer()
    if not BaseForm().validate_on_submit():
        return redirect(url_for(".card", person_id=pages.point_page(viewer, point_id).bar.person_id))
    page = pages.revealed_page(viewer, point_id)
    read = Read(viewer, events.CONTACT_REVEALED, "contact_point", point_id, person_id=page.bar.person_id)
    return show("people/revealed.html", page=page, read=read)


@bp.get("/people/contact/<uuid:point_id>/reveal")
@needs(P.PEOPLE_READ)
def after_reveal(point_id: UUID) -> ResponseReturnValue:
    """Lead back to the rules: a value is shown after a press only, never by an address."""
    page = pages.point_page(current_viewer(), point_id)
    return redirect(url_for(".card", person_id=page.bar.person_id))


@bp.route("/people/contact/<uuid:point_id>", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def change(point_id: UUID) -> ResponseReturnValue:
    """Change a contact point and its rule."""
    viewer = current_viewer()
    page = pages.point_form_page(viewer, point_id)
    form = point_form(page.values["kind"])(data=page.values)
    if form.validate_on_submit():
        with form.catching():
            values = {**form.typed(), **_confirmed(form)}
            actions.change_contact_point(current_actor(), point_id, seen=form.seen.data, **values)
            flash("The contact point is changed.", "success")
            return redirect(url_for(".card", person_id=page.bar.person_id))
        form.seen.data = page.seen
    read = Read(viewer, events.CONTACT_REVEALED, "contact_point", point_id, person_id=page.bar.person_id)
    kind = page.values["kind"]
    return show("people/contact_form.html", page=page, bar=page.bar, form=form, kind=kind, read=read)


def _confirmed(form: PointForm) -> dict[str, object]:
    return {"confirmed_on": today()} if form.confirmed_now.data else {}


@bp.post("/people/contact/<uuid:point_id>/confirm")
@needs(P.PEOPLE_WRITE)
def confirm(point_id: UUID) -> ResponseReturnValue:
    """Record that the person said it is still safe."""
    page = pages.point_page(current_viewer(), point_id)
    if BaseForm().validate_on_submit():
        actions.confirm_contact(current_actor(), point_id)
        flash("Confirmed as still safe today.", "success")
    return redirect(url_for(".card", person_id=page.bar.person_id))


@bp.route("/people/contact/<uuid:point_id>/stop", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def stop(point_id: UUID) -> ResponseReturnValue:
    """Stop a contact point."""
    viewer = current_viewer()
    page = pages.point_page(viewer, point_id)
    form = StopForm()
    if form.validate_on_submit():
        with form.catching():
            actions.stop_contact_point(current_actor(), point_id, reason=form.reason.data)
            flash("It is stopped. Nobody may use it until a manager opens it again.", "success")
            return redirect(url_for(".card", person_id=page.bar.person_id))
    read = Read(viewer, events.CONTACTS_READ, "contact_point", point_id, person_id=page.bar.person_id)
    return show("people/stop.html", page=page, form=form, read=read)

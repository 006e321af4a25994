"""Pages of people: add one, see and change the details."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseflow.access.guard import current_actor, current_viewer, needs
from caseflow.access.policy import P
from caseflow.clock import today
from caseflow.directory.queries import locality_choices
from caseflow.people import actions, events, queries
from caseflow.people.apart import views as apart
from caseflow.people.around import views as around
from caseflow.people.choices import Section
from caseflow.people.contact import views as contact
from caseflow.people.details.forms import form_of
from caseflow.people.forms import AddForm, IdentityForm, begun
from caseflow.people.pages import queries as pages
from caseflow.people.pairs.actions import LIKELY, add_new_person
from caseflow.people.values import Found
from caseflow.web.render import Read, show

bp = Blueprint("people", __name__)
bp.register_blueprint(contact.bp)
bp.register_blueprint(around.bp)
bp.register_blueprint(apart.bp)


@bp.route("/people/add", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def add() -> ResponseReturnValue:
    """Add a person, once those who may be the same were looked at."""
    viewer = current_viewer()
    begin = "begin" in request.form
    form = AddForm(formdata=None, data=begun(request.form, today())) if begin else AddForm()
    form.offer_places(locality_choices(viewer))
    found = Found()
    if not begin and form.validate_on_submit():
        with form.catching():
            person_id = add_new_person(
                current_actor(), sought=form.sought(), not_these=form.refused(), **form.person()
            )
            flash("The person is added.", "success")
            return redirect(url_for(_next_page(form), person_id=person_id))
        found = queries.find_people(viewer, **form.sought(), limit=LIKELY)
    shown = [hit.person_id for hit in found.hits]
    read = Read(viewer, events.MATCHES_SHOWN, "person", shown=shown)
    return show("people/add.html", form=form, found=found, read=read)


def _next_page(form: AddForm) -> str:
    """A number comes without its rule, so the page where it is asked comes next."""
    return "people.contact.card" if form.phone.data else "dossier.person"


@bp.get("/people/<uuid:person_id>/details")
@needs(P.PEOPLE_READ)
def details(person_id: UUID) -> ResponseReturnValue:
    """Show a person's details."""
    page = pages.details_page(current_viewer(), person_id)
    return show("people/details.html", page=page, read=_read(page.bar.person_id))


def _read(person_id: UUID) -> Read:
    return Read(current_viewer(), events.DETAILS_READ, "person", person_id, person_id=person_id)


@bp.route("/people/<uuid:person_id>/details/names", methods=["GET", "POST"])
@needs(P.PEOPLE_WRITE)
def identity(person_id: UUID) -> ResponseReturnValue:
    """Change names, birth and places."""
    viewer = current_viewer()
    page = pages.identity_page(viewer, person_id)
    form = IdentityForm(data=page.values)
    form.offer_places(locality_choices(viewer))
    if form.validate_on_submit():
        with form.catching():
            actions.change_person(current_actor(), page.bar.person_id, **form.given_values())
            flash("Saved.", "success")
            return redirect(url_for(".details", person_id=page.bar.person_id))
        form.seen.data = page.seen
    return show("people/identity.html", page=page, form=form, read=_read(page.bar.person_id))


@bp.route(
    "/people/<uuid:person_id>/details/<any(language,access,circumstances,equality):part>",
    methods=["GET", "POST"],
)
@needs(P.PEOPLE_WRITE)
def section(person_id: UUID, part: str) -> ResponseReturnValue:
    """Change one section of the details."""
    page = pages.section_page(current_viewer(), person_id, Section(part))
    form = form_of(Section(part), page.years)(data=page.values)
    if form.validate_on_submit():
        with form.catching():
            actions.save_section(
                current_actor(), page.bar.person_id, Section(part), form.content(), seen=form.seen.data
            )
            flash("Saved.", "success")
            return redirect(url_for(".details", person_id=page.bar.person_id))
        form.seen.data = page.seen
    return show("people/section.html", page=page, form=form, part=part, read=_read(page.bar.person_id))

"""The form of the refer page: first the situation, then everything that is sent, grown from what routing says."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from caseflow.choices import Side
from caseflow.directory.choices import FIT_LABELS, Fit, Need, QuestionKind
from caseflow.directory.lines import QuestionLine
from caseflow.referrals.choices import (
    AGREEMENT_LABELS,
    BASIS_LABELS,
    PART_LABELS,
    Agreement,
    Basis,
    Part,
    StayElsewhere,
)
from caseflow.referrals.sending.page import USABLE, ElementGroup, ReferPage
from caseflow.referrals.sending.plan import Plan, parts_name, question_name
from caseflow.referrals.situation import Situation, Where
from caseflow.web.fields import (
    Checkboxes,
    DatePart,
    Hidden,
    Integer,
    LongText,
    Radios,
    Select,
    Text,
    YesNoUnknown,
)
from caseflow.web.forms import BaseForm

SENDS = "send"


class SituationForm(BaseForm):
    """What is needed, and where the person is and may not be."""

    needs = Checkboxes("What is needed?", required="Choose what is needed")
    stay = Select(
        "Where will the person stay in the coming weeks?",
        hint="Ask whether they have left for good. Routing goes by this place.",
        empty="Choose a place",
        required="Choose where the person will stay, or “not known”",
        called="Where the person will stay",
    )
    home = Select("Usual home", hint="Kept for counting.", empty="Not recorded")
    harm_locality = Select("Where is the person causing harm now?", empty="Not known")
    unsafe = Checkboxes("Areas that are not safe for the person")
    people = Integer("How many people need a home, the person included", least=1, most=20)
    fits = Checkboxes("The home must be able to take", Fit, FIT_LABELS)
    shown = Hidden()
    """The elements whose questions and parts the worker has seen: what is not there yet begins with its ticks."""

    def offer_places(self, page: ReferPage) -> None:
        """Offer the needs of the person's side and the places of the area."""
        self.needs.offer([(Need(code), words) for code, words in page.needs])
        self.stay.offer(page.places)
        self.home.offer(page.places)
        self.harm_locality.offer(page.localities)
        self.unsafe.offer(page.localities, None)

    def situation(self, begun: Situation) -> Situation:
        """Return the situation that was described, with what the record says of age, risk and side."""
        return Situation(
            needs=tuple(self.needs.data),
            on=begun.on,
            stay=_where(self.stay.data),
            home=_where(self.home.data),
            age=begun.age,
            risk=begun.risk,
            side=begun.side,
            harm_locality=UUID(self.harm_locality.data) if self.harm_locality.data else None,
            unsafe=frozenset(UUID(one) for one in self.unsafe.data),
            people=self.people.data or 1,
            fits=frozenset(self.fits.data),
        )


class SendForm(SituationForm):
    """Everything that is sent; the questions and parts of each element are added to it by `sending_form`."""

    services = Checkboxes("Send to", coerce=UUID)
    points = Checkboxes("Numbers and addresses that travel, each with its rule", coerce=UUID)
    summary = LongText(
        "Summary for the service",
        hint="What the service needs to know now, in a few lines. It goes into every packet.",
        max=5000,
    )
    agreement = Radios("Did the person agree to this?", Agreement, AGREEMENT_LABELS)
    basis = Radios("On what basis is it sent without agreement?", Basis, BASIS_LABELS)
    basis_detail = LongText("Why it is necessary and proportionate", max=2000)

    def plan(self, page: ReferPage) -> Plan:
        """Return what the worker decided."""
        return Plan(
            situation=page.situation,
            services=tuple(self.services.data),
            answers={
                group.element: {
                    one.code: self[question_name(group.element, one.code)].data for one in group.questions
                }
                for group in page.groups
            },
            parts={group.element: frozenset(self[parts_name(group.element)].data) for group in page.groups},
            points=frozenset(self.points.data),
            summary=self.summary.data or "",
            agreement=self.agreement.data,
            basis=self.basis.data,
            basis_detail=self.basis_detail.data or "",
            call_id=page.call_id,
            again_id=page.again.referral_id if page.again else None,
        )


def situation_form(page: ReferPage) -> SituationForm:
    """Return the form of the first look, begun with what is recorded."""
    form = SituationForm(data=_begun(page.situation))
    form.offer_places(page)
    return form


def sending_form(page: ReferPage) -> SendForm:
    """Return the form of the whole page, with a field for each question and each element's parts."""
    more: dict[str, Any] = {}
    for group in page.groups:
        more[parts_name(group.element)] = Checkboxes(
            f"Parts for {group.label}", [(part, _part_words(part, page.side)) for part in group.parts]
        )
        for line in group.questions:
            more[question_name(group.element, line.code)] = _field(line)
    made = type("SendForm", (SendForm,), more)
    form = cast(SendForm, made(data=_begun(page.situation)))
    form.offer_places(page)
    offers = page.answer.offers if page.answer else ()
    form.services.offer([(offer.team.id, offer.team.name) for offer in offers])
    form.points.offer([(point.id, point.words) for point in page.points])
    _tick(form, page)
    return form


def _part_words(part: Part, side: Side) -> str:
    """Return what a part is called; what a client said is to be read before it goes."""
    warned = part is Part.SAID and side is Side.PERPETRATOR
    return (
        f"{PART_LABELS[part]}. Read it first: it may tell of who is harmed" if warned else PART_LABELS[part]
    )


def _tick(form: SendForm, page: ReferPage) -> None:
    """Tick what goes unless it is left out, for elements that are on the page for the first time."""
    seen = set((form.shown.data or "").split(","))
    fresh = bool(page.points) and "points" not in seen
    if fresh:
        form.points.process_data([point.id for point in page.points if point.state in USABLE])
    for group in page.groups:
        if group.element not in seen:
            form[parts_name(group.element)].process_data(_known(group, page))
        elif fresh:
            # A first number that was added while the page was open could not be ticked or left out before.
            parts = form[parts_name(group.element)]
            parts.process_data([*parts.data, Part.CONTACT])
    points = ["points"] if page.points else []
    form.shown.data = ",".join([*points, *(group.element.value for group in page.groups)])


def _known(group: ElementGroup, page: ReferPage) -> list[Part]:
    known = page.known or {}
    return [part for part in group.parts if part in group.ticked and (part in known or part is Part.CONTACT)]


def _field(line: QuestionLine) -> Any:
    if line.kind is QuestionKind.LONG_TEXT:
        return LongText(line.label, hint=line.hint, max=5000)
    if line.kind is QuestionKind.YES_NO:
        return YesNoUnknown(line.label, hint=line.hint)
    if line.kind is QuestionKind.CHOICE:
        return Radios(line.label, line.options, hint=line.hint)
    if line.kind is QuestionKind.CHOICES:
        return Checkboxes(line.label, line.options, hint=line.hint)
    if line.kind is QuestionKind.DATE:
        return DatePart(line.label, hint=line.hint)
    return Text(line.label, hint=line.hint, max=300)


def _begun(situation: Situation) -> dict[str, Any]:
    return {
        "needs": list(situation.needs),
        # Whether it is not known, or was not asked, the worker says: it is no answer to begin with.
        "stay": "" if situation.stay is StayElsewhere.UNKNOWN else str(situation.stay),
        "home": "" if situation.home is StayElsewhere.UNKNOWN else str(situation.home),
        "people": situation.people,
    }


def _where(chosen: str | None) -> Where:
    if not chosen:
        return StayElsewhere.UNKNOWN
    return StayElsewhere(chosen) if chosen in list(StayElsewhere) else UUID(chosen)

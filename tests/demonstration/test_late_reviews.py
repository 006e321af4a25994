"""Reviews that are late, walked from both ends: the same as found by reading every case there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from caseflow import clock
from caseflow.access.keys_first import first_ids
from caseflow.cases.feeds.queries import COUNTED, overdue_reviews
from caseflow.cases.feeds.reviews.queries import late_reviews
from caseflow.cases.models import Case
from caseflow.choices import DANGEROUS, Side
from caseflow.database import db, end_reading
from caseflow.people.models import Person
from tests.seen import find_viewer


def all_of_them(viewer):
    """Return the late reviews of a scope, read plainly: who is in danger first, then the longest overdue."""
    people = {row.id: row for row in db.session.scalars(select(Person))}
    found = []
    for row in db.session.scalars(select(Case).where(Case.is_live.is_(True), Case.side == Side.SURVIVOR)):
        person = people[people[row.person_id].merged_into_id or row.person_id]
        days = [one for one in (row.review_due_on, person.review_due_on) if one]
        late = [one for one in days if one < clock.today()]
        if late and (viewer.area_wide or row.service_id == viewer.service_id):
            found.append((person.risk_level not in DANGEROUS, min(late), row.id))
    return [(day, one) for _danger, day, one in sorted(found, key=lambda line: (*line[:2], line[2].hex))]


def change():
    """Let all plans or risks be late, and merge somebody with a case into somebody whose risk is late."""
    cases, people = Case.__table__, Person.__table__
    live = db.session.execute(select(cases.c.id, cases.c.person_id).where(cases.c.is_live.is_(True))).all()
    nobody = select(people.c.id).where(people.c.side == Side.SURVIVOR, people.c.open_cases == 0).limit(1)
    whole = db.session.scalars(nobody).one()
    end_reading()
    with db.engine.begin() as connection:
        for number, (case_id, person_id) in enumerate(live):
            day = clock.today() - timedelta(days=1 + number % 40)
            if number % 2:
                connection.execute(update(cases).where(cases.c.id == case_id).values(review_due_on=day))
            else:
                connection.execute(update(people).where(people.c.id == person_id).values(review_due_on=day))
        ago = clock.today() - timedelta(days=400)
        connection.execute(update(people).where(people.c.id == whole).values(open_cases=1, review_due_on=ago))
        connection.execute(
            update(people).where(people.c.id == live[0].person_id).values(merged_into_id=whole)
        )


@pytest.mark.parametrize("who", ["carol.helpline", "grace.county"])
def test_they_are_the_same_and_in_the_same_order(demo_app, who):
    viewer = find_viewer(demo_app, who)
    with demo_app.app_context():
        change()
        days = all_of_them(viewer)
        expected = [one for _day, one in days]
        assert len(expected) > 3
        assert first_ids(late_reviews(viewer, 1000), 1000) == (expected, False)
        assert first_ids(late_reviews(viewer, 3), 3) == (expected[:3], True)
        found = overdue_reviews(viewer)
        assert [(day, line.case_id) for day, line in found] == days[:10]
        assert (found.total, found.beyond) == (min(len(expected), COUNTED), len(expected) > COUNTED)
        end_reading()

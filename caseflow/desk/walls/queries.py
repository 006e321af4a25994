"""Rows of a desk about the walls: answers of the safeguarding lead, decisions that wait, opened records."""

from collections.abc import Iterator

from caseflow.access.viewer import Viewer
from caseflow.desk.order import Group, Row
from caseflow.oversight.alerts.queries import passed_alerts, waiting_alerts
from caseflow.oversight.conflicts.queries import open_conflicts
from caseflow.oversight.glass.queries import breaks_to_answer, breaks_to_review
from caseflow.oversight.releases.queries import unread_items, waiting_releases
from caseflow.people.apart.choices import LeadAnswer
from caseflow.people.apart.queries import own_questions, waiting_questions


def wall_rows(viewer: Viewer) -> list[Row]:
    """Return what the walls hold up for this viewer; nothing of why stands in it."""
    return [*_alerts(viewer), *_asked(viewer), *_deciding(viewer), *_opened(viewer)]


def _alerts(viewer: Viewer) -> Iterator[Row]:
    for one in passed_alerts(viewer):
        yield Row(
            Group.ALERT,
            f"Risk alert: {one.words[0].lower()}{one.words[1:]}",
            one.known_as,
            "Open",
            "oversight.alerts.passed",
            "alert_id",
            one.alert_id,
            reference=one.reference,
            since_at=one.passed_at,
            urgent=True,
        )
    for item in unread_items(viewer):
        yield Row(
            Group.ALERT,
            f"Released to a record: {item.words[0].lower()}{item.words[1:]}",
            item.known_as,
            "Open",
            "oversight.releases.item",
            "item_id",
            item.item_id,
            reference=item.reference,
            since_at=item.released_at,
            held_by_nobody=True,
        )
    for waiting in waiting_alerts(viewer):
        yield Row(
            Group.WALL,
            "Risk alert with nobody to tell yet",
            waiting.reference,
            "Look",
            "oversight.conflicts.walls",
            "alert",
            waiting.alert_id,
            due_at=waiting.due_at,
            detail=waiting.words,
        )


def _asked(viewer: Viewer) -> Iterator[Row]:
    for one in own_questions(viewer):
        waits = one.answer is LeadAnswer.WAITING
        yield Row(
            Group.LEAD,
            "This needs the safeguarding lead first" if waits else one.answer_words,
            one.reference,
            "Open",
            "people.apart.question",
            "question_id",
            one.question_id,
            due_at=one.due_at if waits else None,
            since_at=one.asked_at,
            detail=one.step_words,
        )


def _deciding(viewer: Viewer) -> Iterator[Row]:
    for asked in waiting_questions(viewer):
        yield Row(
            Group.WALL,
            f"Needs you first: {asked.step_words.lower()}",
            asked.reference,
            "Decide",
            "oversight.conflicts.question",
            "question_id",
            asked.question_id,
            due_at=asked.due_at,
            detail=f"Asked by {asked.asked_by}",
        )
    for release in waiting_releases(viewer):
        yield Row(
            Group.WALL,
            "Needs you first: release one item",
            release.reference,
            "Decide",
            "oversight.releases.decide",
            "release_id",
            release.release_id,
            due_at=release.due_at,
            detail=f"Asked by {release.asked_by}",
        )
    for met in open_conflicts(viewer):
        yield Row(
            Group.WALL,
            met.meeting_words,
            ", ".join(half.reference for half in met.halves),
            "Look",
            "oversight.conflicts.one",
            "conflict_id",
            met.conflict_id,
            due_at=met.due_at,
        )


def _opened(viewer: Viewer) -> Iterator[Row]:
    for one in breaks_to_review(viewer):
        yield Row(
            Group.GLASS,
            "A restricted record was opened: review it",
            one.reference,
            "Review",
            "oversight.glass.one",
            "glass_id",
            one.glass_id,
            due_at=one.review_due_at,
            detail=f"Opened by {one.who}",
        )
    for one in breaks_to_answer(viewer):
        yield Row(
            Group.GLASS,
            "You are asked about a restricted record that you opened",
            one.reference,
            "Answer",
            "oversight.glass.one",
            "glass_id",
            one.glass_id,
            due_at=one.review_due_at,
        )

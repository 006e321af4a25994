"""A manager who leaves: her access ends at once, and what she held goes to others who are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from caseflow import clock
from caseflow.access.policy import Role
from caseflow.access.viewer import System
from caseflow.cases.actions import add_task
from caseflow.directory.queries import service_by_code
from caseflow.staff.actions import give_role
from tests.cases.conftest import opened, referred, row, within

__all__ = ["opened", "referred", "row", "within"]
TESTS = System("tests")
pytestmark = pytest.mark.script(True)


@pytest.fixture
def app(site):
    """Furnish the site that the browser sees."""
    return site.app


def end_account(admin):
    """Say of the user on the page that she has left."""
    admin.get_by_text("This user has left").click()
    admin.get_by_role("button", name="End this account").click()
    expect(admin.get_by_text("The user can no longer sign in.")).to_be_visible()


def test_a_manager_leaves_and_what_she_held_is_moved(
    new_page, app, sign_in, viewer, opened, within, axe, picture
):
    cases = [opened(by="mona"), opened(by="mona")]
    within(
        add_task, viewer("mona"), cases[0][1], title="Ring the school", due_on=clock.today() + timedelta(3)
    )
    manager, admin, successor, worker = (new_page() for _ in range(4))
    sign_in(manager, "mona")
    manager.goto("/cases")
    expect(manager.get_by_role("link", name="Testina").first).to_be_visible()
    sign_in(admin, "adam")
    admin.goto(f"/users/{viewer('mona').user_id}")
    end_account(admin)
    manager.goto(f"/cases/{cases[0][1]}")
    expect(manager.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Testina" not in manager.content()
    place = within(service_by_code, TESTS, "b1")
    within(give_role, TESTS, viewer("bella").user_id, role=Role.SERVICE_MANAGER, service_id=place)
    sign_in(successor, "bella")
    expect(successor.get_by_text("Has left, and holds work", exact=True)).to_be_visible()
    successor.get_by_role("link", name="Move it").click()
    expect(successor.get_by_role("heading", name="What Mona Testbury holds here")).to_be_visible()
    picture(successor, "leaving-held")
    assert axe(successor) == []
    successor.get_by_role("button", name="Move all").click()
    expect(successor.get_by_role("link", name="Choose who takes it")).to_be_visible()
    successor.get_by_label("Move to").select_option("Bruno Testford")
    successor.get_by_role("button", name="Move all").click()
    expect(successor.get_by_text("holds nothing here")).to_be_visible()
    successor.goto("/team/held")
    picture(successor, "leaving-team")
    assert axe(successor) == []
    sign_in(worker, "bruno")
    expect(worker.get_by_text("Given to you by Bella Testford", exact=True)).to_be_visible()
    picture(worker, "leaving-told")
    worker.get_by_role("link", name="See it").click()
    expect(worker.get_by_role("rowheader", name="Testina")).to_have_count(2)
    picture(worker, "leaving-given")
    assert axe(worker) == []
    worker.get_by_role("button", name="I have read this").click()
    expect(worker.get_by_text("Given to you by")).to_have_count(0)
    worker.goto("/cases")
    expect(worker.get_by_role("link", name="Testina")).to_have_count(2)

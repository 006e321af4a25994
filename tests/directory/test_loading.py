"""Loading an area: whole or not at all, again without doubling, changed with dates; on both databases."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.access.viewer import System
from caseflow.database import db, end_reading
from caseflow.directory.actions import load_area, mark_installation, update_availability
from caseflow.directory.areas import llr_text
from caseflow.directory.models import Area, Contract, Coverage, Installation, Locality, Question, Service
from caseflow.directory.pack import read
from caseflow.directory.queries import service_by_code
from caseflow.directory.snapshots.queries import directory_snapshot
from caseflow.errors import Invalid, Unknown

ACTOR = System("tests")
LLR = llr_text()


def counts() -> list[int]:
    tables = sorted(db.metadata.tables)
    found = [
        db.session.scalar(select(func.count()).select_from(db.metadata.tables[name])) or 0
        for name in tables
        if not name.startswith(("audit", "one_time"))
    ]
    end_reading()
    return found


def test_loading_twice_changes_nothing(empty_app: Flask) -> None:
    with empty_app.app_context():
        first = load_area(ACTOR, read(LLR))
        once = counts()
        assert load_area(ACTOR, read(LLR)) == first
        assert counts() == once
        snapshot = directory_snapshot(ACTOR, date(2026, 11, 23))
        assert len(snapshot.places) == 9 and len(snapshot.teams) == len(read(LLR).services)


def test_a_coverage_that_goes_ends_and_stays_in_history(empty_app: Flask) -> None:
    with empty_app.app_context():
        load_area(ACTOR, read(LLR))
        moved = LLR.replace(
            'localities = ["E06000016"]\nfrom = 2022-04-01', 'localities = ["E06000016"]\nfrom = 2027-04-01'
        )
        load_area(ACTOR, read(moved))
        city = service_by_code(ACTOR, "b2")
        rows = db.session.scalars(
            select(Coverage).where(Coverage.service_id == city).order_by(Coverage.from_on)
        ).all()
        assert [row.from_on for row in rows] == [date(2022, 4, 1), date(2027, 4, 1)]
        assert rows[0].until_on is not None and rows[0].until_on < date.today()
        assert rows[1].until_on is None
        end_reading()
        load_area(ACTOR, read(LLR))
        rows = db.session.scalars(select(Coverage).where(Coverage.service_id == city)).all()
        assert [(row.from_on, row.until_on) for row in rows] == [(date(2022, 4, 1), None)]


def test_a_service_that_goes_closes_with_its_contracts_and_keeps_its_rows(empty_app: Flask) -> None:
    with empty_app.app_context():
        load_area(ACTOR, read(LLR))
        blocks = LLR.split("[[service]]")
        without = "[[service]]".join(block for block in blocks if 'code = "e_young"' not in block)
        load_area(ACTOR, read(without))
        gone = db.session.get(Service, service_by_code(ACTOR, "e_young"))
        assert gone is not None and gone.until_on is not None and gone.until_on < date.today()
        covers = db.session.scalars(select(Coverage).where(Coverage.service_id == gone.id)).all()
        assert len(covers) == 9 and all(row.until_on for row in covers)


def test_names_shares_and_questions_follow_the_pack(empty_app: Flask) -> None:
    with empty_app.app_context():
        load_area(ACTOR, read(LLR))
        changed = LLR.replace("share = 92", "share = 90").replace("share = 8\n", "share = 10\n")
        changed = changed.replace('code = "pets"\nlabel = "Pets"', 'code = "animals"\nlabel = "Animals"')
        load_area(ACTOR, read(changed))
        b1 = service_by_code(ACTOR, "b1")
        shares = db.session.scalars(select(Contract.share).where(Contract.service_id == b1)).all()
        assert sorted(shares) == [10, 90]
        pets = {row.code: row.retired for row in db.session.scalars(select(Question))}
        assert pets["pets"] is True and pets["animals"] is False


def test_live_figures_survive_a_load(empty_app: Flask) -> None:
    with empty_app.app_context():
        load_area(ACTOR, read(LLR))
        d1 = service_by_code(ACTOR, "d1")
        update_availability(ACTOR, d1, free_places=2, waiting_days=None)
        load_area(ACTOR, read(LLR))
        service = db.session.get(Service, d1)
        assert service is not None and service.free_places == 2 and service.checked_at is not None


def test_a_locality_of_another_area_stops_the_whole_load(empty_app: Flask) -> None:
    with empty_app.app_context():
        load_area(ACTOR, read(LLR))
        before = counts()
        other = LLR.replace('code = "llr"', 'code = "other"', 1)
        with pytest.raises(Invalid):
            load_area(ACTOR, read(other))
        assert counts() == before
        assert db.session.scalars(select(Area.code)).all() == ["llr"]


def test_the_command_says_every_fault_and_changes_nothing(empty_app: Flask, tmp_path) -> None:
    runner = empty_app.test_cli_runner()
    broken = tmp_path / "broken.toml"
    broken.write_text(
        LLR.replace("share = 92", "share = 95").replace('lot = "1"', 'lot = "9"', 1), encoding="utf-8"
    )
    answer = runner.invoke(args=["area", "load", str(broken)])
    assert answer.exit_code == 1
    assert "service 'b1', lot: must be one of 1, 2" in answer.output
    assert "the shares on 2022-04-01 add up to 103" in answer.output
    assert "2 faults in broken.toml. Nothing was changed." in answer.output
    with empty_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Locality)) == 0
        end_reading()
    good = tmp_path / "llr.toml"
    good.write_text(LLR, encoding="utf-8")
    answer = runner.invoke(args=["area", "load", str(good)])
    assert answer.exit_code == 0 and "9 localities, 17 services" in answer.output
    with empty_app.app_context():
        marked = db.session.scalars(select(Installation)).one()
        assert marked.demonstration is False and marked.area_id is not None
        end_reading()


def test_only_someone_of_the_service_says_what_it_has_free(app: Flask, viewer) -> None:
    dina, bella = viewer("dina"), viewer("bella")
    with app.app_context():
        d1 = service_by_code(ACTOR, "d1")
        end_reading()
        update_availability(dina, d1, free_places=1, waiting_days=0)
        with pytest.raises(Unknown):
            update_availability(bella, d1, free_places=9, waiting_days=0)
        with pytest.raises(Invalid):
            update_availability(dina, d1, free_places=-1, waiting_days=0)
        service = db.session.get(Service, d1)
        assert service is not None and service.free_places == 1
        end_reading()
        with pytest.raises(Unknown):
            mark_installation(ACTOR, d1, demonstration=True)

"""Anchors by themselves: signed, one behind the other, and what they hold a chain to after a restore."""

from __future__ import annotations

from dataclasses import replace

from caseflow.audit.anchors import FIRST, HEAD, REANCHORED, Anchor, Standing, chain_name, parse, stand

SECRET = b"s" * 32
CHAIN = chain_name(SECRET)


def at(position: int, kind: str = HEAD, why: str = "due", digest: str = "") -> Anchor:
    when = f"2026-11-01T00:{position % 60:02}:00Z"
    return Anchor(CHAIN, kind, why, when, position, digest or f"{position:064x}", 1)


def written(*anchors: Anchor) -> list[str]:
    lines, before = [], FIRST
    for anchor in anchors:
        signed = anchor.signed(SECRET, before)
        before = signed.mark[:16]
        lines.append(signed.line + "\n")
    return lines


def read(lines: list[str], copies: list[str] | None = None) -> Standing:
    return stand(lines, copies or [], CHAIN, lambda _generation: SECRET)


def test_a_line_is_read_as_it_was_written():
    signed = at(7).signed(SECRET, FIRST)
    assert parse(f"Nov  1 00:07:00 host caseflow: {signed.line}\n") == signed
    assert signed.holds(SECRET) and not signed.holds(b"t" * 32)
    assert not replace(signed, position=6).holds(SECRET)
    assert parse("something else") is None


def test_anchors_say_which_digest_belongs_to_which_row():
    standing = read(written(at(3), at(9), at(9), at(7)))
    assert (standing.furthest, sorted(standing.wanted), standing.fault) == (9, [3, 7, 9], "")


def test_a_changed_line_is_a_fault():
    lines = written(at(3), at(9))
    assert "was changed" in read([lines[0].replace("position=3", "position=2"), lines[1]]).fault


def test_a_line_taken_out_or_put_elsewhere_is_a_fault():
    lines = written(at(3), at(5), at(9))
    assert "is missing" in read([lines[0], lines[2]]).fault
    assert "is missing" in read([lines[1], lines[0], lines[2]]).fault
    assert read(lines[1:]).fault == "", "old months may be put away"


def test_a_line_torn_by_a_crash_is_no_fault():
    first, second = written(at(3), at(9))
    assert read([first, second[:100] + "\n", second]).fault == ""


def test_two_anchors_that_differ_are_a_fault():
    assert "differ about row 9" in read(written(at(9), at(9, digest="f" * 64))).fault


def test_another_installations_lines_are_not_ours():
    others = [line.replace(CHAIN, "0123456789abcdef") for line in written(at(99))]
    assert read([*others, *written(at(3))]).furthest == 3


def test_a_restore_gives_up_what_came_after_it_and_nothing_before():
    standing = read(written(at(3), at(20), at(12, REANCHORED, "restored"), at(13)))
    assert sorted(standing.wanted) == [3, 12, 13]
    assert [(one.first, one.last, one.why) for one in standing.given_up] == [(13, 20, "restored")]


def test_nobody_without_the_secret_can_give_rows_up():
    forged = at(12, REANCHORED, "restored").signed(b"t" * 32, FIRST).line
    standing = read([*written(at(3), at(20)), forged])
    assert standing.furthest == 20 and standing.fault


def test_a_copy_kept_elsewhere_holds_the_chain_where_the_file_was_cut():
    lines = written(at(3), at(20))
    assert read(lines[:1], [lines[1]]).furthest == 20
    assert "copy" in read(lines[:1], [lines[1].replace("position=20", "position=21")]).fault


def test_a_copy_from_before_a_restore_does_not_hold_what_was_given_up():
    restored = replace(at(12, REANCHORED, "restored"), at="2026-11-02T00:00:00Z")
    lines = written(at(3), at(20), restored, at(13))
    assert sorted(read(lines, [lines[1]]).wanted) == [3, 12, 13]

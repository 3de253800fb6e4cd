"""What people recorded: read, changed, brought back, and never silently dropped."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portplanner.catalogue.load import load
from portplanner.checklist.meaning import meaning
from portplanner.checklist.model import Port
from portplanner.checklist.resolve import resolve
from portplanner.checklist.status import (
    Progress,
    Recorded,
    Statuses,
    iso_date,
    merge,
    rows,
    status_of,
    with_status,
)
from portplanner.plan.change import with_choice
from portplanner.plan.model import Item, Plan, State
from portplanner.plan.read import parse
from portplanner.plan.write import dump
from tests.export import samples
from tests.plan.plans import TEXTS

LISTED = samples.checklist()
MOVED = replace(LISTED, flows=(replace(LISTED.flows[0], ports=(Port(2525, "tcp"),)), *LISTED.flows[1:]))
IDS = [row.id for row in rows(LISTED)]
NOW = meaning(LISTED.flows[0])


def item(plan: Plan, id: str = "in-25") -> Item:
    return status_of(LISTED, plan).of(id)


def test_nothing_recorded_is_everything_open() -> None:
    statuses = status_of(LISTED, Plan())
    assert statuses.of("in-25") == Item(id="in-25")
    assert statuses.total == Progress(total=len(IDS))
    assert statuses.total.open == len(IDS)


def test_a_row_is_done_and_counted_in_its_section() -> None:
    plan = with_status(Plan(), LISTED, "in-25", state="done", owner="Lin")
    plan = with_status(plan, LISTED, "mx", state="not-needed")
    statuses = status_of(LISTED, plan)
    assert statuses.progress["flows"] == Progress(done=1, total=4)
    assert statuses.progress["dns"] == Progress(not_needed=1, total=1)
    assert statuses.of("in-25") == Item(id="in-25", state="done", owner="Lin", meaning=NOW)


def test_a_row_that_means_something_else_now_is_changed_and_not_done() -> None:
    plan = with_status(Plan(), LISTED, "in-25", state="done")
    statuses = status_of(MOVED, plan)
    assert statuses.changed == {"in-25"}
    assert statuses.progress["flows"] == Progress(changed=1, total=4)
    assert statuses.of("in-25").state == "done"  # what people said stays


def test_writing_an_owner_does_not_confirm_a_changed_row_but_its_state_does() -> None:
    plan = with_status(Plan(), LISTED, "in-25", state="done")
    plan = with_status(plan, MOVED, "in-25", owner="Lin")
    assert status_of(MOVED, plan).changed
    plan = with_status(plan, MOVED, "in-25", state="done")
    assert not status_of(MOVED, plan).changed


def test_a_record_without_a_meaning_counts_as_it_says() -> None:
    plan = Plan(items=(Item(id="in-25", state="done"),))
    assert status_of(MOVED, plan).progress["flows"].done == 1


def test_a_record_whose_row_is_gone_is_listed_and_stays() -> None:
    gone = Item(id="no-such-row", state="done", owner="Lin")
    plan = with_status(Plan(items=(gone,)), LISTED, "in-25", owner="Wu")
    assert status_of(LISTED, plan).gone == (gone,)
    assert plan.items[0] == gone
    plan = with_status(plan, LISTED, "no-such-row", state="open", owner="")
    assert status_of(LISTED, plan).gone == ()


def test_an_empty_record_leaves_the_plan() -> None:
    plan = with_status(Plan(), LISTED, "in-25", state="done", remark="x")
    plan = with_status(plan, LISTED, "in-25", state="open", remark="")
    assert plan == Plan()


def test_nothing_new_is_the_same_plan() -> None:
    plan = with_status(Plan(), LISTED, "in-25", owner="Lin")
    assert with_status(plan, LISTED, "in-25", owner="Lin") is plan


@pytest.mark.parametrize(
    "changes", [{"state": "maybe"}, {"owner": "x" * 256}, {"owner": "\ud800"}, {"meaning": "x"}]
)
def test_what_a_plan_cannot_hold_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(changes))):
        with_status(Plan(), LISTED, "in-25", **changes)


def test_an_unknown_row_is_refused() -> None:
    with pytest.raises(KeyError):
        with_status(Plan(), LISTED, "no-such-row", state="done")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(IDS),
            st.fixed_dictionaries(
                {},
                optional={
                    "state": st.sampled_from(get_args(State)),
                    **dict.fromkeys(("owner", "date", "ticket", "remark"), TEXTS),
                },
            ),
        ),
        max_size=6,
    )
)
def test_records_go_through_a_plan_file_and_its_comments_stay(
    changes: list[tuple[str, dict[str, str]]],
) -> None:
    original = (
        'format = 1 # one\n\n# Lin knows\n[[item]] # two\nid = "in-25"\nowner = "Lin" # three\n\n'
        '# was here before\n[[item]]\nid = "gone" # four\nstate = "done"\n'
    )
    plan = parse(original, "").plan
    for id, fields in changes:
        plan = with_status(plan, LISTED, id, **fields)
    text = dump(plan, original)
    assert parse(text, "").plan == plan
    for comment in ("# one", "# was here before", "# four"):
        assert comment in text
    if any(item.id == "in-25" for item in plan.items):
        assert "# Lin knows\n[[item]] # two" in text
    counted = status_of(LISTED, plan).total
    assert counted.open + counted.done + counted.not_needed + counted.changed == counted.total


def test_changing_the_plan_changes_the_meaning_of_the_rows_it_touches() -> None:
    catalogue = load("2013")
    plan = with_choice(Plan(), "clients.imap4", (143, 993))
    listed = resolve(catalogue, plan)
    for row in rows(listed):
        plan = with_status(plan, listed, row.id, state="done")
    assert status_of(listed, plan).total == Progress(done=len(plan.items), total=len(plan.items))
    plan = with_choice(plan, "clients.imap4", (993,))
    assert status_of(resolve(catalogue, plan), plan).changed == {"cli-imap4-143-993"}
    plan = with_choice(plan, "clients.imap4", ())
    assert "cli-imap4-143-993" in {item.id for item in status_of(resolve(catalogue, plan), plan).gone}


# What comes back ---------------------------------------------------------------------------------


def test_what_was_said_is_taken_and_the_rest_stays() -> None:
    plan = with_status(Plan(), LISTED, "in-25", owner="Lin", remark="see mail")
    said = Recorded("in-25", state="done", date="2026/1/2", remark="", meaning=NOW)
    new, report = merge(plan, LISTED, [said])
    assert item(new) == Item(id="in-25", state="done", owner="Lin", date="2026-01-02", meaning=NOW)
    assert (report.updated, report.unknown, report.changed, report.refused) == (("in-25",), (), (), ())


def test_the_same_file_once_more_changes_nothing() -> None:
    said = [Recorded("in-25", state="done", owner="Lin", meaning=NOW)]
    once, _ = merge(Plan(), LISTED, said)
    twice, report = merge(once, LISTED, said)
    assert twice is once
    assert report.updated == ()


def test_a_row_that_changed_since_the_file_was_made_is_said_to_have() -> None:
    new, report = merge(Plan(), MOVED, [Recorded("in-25", state="done", meaning=NOW)])
    assert (report.updated, report.changed) == (("in-25",), ("in-25",))
    assert status_of(MOVED, new).changed == {"in-25"}


def test_an_older_file_does_not_undo_a_newer_confirmation() -> None:
    plan = with_status(Plan(), MOVED, "in-25", state="done")
    new, report = merge(plan, MOVED, [Recorded("in-25", state="done", owner="Lin", meaning=NOW)])
    assert not status_of(MOVED, new).changed
    assert report.updated == ("in-25",)


def test_unknown_rows_are_told_where_something_was_said() -> None:
    said = [Recorded("x", state="done"), Recorded("y", owner=""), Recorded("z", remark="r")]
    new, report = merge(Plan(), LISTED, said)
    assert new == Plan()
    assert report.unknown == ("x", "z")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Recorded("in-25", owner="x" * 256), "too-long"),
        (Recorded("in-25", remark="x" * 10_001), "too-long"),
        (Recorded("in-25", owner="\ud800"), "text"),
        (Recorded("in-25", date="2026-02-30"), "date"),
        (Recorded("in-25", date="1/2/2026"), "date"),
        (Recorded("in-25", state="perhaps"), "state"),
    ],
)
def test_what_a_plan_cannot_hold_is_told_and_the_rest_taken(said: Recorded, why: str) -> None:
    new, report = merge(Plan(), LISTED, [replace(said, ticket="T1")])
    assert item(new) == Item(id="in-25", ticket="T1")
    assert [refused.why for refused in report.refused] == [why]


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026/1/2", "2026-01-02"),
        ("20.11.2026", "2026-11-20"),
        ("2026年1月2日", "2026-01-02"),
        ("2026-13-01", None),
        ("tomorrow", None),
        ("1/2/2026", None),
        ("２０２６-01-02", None),
    ],
)
def test_dates_that_can_be_read_in_one_way_are(typed: str, date: str | None) -> None:
    assert iso_date(typed) == date


@given(st.lists(st.builds(Recorded, id=st.sampled_from([*IDS, "?"]), state=TEXTS, owner=TEXTS, date=TEXTS)))
def test_a_merged_plan_can_always_be_written_and_read(said: list[Recorded]) -> None:
    new, _ = merge(Plan(), LISTED, said)
    assert parse(dump(new), "").plan == new
    assert isinstance(status_of(LISTED, new), Statuses)

"""A plan that is written and read again is the same plan, and what people wrote around it stays."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from portplanner.errors import CouldNot
from portplanner.plan.change import with_choice
from portplanner.plan.check import same_name
from portplanner.plan.model import Item, Plan, Server, Site
from portplanner.plan.new import examples, starting_plan
from portplanner.plan.problem import PlanErrors
from portplanner.plan.read import parse, read
from portplanner.plan.write import dump, save
from portplanner.values import validated
from tests.hostile_names import NAMES, shortly
from tests.plan.plans import plans

EXAMPLE = starting_plan("contoso-edge")
SERVER = '[[server]]\nname = "{}"\nroles = ["mailbox"]\n'


def plan_in(text: str) -> Plan:
    return parse(text, "p.toml").plan


def server(name: str) -> Server:
    return Server(name=name, roles=("mailbox",))


@given(plans())
def test_a_plan_comes_back_as_it_was(plan: Plan) -> None:
    assert plan_in(dump(plan)) == plan


@given(plans())
def test_tomlkit_reads_the_same(plan: Plan) -> None:
    text = dump(plan)
    assert tomlkit.dumps(tomlkit.parse(text)) == text


@given(plans())
def test_what_did_not_change_is_not_touched(plan: Plan) -> None:
    text = dump(plan)
    assert dump(plan, text) == text


@given(plans(), plans())
def test_one_plan_is_edited_into_any_other(old: Plan, new: Plan) -> None:
    assert plan_in(dump(new, dump(old))) == new


@given(plans())
def test_an_example_is_edited_into_any_plan_with_its_comments(new: Plan) -> None:
    text = dump(new, EXAMPLE)
    assert plan_in(text) == new
    for comment in (
        "# Contoso: two sites",
        "# only with TLS",
        "# not offered",
        "# 25: scanners",
        "# Sites\n",
    ):
        assert comment in text


@given(plans())
def test_nothing_but_format_and_version_is_written_for_defaults(plan: Plan) -> None:
    assert dump(Plan()) == 'format = 1\nexchange = "2013"\n'
    assert ("[clients]" in dump(plan)) == (plan.clients != Plan().clients)


@pytest.mark.parametrize("name", [None, *examples()])
def test_shipped_plans_are_written_back_byte_for_byte(name: str | None) -> None:
    text = starting_plan(name)
    assert dump(plan_in(text), text) == text


@given(
    st.sampled_from(
        [
            'format = 1\ndocument = { title = "a", paper = "A4" }\n'
            'server = [{ name = "S", roles = ["mailbox"] }]\n',
            'format = 1\ndocument.title = "a" # t\ntopology.edge = "none"\nsite = []\n',
            "format = 1\n" + SERVER.format("S") + "[document]\n" + SERVER.format("T"),
            "format = 1 # no line break at the end",
            'format = 1\r\n[document] # d\r\ntitle = """a\r\nb"""\r\n\r\n# end\r\n',
            '\ufeffformat = 1\n"exchange" = \'2013\'\n["document"]\n"title" = "x"\n',
            "format = 1\n[clients]\nimap4 = [ # ports\n  143, # plain\n  993, # TLS\n]\n",
            "[document]\n[clients]\n[dns]\n".join(["format = 1\n", ""]),
            "format = 1\n  [document]\n    title = 'indented'\n    [[site]]\n    name = 'HQ'\n",
            'format = 1\n[clients]\nimap4 = [143, 143]\n[[item]]\nid = "a"\ndate = 2025-01-02\n',
        ]
    ),
    plans(),
)
def test_rare_forms_of_toml_are_edited_truly(original: str, new: Plan) -> None:
    text = dump(new, original)
    assert plan_in(text) == new
    for comment in ("# no line break", "# t", "# d", "# end", "# ports", "# plain", "# TLS"):
        assert (comment in original) <= (comment in text)


def test_only_the_line_of_the_choice_changes() -> None:
    text = dump(with_choice(plan_in(EXAMPLE), "topology.edge", "2010"), EXAMPLE)
    assert text == EXAMPLE.replace('edge = "2013"', 'edge = "2010"')


def test_a_new_key_goes_to_the_end_of_its_table() -> None:
    text = dump(with_choice(plan_in(EXAMPLE), "document.date", "2025-01-02"), EXAMPLE)
    assert text == EXAMPLE.replace('paper = "A4"\n', 'paper = "A4"\ndate = "2025-01-02"\n')


def test_a_new_table_goes_where_plans_have_it() -> None:
    text = dump(with_choice(plan_in(EXAMPLE), "hybrid.enabled", True), EXAMPLE)
    assert text == EXAMPLE.replace("# Sites\n", "[hybrid]\nenabled = true\n\n# Sites\n")


def test_a_removed_server_takes_its_own_comment_along_and_no_other() -> None:
    plan = plan_in(EXAMPLE)
    one_less = with_choice(plan, "server", [s for s in plan.servers if s.name not in ("CAS01", "MBX02")])
    text = dump(one_less, EXAMPLE)
    assert "# Added after" not in text
    for comment in ("# Client Access servers\n", "# Mailbox servers\n", "# Edge Transport servers in"):
        assert comment in text


def test_a_renamed_server_stays_in_its_place_with_its_comments() -> None:
    plan = plan_in(EXAMPLE)
    servers = [replace(s, name="MAIL9") if s.name == "MBX02" else s for s in plan.servers]
    assert dump(with_choice(plan, "server", servers), EXAMPLE) == EXAMPLE.replace('"MBX02"', '"MAIL9"')


def test_servers_move_with_their_comments() -> None:
    second = SERVER.format("2").replace("]]", "]] # 2")
    original = f"format = 1\n\n# one\n{SERVER.format('1')}\n# two\n{second}"
    plan = plan_in(original)
    text = dump(with_choice(plan, "server", plan.servers[::-1]), original)
    assert text.index("# two\n[[server]] # 2") < text.index("# one\n[[server]]")


@given(st.permutations(list("abcdef")), st.lists(st.sampled_from("bdfxyz"), unique=True))
def test_servers_keep_their_comments_in_any_order(order: list[str], names: list[str]) -> None:
    original = "format = 1\n" + "".join(
        f'\n# about {name}\n[[server]]\nname = "{name}" # named {name}\nroles = ["mailbox"]\n'
        for name in order
    )
    new = with_choice(plan_in(original), "server", [server(name) for name in names])
    text = dump(new, original)
    assert plan_in(text) == new
    for name in set(names) & set(order):
        assert f'# about {name}\n[[server]]\nname = "{name}" # named {name}\n' in text


def test_a_port_that_is_no_longer_needed_leaves_its_comment() -> None:
    original = "format = 1\n[sender_reputation]\nproxy_port = 1080  # ask the network team\n"
    text = dump(with_choice(plan_in(original), "sender_reputation.proxy_port", None), original)
    assert text == "format = 1\n[sender_reputation]\n# ask the network team\n"


def test_windows_line_ends_stay() -> None:
    original = EXAMPLE.replace("\n", "\r\n")
    text = dump(with_choice(plan_in(original), "topology.edge", "2010"), original)
    assert text == original.replace('edge = "2013"', 'edge = "2010"')


def test_a_damaged_original_is_no_hindrance() -> None:
    assert plan_in(dump(plan_in(EXAMPLE), "format = ")) == plan_in(EXAMPLE)


@pytest.mark.parametrize("name", NAMES, ids=shortly)
def test_hostile_names_come_back_as_typed(name: str) -> None:
    plan = validated(
        Plan,
        {
            "site": (Site(name=name),),
            "server": (Server(name=name, roles=("mailbox",), site=name, fqdn=name),),
            "item": (Item(id=name, remark=name * 3),),
        },
    )
    assert plan_in(dump(plan)) == plan
    assert plan_in(dump(plan, EXAMPLE)) == plan


def test_lone_surrogates_are_refused_before_they_reach_a_file() -> None:
    with pytest.raises(ValueError, match="string_unicode"):
        with_choice(Plan(), "document.title", "\ud800")


def test_saving_keeps_the_last_good_copy(tmp_path: Path) -> None:
    file, copy = tmp_path / "p.toml", tmp_path / "p.toml.bak"
    first = save(Plan(), file)
    assert file.read_text("utf-8") == first
    assert not copy.exists()
    second = save(with_choice(Plan(), "exchange", "2016"), file, first)
    assert (file.read_text("utf-8"), copy.read_text("utf-8")) == (second, first)
    save(with_choice(Plan(), "exchange", "2016"), file, second)
    assert copy.read_text("utf-8") == first
    file.write_bytes(b"\xff damaged")
    save(Plan(), file, second)
    assert (read(file).plan, copy.read_text("utf-8")) == (Plan(), first)
    assert (tmp_path / "p.toml.damaged").read_bytes() == b"\xff damaged"
    assert {path.name for path in tmp_path.iterdir()} == {"p.toml", "p.toml.bak", "p.toml.damaged"}


def test_of_an_empty_file_nothing_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.touch()
    save(Plan(), file)
    assert list(tmp_path.iterdir()) == [file]


def test_a_plan_that_cannot_be_saved_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "p.toml"
    first = save(Plan(), file)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(CouldNot, match=r"^files\.full$"):
        save(with_choice(Plan(), "exchange", "2016"), file, first)
    assert [path.name for path in tmp_path.iterdir()] == ["p.toml"]
    assert file.read_text("utf-8") == first


def test_two_thousand_servers_are_read_and_written_in_fair_time() -> None:
    servers = [
        Server(
            name=f"MBX{n}",
            fqdn=f"mbx{n}.contoso.com",
            addresses=(f"10.0.{n // 250}.{n % 250}",),
            roles=("mailbox", "client-access"),
            site="HQ",
        )
        for n in range(2000)
    ]
    plan = with_choice(with_choice(Plan(), "site", [Site(name="HQ")]), "server", servers)
    start = time.perf_counter()
    text = dump(plan)
    assert plan_in(text) == plan
    changed = with_choice(plan, "server", [*servers[::-2], server("NEW")])
    assert plan_in(dump(changed, text)) == changed
    assert time.perf_counter() - start < 5


def test_names_that_differ_in_case_only_are_one() -> None:
    assert same_name(" MBX01") == same_name("mbx01 ")
    with pytest.raises(PlanErrors):
        plan_in(dump(with_choice(Plan(), "server", [server("a"), server("A")])))

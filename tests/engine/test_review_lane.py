import datetime as dt
import random
import statistics

import pytest
from engine.review.lane import Audit, Lanes, Result, Terms, is_drawn, judge, lane_to_close, path_of
from hypothesis import given
from hypothesis import strategies as st

BEGIN = dt.datetime(2026, 3, 17, 8)
SALT = b"a salt of sixteen or more bytes"
EDI = ("edi",)
SHOP = ("edi", 7)
REGULAR = ("edi", 7, "regular")


def results(text):
    """Return one result per letter, an hour apart; x is an error."""
    return [Result(BEGIN + dt.timedelta(hours=hour), letter == "x") for hour, letter in enumerate(text)]


def audits(text, lane):
    return [Audit(lane, result) for result in results(text)]


def closed_by(lane, found, lanes):
    """Return what the audits close, given to each lane of the path as a model would."""
    by_lane = {part: [audit for audit in found if audit.lane[: len(part)] == part] for part in path_of(lane)}
    return lane_to_close(lane, by_lane, lanes, Terms())


def run_length(share, seed, longest):
    """Return after how many audits a lane with this share of errors closes, at most ``longest``."""
    chance = random.Random(seed)
    letters = "".join("x" if chance.random() < share else "." for _ in range(longest))
    verdict = judge(results(letters), Terms())
    return verdict.audited + verdict.audited_before if verdict.closes else longest


def test_three_errors_in_a_row_close_a_lane_and_two_do_not():
    assert not judge(results("..xx."), Terms()).closes
    verdict = judge(results("..xxx..."), Terms())
    assert (verdict.closes, verdict.audited, verdict.errors, verdict.share) == (True, 3, 3, 1.0)
    assert (verdict.audited_before, verdict.errors_before, verdict.limit) == (2, 0, 0.02)
    assert (verdict.since, verdict.at) == (BEGIN + dt.timedelta(hours=2), BEGIN + dt.timedelta(hours=4))


def test_a_lane_without_audits_or_errors_stays_open():
    nothing = judge([], Terms())
    assert (nothing.closes, nothing.audited, nothing.share, nothing.since) == (False, 0, 0.0, None)
    clean = judge(results("." * 50_000), Terms(error_limit=0.001))
    assert (clean.closes, clean.errors, clean.audited) == (False, 0, 50_000)
    assert clean.evidence < 0.01


def test_errors_that_are_far_apart_stay_under_the_limit():
    verdict = judge(results(("." * 99 + "x") * 20), Terms())
    assert (verdict.closes, verdict.audited, verdict.errors, verdict.share) == (False, 2000, 20, 0.01)


def test_a_really_bad_lane_closes_within_a_few_audits():
    for share, median, longest in ((0.4, 12, 60), (0.2, 30, 150), (0.1, 80, 400)):
        runs = [run_length(share, seed, 1000) for seed in range(100)]
        assert statistics.median(runs) <= median
        assert max(runs) <= longest


def test_a_good_lane_hardly_ever_closes():
    """Of lanes with half the tolerated share few close within 1,000 audits, with a quarter hardly any."""
    assert sum(run_length(0.01, seed, 1000) < 1000 for seed in range(200)) <= 8
    assert sum(run_length(0.005, seed, 1000) < 1000 for seed in range(200)) <= 3


def test_a_lane_at_the_limit_closes_no_sooner_than_its_patience_on_average():
    runs = [run_length(0.02, seed, 4000) for seed in range(60)]
    assert statistics.mean(runs) > Terms().patience


def test_a_lane_that_goes_bad_after_long_being_good_closes_as_fast_as_a_new_one():
    chance = random.Random(5)
    late = []
    for _ in range(40):
        bad = "".join("x" if chance.random() < 0.3 else "." for _ in range(300))
        verdict = judge(results("." * 3000 + bad), Terms())
        assert verdict.closes and verdict.since >= BEGIN + dt.timedelta(hours=3000)
        late.append(verdict.audited)
    assert statistics.median(late) <= 20


@given(st.lists(st.booleans(), max_size=120), st.sampled_from((0.002, 0.02, 0.1, 0.25)))
def test_what_closes_a_lane_is_an_error_and_a_share_above_the_limit(errors, limit):
    given_results = results("".join("x" if error else "." for error in errors))
    verdict = judge(given_results, Terms(error_limit=limit))
    if verdict.closes:
        last = verdict.audited_before + verdict.audited
        assert verdict.share > limit and errors[last - 1]
        # It was open one result earlier, and nothing later opens it again.
        assert not judge(given_results[: last - 1], Terms(error_limit=limit)).closes
        assert judge([*given_results, *audit_free(given_results)], Terms(error_limit=limit)) == verdict


def audit_free(earlier):
    last = earlier[-1].when
    return [Result(last + dt.timedelta(hours=hour), False) for hour in range(500)]


@given(st.lists(st.booleans(), max_size=80), st.integers(0, 80))
def test_to_begin_later_never_closes_sooner(errors, skipped):
    whole = results("".join("x" if error else "." for error in errors))
    if judge(whole[skipped:], Terms()).closes:
        assert judge(whole, Terms()).closes


def test_results_out_of_order_are_refused():
    with pytest.raises(ValueError, match="time order"):
        judge(list(reversed(results(".."))), Terms())


@pytest.mark.parametrize(
    "terms",
    [{"audit_share": 0}, {"audit_share": 1.1}, {"error_limit": 0}, {"error_limit": 0.3}, {"patience": 5}],
)
def test_terms_that_make_no_sense_are_refused(terms):
    with pytest.raises(ValueError):
        Terms(**terms)


def test_the_set_share_of_orders_is_drawn_the_same_ones_each_time():
    drawn = {key for key in range(20_000) if is_drawn(str(key), SALT, 0.05)}
    assert 900 < len(drawn) < 1100
    assert drawn == {key for key in range(20_000) if is_drawn(str(key), SALT, 0.05)}
    # A greater share adds orders and drops none; another salt draws others.
    assert drawn < {key for key in range(20_000) if is_drawn(str(key), SALT, 0.1)}
    others = {key for key in range(20_000) if is_drawn(str(key), SALT[::-1], 0.05)}
    assert len(drawn & others) < 100
    assert not is_drawn("1", SALT, 0) and is_drawn("1", SALT, 1)


def test_neighbouring_orders_are_drawn_independently():
    drawn = [is_drawn(str(key), SALT, 0.2) for key in range(20_000)]
    both = sum(one and two for one, two in zip(drawn, drawn[1:], strict=False))
    assert 700 < both < 900


def test_a_short_salt_and_a_wrong_share_are_refused():
    with pytest.raises(ValueError, match="salt"):
        is_drawn("1", b"short", 0.05)
    with pytest.raises(ValueError, match="share"):
        is_drawn("1", SALT, 1.5)


def test_an_order_passes_only_while_each_of_its_lanes_is_open():
    assert path_of(REGULAR) == (EDI, SHOP, REGULAR)
    assert Lanes(open_channels={"edi"}).barred_by(REGULAR) is None
    assert Lanes().barred_by(REGULAR) == EDI
    for closed in (EDI, SHOP, REGULAR):
        assert Lanes({"edi"}, {closed}).barred_by(REGULAR) == closed
    assert Lanes({"edi"}, {SHOP, REGULAR}).barred_by(REGULAR) == SHOP
    assert Lanes({"edi"}, {SHOP, ("edi", 8, "regular")}).barred_by(("edi", 9, "regular")) is None
    with pytest.raises(ValueError, match="channel"):
        path_of(())


def test_one_customers_errors_close_their_own_lane_and_not_the_channel():
    found = audits("xxx", REGULAR)
    lane, verdict = closed_by(REGULAR, found, Lanes({"edi"}))
    assert (lane, verdict.errors) == (REGULAR, 3)
    assert closed_by(REGULAR, found, Lanes({"edi"}, {REGULAR})) is None


def test_errors_spread_over_customers_close_the_channel():
    found = [
        Audit(("edi", customer, "regular"), result)
        for customer, result in enumerate(results("x.xx"), start=7)
    ]
    lane, verdict = closed_by(found[-1].lane, found, Lanes({"edi"}))
    assert (lane, verdict.audited, verdict.errors) == (EDI, 4, 3)


def test_an_opened_lane_begins_anew():
    found = audits("xxx", REGULAR)
    opened = Lanes({"edi"}, opened_at={REGULAR: found[-1].result.when})
    assert closed_by(REGULAR, found, opened) is None
    later = [Audit(REGULAR, Result(BEGIN + dt.timedelta(days=1, hours=hour), True)) for hour in range(3)]
    assert closed_by(REGULAR, found + later[:2], opened) is None
    lane, verdict = closed_by(REGULAR, found + later, opened)
    assert (lane, verdict.since) == (REGULAR, later[0].result.when)


def test_other_channels_do_not_count():
    found = audits("xxx", ("chat", 7, "regular"))
    assert closed_by(REGULAR, found, Lanes({"edi", "chat"})) is None

"""Answers of all kinds, in any order: what is known in the end, and where that says the parcel is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from engine.tracking import STATES, Event, fold
from engine.tracking.merge import Change, Known, merge
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 3, 17, tzinfo=timezone.utc)


def at(hours):
    return START + timedelta(hours=hours)


@dataclass
class Shelf:
    """What is stored of a parcel, as the addon stores it."""

    known: dict = field(default_factory=dict)

    def take(self, events, full, now, asked_at=None):
        reported = {mark: event.occurred_at for mark, event in events.items()}
        change = merge(self.known, reported, full, asked_at)
        self.known |= {mark: Known(reported[mark], now) for mark in change.new}
        for mark in change.withdrawn + change.back:
            self.known[mark] = self.known[mark]._replace(gone=mark in change.withdrawn)

    def counted(self):
        return {mark for mark, each in self.known.items() if not each.gone}


@st.composite
def journeys(draw):
    """A parcel's events by fingerprint, in the order in which they happen, some at the same moment."""
    hours = sorted(draw(st.lists(st.integers(0, 9), min_size=1, max_size=8)))
    states = st.sampled_from([state for state in STATES if state != "unknown"])
    return {
        str(place): Event(at(hour), "", draw(states), code=str(place), sequence=place)
        for place, hour in enumerate(hours)
    }


def part(journey, length):
    """Return the journey as it was when so many events had happened."""
    return dict(list(journey.items())[:length])


@given(journeys(), st.data())
def test_calls_in_any_order(journey, data):
    whole = st.integers(1, len(journey)).map(lambda length: (part(journey, length), True))
    fresh = st.sets(st.sampled_from(sorted(journey)), min_size=1).map(
        lambda marks: ({mark: journey[mark] for mark in journey if mark in marks}, False)
    )
    calls = data.draw(st.lists(st.one_of(whole, fresh), max_size=8))
    calls.append(data.draw(st.sampled_from([(journey, True), (journey, False)])))
    calls += data.draw(st.lists(st.sampled_from(calls), max_size=4))
    shelf = Shelf()
    for number, (events, full) in enumerate(data.draw(st.permutations(calls))):
        shelf.take(events, full, at(number))
    assert shelf.counted() == set(journey)
    assert fold([journey[mark] for mark in shelf.counted()]) == fold(journey.values())


@given(journeys(), st.data())
def test_questions_and_calls_between_question_and_answer(journey, data):
    shelf, length = Shelf(), 0
    while length < len(journey):
        # The question is put, something happens and is told by a call, and then the answer is stored.
        asked, now = at(20 + length), at(20.5 + length)
        answer = part(journey, length)
        length += data.draw(st.integers(1, 3))
        if data.draw(st.booleans()):
            shelf.take(part(journey, length), data.draw(st.booleans()), now)
        if answer:
            shelf.take(answer, True, now, asked_at=asked)
        told = set(part(journey, length)) if shelf.known.keys() >= set(part(journey, length)) else set(answer)
        assert shelf.counted() >= told
    shelf.take(journey, True, at(60), asked_at=at(60))
    assert shelf.counted() == set(journey)


@given(journeys(), st.data())
def test_what_is_taken_back_is_gone_after_the_next_question(journey, data):
    shelf = Shelf()
    shelf.take(journey, True, at(20))
    kept = data.draw(st.sets(st.sampled_from(sorted(journey)), min_size=1))
    left = {mark: event for mark, event in journey.items() if mark in kept}
    shelf.take(left, True, at(21), asked_at=at(21))
    assert shelf.counted() == kept
    # What another answer reports again counts again.
    shelf.take(journey, False, at(22))
    assert shelf.counted() == set(journey)


def test_another_journey_withdraws_nothing():
    known = {"a": Known(at(0), at(0)), "b": Known(at(1), at(1), gone=True)}
    assert merge(known, {"c": at(9)}, True, at(9)) == Change(("c",))
    assert merge(known, {}, True, at(9)) == Change()


def test_a_call_that_was_overtaken():
    known = {mark: Known(at(hour), at(hour)) for mark, hour in (("a", 0), ("b", 1), ("c", 2), ("d", 2))}
    assert merge(known, {"a": at(0)}, True) == Change()
    assert merge(known, {"a": at(0), "c": at(2)}, True) == Change((), ("b",))
    assert merge(known, {"a": at(0), "c": at(2)}, False) == Change()


def test_a_question_put_before_a_call_came():
    known = {"a": Known(at(0), at(0)), "b": Known(at(1), at(5))}
    assert merge(known, {"a": at(0)}, True, at(4)) == Change()
    assert merge(known, {"a": at(0)}, True, at(5)) == Change((), ("b",))

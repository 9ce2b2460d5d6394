import {describe, expect, test} from "@odoo/hoot";
import {moved, withReports} from "@fmcg_order_mgmt/driver_page/tour_state";

describe.current.tags("desktop");

const AT = "2031-03-04T10:00:00Z";
const stop = (id, values = {}) => ({id, outcome: "open", arrived: false, last: null, ...values});
const tours = (...stops) => [{id: 1, stops}];
const report = (kind, stopId, key, more = {}) => ({kind, tour: 1, stop: stopId, key, at: AT, ...more});
const outcomes = ([tour]) => tour.stops.map(({id, outcome}) => `${id} ${outcome}`);

test("what is kept on the phone counts at once", () => {
    const known = tours(stop(1), stop(2), stop(3));
    const shown = withReports(known, [
        report("arrived", 1, "a"),
        report("nobody", 2, "b"),
        report("delivered", 2, "c"),
        report("delivered", 9, "d"),
        {...report("refused", 3, "e"), tour: 9},
    ]);
    expect(outcomes(shown)).toEqual(["1 open", "2 delivered", "3 open"]);
    expect(shown[0].stops[0].arrived).toBe(true);
    expect(shown[0].stops[1].last).toEqual({key: "c", kind: "delivered", at: AT, own: true, kept: true});
    expect(outcomes(known)).toEqual(["1 open", "2 open", "3 open"], {
        message: "the server's word stays as it is",
    });
});

test("what is taken back does not count, whoever knows of it", () => {
    const known = tours(stop(1, {outcome: "refused", last: {key: "server"}}), stop(2));
    const undo = (of) => ({kind: "undo", of, key: `undo ${of}`, tour: 1});
    const shown = withReports(known, [undo("server"), report("delivered", 2, "phone"), undo("phone")]);
    expect(outcomes(shown)).toEqual(["1 open", "2 open"]);
});

test("stops move among those that are open", () => {
    const [tour] = tours(stop(1, {outcome: "delivered"}), stop(2), stop(3), stop(4));
    const [, second, third, fourth] = tour.stops;
    expect(moved(tour, third, -1)).toEqual([1, 3, 2, 4]);
    expect(moved(tour, third, 1)).toEqual([1, 2, 4, 3]);
    expect(moved(tour, second, "later")).toEqual([1, 3, 4, 2]);
    expect(moved(tour, second, -1)).toBe(null);
    expect(moved(tour, fourth, "later")).toBe(null);
    const shown = withReports([tour], [{kind: "arrange", tour: 1, key: "a", stops: [4, 1, 2]}]);
    expect(shown[0].stops.map(({id}) => id)).toEqual([4, 1, 2, 3], {message: "a new stop comes last"});
});

/** The tours as the server knows them, with the reports that it does not know yet. */
export function withReports(tours, reports) {
    const result = structuredClone(tours);
    const undone = new Set(reports.filter((each) => each.kind === "undo").map((each) => each.of));
    for (const tour of result) {
        for (const stop of tour.stops.filter((each) => undone.has(each.last?.key))) {
            Object.assign(stop, {outcome: "open", arrived: false, last: null});
        }
    }
    for (const report of reports.filter((each) => !undone.has(each.key))) {
        const tour = result.find((each) => each.id === report.tour);
        if (tour && report.kind === "arrange") {
            arrange(tour, report.stops);
        } else if (tour) {
            const stop = tour.stops.find((each) => each.id === report.stop);
            stop && happened(stop, report);
        }
    }
    return result;
}

function happened(stop, report) {
    stop.last = {key: report.key, kind: report.kind, at: report.at, own: true, kept: true};
    if (report.kind === "arrived") {
        stop.arrived = true;
        stop.outcome = "open";
    } else {
        stop.outcome = report.kind;
    }
}

function arrange(tour, ids) {
    const place = new Map(ids.map((id, number) => [id, number]));
    const placeOf = (stop) => place.get(stop.id) ?? ids.length;
    tour.stops.sort((a, b) => placeOf(a) - placeOf(b));
}

export const isOpen = (stop) => stop.outcome === "open";

/** The ids of a tour's stops after one was moved among the open ones: by -1, by 1, or to their end. */
export function moved(tour, stop, step) {
    const open = tour.stops.filter(isOpen).map((each) => each.id);
    const from = open.indexOf(stop.id);
    const to = step === "later" ? open.length - 1 : from + step;
    if (from < 0 || to < 0 || to >= open.length || to === from) {
        return null;
    }
    open.splice(to, 0, ...open.splice(from, 1));
    return [...tour.stops.filter((each) => !isOpen(each)).map((each) => each.id), ...open];
}

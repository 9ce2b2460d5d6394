/**
 * When so much of a product can be there, where that is not the first day that counts.
 *
 * `steps` say, as the server does, how much is there from which day on; `wanted` is in base units; `date` is
 * the day that was chosen, if any. Returns `{label}` of a later day, `{most}` where it is never all of it, and
 * null where all of it comes in time or nobody knows.
 */
export function late(steps, wanted, date) {
    if (!steps?.length) {
        return null;
    }
    const by = date && date > steps[0].date ? date : steps[0].date;
    const inTime = steps.findLast((step) => step.date <= by);
    if (inTime.free >= wanted) {
        return null;
    }
    const later = steps.find((step) => step.free >= wanted);
    return later ? {label: later.label} : {most: steps.at(-1).free};
}

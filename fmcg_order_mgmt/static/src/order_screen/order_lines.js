/** A line with the names by which people know it, as far as the products on this device tell them. */
export function named(line, index) {
    const product = index.get(line.product);
    const unit = product?.units.find((each) => each.id === line.unit);
    return {
        ...line,
        name: product?.name || line.name || "",
        code: product?.code || "",
        unit_name: unit?.name || line.unit_name || "",
    };
}

/** The values of a cart that changes an order, with what the order says now as what it starts from. */
export function cartOf(order, index) {
    const lines = order.lines.map((line) => named(line, index));
    const {reference, note, seen} = order;
    const before = {date: order.date || "", reference, note, gifts: order.gifts || {}};
    return {order: order.order, orderName: order.name, ...before, before, seen, lines, base: lines};
}

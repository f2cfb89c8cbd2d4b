// Referenda over their long periods, by blocks that are skipped: alarms in between are not served, so that Root looks in their place.

/** The ongoing ones of these referenda: [[index, status], ...]. */
async function ongoing(t, indices) {
    const all = await Promise.all(indices.map(async (index) => {
        const info = await t.read('referenda', 'referendumInfoFor', index);
        return [index, info?.isSome ? info.unwrap() : info];
    }));
    return all.filter(([, info]) => info?.isOngoing).map(([index, info]) => [index, info.asOngoing]);
}

/** Goes from alarm to alarm until these referenda, which began in the same blocks, are over, or `steps` times. */
export async function passAlarms(t, indices, steps = 9) {
    for (let step = 0; step < steps; ++step) {
        const left = await ongoing(t, indices);
        const alarms = left.filter(([, { alarm }]) => alarm.isSome).map(([, { alarm }]) => alarm.unwrap()[0].toNumber());
        if (alarms.length === 0) return;
        const [first, last] = [Math.min(...alarms), Math.max(...alarms)];
        const next = Math.max(first, last - first < 50 ? last : first);
        if (next - 2 > t.number) await t.skipTo(next - 2);
        for (const [index] of left) if (t.number < next) await t.root(t.tx.referenda.nudgeReferendum(index), null);
        await t.next(2);
    }
}

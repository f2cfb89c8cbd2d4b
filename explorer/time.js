// Blocks as time, for people.

const kUnits = [['day', 86_400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** "3 days 4 hours": the two largest units. */
export function duration(seconds) {
    const parts = [];
    let left = Math.max(0, Math.round(seconds));
    for (const [name, size] of kUnits) {
        const count = Math.floor(left / size);
        left -= count * size;
        if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
        else if (parts.length > 0) break;
        if (parts.length === 2) break;
    }
    return parts.join(' ') || '0 seconds';
}

/** When a block is to be expected: `now` is the best block's number, `blockSeconds` what one takes. */
export function when(block, { now, blockSeconds }) {
    const distance = block - now;
    const away = duration(Math.abs(distance) * blockSeconds);
    if (distance === 0) return `now, block #${block}`;
    return distance > 0 ? `in about ${away}, block #${block}` : `about ${away} ago, block #${block}`;
}

/** "block #N, in about 3 days": for what lasts until then. */
export function until(block, { now, blockSeconds }) {
    const away = duration(Math.abs(block - now) * blockSeconds);
    return `block #${block}, ${block > now ? `in about ${away}` : `about ${away} ago`}`;
}

/** Where the chain is in its epoch: { epoch, elapsed, length } in slots; null without BABE. */
export async function epochClock(state) {
    if (!state.has('Babe')) return null;
    const [epoch, genesis, slot] = await Promise.all(['EpochIndex', 'GenesisSlot', 'CurrentSlot']
        .map((item) => state.get('Babe', item)));
    const length = BigInt(state.constant('Babe', 'EpochDuration'));
    return { epoch, elapsed: Number(BigInt(slot) - BigInt(genesis) - BigInt(epoch) * length), length: Number(length) };
}

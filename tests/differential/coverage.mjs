// Which calls, errors, events and storage items of the compared pallets were reached, so that gaps show.

export class Coverage {
    #seen = { calls: new Map(), errors: new Map(), events: new Map(), items: new Map(), other: new Map() };
    #decoder = null;
    #prefixes = new Set();

    attach(decoder) {
        this.#decoder = decoder;
    }

    #count(kind, name) {
        this.#seen[kind].set(name, (this.#seen[kind].get(name) ?? 0) + 1);
    }

    sawCall(call) {
        if (call === undefined) return;
        for (const name of this.#decoder.callNames(call)) this.#count('calls', name);
    }

    sawOutcome(outcome, events) {
        this.#sawResult(outcome);
        for (const record of events) {
            for (const result of this.#decoder.resultsIn(record.event)) this.#sawResult(result);
        }
    }

    sawEvents(events) {
        for (const { name } of events) this.#count('events', name);
    }

    #sawResult(result) {
        if (result === 'ok') return;
        this.#count(/^(Invalid|Unknown|Token|Arithmetic|Transactional)\./.test(result) || !result.includes('.') ? 'other' : 'errors', result);
    }

    sawItems(prefixes) {
        for (const prefix of prefixes) this.#prefixes.add(prefix);
    }

    /** What there is of `pallets`, what of it was reached, and what was not. */
    text(pallets) {
        const decoder = this.#decoder;
        for (const prefix of this.#prefixes) {
            const item = decoder.items.find(prefix);
            if (item) this.#count('items', item.name);
        }
        const all = (map) => pallets.flatMap((pallet) => [...(map.get(pallet)?.values() ?? [])].map((name) => `${pallet}.${name}`));
        const kinds = {
            calls: all(decoder.calls), errors: all(decoder.errors), events: all(decoder.events),
            items: decoder.items.names.filter((name) => pallets.includes(name.split('.')[0])),
        };
        const lines = ['Coverage (of the real runtime):'];
        for (const [kind, names] of Object.entries(kinds)) {
            const missed = names.filter((name) => !this.#seen[kind].has(name));
            lines.push(`  ${kind}: ${names.length - missed.length} of ${names.length}`);
            if (missed.length > 0) lines.push(`    not reached: ${missed.join(', ')}`);
        }
        lines.push(`  other outcomes: ${[...this.#seen.other].map(([name, times]) => `${name} ${times}`).sort().join(', ')}`);
        return lines.join('\n');
    }
}

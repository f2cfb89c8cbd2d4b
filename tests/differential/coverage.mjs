// Which calls, errors, events and storage items of the compared pallets were reached. The others must be in unreached.mjs.
import { kUnreached } from './unreached.mjs';

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

    /** How often there was such an event. */
    eventsSeen(name) {
        return this.#seen.events.get(name) ?? 0;
    }

    #sawResult(result) {
        if (result === 'ok') return;
        this.#count(/^(Invalid|Unknown|Token|Arithmetic|Transactional)\./.test(result) || !result.includes('.') ? 'other' : 'errors', result);
    }

    sawItems(prefixes) {
        for (const prefix of prefixes) this.#prefixes.add(prefix);
    }

    /** { calls, errors, events, items }: what there is of `pallets`, "Balances.transfer" and the like. */
    #everything(pallets) {
        const decoder = this.#decoder;
        for (const prefix of this.#prefixes) {
            const item = decoder.items.find(prefix);
            if (item) this.#seen.items.set(item.name, 1);
        }
        const all = (map) => pallets.flatMap((pallet) => [...(map.get(pallet)?.values() ?? [])].map((name) => `${pallet}.${name}`));
        return {
            calls: all(decoder.calls), errors: all(decoder.errors), events: all(decoder.events),
            items: decoder.items.names.filter((name) => pallets.includes(name.split('.')[0])),
        };
    }

    /** What there is of `pallets`, what of it was reached, and what was not. */
    text(pallets) {
        const lines = ['Coverage (of the real runtime):'];
        for (const [kind, names] of Object.entries(this.#everything(pallets))) {
            const missed = names.filter((name) => !this.#seen[kind].has(name));
            lines.push(`  ${kind}: ${names.length - missed.length} of ${names.length}`);
            if (missed.length > 0) lines.push(`    not reached: ${missed.join(', ')}`);
        }
        lines.push(`  other outcomes: ${[...this.#seen.other].map(([name, times]) => `${name} ${times}`).sort().join(', ')}`);
        return lines.join('\n');
    }

    /** What a run of all scenarios did not reach without a reason, and what it reached although it has one. */
    faults(pallets) {
        const found = [];
        for (const [kind, names] of Object.entries(this.#everything(pallets))) {
            const reasons = kUnreached[kind];
            for (const name of names) {
                const isReached = this.#seen[kind].has(name);
                if (!isReached && reasons[name] === undefined) found.push(`${kind}: ${name} is reached by no scenario, and has no reason in unreached.mjs`);
                if (isReached && reasons[name] !== undefined) found.push(`${kind}: ${name} is reached: take it out of unreached.mjs`);
            }
            for (const name of Object.keys(reasons)) {
                const isOurs = pallets.includes(name.split('.')[0]);
                if (isOurs && !names.includes(name)) found.push(`${kind}: unreached.mjs has ${name}, which there is not`);
            }
        }
        return found;
    }
}

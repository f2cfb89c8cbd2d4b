// Collects differences, and prints them for people.
import { kAllowed } from './allowed.mjs';

const kShownOfGroup = 3;

export class Report {
    differences = [];
    faults = []; // a scenario expected something else of the real runtime
    steps = 0;
    keys = 0;
    indexed = 0; // calls of ours that wrote into the offchain index
    used = new Map(); // id of a rule → times

    allowed(id) {
        this.used.set(id, (this.used.get(id) ?? 0) + 1);
    }

    compared(keys) {
        this.steps += 1;
        this.keys += keys;
    }

    add(chain, kind, subject, real, ours) {
        const pallet = /^[A-Z]\w+(?=\.)/.exec(subject)?.[0] ?? kind;
        this.differences.push({ scenario: this.scenario, step: chain.step, kind, pallet, subject, real, ours });
    }

    storage(chain, key, real, ours) {
        const { items } = chain.decoder;
        this.add(chain, 'storage', items.keyText(key), items.valueText(key, real), items.valueText(key, ours));
    }

    events(chain, real, ours) {
        const from = real.findIndex(({ bytes }, i) => bytes !== ours[i]?.bytes);
        const first = from < 0 ? real.length : from;
        const list = (records) => records.slice(first, first + 6).map((one) => chain.decoder.eventText(one)).join('\n        ')
            || 'no more events';
        const name = (real[first] ?? ours[first]).name;
        this.add(chain, 'events', `${name} (event ${first} of this step)`, list(real), list(ours));
    }

    fault(chain, text) {
        this.faults.push({ scenario: this.scenario, step: chain.step, text });
    }

    get isGood() {
        return this.differences.length === 0 && this.faults.length === 0;
    }

    /** Differences by pallet, then by what differs. */
    #groups() {
        const groups = new Map();
        for (const one of this.differences) {
            const subject = one.subject.replace(/\(.*/s, '').trim();
            const key = `${one.pallet}\n${one.kind}: ${subject}`;
            if (!groups.has(key)) groups.set(key, []);
            groups.get(key).push(one);
        }
        return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
    }

    text(shown = kShownOfGroup) {
        const lines = [];
        let pallet = '';
        for (const [key, list] of this.#groups()) {
            const [name, subject] = key.split('\n');
            if (name !== pallet) lines.push('', `## ${name}`);
            pallet = name;
            lines.push('', `### ${subject}: ${list.length}`);
            for (const { scenario, step, subject: exact, real, ours } of list.slice(0, shown)) {
                lines.push(`- ${scenario}: ${step}`, `    ${exact}`, `    real: ${real}`, `    ours: ${ours}`);
            }
        }
        for (const { scenario, step, text } of this.faults) lines.push('', `SCENARIO FAULT ${scenario}: ${step}`, `    ${text}`);
        lines.push('', 'Allowed differences (allowed.mjs):');
        for (const { id } of kAllowed) if (this.used.has(id)) lines.push(`  ${id}: ${this.used.get(id)} times`);
        if (this.used.size === 0) lines.push('  none was needed');
        lines.push('', `${this.steps} steps, ${this.keys} storage values compared, ${this.differences.length} differences, `
            + `${this.faults.length} scenario faults`);
        return lines.join('\n').trimStart();
    }
}

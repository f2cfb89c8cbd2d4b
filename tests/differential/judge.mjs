// Compares the two sides after each step, by the rules of allowed.mjs.
import { BN, compactFromU8a, hexToU8a, stringToU8a, u8aEq, u8aToHex } from '@polkadot/util';

import { kAllowed } from './allowed.mjs';
import { itemsOf, shorten } from './decode.mjs';

const kManyEvents = 20_000; // bytes

export class Judge {
    #taken = [0, 0]; // bytes of events already compared, behind the compact count

    constructor(chain) {
        this.chain = chain;
        this.report = chain.report;
        this.rules = new Set(kAllowed.map(({ id }) => id));
        const { items } = chain.decoder;
        this.keys = {
            events: items.prefixOf('System.Events'),
            eventCount: items.prefixOf('System.EventCount'),
            weight: items.prefixOf('System.BlockWeight'),
            digest: items.prefixOf('System.Digest'),
            code: u8aToHex(stringToU8a(':code')),
            reports: items.prefixOf('Offences.Reports'),
        };
    }

    save() {
        return { taken: [...this.#taken] };
    }

    restore({ taken }) {
        this.#taken = [...taken];
    }

    beginBlock() {
        this.#taken = [0, 0];
    }

    /** Whether a rule may be used here; if so, that is counted. */
    #allow(id) {
        if (!this.rules.has(id)) return false;
        this.report.allowed(id);
        return true;
    }

    /**
     * The storage that was written since the last time, and the events. Returns the real side's new events. `silent`:
     * nothing is told, since our side trapped; it goes on with the other's state.
     */
    async compare({ silent = false } = {}) {
        const { chain, keys } = this;
        const [{ differ, items, compared, outside, foreign, children }, realMark, ourMark, real, ours] = await chain.runner.ask([
            { op: 'compare', a: 'real', b: 'ours', since: chain.since, prefixes: chain.prefixes },
            { op: 'mark', world: 'real' },
            { op: 'mark', world: 'ours' },
            ...['real', 'ours'].map((world) => ({ op: 'get', world, keys: [keys.events, keys.eventCount] })),
        ]);
        chain.since = [realMark.mark, ourMark.mark];
        this.report.compared(compared);
        chain.coverage?.sawItems(items);
        if (silent) {
            this.chain.healed = true;
            await this.#heal(differ);
            return this.compare();
        }
        const sides = [real.values, ours.values];
        const events = this.#compareEvents(sides);
        chain.coverage?.sawEvents(events);
        const heal = [];
        for (const [key, realValue, ourValue] of differ) {
            if (key === keys.events || key === keys.eventCount) continue; // see #compareEvents
            this.report.storage(chain, key, realValue, ourValue);
            heal.push([key, realValue]);
        }
        // Ours writes nothing where no pallet is that the real one does not write there; nor does the real one.
        for (const [key, realValue, ourValue] of outside) {
            this.report.storage(chain, key, realValue, ourValue);
            heal.push([key, realValue]);
        }
        for (const prefix of foreign) {
            this.report.add(chain, 'storage', `keys below ${prefix}`, 'written', 'not compared');
        }
        for (const child of children) this.report.add(chain, 'storage', `child trie ${child}`, 'another', 'than ours');
        await this.#heal(heal);
        return events;
    }

    /** Our side takes over the other's values. */
    async #heal(values) {
        const { chain } = this;
        if (values.length === 0) return;
        chain.healed = true;
        const changes = values.map(([key, value]) => [key, value]);
        const [, { mark }] = await chain.runner.ask(
            [{ op: 'put', world: 'ours', changes }, { op: 'mark', world: 'ours' }]);
        chain.since = [chain.since[0], mark];
    }

    #compareEvents(sides) {
        const { chain } = this;
        const added = sides.map(([value], i) => {
            const bytes = itemsOf(value);
            if (bytes.length < this.#taken[i]) this.#taken[i] = 0; // begun anew
            const from = this.#taken[i];
            this.#taken[i] = bytes.length;
            return bytes.subarray(from);
        });
        const isSame = u8aEq(...added);
        if (isSame && added[0].length > kManyEvents) return []; // to decode them takes long
        const records = isSame ? Array(2).fill(this.#decodeEvents(added[0], 0)) : added.map((bytes, i) => this.#decodeEvents(bytes, i));
        for (const [i, [value, count]] of sides.entries()) {
            const said = count === null ? 0 : new BN(hexToU8a(count), 'le').toNumber();
            const there = value === null ? 0 : compactFromU8a(hexToU8a(value))[1].toNumber();
            if (said !== there) {
                this.report.add(chain, 'events', `System.EventCount on ${i ? 'our' : 'the real'} side`, `${there} events`, `count ${said}`);
            }
        }
        if (!isSame && records.some((list) => list.length > 0)) this.report.events(chain, ...records);
        return records[0];
    }

    #decodeEvents(bytes, side) {
        try {
            return this.chain.decoder.eventRecords(bytes);
        } catch (error) {
            this.report.add(this.chain, 'events', `events of ${side ? 'ours' : 'the real side'} cannot be decoded`,
                error.message, shorten(u8aToHex(bytes)));
            return [];
        }
    }

    compareHeaders([real, ours]) {
        const { chain } = this;
        const read = (hex) => chain.registry.createType('Header', hexToU8a(hex));
        const [a, b] = [read(real), read(ours)];
        const fields = {
            parentHash: [a.parentHash.toHex(), b.parentHash.toHex()],
            number: [a.number.toString(), b.number.toString()],
            extrinsicsRoot: [a.extrinsicsRoot.toHex(), b.extrinsicsRoot.toHex()],
            digest: [a.digest.toHex(), b.digest.toHex()],
        };
        for (const [name, [x, y]] of Object.entries(fields)) {
            if (x !== y) this.report.add(chain, 'header', `header: ${name}`, x, y);
        }
        if (!a.stateRoot.eq(b.stateRoot)) this.#allow('state-root');
    }

    /** What a call keeps for the node outside of the state: [[key, value or null], ...]. */
    compareOffchain(what, sides) {
        const [real, ours] = sides.map((list) => JSON.stringify(list));
        if (real !== ours) this.report.add(this.chain, 'offchain', `offchain index after ${what}`, shorten(real), shorten(ours));
        if (sides[1].length > 0) this.report.indexed += 1;
    }

    answersDiffer(what, real, ours) {
        const { decoder, registry } = this.chain;
        const kinds = {
            validate_transaction: 'TransactionValidity', apply_extrinsic: 'ApplyExtrinsicResult',
            query_info: 'RuntimeDispatchInfo', query_call_info: 'RuntimeDispatchInfo',
            query_fee_details: 'FeeDetails', query_call_fee_details: 'FeeDetails',
        };
        const show = ({ result, trap }) => {
            if (trap !== undefined) return `trap: ${trap.split('\n').slice(0, 3).join(' | ')}`;
            try {
                if (what === 'apply_extrinsic') return `${decoder.outcome(result)}  ${result}`;
                if (kinds[what]) return `${JSON.stringify(registry.createType(kinds[what], hexToU8a(result)).toHuman())}  ${result}`;
            } catch (error) {
                return `${shorten(result)} (not to be decoded: ${error.message})`;
            }
            return shorten(result);
        };
        this.report.add(this.chain, 'answer', what, show(real), show(ours));
    }

    ownBlockFails(world, trap) {
        this.report.add(this.chain, 'execute', 'Core_execute_block of its own block',
            world === 'real' ? `trap: ${trap}` : 'executes', world === 'ours' ? `trap: ${trap}` : 'executes');
    }
}

// Compares the two sides after each step, by the rules of allowed.mjs.
import { BN, compactFromU8a, hexToU8a, u8aEq, u8aToHex } from '@polkadot/util';

import { kAllowed } from './allowed.mjs';
import { itemsOf, shorten, versionFault } from './decode.mjs';

const kManyEvents = 20_000; // bytes
const kClasses = ['normal', 'operational', 'mandatory'];

export class Judge {
    #taken = [0, 0]; // bytes of events already compared, behind the compact count
    #weightOffset = null; // by class: [ref time, proof size] that the real side has more

    constructor(chain) {
        this.chain = chain;
        this.report = chain.report;
        const absent = (name) => !chain.ourPallets.has(name);
        this.rules = new Set(kAllowed.filter((rule) => rule.absent.length === 0 || rule.absent.some(absent))
            .map(({ id }) => id));
        const { items } = chain.decoder;
        this.keys = {
            events: items.prefixOf('System.Events'),
            eventCount: items.prefixOf('System.EventCount'),
            weight: items.prefixOf('System.BlockWeight'),
            digest: items.prefixOf('System.Digest'),
            inactive: items.prefixOf('Balances.InactiveIssuance'),
        };
        this.finalizing = false;
    }

    save() {
        return { taken: [...this.#taken], offset: this.#weightOffset };
    }

    restore({ taken, offset }) {
        this.#taken = [...taken];
        this.#weightOffset = offset;
    }

    beginBlock() {
        this.#taken = [0, 0];
        this.#weightOffset = null;
        this.finalizing = false;
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
    async compare({ first = false, silent = false } = {}) {
        const { chain, keys } = this;
        const [{ differ, items, compared }, realMark, ourMark, real, ours] = await chain.runner.ask([
            { op: 'compare', a: 'real', b: 'ours', since: chain.since, prefixes: chain.prefixes },
            { op: 'mark', world: 'real' },
            { op: 'mark', world: 'ours' },
            ...['real', 'ours'].map((world) => ({ op: 'get', world, keys: [keys.events, keys.eventCount, keys.weight] })),
        ]);
        chain.since = [realMark.mark, ourMark.mark];
        this.report.compared(compared);
        chain.coverage?.sawItems(items);
        if (silent) {
            this.chain.healed = true;
            await this.#heal(differ);
            return this.compare({ first });
        }
        const sides = [real.values, ours.values];
        if (first) this.#beginWeight(sides);
        const events = this.#compareEvents(sides);
        chain.coverage?.sawEvents(events);
        const heal = [];
        for (const [key, realValue, ourValue] of differ) {
            if (this.#mayDiffer(key, realValue, ourValue)) continue;
            this.report.storage(chain, key, realValue, ourValue);
            heal.push([key, realValue]);
        }
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

    #mayDiffer(key, real, ours) {
        const { keys } = this;
        if (key === keys.events || key === keys.eventCount) return true; // see #compareEvents
        if (key === keys.weight) return this.#sameWeight(real, ours);
        if (key === keys.digest) {
            const [a, b] = [real, ours].map((value) => this.#ownDigestItems(itemsOf(value)).join());
            return a === b && this.#allow('foreign-digests');
        }
        return key === keys.inactive && this.#allow('inactive-issuance');
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
        const [real, ours] = records.map((list) => list.filter(({ pallet }) => chain.ourPallets.has(pallet)));
        if (real.length !== records[0].length) this.#allow('foreign-events');
        const same = real.length === ours.length && real.every(({ bytes }, i) => bytes === ours[i].bytes);
        if (!same) this.report.events(chain, real, ours);
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

    #readWeight(value) {
        if (value === null) return kClasses.map(() => [new BN(0), new BN(0)]);
        let bytes = hexToU8a(value);
        return kClasses.map(() => [0, 1].map(() => {
            const [size, number] = compactFromU8a(bytes);
            bytes = bytes.subarray(size);
            return number;
        }));
    }

    /** How much more the real side booked, as [class][ref time, proof size]. */
    #weightDifference(real, ours) {
        const [a, b] = [real, ours].map((value) => this.#readWeight(value));
        return a.map((weight, i) => weight.map((one, j) => one.sub(b[i][j])));
    }

    /** After initialize_block: hooks book mandatory weight only, and absent ones no less than nothing. */
    #beginWeight([real, ours]) {
        this.#weightOffset = this.#weightDifference(real[2], ours[2]);
        const wrong = this.#weightOffset.some((weight, i) => weight.some((one) => one.isNeg() || (i < 2 && !one.isZero())));
        const zero = this.#weightOffset.every((weight) => weight.every((one) => one.isZero()));
        if (wrong || (!zero && !this.#allow('hook-weights'))) {
            this.report.storage(this.chain, this.keys.weight, real[2], ours[2]);
        }
    }

    #sameWeight(real, ours) {
        const now = this.#weightDifference(real, ours);
        const before = this.#weightOffset ?? now;
        const same = now.every((weight, i) => weight.every((one, j) => one.eq(before[i][j])
            || (this.finalizing && i === 2 && !one.isNeg())));
        if (same && this.#allow('hook-weights')) return true;
        this.#weightOffset = kClasses.map(() => [new BN(0), new BN(0)]); // our side takes over the other's weight
        return false;
    }

    /** Encoded digest items without those of engines whose pallets we do not have. */
    #ownDigestItems(bytes) {
        const items = [];
        for (let at = 0; at < bytes.length;) {
            const item = this.chain.registry.createType('DigestItem', bytes.subarray(at));
            const size = item.encodedLength;
            const hex = u8aToHex(bytes.subarray(at, at + size));
            const isForeign = this.rules.has('foreign-digests') && hex.startsWith('0x0442454546'); // Consensus, "BEEF"
            if (!isForeign) items.push(hex);
            at += size;
        }
        return items;
    }

    compareHeaders([real, ours]) {
        const { chain } = this;
        const read = (hex) => chain.registry.createType('Header', hexToU8a(hex));
        const [a, b] = [read(real), read(ours)];
        const digest = (header) => this.#ownDigestItems(itemsOf(u8aToHex(header.digest.toU8a()))).join(' ');
        const fields = {
            parentHash: [a.parentHash.toHex(), b.parentHash.toHex()],
            number: [a.number.toString(), b.number.toString()],
            extrinsicsRoot: [a.extrinsicsRoot.toHex(), b.extrinsicsRoot.toHex()],
            digest: [digest(a), digest(b)],
        };
        for (const [name, [x, y]] of Object.entries(fields)) {
            if (x !== y) this.report.add(chain, 'header', `header: ${name}`, x, y);
        }
        if (!a.stateRoot.eq(b.stateRoot)) this.#allow('state-root');
    }

    /** All of it but the list of APIs, of which some are of absent pallets. */
    compareVersions([real, ours]) {
        if (real.trap !== undefined || ours.trap !== undefined) return this.answersDiffer('Core_version', real, ours);
        const said = versionFault(this.chain.registry, real.result, ours.result);
        if (said !== null) return this.report.add(this.chain, 'answer', 'Core_version', 'the real one', said);
        if (real.result !== ours.result && !this.#allow('fewer-apis')) return this.answersDiffer('Core_version', real, ours);
        return undefined;
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

// Compares the two sides after each step, by the rules of allowed.mjs.
import { BN, compactFromU8a, hexToU8a, stringToU8a, u8aConcat, u8aEq, u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { kAllowed } from './allowed.mjs';
import { addSaturating, foreignOnInitialize } from './hook_weights.mjs';
import { itemsOf, kOwnApi, shorten, versionFault } from './decode.mjs';

const kOwnApiId = blake2AsHex(kOwnApi, 64).slice(2);
const kManyEvents = 20_000; // bytes
const kNoWeight = [0n, 0n];
const kClasses = ['normal', 'operational', 'mandatory'];

export class Judge {
    #taken = [0, 0]; // bytes of events already compared, behind the compact count
    #foreign = null; // the weight that hooks of absent pallets booked in this block

    constructor(chain) {
        this.chain = chain;
        this.report = chain.report;
        const absent = (name) => !chain.ourPallets.has(name);
        this.rules = new Set(kAllowed.filter((rule) => rule.absent.length === 0 || rule.absent.some(absent))
            .filter((rule) => rule.holds?.(chain) ?? true).map(({ id }) => id));
        const { items } = chain.decoder;
        this.keys = {
            events: items.prefixOf('System.Events'),
            eventCount: items.prefixOf('System.EventCount'),
            weight: items.prefixOf('System.BlockWeight'),
            digest: items.prefixOf('System.Digest'),
            inactive: items.prefixOf('Balances.InactiveIssuance'), // of what the treasury has
            code: u8aToHex(stringToU8a(':code')),
            entropy: u8aToHex(stringToU8a(':intrablock_entropy')), // XcmPallet mixes each message that it sends into it
            reports: items.prefixOf('Offences.Reports'),
        };
    }

    save() {
        return { taken: [...this.#taken], foreign: this.#foreign };
    }

    restore({ taken, foreign }) {
        this.#taken = [...taken];
        this.#foreign = foreign;
    }

    beginBlock() {
        this.#taken = [0, 0];
        this.#foreign = null;
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
    async compare({ first = false, last = false, silent = false } = {}) {
        const { chain, keys } = this;
        const [{ differ, items, compared, outside, foreign, children }, realMark, ourMark, real, ours] = await chain.runner.ask([
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
            return this.compare({ first, last });
        }
        const sides = [real.values, ours.values];
        if (first || (last && chain.isPartial)) await this.#beginWeight(sides.map((values) => values[2]));
        const events = this.#compareEvents(sides, last);
        chain.coverage?.sawEvents(events);
        const heal = [];
        for (const [key, realValue, ourValue] of differ) {
            if (this.#mayDiffer(key, realValue, ourValue, first)) {
                if (key === keys.inactive) heal.push([key, realValue]);
                continue;
            }
            this.report.storage(chain, key, realValue, ourValue);
            heal.push([key, realValue]);
        }
        // Ours writes nothing outside of its own prefixes that the real one does not write there; nor does the real one
        // write where no pallet is.
        for (const [key, realValue, ourValue] of outside) {
            this.report.storage(chain, key, realValue, ourValue);
            heal.push([key, realValue]);
        }
        for (const prefix of foreign) {
            if (!chain.foreignPrefixes.has(prefix)) this.report.add(chain, 'storage', `keys below ${prefix}`, 'written', 'not compared');
            else this.#allow('foreign-storage');
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

    #mayDiffer(key, real, ours, first) {
        const { keys } = this;
        if (key === keys.events || key === keys.eventCount) return true; // see #compareEvents
        if (key === keys.digest && this.chain.absentPallets.has('Mmr') && this.#allow('partial')) return true;
        if (key === keys.entropy && this.chain.absentPallets.has('XcmPallet') && this.#allow('partial')) return true;
        if (key === keys.inactive && first && this.chain.absentPallets.has('Treasury') && this.#allow('partial')) return true;
        if (key === keys.weight) return this.#sameWeight(real, ours) || first;
        return false;
    }

    #compareEvents(sides, last) {
        const { chain } = this;
        const added = sides.map(([value], i) => {
            const bytes = itemsOf(value);
            if (bytes.length < this.#taken[i]) this.#taken[i] = 0; // begun anew
            const from = this.#taken[i];
            this.#taken[i] = bytes.length;
            return bytes.subarray(from);
        });
        if (chain.isPartial) added[0] = this.#withoutAbsent(added[0]);
        const isSame = u8aEq(...added);
        if (isSame && added[0].length > kManyEvents) return []; // to decode them takes long
        const records = isSame ? Array(2).fill(this.#decodeEvents(added[0], 0)) : added.map((bytes, i) => this.#decodeEvents(bytes, i));
        for (const [i, [value, count]] of sides.entries()) {
            const said = count === null ? 0 : new BN(hexToU8a(count), 'le').toNumber();
            const there = value === null ? 0 : compactFromU8a(hexToU8a(value))[1].toNumber();
            if (said !== there && !(chain.isPartial && i === 0)) {
                this.report.add(chain, 'events', `System.EventCount on ${i ? 'our' : 'the real'} side`, `${there} events`, `count ${said}`);
            }
        }
        // Which pallet is asked first when a block has time left goes by the number of the pallets.
        const sorted = records.map((list) => list.map(({ bytes }) => bytes).sort().join());
        const isTurned = !isSame && last && chain.isPartial && sorted[0] === sorted[1] && this.#allow('partial');
        if (!isSame && !isTurned && records.some((list) => list.length > 0)) this.report.events(chain, ...records);
        return records[0];
    }

    /** The events of pallets that ours has too. */
    #withoutAbsent(bytes) {
        const { absentPallets, decoder } = this.chain;
        const records = decoder.eventRecords(bytes);
        const there = records.filter(({ pallet }) => !absentPallets.has(pallet));
        if (there.length < records.length) this.#allow('partial');
        return u8aConcat(...there.map((record) => hexToU8a(record.bytes)));
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

    /** By class: [ref time, proof size]. */
    #readWeight(value) {
        if (value === null) return kClasses.map(() => [0n, 0n]);
        let bytes = hexToU8a(value);
        return kClasses.map(() => [0, 1].map(() => {
            const [size, number] = compactFromU8a(bytes);
            bytes = bytes.subarray(size);
            return BigInt(number.toString());
        }));
    }

    /** Whether the real side booked what ours did and, as mandatory, `more`. */
    #isMore(real, ours, more) {
        const same = (a, b) => a[0] === b[0] && a[1] === b[1];
        return same(real[0], ours[0]) && same(real[1], ours[1]) && same(real[2], addSaturating(ours[2], more));
    }

    /** After initialize_block: our hooks book exactly what they do on Kusama. */
    async #beginWeight([realValue, ourValue]) {
        const { chain } = this;
        const isAbsent = (name) => !chain.ourPallets.has(name);
        const [real, ours] = [realValue, ourValue].map((value) => this.#readWeight(value));
        this.#foreign = foreignOnInitialize(isAbsent);
        const isPart = [0, 1].every((part) => real[2][part] >= ours[2][part]) && this.rules.has('partial');
        if (isPart) this.#foreign = real[2].map((part, i) => part - ours[2][i]);
        if (!this.#isMore(real, ours, this.#foreign)) {
            this.report.storage(chain, this.keys.weight, realValue, ourValue);
            const more = real[2].map((part, i) => part - ours[2][i]);
            this.#foreign = more.some((part) => part < 0n) ? kNoWeight : more; // goes on with what there is
        } else if (this.#foreign.some((part) => part !== 0n)) {
            this.#allow(isPart ? 'partial' : 'hook-weights');
        }
    }

    #sameWeight(realValue, ourValue) {
        const [real, ours] = [realValue, ourValue].map((value) => this.#readWeight(value));
        const foreign = this.#foreign ?? kNoWeight;
        // An inherent whose declared size of proofs is the largest number takes away what was booked before it.
        const [, ofProof] = foreign;
        if (ofProof > 0n && real[2][1] === ours[2][1] && this.#isMore(real, ours, [foreign[0], 0n]) && this.#allow('partial')) {
            this.#foreign = [foreign[0], 0n];
            return true;
        }
        if (this.#isMore(real, ours, foreign) && (foreign.every((part) => part === 0n) || this.#allow('partial') || this.#allow('hook-weights'))) return true;
        this.#foreign = kNoWeight; // our side takes over the other's weight
        return false;
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
            if (x !== y && !(name === 'digest' && chain.absentPallets.has('Mmr') && this.#allow('partial'))) this.report.add(chain, 'header', `header: ${name}`, x, y);
        }
        if (!a.stateRoot.eq(b.stateRoot)) this.#allow('state-root');
    }

    /** All of it but the API that the real one does not have. */
    compareVersions([real, ours]) {
        if (real.trap !== undefined || ours.trap !== undefined) return this.answersDiffer('Core_version', real, ours);
        const said = versionFault(this.chain.registry, real.result, ours.result);
        if (said !== null) return this.report.add(this.chain, 'answer', 'Core_version', 'the real one', said);
        if (ours.result.includes(kOwnApiId)) this.#allow('genesis-builder');
        return undefined;
    }

    /** What a call keeps for the node outside of the state: [[key, value or null], ...]. */
    compareOffchain(what, sides) {
        // The offchain index is of Mmr.
        if (this.chain.absentPallets.has('Mmr') && sides[1].length === 0 && sides[0].length > 0 && this.#allow('partial')) return;
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

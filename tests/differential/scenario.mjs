// The words in which scenarios are written. All expectations are about the real runtime: one that does not hold is a fault
// of the scenario, not a difference. Our runtime is judged by comparison alone.
import { bnToU8a, compactStripLength, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { createKeyDerived, encodeAddress, encodeMultiAddress, sortAddresses } from '@polkadot/util-crypto';

import { shorten } from './decode.mjs';
import { kDev, keyOf, Trapped } from './chain.mjs';

const kBare = new Set([4, 5]); // the first byte of an extrinsic without a signature: its version

export const KSM = 1_000_000_000_000n;
export const ED = 333_333_333n;

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u128 = (value) => bnToU8a(value, { bitLength: 128 });

export class Scenario {
    constructor(chain) {
        this.chain = chain;
        this.tx = chain.tx;
        this.registry = chain.registry;
        Object.assign(this, kDev);
        this.names = new Map(Object.entries(kDev).map(([name, pair]) => [pair.address, name]));
    }

    // Accounts

    keyOf(uri, type) {
        const pair = keyOf(uri, type);
        this.names.set(pair.address, uri);
        return pair;
    }

    /** `count` accounts with money, named //NAME/0, //NAME/1, ... */
    async pool(name, count, balance = 1000n * KSM) {
        const pairs = Array.from({ length: count }, (_, i) => this.keyOf(`//${name}//${i}`));
        await this.chain.endow(pairs, balance);
        return pairs;
    }

    /** An account in the form before holds and freezes: the flag of the new logic is not set. */
    async oldAccount(pair, free, reserved) {
        await this.chain.endow([pair], free + reserved);
        const account = u8aConcat(u32(0), u32(0), u32(1), u32(0), u128(free), u128(reserved), u128(0), u128(0));
        await this.chain.put([[this.chain.key('system', 'account', pair.publicKey), u8aToHex(account)]]);
    }

    addressOf(bytes) {
        return encodeAddress(bytes, 2);
    }

    multisig(pairs, threshold) {
        return encodeMultiAddress(pairs.map((one) => one.address ?? one), threshold, 2);
    }

    /** The addresses of others, sorted, as multisig calls want them. */
    others(pairs, self) {
        return sortAddresses(pairs.filter((one) => one !== self).map((one) => one.address ?? one), 2);
    }

    /** utility.as_derivative's account. */
    derivative(pair, index) {
        return this.addressOf(createKeyDerived(pair.publicKey, index));
    }

    // Steps

    /** Signs, applies, compares. `expected`: "ok", an error's name, "Invalid.Stale" and the like, or undefined for any. */
    async does(pair, tx, expected, options = {}) {
        if (this.pastFilter) return this.#pastFilter(pair, tx, expected);
        const { chain } = this;
        const isPlain = !(tx instanceof Uint8Array);
        const call = isPlain ? this.registry.createType('Call', tx) : undefined;
        chain.coverage?.sawCall(call ?? this.#decoded(tx));
        const extrinsic = await chain.sign(pair, tx, options);
        const who = this.names.get(pair.address) ?? pair.address;
        const what = call ? chain.decoder.callText(call) : `call ${shorten(u8aToHex(tx), 200)}`;
        return this.#check(await chain.apply(extrinsic, `${who}: ${what}`, { call, ...options }), expected);
    }

    #decoded(bytes) {
        if (bytes.length > 5000) return undefined; // takes long
        try {
            return this.registry.createType('Call', bytes);
        } catch {
            return undefined; // it need not mean anything
        }
    }

    ok(pair, tx, options) {
        return this.does(pair, tx, 'ok', options);
    }

    fails(pair, tx, error, options) {
        return this.does(pair, tx, error, options);
    }

    /** Not to be put into a block: "Invalid.Stale" and the like. */
    refused(pair, tx, error, options) {
        return this.does(pair, tx, error, options);
    }

    /** By Root, as the scheduler dispatches it (root_calls.mjs); `expected` is what the call itself says, null for anything. */
    async root(tx, expected = 'ok') {
        const { chain } = this;
        const bytes = chain.encodeCall(tx);
        const call = tx instanceof Uint8Array ? this.#decoded(tx) : this.registry.createType('Call', tx);
        chain.coverage?.sawCall(call);
        return this.#check(await chain.byRoot(bytes, call ? chain.decoder.callText(call) : shorten(u8aToHex(bytes), 200)), expected ?? undefined);
    }

    /** The last call by Root said this; without it, anything. */
    sawByRoot(result) {
        return this.saw('Scheduler.Dispatched', result);
    }

    /** As a user, but by Root through dispatch_as, which asks no filter: for pallets that users may not call. */
    async #pastFilter(pair, tx, expected) {
        const done = await this.root(this.tx.utility.dispatchAs({ system: { Signed: pair.address } }, tx));
        const said = done.events.findLast(({ name }) => name === 'Utility.DispatchedAs');
        const outcome = said ? this.chain.decoder.resultsIn(said.event)[0] : null;
        return this.#check({ ...done, outcome }, expected);
    }

    /** Without a signature. */
    async unsigned(tx, expected, version) {
        const call = this.registry.createType('Call', tx);
        this.chain.coverage?.sawCall(call);
        return this.#check(await this.chain.apply(this.chain.unsigned(tx, version), `unsigned: ${this.chain.decoder.callText(call)}`),
            expected);
    }

    /** What paraInherent.enter takes, from its encoding. */
    parachainsInherent(bytes) {
        const [{ type }] = this.tx.paraInherent.enter.meta.fields;
        return this.registry.createTypeUnsafe(this.registry.createLookupType(type), [bytes]);
    }

    /** How many bytes of keys a validator has, and where the key of BABE is: the second one. */
    get sessionKeys() {
        const [{ type }] = this.tx.session.setKeys.meta.fields;
        return [...this.registry.lookup.getSiType(type).def.asComposite.fields].map(({ name }) => name.toString());
    }

    /** Bytes as they are. */
    async raw(hex, note, expected, options) {
        const bytes = compactStripLength(hexToU8a(hex))[1];
        if (kBare.has(bytes[0])) this.chain.coverage?.sawCall(this.#decoded(bytes.subarray(1)));
        return this.#check(await this.chain.apply(hex, `${note}: ${hex.slice(0, 80)}`, options), expected);
    }

    /** By Root through dispatch_as: any origin that the runtime has; `expected` as for `root`. */
    async as(origin, tx, expected = 'ok') {
        await this.root(this.tx.utility.dispatchAs(origin, tx));
        this.saw('Utility.DispatchedAs', expected ?? undefined);
    }

    #check(done, expected) {
        this.last = done;
        if (expected !== undefined && done.outcome !== undefined && done.outcome !== expected) {
            this.chain.report.fault(this.chain, `expected ${expected}, got ${done.outcome}${done.trap ? ` (${done.trap.split('\n')[0]})` : ''}`);
        }
        return done;
    }

    /** The last step left such an event; with `result` if that is given. */
    saw(name, result) {
        const { decoder } = this.chain;
        const found = this.last.events.filter((one) => one.name === name);
        const results = found.flatMap((one) => decoder.resultsIn(one.event));
        if (found.length === 0 || (result !== undefined && !results.includes(result))) {
            const kPlain = /^(Balances|TransactionPayment|Treasury|System\.ExtrinsicSuccess)/;
            const all = this.last.events.filter((one) => !kPlain.test(one.name))
                .map((one) => [one.name, ...decoder.resultsIn(one.event)].join(' ')).join('; ') || 'none';
            this.chain.report.fault(this.chain, `expected ${name}${result ? ` with ${result}` : ''}, got ${all}`);
        }
        return found[0]?.event;
    }

    /** A runtime call on both sides, whose changes do not stay. */
    async api(method, args = '0x') {
        const { chain } = this;
        chain.step = `block ${chain.number}: ${method}(${args.slice(0, 120)})`;
        await chain.compareCall(method, args);
    }

    /** The same for a method of ParachainHost. */
    async hostApi(method, args) {
        await this.api(`ParachainHost_${method}`, args);
    }

    /** What a signed call would answer in the open block, on both sides; nothing of it stays. */
    async tries(pair, ...calls) {
        for (const tx of calls) await this.api('BlockBuilder_apply_extrinsic', await this.chain.sign(pair, tx));
    }

    /** What may end in a trap on the real side, as blocks do that cannot be. */
    async mayTrap(action) {
        try {
            await action();
        } catch (error) {
            if (!(error instanceof Trapped)) throw error;
        }
    }

    // Blocks

    /** Closes the block and goes on as if it had that number. */
    async skipTo(number) {
        const { chain } = this;
        await chain.close();
        const hash = chain.hashes.at(-1);
        chain.number = number;
        chain.hashes[number] = hash;
        await chain.put([[chain.key('system', 'number'), u8aToHex(u32(number))]]);
        // The scheduler looks at each block since then.
        const [since] = await chain.get(chain.key('scheduler', 'incompleteSince'));
        if (since !== null) await chain.put([[chain.key('scheduler', 'incompleteSince'), u8aToHex(u32(number + 1))]]);
        await chain.open();
    }

    /** Code that is none, but says which runtime it would be. */
    code(version) {
        const encoded = this.registry.createType('RuntimeVersion', { ...this.chain.version.toJSON(), ...version }).toU8a();
        const name = stringToU8a('runtime_version');
        const section = u8aConcat([name.length], name, encoded);
        // Custom section 0 with its size as LEB128.
        return u8aToHex(u8aConcat([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], [0, (section.length & 0x7f) | 0x80, section.length >> 7], section));
    }

    /** The present block ends, and `count` later ones begin; the last one stays open. */
    async next(count = 1, options = {}) {
        await this.chain.next(count, options);
    }

    get number() {
        return this.chain.number;
    }

    /** { height, index } of the last extrinsic. */
    get timepoint() {
        return { height: this.chain.number, index: this.chain.included.length - 1 };
    }

    read(pallet, item, ...args) {
        return this.chain.read(pallet, item, ...args);
    }

    hashOf(tx) {
        return this.registry.createType('Call', tx).hash.toHex();
    }
}

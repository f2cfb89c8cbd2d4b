// Two chains that grow side by side: Kusama's runtime ("real") and ours, block by block as a node builds them. After
// each step all that can be seen is compared; differences go to the report, and the real one's state goes on on both
// sides, so that one fault is told once.
import { Keyring } from '@polkadot/keyring';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { expandMetadata } from '@polkadot/types/metadata';
import {
    BN, bnToU8a, compactAddLength, compactFromU8a, compactStripLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex, u8aToString,
} from '@polkadot/util';
import { blake2AsHex, blake2AsU8a } from '@polkadot/util-crypto';

import { Decoder, kTypes, twox128 } from './decode.mjs';
import { encodeExtensions } from './extensions.mjs';
import { patched } from './genesis_config.mjs';
import { Judge } from './judge.mjs';
import { RootCalls } from './root_calls.mjs';

const kSlotMs = 6000;
const kFirstSlot = 280_000_000;
const kNoHash = '0x' + '00'.repeat(32);
const kNoExtrinsics = '0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314'; // root of none

/** The mark of the inherent of parachains, for blocks without inherents: the end of a block demands it. */
const kIncluded = [[`0x${twox128('ParaInherent')}${twox128('Included')}`, '0x']];
const kSides = ['real', 'ours'];
const kGeneral = 0x45; // version 5, of the type "general"

// Written by the runtime outside of any pallet.
const kWellKnown = [':extrinsic_index', ':heappages', ':intrablock_entropy', ':code', ':grandpa_authorities', ':transaction_level:'].map((key) => u8aToHex(stringToU8a(key)));

const kKeys = new Keyring({ type: 'sr25519', ss58Format: 2 });
export const keyOf = (uri, type = 'sr25519') => kKeys.createFromUri(uri, {}, type);
export const kDev = Object.fromEntries(
    ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'].map((name) => [name, keyOf(`//${name}`)]));

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const u128 = (value) => bnToU8a(value, { bitLength: 128 });

/** A header as its fields; `digest` is a list of encoded items. */
const encodeHeader = ({ parentHash, number, stateRoot, extrinsicsRoot, digest }) => u8aToHex(u8aConcat(
    parentHash, compactToU8a(number), stateRoot, extrinsicsRoot, compactToU8a(digest.length), ...digest));

// The claimant of a slot and the VRF are for the host to check; the output must be a point of the curve
// (here the base point of ristretto255, RFC 9496 A.1).
const kVrf = u8aConcat(
    hexToU8a('0xe2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76'), new Uint8Array(64).fill(7));

/** What the author says of a slot: PrimaryVRF, SecondaryPlain, SecondaryVRF. */
const kClaims = {
    primary: (author, slot) => u8aConcat([1], u32(author), u64(slot), kVrf),
    plain: (author, slot) => u8aConcat([2], u32(author), u64(slot)),
    vrf: (author, slot) => u8aConcat([3], u32(author), u64(slot), kVrf),
};
const babeDigest = (claim) => u8aConcat([6], stringToU8a('BABE'), compactAddLength(claim));

/** Inherent data: { identifier: bytes }. */
const inherentData = (data) => u8aToHex(u8aConcat(compactToU8a(Object.keys(data).length),
    ...Object.entries(data).map(([name, value]) => u8aConcat(stringToU8a(name), compactAddLength(value)))));

const onlyOursTrapped = ([real, ours]) => real.trap === undefined && ours.trap !== undefined;

/** What a block has of an extrinsic behind whose length more bytes stand, which runtimes take. */
function withoutRest(extrinsic) {
    const bytes = hexToU8a(extrinsic);
    const [offset, length] = compactFromU8a(bytes);
    return u8aToHex(bytes.subarray(0, offset + length.toNumber()));
}

/** The real runtime trapped where a block cannot go on. */
export class Trapped extends Error {}

export class Chain {
    /**
     * `options`: code (path of a wasm file); preset, by which both sides build their genesis state, or its `entries`, [[key, value], ...]; without
     * both the state has the code alone; ours (path of a wasm file; without it the real code runs on both sides).
     */
    static async start(runner, { code, preset, entries, ours }, report, coverage) {
        const chain = new Chain();
        Object.assign(chain, { runner, report, coverage });
        await runner.ask([{ op: 'load', world: 'real', code }, { op: 'load', world: 'ours', code: ours ?? code }]);
        chain.step = 'genesis';
        const [real] = await chain.both('Metadata_metadata');
        const decoded = chain.#readMetadata(real);
        ({ tx: chain.tx, query: chain.query } = expandMetadata(chain.registry, decoded));
        chain.decoder = new Decoder(chain.registry, decoded.asLatest);
        if (preset) await chain.#buildGenesis(preset);
        else if (entries) await runner.ask(kSides.flatMap((world) => [{ op: 'put', world, changes: entries }, { op: 'forget', world }]));
        const prefixOf = ({ name, storage }) => `0x${twox128(storage.isSome ? storage.unwrap().prefix.toString() : name.toString())}`;
        chain.prefixes = [...decoded.asLatest.pallets].map(prefixOf).concat(kWellKnown);
        const [version] = await chain.both('Core_version');
        chain.version = chain.registry.createType('RuntimeVersion', hexToU8a(version.result));
        const codes = await runner.ask(kSides.map((world) => ({ op: 'get', world, keys: [u8aToHex(stringToU8a(':code'))] })));
        chain.code = codes.map(({ values }) => values[0]);
        chain.extensions = chain.registry.signedExtensions;
        chain.bareVersion = await chain.#latestExtrinsicVersion();
        chain.judge = new Judge(chain);
        chain.rootCalls = new RootCalls(chain);
        if (preset) await chain.#compareGenesis();

        const { root } = await runner.ask({ op: 'root', world: 'real' });
        chain.genesisHeader = encodeHeader(
            { parentHash: kNoHash, number: 0, stateRoot: root, extrinsicsRoot: kNoExtrinsics, digest: [] });
        chain.genesisHash = blake2AsHex(chain.genesisHeader);
        chain.#begin();
        chain.genesisMarks = await chain.marks();
        return chain;
    }

    /** The genesis state of a preset of the real runtime, which each side's own code makes on a state that has nothing but code. */
    async #buildGenesis(preset) {
        const { runner } = this;
        const texts = [];
        for (const id of [[0], u8aConcat([1], compactAddLength(stringToU8a(preset)))]) {
            const { result } = await runner.ask({ op: 'call', world: 'real', method: 'GenesisBuilder_get_preset', args: u8aToHex(u8aConcat(id)) });
            if (result === undefined || result === '0x00') throw new Error(`the real runtime has no preset ${preset}`);
            texts.push(u8aToString(compactStripLength(hexToU8a(result).subarray(1))[1]));
        }
        const args = u8aToHex(compactAddLength(stringToU8a(patched(...texts))));
        const built = await runner.ask(kSides.map((world) => ({ op: 'call', world, method: 'GenesisBuilder_build_state', args, keep: 'always' })));
        const said = built.map(({ result, trap }) => (result === '0x00' ? 'ok' : trap ?? u8aToString(hexToU8a(result).subarray(2))));
        if (said[0] !== 'ok') throw new Error(`GenesisBuilder_build_state of the real runtime: ${said[0]}`);
        if (said[1] !== 'ok') { // ours goes on with the real one's state
            this.report.scenario = 'genesis';
            this.report.add(this, 'answer', 'GenesisBuilder_build_state', ...said);
            const { pairs } = await runner.ask({ op: 'keys', world: 'real', prefix: '0x' });
            const code = u8aToHex(stringToU8a(':code'));
            await runner.ask({ op: 'put', world: 'ours', changes: pairs.filter(([key]) => key !== code) });
        }
        await runner.ask(kSides.map((world) => ({ op: 'forget', world })));
    }

    /** The genesis states, key by key. Ours goes on with the real one's values. */
    async #compareGenesis() {
        const { differ, outside } = await this.runner.ask({ op: 'compare', a: 'real', b: 'ours', prefixes: this.prefixes });
        const code = u8aToHex(stringToU8a(':code'));
        const found = [...differ, ...outside].filter(([key]) => key !== code);
        this.report.scenario = 'genesis';
        for (const [key, real, ours] of found) this.report.storage(this, key, real, ours);
        await this.runner.ask({ op: 'put', world: 'ours', changes: found.map(([key, real]) => [key, real]) });
    }

    /** Of extrinsics without a signature, as runtimes make them: 4, or 5 where metadata version 16 says so. */
    async #latestExtrinsicVersion() {
        const { result } = await this.runner.ask({ op: 'call', world: 'real', method: 'Metadata_metadata_at_version', args: '0x10000000' });
        if (result === undefined || result === '0x00') return 4;
        const inner = compactStripLength(hexToU8a(result).subarray(1))[1];
        return Math.max(...new Metadata(new TypeRegistry(), u8aToHex(inner)).asV16.extrinsic.versions.map((one) => Number(one)));
    }

    static #metadataBytes(answer) {
        if (answer.trap !== undefined) throw new Error(`Metadata_metadata: ${answer.trap}`);
        return u8aToHex(compactStripLength(hexToU8a(answer.result))[1]);
    }

    #readMetadata(answer) {
        this.registry = new TypeRegistry();
        this.registry.register(kTypes);
        this.registry.setChainProperties(this.registry.createType('ChainProperties', { ss58Format: 2 }));
        const metadata = new Metadata(this.registry, Chain.#metadataBytes(answer));
        this.registry.setMetadata(metadata);
        return metadata;
    }

    #begin() {
        this.number = 0;
        this.slot = kFirstSlot;
        this.hashes = [this.genesisHash];
        this.parentHeader = this.genesisHeader;
        this.inBlock = false;
        this.step = 'genesis';
    }

    /** Back to the genesis state, on both sides. */
    async restart() {
        await this.#goTo(this.genesisMarks);
        this.#begin();
    }

    /** A state to come back to, and what the chain knows of it. */
    async save() {
        const { number, slot, hashes, parentHeader, inBlock, header, included, blockMarks, patched } = this;
        return {
            marks: await this.marks(), judge: this.judge.save(),
            fields: { number, slot, hashes: [...hashes], parentHeader, inBlock, header, included: included && [...included], blockMarks, patched },
        };
    }

    async restore({ marks, fields, judge }) {
        await this.#goTo(marks);
        Object.assign(this, fields, { hashes: [...fields.hashes], included: fields.included && [...fields.included] });
        this.judge.restore(judge);
    }

    /** The next block, before which no state can be restored any more: the journals of both sides are bounded. */
    async nextWithoutPast() {
        this.forgets = true;
        await this.next();
    }

    async #goTo(marks) {
        await this.runner.ask(kSides.map((world, i) => ({ op: 'restore', world, mark: marks[i] })));
        this.since = marks;
    }

    async marks() {
        const answers = await this.runner.ask(kSides.map((world) => ({ op: 'mark', world })));
        return answers.map(({ mark }) => mark);
    }

    /** One call on each side: [real, ours], each { result } or { trap }. Nothing of it stays. */
    both(method, args = '0x', options = {}) {
        return this.runner.ask(kSides.map((world) => ({ op: 'call', world, method, args, ...options })));
    }

    /** The same, compared. `options.index`: it may read what blocks have indexed. */
    async compareCall(method, args, options) {
        const answers = await this.both(method, args, options);
        await this.#compareAnswers(method, answers);
        return answers[0];
    }

    /** The invariants of our pallets hold, as far as there is a program that knows them. */
    async checkInvariants() {
        if (!this.invariants) return;
        const { pairs } = await this.runner.ask({ op: 'keys', world: kSides[1], prefix: '0x' });
        const broken = await this.invariants.broken(pairs);
        if (broken !== null) this.report.fault(this, `an invariant does not hold: ${broken}`);
    }

    /** Writes storage on both sides, past all rules. A block in which that happens cannot be executed as a whole. */
    async put(changes) {
        this.patched = true;
        await this.runner.ask(kSides.map((world) => ({ op: 'put', world, changes })));
    }

    /** Removes a value on both sides, past all rules. */
    async remove(key) {
        await this.put([[key, null]]);
    }

    async get(...keys) {
        const { values } = await this.runner.ask({ op: 'get', world: 'real', keys });
        return values;
    }

    /** The storage key of an item, e.g. key('system', 'account', address). */
    key(pallet, item, ...args) {
        return u8aToHex(compactStripLength(this.query[pallet][item](...args))[1]);
    }

    /** The decoded value on the real side, or null. */
    async read(pallet, item, ...args) {
        const [value] = await this.get(this.key(pallet, item, ...args));
        const { type } = this.query[pallet][item].meta;
        const id = type.isPlain ? type.asPlain : type.asMap.value;
        return value === null ? null : this.registry.createTypeUnsafe(this.registry.createLookupType(id), [hexToU8a(value)]);
    }

    /** Gives accounts that are not there yet a balance each. */
    async endow(pairs, balance) {
        const issuance = this.key('balances', 'totalIssuance');
        const [before] = await this.get(issuance);
        const total = new BN(hexToU8a(before), 'le').add(new BN(balance.toString()).muln(pairs.length));
        const account = u8aConcat(u32(0), u32(0), u32(1), u32(0), u128(balance), u128(0), u128(0), u128(new BN(1).shln(127)));
        await this.put([
            ...pairs.map(({ publicKey }) => [this.key('system', 'account', publicKey), u8aToHex(account)]),
            [issuance, u8aToHex(u128(total))],
        ]);
    }

    /** More free balance for an account, out of nothing. */
    async fund({ publicKey }, amount) {
        const keys = [this.key('system', 'account', publicKey), this.key('balances', 'totalIssuance')];
        const [account, issuance] = await this.get(...keys);
        const bytes = account === null ? u8aConcat(u32(0), u32(0), u32(1), new Uint8Array(52), u128(new BN(1).shln(127))) : hexToU8a(account);
        const most = new BN(1).shln(128).subn(1);
        const add = (at, of) => of.set(u128(BN.min(most, new BN(of.subarray(at, at + 16), 'le').add(new BN(amount.toString())))), at);
        const total = issuance === null ? new Uint8Array(16) : hexToU8a(issuance);
        add(16, bytes);
        add(0, total);
        await this.put([[keys[0], u8aToHex(bytes)], [keys[1], u8aToHex(total)]]);
    }

    // Blocks

    /**
     * Starts a block: `skip` slots later than usual, claimed by the validator `author` (they take turns, so that none is
     * offline), or by none. `parachains`: what its author brings for parachains, see parachainsData(); null for nothing at
     * all. A block without inherents is marked as one that has had the inherent of parachains. `digest`: encoded items, which
     * say another slot, `slot`.
     */
    async open({ skip = 0, claim = 'vrf', author = this.number % 2, inherents = true, now, parachains = {}, digest, slot } = {}) {
        this.slot = slot ?? this.slot + 1 + skip;
        this.number += 1;
        this.inBlock = true;
        this.included = [];
        this.step = `initialize block ${this.number}`;
        this.header = this.#nextHeader(digest ?? (claim === 'none' ? [] : [babeDigest(kClaims[claim](author, this.slot))]));
        await this.runner.ask([
            ...(inherents ? [] : kSides.map((world) => ({ op: 'put', world, changes: kIncluded }))),
            ...kSides.map((world) => ({ op: 'refresh', world })),
            ...(this.forgets ? kSides.map((world) => ({ op: 'forget', world })) : []),
        ]);
        this.forgets = false;
        this.blockMarks = await this.marks();
        this.since = this.blockMarks;
        this.healed = false;
        this.patched = false;
        this.judge.beginBlock();
        const answers = await this.#callKept('Core_initialize_block', encodeHeader(this.header));
        await this.#compareAnswers('initialize_block', answers);
        this.opening = await this.judge.compare({ silent: onlyOursTrapped(answers) });
        this.#mustNotTrap(answers);
        if (inherents) await this.#inherents(now, typeof parachains === 'function' ? await parachains(this) : parachains);
    }

    #callKept(method, args, keep = 'always') {
        return this.runner.ask(kSides.map((world) => ({ op: 'call', world, method, args, keep })));
    }

    #mustNotTrap(answers) {
        if (answers[0].trap !== undefined) throw new Trapped(`${this.step}: ${answers[0].trap.split('\n')[0]}`);
    }

    get encodedHeader() {
        return encodeHeader(this.header);
    }

    /**
     * What an author brings for parachains, as bytes: lists of encoded bitfields, candidates and sets of statements in
     * disputes, and the header of the parent; or `encoded`, all of it.
     */
    parachainsData({ bitfields = [], candidates = [], disputes = [], parent = this.parentHeader, encoded } = {}) {
        if (encoded !== undefined) return encoded;
        const list = (elements) => u8aConcat(compactToU8a(elements.length), ...elements);
        return u8aConcat(list(bitfields), list(candidates), list(disputes), parent);
    }

    inherentsAt(now, slot, parachains = {}) {
        return inherentData({
            timstap0: u64(now), babeslot: u64(slot), ...(parachains !== null ? { parachn0: this.parachainsData(parachains) } : {}),
        });
    }

    /** What goes into the block before all else: made by the runtimes, and checked by them. */
    async #inherents(now = this.slot * kSlotMs, parachains) {
        const data = this.inherentsAt(now, this.slot, parachains);
        this.step = `inherents of block ${this.number}`;
        const answers = await this.both('BlockBuilder_inherent_extrinsics', data);
        await this.#compareAnswers('inherent_extrinsics', answers);
        this.#mustNotTrap(answers);
        const made = this.registry.createType('Vec<Bytes>', hexToU8a(answers[0].result)).map((one) => u8aToHex(one.toU8a()));
        this.inherents = made;
        const block = u8aToHex(u8aConcat(encodeHeader(this.header), compactToU8a(made.length), ...made.map((one) => hexToU8a(one))));
        await this.#compareAnswers('check_inherents', await this.both('BlockBuilder_check_inherents', block + data.slice(2)));
        this.inherentEvents = [];
        for (const one of made) {
            const { events } = await this.apply(one, `inherent ${this.included.length} of block ${this.number}`, { pool: false });
            this.inherentEvents.push(...events);
        }
    }

    /**
     * Applies an extrinsic (hex) on both sides and compares: validity and fees before it (unless `pool` is false), the
     * result, the state after it. { outcome, events }: those of the real side. `sources`: where the pool has it from, 0 a
     * block, 1 this node, 2 others.
     */
    async apply(extrinsic, step, { pool = true, call, sources = [2] } = {}) {
        this.step = `block ${this.number}, extrinsic ${this.included.length}: ${step}`;
        const bare = hexToU8a(extrinsic);
        const parent = this.header.parentHash.slice(2);
        const asked = pool ? [
            ...sources.map((source) => ['validate_transaction', 'TaggedTransactionQueue_validate_transaction',
                `0x0${source}${extrinsic.slice(2)}${parent}`]),
            ['query_info', 'TransactionPaymentApi_query_info', u8aToHex(u8aConcat(bare, u32(bare.length)))],
            ['query_fee_details', 'TransactionPaymentApi_query_fee_details', u8aToHex(u8aConcat(bare, u32(bare.length)))],
        ] : [];
        if (call !== undefined) {
            const args = u8aToHex(u8aConcat(call.toU8a(), u32(bare.length)));
            asked.push(['query_call_info', 'TransactionPaymentCallApi_query_call_info', args]);
            asked.push(['query_call_fee_details', 'TransactionPaymentCallApi_query_call_fee_details', args]);
        }
        const requests = asked.flatMap(([, method, args]) => kSides.map((world) => ({ op: 'call', world, method, args })));
        const answers = await this.runner.ask(requests);
        for (const [i, [what]] of asked.entries()) await this.#compareAnswers(what, answers.slice(2 * i, 2 * i + 2));

        const applied = await this.#callKept('BlockBuilder_apply_extrinsic', extrinsic, 'ok');
        await this.#compareAnswers('apply_extrinsic', applied);
        const isIncluded = applied[0].result?.startsWith('0x00') ?? false;
        if (isIncluded) this.included.push(withoutRest(extrinsic));
        const events = await this.judge.compare({ silent: onlyOursTrapped(applied) });
        const outcome = applied[0].trap !== undefined ? 'trap' : this.decoder.outcome(applied[0].result);
        this.coverage?.sawOutcome(outcome, events);
        return { outcome, events, isIncluded, result: applied[0].result, trap: applied[0].trap };
    }

    /**
     * A call (SCALE) by Root in the open block: { outcome, events } of the real side, where the outcome is the
     * call's own, or says that the scheduler did not dispatch it.
     */
    async byRoot(call, step) {
        this.step = `block ${this.number}, by Root: ${step}`;
        const answers = await this.rootCalls.dispatch(call);
        await this.#compareAnswers('dispatch by the scheduler', answers);
        const events = await this.judge.compare({ silent: onlyOursTrapped(answers) });
        if (answers[0].trap !== undefined) return { outcome: 'trap', trap: answers[0].trap, events, isIncluded: false };
        const done = events.findLast(({ name }) => name === 'Scheduler.Dispatched');
        if (events.length === 0) return { outcome: undefined, events, isIncluded: true, result: '0x0000' }; // more than are decoded
        // Bytes that are no call stay in an agenda or leave it.
        const outcome = done === undefined ? `not dispatched: ${events.map(({ name }) => name).join()}` : this.decoder.dispatchResult(done.event.data[2]);
        this.coverage?.sawOutcome(done === undefined ? 'ok' : outcome, events);
        return { outcome, events, isIncluded: true, result: '0x0000' };
    }

    async #compareAnswers(what, [real, ours]) {
        const same = real.trap === undefined ? real.result === ours.result
            : ours.trap !== undefined && real.kind === ours.kind;
        if (!same) this.judge.answersDiffer(what, real, ours);
        else this.judge.compareOffchain(what, [real, ours].map(({ offchain }) => offchain ?? []));
    }

    /** Ends the block, and executes it as a whole on both sides. */
    async close({ execute = true } = {}) {
        this.step = `finalize block ${this.number}`;
        const answers = await this.#callKept('BlockBuilder_finalize_block', '0x');
        const trapped = answers.findIndex(({ trap }) => trap !== undefined);
        if (trapped >= 0) await this.#compareAnswers('finalize_block', answers);
        else {
            this.judge.compareHeaders(answers.map(({ result }) => result));
            this.judge.compareOffchain('finalize_block', answers.map(({ offchain }) => offchain ?? []));
        }
        this.closing = await this.judge.compare({ silent: onlyOursTrapped(answers) });
        this.#mustNotTrap(answers);
        this.closed = answers.map(({ result }) => result);
        this.executed = [];
        if (execute && !this.patched) await this.#execute(this.closed);
        this.follow(answers[0].result);
    }

    #nextHeader(digest) {
        return { parentHash: this.hashes[this.number - 1], number: this.number, stateRoot: kNoHash, extrinsicsRoot: kNoHash, digest };
    }

    /** The next block, for callers that make it without this class: its header and its inherent data. `follow` ends it. */
    plan() {
        this.slot += 1;
        this.number += 1;
        const header = this.#nextHeader([babeDigest(kClaims.vrf(this.number % 2, this.slot))]);
        return { header: encodeHeader(header), inherents: this.inherentsAt(this.slot * kSlotMs, this.slot) };
    }

    /** The block with this header (hex) is the last one. */
    follow(header) {
        this.parentHeader = header;
        this.hashes.push(blake2AsHex(hexToU8a(header)));
        this.inBlock = false;
    }

    /** The block as others get it, on the state before it. The result must be the author's. */
    async #execute(headers) {
        this.step = `execute block ${this.number}`;
        const body = u8aConcat(compactToU8a(this.included.length), ...this.included.map((one) => hexToU8a(one)));
        for (const [i, world] of kSides.entries()) {
            if (i === 1 && this.healed) continue; // has the other side's state in parts
            const block = u8aToHex(u8aConcat(headers[i], body));
            this.executed[i] = { world, block, at: this.blockMarks[i] };
            const answer = await this.runner.ask({ op: 'call', world, method: 'Core_execute_block', args: block, at: this.blockMarks[i] });
            if (answer.trap !== undefined) this.judge.ownBlockFails(world, answer.trap);
        }
    }

    /**
     * The block that was closed last, and executed: its host must expect `count` signatures, and the runtime ask for all of them.
     */
    async expectForecast(what, count) {
        for (const { world, block, at } of this.executed) {
            const { expected, asked, trap } = await this.runner.ask({ op: 'forecast', world, block, at });
            if (expected === count && asked === count) continue;
            this.report.fault(this, `${what}, ${world}: ${expected} signatures were expected, ${asked} of them asked for, not ${count} ${trap ?? ''}`);
        }
    }

    /**
     * The block that was closed last, on the state before it, after `change({ header, extrinsics })` has altered each side's
     * own: fields of the header as bytes (`number` as a number, `logs` as encoded digest items), extrinsics in hex. Both
     * sides must execute it, or both refuse it. Whether the real one does.
     */
    async executeChanged(what, change) {
        this.step = `execute block ${this.number}, ${what}`;
        const answers = [];
        for (const [i, world] of kSides.entries()) {
            const decoded = this.registry.createType('Header', hexToU8a(this.closed[i]));
            const header = {
                parentHash: decoded.parentHash.toU8a(), number: decoded.number.toNumber(), stateRoot: decoded.stateRoot.toU8a(),
                extrinsicsRoot: decoded.extrinsicsRoot.toU8a(), logs: decoded.digest.logs.map((log) => log.toU8a()),
            };
            const block = { header, extrinsics: [...this.included] };
            change(block, i);
            const args = u8aToHex(u8aConcat(header.parentHash, compactToU8a(header.number), header.stateRoot, header.extrinsicsRoot,
                compactToU8a(header.logs.length), ...header.logs, compactToU8a(block.count ?? block.extrinsics.length),
                ...block.extrinsics.map((one) => hexToU8a(one))));
            answers.push(await this.runner.ask({ op: 'call', world, method: 'Core_execute_block', args, at: this.blockMarks[i] }));
        }
        await this.#compareAnswers('execute_block', answers);
        return answers[0].trap === undefined;
    }

    /** Closes the block and opens the next: `count` times. */
    async next(count = 1, options = {}) {
        for (let i = 0; i < count; ++i) {
            if (this.inBlock) await this.close(options);
            await this.open(options);
        }
    }

    // Extrinsics

    async nonceOf({ addressRaw }) {
        const [value] = await this.get(this.key('system', 'account', addressRaw));
        return value === null ? 0 : new BN(hexToU8a(value).subarray(0, 4), 'le').toNumber();
    }

    /** The SCALE of a call, which may be given as such: then it may mean nothing. */
    encodeCall(tx) {
        return tx instanceof Uint8Array ? tx : this.registry.createType('Call', tx).toU8a();
    }

    /**
     * A signed extrinsic in hex. `mortal`: { period, at: block number of its birth }. The parts that are signed, but not
     * sent, may be others: genesisHash, blockHash, version; `forge` changes the signature.
     */
    async sign(pair, tx, options = {}) {
        const { mortal, tip = 0, genesisHash = this.genesisHash, version = this.version, forge = (bytes) => bytes } = options;
        const nonce = options.nonce ?? await this.nonceOf(pair);
        const era = mortal && this.registry.createType('MortalEra', { current: mortal.at, period: mortal.period });
        const blockHash = options.blockHash ?? (era ? this.hashes[era.birth(mortal.at)] ?? kNoHash : genesisHash);
        const call = this.encodeCall(tx);
        const { metadataMode, metadataHash } = options;
        const { explicit, implicit } = encodeExtensions(this.extensions, {
            era: options.era ?? era?.toU8a() ?? [0], nonce, tip, version, genesisHash, blockHash, metadataMode, metadataHash,
        });
        const payload = u8aConcat(call, explicit, implicit);
        const signature = forge(pair.sign(payload.length > 256 ? blake2AsU8a(payload) : payload, { withType: true }));
        const bytes = u8aConcat([0x84, 0], pair.addressRaw, signature, explicit, call);
        return u8aToHex(compactAddLength(bytes));
    }

    /** An extrinsic without a signature, and without extensions. */
    unsigned(tx, version = this.bareVersion) {
        return u8aToHex(compactAddLength(u8aConcat([version], this.encodeCall(tx))));
    }

    /** An extrinsic of version 5 with extensions and without a signature. `extensionVersion`: there is none but 0. */
    general(tx, { era = [0], nonce = 0, tip = 0, metadataMode, extensionVersion = 0, head = kGeneral } = {}) {
        const { explicit } = encodeExtensions(this.extensions, { era, nonce, tip, metadataMode, version: this.version, genesisHash: this.genesisHash, blockHash: this.genesisHash });
        return u8aToHex(compactAddLength(u8aConcat([head, extensionVersion], explicit, this.encodeCall(tx))));
    }
}

// Builds blocks on a genesis state by calls of Chopsticks' executor, and tells the cases that follow from them.
import { Keyring } from '@polkadot/keyring';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { getSpecTypes } from '@polkadot/types-known';
import { expandMetadata } from '@polkadot/types/metadata';
import {
    BN, compactAddLength, compactStripLength, compactToU8a, hexToString, hexToU8a, stringToU8a, u8aConcat, u8aToHex,
} from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { call, callAll, runtimeVersion, stateRoot } from './oracle.mjs';
import { Random } from './random.mjs';
import { State } from './state.mjs';

const kNoRoot = '0x' + '00'.repeat(32);

/** A header as its fields in hex; `digest` is a list of encoded items. */
function encodeHeader({ parentHash, number, stateRoot: root, extrinsicsRoot, digest }) {
    return u8aToHex(u8aConcat(
        parentHash, compactToU8a(number), root, extrinsicsRoot, compactToU8a(digest.length), ...digest));
}

/** The runtime trapped where it must not. */
class Trapped extends Error {}

/** An answer that is no error. */
function must(note, answer) {
    if (answer.error !== undefined) throw new Trapped(`${note}: ${answer.error}`);
    return answer;
}

/** PreRuntime digest item: consensus engine and what it says. */
const preRuntime = (engine, data) => u8aConcat([6], stringToU8a(engine), compactAddLength(data));

const u32 = (value) => new BN(value).toArrayLike(Uint8Array, 'le', 4);
const u64 = (value) => new BN(value).toArrayLike(Uint8Array, 'le', 8);

// A BABE claim on a slot. The claimant and the VRF are for the host to check, not for the runtime;
// the output must be a point of the curve (here the base point of ristretto255, RFC 9496 A.1).
const kVrf = u8aConcat(
    hexToU8a('0xe2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76'), new Uint8Array(64).fill(7));

const kKeys = new Keyring({ type: 'sr25519' });
export const kDev = Object.fromEntries(
    ['Alice', 'Bob', 'Charlie', 'Dave', 'Eve', 'Ferdie'].map((name) => [name, kKeys.addFromUri(`//${name}`)]));
export const keyOf = (uri, type = 'sr25519') => kKeys.createFromUri(uri, {}, type);

/** A signed extrinsic in hex; mortal if `era` has the era and the blockHash of its birth. */
export function signExtrinsic(registry, runtimeVersion, pair, tx, { nonce, era, tip = 0, genesisHash }) {
    const extrinsic = registry.createType('Extrinsic', tx, { version: 4 });
    extrinsic.sign(pair, {
        blockHash: era?.blockHash ?? genesisHash,
        era: era?.era ?? '0x00',
        genesisHash,
        nonce,
        runtimeVersion,
        tip,
        assetId: undefined,
        mode: 0,
        metadataHash: null,
    });
    return u8aToHex(extrinsic.toU8a());
}

export class Chain {
    /**
     * `options`: name, path of the chain spec, firstSlot, and what the author of a block says:
     * consensus(slot) → digest items, inherents(parent header in hex, slot) → {identifier: bytes};
     * typesOf: the chain whose types polkadot-js must know, for metadata that does not describe them.
     */
    static async start(options, emit) {
        const chain = new Chain();
        Object.assign(chain, options);
        chain.emit = emit;
        chain.state = State.ofSpec(options.path);
        chain.slot = options.firstSlot;
        chain.number = 0;
        chain.nonces = new Map();
        chain.random = new Random(`bits of ${options.name}`);

        chain.version = await runtimeVersion(chain.state);
        const metadata = compactStripLength(hexToU8a((await call(chain.state, 'Metadata_metadata', '0x')).result))[1];
        chain.registry = new TypeRegistry();
        if (options.typesOf) {
            const name = hexToString(chain.version.specName);
            chain.registry.register(getSpecTypes(chain.registry, options.typesOf, name, chain.version.specVersion));
        }
        const decoded = new Metadata(chain.registry, u8aToHex(metadata));
        chain.registry.setMetadata(decoded, options.signedExtensions);
        ({ tx: chain.tx, query: chain.query } = expandMetadata(chain.registry, decoded));

        chain.genesisHeader = encodeHeader({
            parentHash: kNoRoot,
            number: 0,
            stateRoot: await stateRoot(chain.state, chain.version.stateVersion),
            extrinsicsRoot: '0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314', // of no extrinsics
            digest: [],
        });
        chain.parentHeader = chain.genesisHeader;
        chain.genesisHash = blake2AsHex(chain.genesisHeader);
        emit({ op: 'genesis', path: options.path });
        return chain;
    }

    /** The storage key of an item, e.g. key('system', 'account', address). */
    key(pallet, item, ...args) {
        return u8aToHex(compactStripLength(this.query[pallet][item](...args))[1]);
    }

    read(type, pallet, item, ...args) {
        const value = this.state.get(this.key(pallet, item, ...args));
        return value === undefined ? undefined : this.registry.createType(type, hexToU8a(value));
    }

    /** Writes storage past all rules, e.g. to give an account a balance. */
    put(changes) {
        this.state.apply(changes);
        this.emit({ op: 'put', changes });
    }

    /** A signed extrinsic in hex, for the next block. Counts the signer's nonces unless one is given. */
    sign(pair, tx, { nonce, era, tip = 0, genesisHash = this.genesisHash } = {}) {
        const next = this.nonces.get(pair.address) ?? this.#nonceOf(pair);
        if (nonce === undefined) this.nonces.set(pair.address, next + 1);
        return signExtrinsic(this.registry, this.version, pair, tx, { nonce: nonce ?? next, era, tip, genesisHash });
    }

    /** For blocks in steps: signs when its turn comes, with the nonce that is right then. */
    later(pair, tx) {
        return () => {
            this.nonces.clear();
            return this.sign(pair, tx);
        };
    }

    #nonceOf({ addressRaw }) {
        const value = this.state.get(this.key('system', this.query.system.account ? 'account' : 'accountNonce', addressRaw));
        return value === undefined ? 0 : new BN(hexToU8a(value).subarray(0, 4), 'le').toNumber();
    }

    /** The extrinsic of a call without a signature. */
    unsigned(tx) {
        return u8aToHex(this.registry.createType('Extrinsic', tx, { version: 4 }).toU8a());
    }

    /** One call on the present state; its changes stay if `keep`. `ignore`: a range of bytes of the result to skip. */
    async call(method, args = '0x', { keep = false, note, ignore } = {}) {
        const hex = typeof args === 'string' ? args : u8aToHex(args);
        const answer = await call(this.state, method, hex);
        if (answer.refused) return answer;
        this.#tell(note ?? method, method, hex, answer, keep, ignore);
        return answer;
    }

    /** The case of a call, and what stays of it. */
    #tell(note, method, args, answer, keep, ignore) {
        if (answer.error !== undefined) this.emit({ op: 'call', note, method, args, error: answer.error });
        else this.emit({ op: 'call', note, method, args, ...answer, keep, ignore });
        if (keep && answer.error === undefined) this.state.apply(answer.changes);
    }

    /** The real root of the present state must be ours too. */
    async root(note) {
        const root = await stateRoot(this.state, this.version.stateVersion);
        this.emit({ op: 'root', note, version: this.version.stateVersion, root });
        return root;
    }

    /**
     * Builds a block of the inherents and `extrinsics` as an author does, `skip` slots later than usual, then executes it
     * as a whole on its parent. With `steps` each call of the author is a case of its own, and so is the block with a bit
     * wrong; extrinsics that the runtime refuses stay outside, and one may be `later`. Otherwise all calls are one
     * case, and no extrinsic may be refused. If the runtime traps between extrinsics, there is no block: `false` if that
     * `mayFail`.
     */
    async block(note, extrinsics = [], { skip = 0, steps = false, mayFail = false } = {}) {
        this.slot += 1 + skip;
        ++this.number;
        const parent = this.state.copy();
        this.emit({ op: 'mark' });
        try {
            await this.#block((what) => `${this.name} block ${this.number} (${note}): ${what}`, parent, extrinsics, steps);
            return true;
        } catch (error) {
            if (!mayFail || !(error instanceof Trapped)) throw error;
            this.emit({ op: 'unmark' });
            this.state = parent;
            --this.number;
            return false;
        } finally {
            this.nonces.clear();
        }
    }

    async #block(at, parent, extrinsics, steps) {
        const header = encodeHeader({
            parentHash: blake2AsHex(this.parentHeader),
            number: this.number,
            stateRoot: kNoRoot,
            extrinsicsRoot: kNoRoot,
            digest: this.consensus(this.slot),
        });
        const included = steps ? await this.#authorInSteps(at, header, extrinsics)
            : [...await this.#inherents(at, header), ...extrinsics];
        const authored = await this.#author(at, parent, header, included, steps);

        const theirs = hexToU8a(authored.result);
        const ours = theirs.slice();
        ours.set(hexToU8a(await this.root(at('state root'))), this.#rootOffset);
        const blocks = await this.#execute(at('execute'), parent, theirs, ours, included, authored);
        for (let i = 0; i < (steps ? 3 : 0); ++i) await this.#executeWrong(at('execute'), parent, blocks);
        this.parentHeader = u8aToHex(ours);
    }

    get #rootOffset() {
        return 32 + compactToU8a(this.number).length;
    }

    /** Chopsticks computes no state roots: the header in its answer has another one in these bytes. */
    get #ignoreRoot() {
        return [this.#rootOffset, this.#rootOffset + 32];
    }

    /** All calls of the author at once. The result is the header, with the state root that Chopsticks will expect. */
    async #author(at, parent, header, extrinsics, done) {
        const calls = [
            ['Core_initialize_block', header],
            ...extrinsics.map((one) => ['BlockBuilder_apply_extrinsic', one]),
            ['BlockBuilder_finalize_block', '0x'],
        ];
        const answer = await callAll(parent, calls.map(([method, args]) => [method, [args]]));
        if (!done) {
            this.emit({ op: 'sequence', note: at('author'), calls, ...answer, keep: true, ignore: this.#ignoreRoot });
            this.state.apply(must(at('author'), answer).changes);
        }
        return must(at('author'), answer);
    }

    /** The same call by call; the answer is what the block holds. */
    async #authorInSteps(at, header, extrinsics) {
        must(at('initialize'),
            await this.call('Core_initialize_block', header, { keep: true, note: at('initialize') }));
        const included = [];
        const inherents = await this.#inherents(at);
        for (const [i, one] of [...inherents, ...extrinsics].entries()) {
            const extrinsic = typeof one === 'function' ? one() : one;
            const answer = await call(this.state, 'BlockBuilder_apply_extrinsic', extrinsic);
            // Ok(_) is 00…; Err(reason) says that the block must not hold the extrinsic.
            const keep = answer.error === undefined && answer.result.startsWith('0x00');
            this.#tell(at(`extrinsic ${i}`), 'BlockBuilder_apply_extrinsic', extrinsic, answer, keep);
            if (keep) included.push(extrinsic);
            else if (i < inherents.length) throw new Error(`${at(`inherent ${i}`)}: ${answer.error ?? answer.result}`);
        }
        must(at('finalize'), await this.call('BlockBuilder_finalize_block', '0x',
            { keep: true, note: at('finalize'), ignore: this.#ignoreRoot }));
        return included;
    }

    /**
     * The block as others get it: one call on the parent's state. Each host gets the header with its own state root; where
     * Chopsticks comes to another one than as an author, what it changed as an author stands.
     */
    async #execute(note, parent, theirHeader, ourHeader, extrinsics, authored) {
        const body = u8aConcat(compactToU8a(extrinsics.length), ...extrinsics.map((one) => hexToU8a(one)));
        const theirs = u8aConcat(theirHeader, body);
        const ours = u8aConcat(ourHeader, body);
        this.executed = u8aToHex(theirs); // so that it can be repeated
        const answer = await call(parent, 'Core_execute_block', this.executed);
        const expected = answer.error === undefined ? answer : { ...authored, result: '0x' };
        this.emit({ op: 'execute', note, args: u8aToHex(ours), ...expected });
        return { theirs, ours };
    }

    /** The same block with one bit wrong, somewhere. */
    async #executeWrong(note, parent, { theirs, ours }) {
        const at = this.random.between(0, ours.length - 1);
        const bit = 1 << this.random.between(0, 7);
        for (const bytes of [theirs, ours]) bytes[at] ^= bit;
        const answer = await call(parent, 'Core_execute_block', u8aToHex(theirs));
        this.emit({ op: 'execute', note: `${note}, bit ${bit} of byte ${at} wrong`, args: u8aToHex(ours), ...answer });
        for (const bytes of [theirs, ours]) bytes[at] ^= bit;
    }

    /** What the runtime makes of the inherent data, after `header` was initialized (here, or before). */
    async #inherents(at, header) {
        const data = Object.entries(this.inherents(this.parentHeader, this.slot));
        const encoded = u8aToHex(u8aConcat(compactToU8a(data.length),
            ...data.map(([name, value]) => u8aConcat(stringToU8a(name), compactAddLength(value)))));
        const method = 'BlockBuilder_inherent_extrinsics';
        const { result } = must(at('inherents'), header === undefined
            ? await this.call(method, encoded, { note: at('inherents') })
            : await callAll(this.state, [['Core_initialize_block', [header]], [method, [encoded]]]));
        return this.registry.createType('Vec<Bytes>', hexToU8a(result)).map((one) => u8aToHex(one.toU8a()));
    }
}

const kSlotMs = 6000;

/** What an author of the relay chain adds to a block. */
export const relayChain = {
    firstSlot: 280_000_000,
    consensus: (slot) => [preRuntime('BABE', u8aConcat([3], u32(0), u64(slot), kVrf))],
    inherents: (parentHeader, slot) => ({
        timstap0: u64(slot * kSlotMs),
        babeslot: u64(slot),
        parachn0: u8aConcat([0, 0, 0], parentHeader),
    }),
};

/** Likewise before there were parachains (2019, 2020). */
export const earlyRelayChain = {
    ...relayChain,
    consensus: (slot) => [preRuntime('BABE', u8aConcat([2], u32(0), u64(slot)))],
    inherents: (parentHeader, slot) => ({
        timstap0: u64(slot * kSlotMs),
        babeslot: u64(slot),
        finalnum: u32(0),
        newheads: Uint8Array.of(0),
    }),
};

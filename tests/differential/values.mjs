// Plausible and hostile values of the types that metadata describes, as SCALE bytes; calls above all.
import { BN, bnToU8a, compactToU8a, hexToU8a, stringToU8a, u8aConcat } from '@polkadot/util';
import { sortAddresses } from '@polkadot/util-crypto';
import { decodeAddress } from '@polkadot/util-crypto';

const KSM = new BN('1000000000000');
const kExistentialDeposit = new BN(333_333_333);
const kSizes = { U8: 1, I8: 1, U16: 2, I16: 2, U32: 4, I32: 4, U64: 8, I64: 8, U128: 16, I128: 16, U256: 32, I256: 32 };
const kWeights = { Balances: 4, Proxy: 4, Multisig: 3, Identity: 5, Vesting: 3, Indices: 3, Preimage: 3, Scheduler: 3, Utility: 3 };
const kMaxDepth = 7;
const kMaxNestedCalls = 3; // calls in calls in calls

/** The type is an enumeration without variants. */
class NoValue extends Error {}

export class Values {
    /**
     * `known`: pallets (a set of names: calls and origins of others are not made); accounts (public keys), hashes (hex),
     * timepoints ({ height, index }), block (a number), calls (bytes, to be made again): grow as the caller likes.
     */
    constructor(registry, random, known) {
        this.lookup = registry.lookup;
        this.random = random;
        this.known = { accounts: [new Uint8Array(32), new Uint8Array(32).fill(1)], hashes: [], timepoints: [], block: 10, calls: [],
            ...known };
        this.palletsWithCalls = registry.metadata.pallets
            .filter(({ name, calls }) => calls.isSome && this.known.pallets.has(name.toString()))
            .map(({ name, index, calls }) => ({
                name: name.toString(), index: index.toNumber(),
                calls: [...this.lookup.getSiType(calls.unwrap().type).def.asVariant.variants].map((variant) => ({ variant })),
            }))
            .filter(({ calls }) => calls.length > 0);
        // Where most of what can be said is said.
        this.weighted = this.palletsWithCalls.flatMap((one) => Array(kWeights[one.name] ?? 1).fill(one));
        this.nested = 0;
    }

    /** The bytes of one call. */
    callOf(pallet, variant) {
        const { index } = this.palletsWithCalls.find(({ name }) => name === pallet);
        this.nested += 1;
        try {
            return u8aConcat([index, variant.index.toNumber()], ...variant.fields.map((field) => this.of(field.type, 1, field)));
        } finally {
            this.nested -= 1;
        }
    }

    /** Any call of the pallets; one of a few harmless ones where calls are nested deep. */
    call(skip = () => false) {
        for (;;) {
            if (this.known.calls.length > 0 && this.random.chance(10)) return this.random.pick(this.known.calls);
            const pallet = this.random.pick(this.weighted);
            const { variant } = this.random.pick(pallet.calls);
            if (skip(pallet.name, variant.name.toString())) continue;
            const nests = variant.fields.some(({ type }) => this.#path(type).endsWith('RuntimeCall')
                || this.#sequencePath(type).endsWith('RuntimeCall'));
            if (nests && this.nested >= kMaxNestedCalls) continue;
            return this.callOf(pallet.name, variant);
        }
    }

    #path(type) {
        return this.lookup.getSiType(type).path.join('::');
    }

    #sequencePath(type) {
        const { def } = this.lookup.getSiType(type);
        return def.isSequence ? this.#path(def.asSequence.type) : '';
    }

    of(type, depth = 0, field = undefined) {
        const { path, def } = this.lookup.getSiType(type);
        const special = this.#special(path.join('::'), def, depth, field);
        if (special !== undefined) return special;
        if (def.isPrimitive) return this.#primitive(def.asPrimitive.type, field);
        if (def.isCompact) return compactToU8a(this.#number(this.#compactBytes(def.asCompact.type), field));
        if (def.isComposite) return this.#fields(def.asComposite.fields, depth);
        if (def.isTuple) return u8aConcat(...def.asTuple.map((one) => this.of(one, depth + 1, field)));
        if (def.isArray) return this.#items(def.asArray.type, def.asArray.len.toNumber(), depth, field);
        if (def.isSequence) return this.#sequence(def.asSequence.type, depth, field);
        if (def.isVariant) return this.#variant(def.asVariant.variants, depth, field);
        if (def.isBitSequence) return this.#bits();
        throw new Error(`no values of ${def.type}`);
    }

    // Types and arguments for which most random values would only ever fail in one way.
    #special(path, def, depth, field) {
        const { random, known } = this;
        if (path === 'sp_core::crypto::AccountId32') return this.#account();
        if (path === 'sp_runtime::multiaddress::MultiAddress' && random.chance(95)) return u8aConcat([0], this.#account());
        if (path.endsWith('RuntimeCall')) return this.nested >= kMaxNestedCalls ? this.#harmless() : this.call(known.skip);
        if (path.endsWith('OriginCaller')) return random.chance(40) ? Uint8Array.of(43, random.between(0, 26)) : u8aConcat([0], this.#rawOrigin());
        if (path === 'frame_support::traits::preimages::Bounded' && random.chance(80)) {
            const call = this.#harmless();
            return u8aConcat([1], compactToU8a(call.length), call);
        }
        if (field?.name?.toString() === 'class' && random.chance(90)) return Uint8Array.of(random.pick([10, 10, 10, 13, 30]), 0);
        if (path === 'primitive_types::H256' && known.hashes.length > 0 && random.chance(70)) return hexToU8a(random.pick(known.hashes));
        if (path === 'pallet_multisig::Timepoint' && known.timepoints.length > 0 && random.chance(85)) {
            const { height, index } = random.pick(known.timepoints);
            return u8aConcat(bnToU8a(height, { bitLength: 32 }), bnToU8a(index, { bitLength: 32 }));
        }
        if (path === 'sp_weights::weight_v2::Weight' && random.chance(70)) {
            return u8aConcat(compactToU8a(new BN(10).pow(new BN(random.between(6, 12)))), compactToU8a(10 ** random.between(2, 6)));
        }
        if (field?.name?.toString() === 'other_signatories' && random.chance(90)) return this.#signatories();
        if (def.isArray && field?.name?.toString() === 'id' && random.chance(80)) return new Uint8Array(32).fill(random.between(1, 4));
        if (def.isArray && field?.name?.toString() === 'call_hash' && known.hashes.length > 0 && random.chance(80)) {
            return hexToU8a(random.pick(known.hashes));
        }
        return undefined;
    }

    #account() {
        return this.random.chance(97) ? this.random.pick(this.known.accounts) : this.random.bytes(32);
    }

    #rawOrigin() {
        const kind = this.random.between(0, 9);
        if (kind === 0) return Uint8Array.of(0);
        return kind === 1 ? Uint8Array.of(2) : u8aConcat([1], this.#account());
    }

    #harmless() {
        return u8aConcat([0, this.random.pick([0, 7])], [4, this.random.between(0, 3)]); // System.remark, remark_with_event
    }

    /** Some accounts, in order as multisigs want them. */
    #signatories() {
        const list = [];
        const count = this.random.between(0, 3);
        while (list.length < count) list.push(this.#account());
        const sorted = sortAddresses(list, 2).map((one) => decodeAddress(one));
        return u8aConcat(compactToU8a(sorted.length), ...sorted);
    }

    #primitive(name, field) {
        if (name === 'Bool') return Uint8Array.of(this.random.between(0, 1));
        if (name === 'Str') return u8aConcat(compactToU8a(4), stringToU8a('text'));
        if (name === 'Char') return Uint8Array.of(0x41, 0, 0, 0);
        return this.#number(kSizes[name], field).toArrayLike(Uint8Array, 'le', kSizes[name]);
    }

    #number(size, field) {
        const { random } = this;
        const max = new BN(1).shln(8 * size).subn(1);
        const about = (value, spread) => BN.min(max, BN.max(new BN(0), new BN(value).addn(random.between(0, 2 * spread) - spread)));
        if (random.chance(5)) return random.pick([max, max.subn(1), max.shrn(1)]);
        if (size === 16) {
            return random.pick([
                () => about(0, 2), () => about(kExistentialDeposit, 2), () => KSM.muln(random.between(1, 20)),
                () => KSM.muln(random.between(1, 20)), () => new BN(random.bytes(random.between(1, 7)), 'le'),
                () => new BN(10).pow(new BN(random.between(0, 25))), () => BN.min(max, KSM.muln(1000)),
            ])();
        }
        const name = field?.name?.toString() ?? '';
        if (size === 4 && /when|height|starting|block/.test(name) && random.chance(85)) return about(this.known.block + 2, 4);
        if (/after|delay/.test(name) && random.chance(85)) return new BN(random.between(0, 3));
        if (/threshold/.test(name) && random.chance(85)) return new BN(random.between(1, 3));
        if (/index/.test(name) && random.chance(85)) return new BN(random.between(0, 4));
        if (random.chance(70)) return new BN(random.between(0, 6));
        return new BN(random.bytes(random.between(1, size)), 'le');
    }

    #compactBytes(type) {
        const { def } = this.lookup.getSiType(type);
        if (def.isPrimitive) return kSizes[def.asPrimitive.type];
        return def.isComposite && def.asComposite.fields.length === 1 ? this.#compactBytes(def.asComposite.fields[0].type) : 0;
    }

    #fields(fields, depth) {
        return u8aConcat(...fields.map((field) => this.of(field.type, depth + 1, field)));
    }

    #items(type, count, depth, field) {
        const { def } = this.lookup.getSiType(type);
        if (def.isPrimitive && def.asPrimitive.isU8) return this.random.bytes(count);
        return u8aConcat(...Array.from({ length: count }, () => this.of(type, depth + 1, field)));
    }

    #sequence(type, depth, field) {
        const { random } = this;
        const { def } = this.lookup.getSiType(type);
        const isBytes = def.isPrimitive && def.asPrimitive.isU8;
        const most = isBytes ? random.pick([0, 1, 4, 40, 200]) : random.pick([1, 2, 4]);
        const count = depth > kMaxDepth ? 0 : random.between(0, most);
        return u8aConcat(compactToU8a(count), this.#items(type, count, depth, field));
    }

    #variant(variants, depth, field) {
        for (let attempt = 0; attempt < 8 && variants.length > 0; ++attempt) {
            // Deep down the variant with the fewest fields, so that values end.
            const one = depth > kMaxDepth
                ? variants.reduce((best, it) => (it.fields.length < best.fields.length ? it : best))
                : this.random.pick(variants);
            try {
                const fields = one.fields.map((inner) => this.of(inner.type, depth + 1, inner.name.isSome ? inner : field));
                return u8aConcat([one.index.toNumber()], ...fields);
            } catch (error) {
                if (!(error instanceof NoValue)) throw error;
            }
        }
        throw new NoValue();
    }

    #bits() {
        const bytes = this.random.between(0, 3);
        return u8aConcat(compactToU8a(8 * bytes), this.random.bytes(bytes));
    }
}

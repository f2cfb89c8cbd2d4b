// Repeatable random numbers, and random values of the types that a runtime's metadata describes.
import { createHash, randomBytes } from 'node:crypto';

import { BN, compactAddLength, compactToU8a, u8aConcat } from '@polkadot/util';

const asked = process.env.CHOPSTICKS_SEED ?? 'serinus';
export const kSeed = asked === 'random' ? randomBytes(6).toString('hex') : asked;

/** Bytes of SHA-256 in counter mode. */
export class Random {
    #name;
    #counter = 0;
    #pool = Buffer.alloc(0);

    constructor(name) {
        this.#name = name;
    }

    bytes(size) {
        while (this.#pool.length < size) {
            const block = createHash('sha256').update(`${kSeed}/${this.#name}/${this.#counter++}`).digest();
            this.#pool = Buffer.concat([this.#pool, block]);
        }
        const out = new Uint8Array(this.#pool.subarray(0, size));
        this.#pool = this.#pool.subarray(size);
        return out;
    }

    /** Uniform in [low, high]. */
    between(low, high) {
        return low + (Buffer.from(this.bytes(6)).readUIntLE(0, 6) % (high - low + 1));
    }

    pick(list) {
        return list[this.between(0, list.length - 1)];
    }

    chance(percent) {
        return this.between(0, 99) < percent;
    }
}

/** The type is an enumeration without variants. */
class NoValue extends Error {}

const kSizes = { U8: 1, I8: 1, U16: 2, I16: 2, U32: 4, I32: 4, U64: 8, I64: 8, U128: 16, I128: 16, U256: 32, I256: 32 };
const kMaxDepth = 6;

/** SCALE of random values: valid for their type, small numbers and known accounts more often than not. */
export class Values {
    constructor(registry, random, accounts) {
        this.lookup = registry.lookup;
        this.random = random;
        this.accounts = accounts;
    }

    of(type, depth = 0) {
        const { path, def } = this.lookup.getSiType(type);
        if (path.join('::') === 'sp_core::crypto::AccountId32') return this.random.pick(this.accounts);
        if (def.isPrimitive) return this.#primitive(def.asPrimitive.type);
        if (def.isCompact) return compactToU8a(this.#number(this.#compactBytes(def.asCompact.type)));
        if (def.isComposite) return this.#fields(def.asComposite.fields, depth);
        if (def.isTuple) return u8aConcat(...def.asTuple.map((one) => this.of(one, depth + 1)));
        if (def.isArray) return this.#items(def.asArray.type, def.asArray.len.toNumber(), depth);
        if (def.isSequence) {
            // Short ones: many sequences are bounded, and some must be in order, which the metadata does not tell.
            const count = depth > kMaxDepth ? 0 : this.random.between(0, this.random.chance(10) ? 4 : 1);
            return u8aConcat(compactToU8a(count), this.#items(def.asSequence.type, count, depth));
        }
        if (def.isVariant) return this.#variant(def.asVariant.variants, depth);
        if (def.isBitSequence) return this.#bits();
        throw new Error(`no values of ${def.type}`);
    }

    #primitive(name) {
        if (name === 'Bool') return Uint8Array.of(this.random.between(0, 1));
        if (name === 'Str') return compactAddLength(this.random.bytes(this.random.between(0, 8)).map((one) => one & 0x7f));
        if (name === 'Char') return Uint8Array.of(0x41, 0, 0, 0);
        return this.#number(kSizes[name]).toArrayLike(Uint8Array, 'le', kSizes[name]);
    }

    #number(size) {
        if (this.random.chance(50)) return new BN(this.random.between(0, 5));
        if (this.random.chance(60)) return new BN(this.random.bytes(this.random.between(1, size)), 'le');
        return new BN(10).pow(new BN(this.random.between(0, Math.floor(size * 2.4))));
    }

    #compactBytes(type) {
        const { def } = this.lookup.getSiType(type);
        if (def.isPrimitive) return kSizes[def.asPrimitive.type];
        return def.isComposite && def.asComposite.fields.length === 1
            ? this.#compactBytes(def.asComposite.fields[0].type) : 0;
    }

    #fields(fields, depth) {
        return u8aConcat(...fields.map(({ type }) => this.of(type, depth + 1)));
    }

    #items(type, count, depth) {
        const { def } = this.lookup.getSiType(type);
        if (def.isPrimitive && def.asPrimitive.isU8) return this.random.bytes(count);
        return u8aConcat(...Array.from({ length: count }, () => this.of(type, depth + 1)));
    }

    #variant(variants, depth) {
        for (let attempt = 0; attempt < 8 && variants.length > 0; ++attempt) {
            // Deep down the variant with the fewest fields, so that values end.
            const one = depth > kMaxDepth
                ? variants.reduce((best, it) => (it.fields.length < best.fields.length ? it : best))
                : this.random.pick(variants);
            try {
                return u8aConcat([one.index.toNumber()], this.#fields(one.fields, depth));
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

/** `count` random calls of all pallets; each is the SCALE of a RuntimeCall. */
export function* randomCalls(chain, random, count, skip = () => false) {
    const values = new Values(chain.registry, random, chain.accounts);
    const pallets = chain.registry.metadata.pallets.filter(({ calls }) => calls.isSome);
    for (let made = 0; made < count;) {
        const pallet = random.pick(pallets);
        const { variants } = chain.registry.lookup.getSiType(pallet.calls.unwrap().type).def.asVariant;
        if (variants.length === 0) continue;
        const variant = random.pick(variants);
        if (skip(pallet.name.toString(), variant.name.toString())) continue;
        ++made;
        yield u8aConcat([pallet.index.toNumber(), variant.index.toNumber()],
            ...variant.fields.map(({ type }) => values.of(type, 1)));
    }
}

// Values by the types of the metadata. The bytes are read by the codecs of PAPI; what comes out keeps the names of types and fields, which a
// writer for people needs.
import {
    Bytes, Tuple, Vector, bitSequence, bool, compact, createDecoder, enhanceDecoder, i128, i16, i256, i32, i64, i8, str, u128, u16, u256, u32,
    u64, u8,
} from '@polkadot-api/substrate-bindings';
import { fromHex } from '@polkadot-api/utils';

const char = enhanceDecoder(u32.dec, (code) => String.fromCodePoint(code));
const small = (decoder) => enhanceDecoder(decoder, (value) => (value <= 0xffffffffn ? Number(value) : value));
const kPrimitives = {
    bool: bool.dec, char, str: str.dec,
    u8: u8.dec, u16: u16.dec, u32: u32.dec, u64: u64.dec, u128: u128.dec, u256: u256.dec,
    i8: i8.dec, i16: i16.dec, i32: i32.dec, i64: i64.dec, i128: i128.dec, i256: i256.dec,
};

/** Indices of the bits that are set; the lowest bit of each byte is the first. */
export const indicesIn = (bytes) => Array.from({ length: bytes.length * 8 }, (_, i) => i).filter((i) => (bytes[i >> 3] >> (i & 7)) & 1);

export class Types {
    #decoders = new Map();

    /** `list`: the types of the metadata, by their numbers. */
    constructor(list) { this.list = list; }

    at(id) { return this.list[id]; }

    isByte(id) {
        const { def } = this.at(id);
        return def.tag === 'primitive' && def.value.tag === 'u8';
    }

    /** The type inside of structs with one field. */
    inner(id) {
        const { def } = this.at(id);
        return def.tag === 'composite' && def.value.length === 1 ? this.inner(def.value[0].type) : id;
    }

    /** `bytes`: in hex or as they are. What is left over is not looked at. */
    decode(id, bytes) { return this.decoder(id)(typeof bytes === 'string' ? fromHex(bytes) : Uint8Array.from(bytes)); }

    /** The value with which the bytes begin, and how many bytes it takes. */
    decodeStart(id, bytes) {
        return createDecoder((input) => [this.decoder(id)(input), input.i])(Uint8Array.from(bytes));
    }

    /**
     * Gives of a type:
     *   { type, fields: [{ name, typeName, value }] }   composite
     *   { type, variant, index, fields: […] }           variant
     * arrays for sequences and tuples, Uint8Array for bytes, strings, booleans, and numbers: above 32 bits as BigInt.
     */
    decoder(id) {
        if (!this.#decoders.has(id)) {
            // A type may contain itself.
            this.#decoders.set(id, createDecoder((bytes) => this.#decoders.get(id)(bytes)));
            this.#decoders.set(id, this.#build(this.at(id)));
        }
        return this.#decoders.get(id);
    }

    #fields(list) {
        const values = Tuple.dec(...list.map(({ type }) => this.decoder(type)));
        return enhanceDecoder(values, (decoded) => list.map(({ name, typeName, type }, i) => ({ name: name ?? null, typeName, id: type,
            value: decoded[i] })));
    }

    #build(type) {
        const { tag, value } = type.def;
        switch (tag) {
        case 'composite': return enhanceDecoder(this.#fields(value), (fields) => ({ type, fields }));
        case 'variant': return this.#variant(type, value);
        case 'sequence': return this.isByte(value) ? Bytes.dec() : Vector.dec(this.decoder(value));
        case 'array': return this.isByte(value.type) ? Bytes.dec(value.len) : Vector.dec(this.decoder(value.type), value.len);
        case 'tuple': return Tuple.dec(...value.map((item) => this.decoder(item)));
        case 'primitive': return kPrimitives[value.tag];
        case 'compact': return small(compact.dec);
        case 'bitSequence': return enhanceDecoder(bitSequence.dec, ({ bytes }) => bytes);
        default: throw new TypeError(`unknown type ${tag}`);
        }
    }

    #variant(type, variants) {
        const cases = new Map(variants.map((one) => [one.index, { name: one.name, fields: this.#fields(one.fields) }]));
        return createDecoder((bytes) => {
            const index = u8.dec(bytes);
            const found = cases.get(index);
            if (!found) throw new RangeError(`no variant ${index} of ${type.path.join('::')}`);
            return { type, variant: found.name, index, fields: found.fields(bytes) };
        });
    }
}

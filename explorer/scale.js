// SCALE: bytes to values. Integers above 2^32 are BigInt, byte arrays stay bytes.

export function fromHex(text) {
    const bytes = new Uint8Array((text.length - 2) / 2);
    for (let i = 0; i < bytes.length; ++i) bytes[i] = parseInt(text.substr(2 + 2 * i, 2), 16);
    return bytes;
}

export const toHex = (bytes) => '0x' + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export class Reader {
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
    }

    get left() { return this.bytes.length - this.at; }

    take(size) {
        if (size > this.left) throw new RangeError(`${size} bytes wanted at ${this.at}, ${this.left} left`);
        this.at += size;
        return this.bytes.subarray(this.at - size, this.at);
    }

    u8() { return this.take(1)[0]; }

    integer(size, signed = false) {
        let value = 0n;
        this.take(size).forEach((byte, i) => { value |= BigInt(byte) << BigInt(8 * i); });
        if (signed) value = BigInt.asIntN(8 * size, value);
        return size <= 4 ? Number(value) : value;
    }

    compact() {
        const first = this.u8();
        const mode = first & 3;
        if (mode === 3) {
            const value = this.integer((first >> 2) + 4);
            return typeof value === 'bigint' && value <= 0xffffffffn ? Number(value) : value;
        }
        this.at -= 1;
        const value = this.integer(1 << mode);
        return value >>> 2;
    }

    /** A length: it cannot be more than what is left, if each item has a byte. */
    length() {
        const length = this.compact();
        if (length > this.left) throw new RangeError(`a sequence of ${length} with ${this.left} bytes left`);
        return Number(length);
    }

    text() { return new TextDecoder().decode(this.take(this.length())); }

    list(item) {
        const out = new Array(this.length());
        for (let i = 0; i < out.length; ++i) out[i] = item();
        return out;
    }

    option(item) { return this.u8() === 0 ? null : item(); }
}

const kPrimitives = [
    (r) => r.u8() !== 0,  // bool
    (r) => String.fromCodePoint(r.integer(4)),  // char
    (r) => r.text(),
    ...[1, 2, 4, 8, 16, 32].map((size) => (r) => r.integer(size)),
    ...[1, 2, 4, 8, 16, 32].map((size) => (r) => r.integer(size, true)),
];
const kU8 = 3;

/**
 * Decodes a value of a type of the registry. What comes out keeps what a writer for people needs:
 *   { type, fields: [{ name, typeName, value }] }             composite
 *   { type, variant, index, fields: […] }                     variant
 * arrays for sequences and tuples, Uint8Array for bytes, numbers, BigInt, strings and booleans.
 */
export function decode(registry, id, reader) {
    const type = registry[id];
    const { def } = type;
    const fields = (list) => list.map(({ name, type: field, typeName }) => (
        { name, typeName, value: decode(registry, field, reader) }));
    const isByte = (item) => registry[item].def.kind === 'primitive' && registry[item].def.primitive === kU8;
    switch (def.kind) {
    case 'composite':
        return { type, fields: fields(def.fields) };
    case 'variant': {
        const index = reader.u8();
        const variant = def.variants.find((v) => v.index === index);
        if (!variant) throw new RangeError(`no variant ${index} of ${type.path.join('::')}`);
        return { type, variant: variant.name, index, fields: fields(variant.fields) };
    }
    case 'sequence':
        if (isByte(def.item)) return reader.take(reader.length());
        return reader.list(() => decode(registry, def.item, reader));
    case 'array':
        if (isByte(def.item)) return reader.take(def.length);
        return Array.from({ length: def.length }, () => decode(registry, def.item, reader));
    case 'tuple':
        return def.items.map((item) => decode(registry, item, reader));
    case 'primitive':
        return kPrimitives[def.primitive](reader);
    case 'compact':
        return reader.compact();
    case 'bits':
        return reader.take(Math.ceil(reader.compact() / 8));
    default:
        throw new TypeError(`unknown type ${def.kind}`);
    }
}

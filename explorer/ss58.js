// Addresses of accounts.
import { blake2b } from './hashes.js';
import { fromHex, toHex } from './scale.js';

const kAlphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const kAccountSize = 32;
const kChecksumSize = 2;
/** What looks like an address of an account in a text. */
export const kAddressPattern = /[1-9A-HJ-NP-Za-km-z]{46,50}/g;

function base58(bytes) {
    let value = BigInt(toHex(bytes));
    let out = '';
    for (; value > 0n; value /= 58n) out = kAlphabet[Number(value % 58n)] + out;
    for (const byte of bytes) {
        if (byte !== 0) break;
        out = kAlphabet[0] + out;
    }
    return out;
}

function fromBase58(text) {
    let value = 0n;
    for (const letter of text) {
        const digit = kAlphabet.indexOf(letter);
        if (digit < 0) throw new RangeError(`an address has no "${letter}"`);
        value = value * 58n + BigInt(digit);
    }
    const zeros = text.length - text.replace(/^1+/, '').length;
    const digits = value === 0n ? '' : value.toString(16);
    return new Uint8Array([...new Uint8Array(zeros), ...fromHex(`0x${digits.length % 2 ? '0' : ''}${digits}`)]);
}

const checksum = (body) => blake2b(new Uint8Array([...new TextEncoder().encode('SS58PRE'), ...body]), 64)
    .subarray(0, kChecksumSize);

/** The SS58 address of an account of 32 bytes. */
export function address(account, prefix) {
    const start = prefix < 64
        ? [prefix]
        : [((prefix & 0xfc) >> 2) | 0x40, (prefix >> 8) | ((prefix & 3) << 6)];
    const body = new Uint8Array([...start, ...account]);
    return base58(new Uint8Array([...body, ...checksum(body)]));
}

/** The account of an address of any network, or of a public key in hex. */
export function account(text) {
    if (/^0x[0-9a-f]{64}$/i.test(text)) return fromHex(text.toLowerCase());
    if (text.length > 60) throw new RangeError('too long for an address');
    const bytes = fromBase58(text);
    const body = bytes.subarray(0, bytes.length - kChecksumSize);
    const start = body.length - kAccountSize;
    if (start !== 1 && start !== 2) throw new RangeError('this is not the address of an account');
    if (toHex(checksum(body)) !== toHex(bytes.subarray(body.length))) {
        throw new RangeError('a letter of the address is wrong: its checksum does not fit');
    }
    return body.slice(start);
}

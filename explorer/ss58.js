// Addresses of accounts.
import { fromBufferToBase58, getSs58AddressInfo } from '@polkadot-api/substrate-bindings';
import { fromHex } from '@polkadot-api/utils';

/** What looks like an address of an account in a text; not a part of a longer word, as of hex. */
export const kAddressPattern = /(?<![0-9A-Za-z])[1-9A-HJ-NP-Za-km-z]{46,50}(?![0-9A-Za-z…])/g;
const kAlphabet = /^[1-9A-HJ-NP-Za-km-z]*$/;
const kLongest = 60;

const encoders = new Map(); // by the network's prefix

/** The SS58 address of an account of 32 bytes. */
export function address(account, prefix) {
    if (!encoders.has(prefix)) encoders.set(prefix, fromBufferToBase58(prefix));
    return encoders.get(prefix)(Uint8Array.from(account));
}

/** The account of an address of any network, or of a public key in hex. */
export function account(text) {
    if (/^0x[0-9a-f]{64}$/i.test(text)) return fromHex(text.toLowerCase());
    if (text.length > kLongest) throw new RangeError('too long for an address');
    if (!kAlphabet.test(text)) throw new RangeError(`an address has no "${[...text].find((letter) => !kAlphabet.test(letter))}"`);
    const info = getSs58AddressInfo(text);
    if (!info.isValid && text.length >= 40) throw new RangeError('a letter of the address is wrong: its checksum does not fit');
    if (!info.isValid || info.publicKey.length !== 32) throw new RangeError('this is not the address of an account');
    return info.publicKey;
}

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import {
    base58Decode, base58Encode, blake2AsU8a, checkAddressChecksum, decodeAddress, encodeAddress,
} from '@polkadot/util-crypto';
import registry from '@substrate/ss58-registry';

import { Peer, cases, hex, hexText, seededRandom } from './peer.mjs';

const peer = new Peer();
after(() => peer.close());

const reserved = (prefix) => prefix === 46 || prefix === 47;

/** What polkadot-js decodes, as our peer writes it; null if it refuses. */
function theirs(address) {
    try {
        const account = decodeAddress(address);
        return { account: hex(account) };
    } catch {
        return null;
    }
}

/** How many bytes of checksum polkadot-js sees in an address that it takes. */
function checksumBytes(address) {
    const bytes = base58Decode(address);
    return bytes.length - checkAddressChecksum(bytes)[1];
}

async function ours(address) {
    const answer = await peer.call('ss58_decode', hexText(address));
    if (answer.startsWith('!')) return null;
    const [prefix, account] = answer.split(' ');
    return { prefix: Number(prefix), account };
}

test('random accounts of all sizes and prefixes, written by either side', async () => {
    const random = seededRandom('ss58');
    for (let i = 0; i < cases; ++i) {
        const prefix = random.between(0, i % 2 ? 127 : 16383);
        if (reserved(prefix)) continue;
        const account = random.bytes(random.pick([1, 2, 4, 8, 32, 33]));
        const address = encodeAddress(account, prefix);
        assert.equal(await peer.call('ss58_encode', prefix, hex(account)), address);
        assert.deepEqual(await ours(address), { prefix, account: hex(account) }, address);
        if (account.length >= 32) assert.equal(theirs(address).account, hex(account));
    }
});

test('every prefix from 0 to 16383', async () => {
    const account = seededRandom('prefixes').bytes(32);
    for (let prefix = 0; prefix <= 16383; ++prefix) {
        const address = await peer.call('ss58_encode', prefix, hex(account));
        assert.equal(address, reserved(prefix) ? address : encodeAddress(account, prefix));
        assert.equal(await ours(address) === null, reserved(prefix), address);
    }
});

test('addresses with a change are refused by both', async () => {
    const random = seededRandom('mutations');
    const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0OIl !é';
    let refused = 0;
    for (let i = 0; i < cases; ++i) {
        const text = encodeAddress(random.bytes(32), random.pick([0, 2, 42, 64, 255, 1284, 16383])).split('');
        const at = random.between(0, text.length - 1);
        const change = random.between(0, 3);
        if (change === 0) text[at] = random.pick(alphabet);
        if (change === 1) text.splice(at, 1);
        if (change === 2) text.splice(at, 0, random.pick(alphabet));
        if (change === 3) [text[at], text[(at + 1) % text.length]] = [text[(at + 1) % text.length], text[at]];
        const address = text.join('');
        const us = await ours(address);
        let them = theirs(address)?.account;
        // A missing or added byte can give a size for which polkadot-js looks at one byte of checksum only, and in one
        // case of 256 it is right. sp-core always wants two.
        if (them !== undefined && checksumBytes(address) === 1) them = undefined;
        assert.equal(us?.account, them, address);
        if (us === null) ++refused;
    }
    assert.ok(refused > cases / 2);
});

/** An address with any bytes for a prefix. */
function forge(prefixBytes, account) {
    const data = Buffer.concat([Buffer.from(prefixBytes), account]);
    return base58Encode(Buffer.concat([data, blake2AsU8a(Buffer.concat([Buffer.from('SS58PRE'), data]), 512).subarray(0, 2)]));
}

test('where sp-core and polkadot-js differ we do as sp-core', async () => {
    const account = Buffer.alloc(32, 7);
    // The reserved prefix 46 in two bytes: polkadot-js looks at the first byte alone.
    const reserved46 = forge([0x40 | (46 >> 2), (46 & 3) << 6], account);
    assert.notEqual(theirs(reserved46), null);
    assert.equal(await ours(reserved46), null);
    // A first byte of 128 and more is no prefix for either.
    for (const first of [128, 191, 255]) {
        assert.equal(theirs(forge([first], account)), null);
        assert.equal(await ours(forge([first], account)), null);
    }
    // 34 bytes of account: polkadot-js takes the size 37 for a short account with one byte of checksum.
    const data = Buffer.concat([Buffer.from([42]), Buffer.alloc(35, 7)]);
    const long = base58Encode(
        Buffer.concat([data, blake2AsU8a(Buffer.concat([Buffer.from('SS58PRE'), data]), 512).subarray(0, 1)]));
    assert.equal(theirs(long).account.length, 2 + 70);
    assert.equal(await ours(long), null);
    // An index behind a prefix of two bytes: polkadot-js writes it but does not read it.
    const index = encodeAddress(new Uint8Array([1, 2]), 64);
    assert.equal(theirs(index), null);
    assert.deepEqual(await ours(index), { prefix: 64, account: '0x0102' });
    assert.equal(checkAddressChecksum(Buffer.from([42]))[0], false);
});

test('the names of all registered networks', async () => {
    for (const { prefix, network } of registry) assert.equal(await peer.call('ss58_network_name', prefix), network);
});

test('base58 of random bytes', async () => {
    const random = seededRandom('base58');
    for (let i = 0; i < cases; ++i) {
        const bytes = Buffer.concat([Buffer.alloc(random.between(0, 3)), random.bytes(random.between(0, 80))]);
        assert.equal(await peer.call('base58_encode', hex(bytes)), base58Encode(bytes));
    }
});

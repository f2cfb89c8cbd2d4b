import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Keyring } from '@polkadot/keyring';
import { cryptoWaitReady, encodeAddress, signatureVerify } from '@polkadot/util-crypto';
import { entropyToMnemonic } from '@polkadot/util-crypto/mnemonic/bip39';

import { Peer, cases, hex, hexText, seededRandom } from './peer.mjs';

const schemes = ['sr25519', 'ed25519', 'ecdsa'];
const peer = new Peer();
let keyrings;
before(async () => {
    await cryptoWaitReady();
    keyrings = Object.fromEntries(schemes.map((type) => [type, new Keyring({ type })]));
});
after(() => peer.close());

/** A junction that both sides understand alike: see below for those that they do not. */
function junction(random) {
    switch (random.between(0, 4)) {
        case 0: return String(random.between(0, 300));
        case 1: return String(Buffer.from(random.bytes(8)).readBigUInt64LE());
        case 2: return '000' + random.between(0, 9);
        case 3: return random.pick(['Alice', 'stash', 'é ✓', 'a b', '-1', '1.5', '.', '@', 'a\nb']);
        default: return 'j' + Buffer.from(random.bytes(random.between(0, 60))).toString('base64url');
    }
}

function uri(random, scheme) {
    let text = random.between(0, 1) ? hex(random.bytes(32)) : entropyToMnemonic(random.bytes(16));
    for (let n = random.between(0, 4); n > 0; --n) {
        const soft = scheme === 'sr25519' && random.between(0, 1);
        text += (soft ? '/' : '//') + junction(random);
    }
    if (!text.startsWith('0x') && random.between(0, 1)) text += '///' + random.pick(['', 'pass', '/a//b', 'é ✓']);
    return text;
}

for (const scheme of schemes) {
    test(`${scheme}: public keys of random secret URIs`, async () => {
        const random = seededRandom(scheme);
        for (let i = 0; i < cases / 2; ++i) {
            const text = uri(random, scheme);
            const answer = await peer.call('key_public', scheme, hexText(text));
            assert.equal(answer, hex(keyrings[scheme].createFromUri(text).publicKey), text);
        }
    });

    test(`${scheme}: signatures of either side`, async () => {
        const random = seededRandom(`${scheme} signatures`);
        for (let i = 0; i < cases / 10; ++i) {
            const text = uri(random, scheme);
            const message = random.bytes(random.between(0, 300));
            const pair = keyrings[scheme].createFromUri(text);
            const signature = await peer.call('key_sign', scheme, hexText(text), hex(message));
            assert.ok(pair.verify(message, signature, pair.publicKey), text);
            assert.ok(signatureVerify(message, signature, pair.address).isValid);
            const verified = (sig, msg) => peer.call('key_verify', scheme, hex(sig), hex(msg), hex(pair.publicKey));
            const theirs = pair.sign(message);
            assert.equal(await verified(theirs, message), 'true', text);
            assert.equal(await verified(theirs, [...message, 0]), 'false');
            theirs[random.between(0, 63)] ^= 1 << random.between(0, 7);
            const accepted = await verified(theirs, message);
            let expected = false;
            try {
                expected = pair.verify(message, theirs, pair.publicKey);
            } catch {
                // refused by throwing
            }
            assert.equal(accepted, String(expected), text);
        }
    });
}

test('soft junctions of public keys', async () => {
    const random = seededRandom('public');
    for (let i = 0; i < cases / 5; ++i) {
        const root = hex(random.bytes(32));
        let path = '';
        for (let n = random.between(0, 4); n > 0; --n) path += '/' + junction(random);
        const expected = hex(keyrings.sr25519.createFromUri(root + path).publicKey);
        const { publicKey } = keyrings.sr25519.createFromUri(root);
        for (const text of [hex(publicKey) + path, encodeAddress(publicKey, 2) + path]) {
            assert.equal(await peer.call('key_public_of_public', 'sr25519', hexText(text)), expected, text);
        }
    }
});

test('soft junctions are refused by both where the scheme has none', async () => {
    for (const scheme of ['ed25519', 'ecdsa']) {
        const text = '0x' + '11'.repeat(32) + '//hard/soft';
        assert.equal(await peer.call('key_public', scheme, hexText(text)), '!Invalid path');
        assert.throws(() => keyrings[scheme].createFromUri(text));
    }
});

test('malformed URIs are refused by both', async () => {
    const good = '0x' + '11'.repeat(32);
    for (const text of [good + '/', good + '//', good + '//a//', good + '///a\n', 'a.b', good + '00']) {
        assert.match(await peer.call('key_public', 'sr25519', hexText(text)), /^!/, text);
        assert.throws(() => keyrings.sr25519.createFromUri(text), undefined, text);
    }
});

test('where sp-core and polkadot-js differ we do as sp-core', async () => {
    const root = '0x' + '11'.repeat(32);
    const ours = (text) => peer.call('key_public', 'sr25519', hexText(text));
    const theirs = (text) => hex(keyrings.sr25519.createFromUri(text).publicKey);
    // A number above 64 bits is text for sp-core, a number of 256 bits for polkadot-js.
    // Hex digits are text for sp-core, bytes for polkadot-js. A plus sign belongs to a number for Rust.
    for (const name of ['18446744073709551616', '0x01', '+1']) assert.notEqual(await ours(`${root}//${name}`), theirs(`${root}//${name}`));
    assert.equal(await ours(`${root}//+1`), theirs(`${root}//1`));
    // A hex seed has 32 bytes, and text that is no phrase is nothing; polkadot-js pads what is shorter than 32 bytes.
    assert.equal(await ours('0x11'), '!Invalid seed');
    assert.equal(await ours('no such words'), '!Invalid phrase');
    theirs('0x11');
    theirs('no such words');
    // No phrase means the development phrase; Keyring knows this, keyExtractSuri does not.
    assert.equal(await ours('//Alice'), theirs('//Alice'));
    // The password is used as it is written by sp-core, normalised by polkadot-js (é of two code points).
    const phrase = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk';
    assert.notEqual(await ours(`${phrase}///e\u0301`), theirs(`${phrase}///e\u0301`));
    assert.equal(await ours(`${phrase}///\u00e9`), theirs(`${phrase}///e\u0301`));
});

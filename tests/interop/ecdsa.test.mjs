// ECDSA against libsecp256k1 of Rust (compiled to WebAssembly in @polkadot/wasm-crypto: the crate that the first version of
// the host functions uses) and against @noble/curves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { secp256k1 } from '@noble/curves/secp256k1.js';
import * as wasm from '@polkadot/wasm-crypto';

import { Peer, cases, hex, seededRandom } from './peer.mjs';

const peer = new Peer();
before(() => wasm.waitReady());
after(() => peer.close());

const order = 2n ** 256n - 432420386565659656852420866394968145599n;
const toNumber = (bytes) => BigInt(hex(bytes));
const toBytes = (number) => Uint8Array.from(Buffer.from(number.toString(16).padStart(64, '0'), 'hex'));

test('keys and signatures', async () => {
    const random = seededRandom('ecdsa sign');
    for (let i = 0; i < cases; ++i) {
        const seed = random.bytes(32);
        const hash = random.bytes(32);
        const signature = wasm.secp256k1Sign(hash, seed);
        const key = secp256k1.getPublicKey(seed);
        assert.equal(await peer.call('ecdsa_public', hex(seed)), hex(key));
        assert.equal(await peer.call('ecdsa_sign', hex(seed), hex(hash)), hex(signature));
        for (const version of ['1', '2']) {
            assert.equal(await peer.call('ecdsa_recover', hex(signature), hex(hash), version), hex(key));
            assert.equal(await peer.call('ecdsa_verify', hex(signature), hex(hash), hex(key), version), 'true');
        }
    }
});

/** r and s of any kind: random, small, near the order, above it. */
function number(random) {
    const small = toNumber(random.bytes(random.pick([1, 15, 16])));
    switch (random.between(0, 5)) {
        case 0: return small;
        case 1: return order - 2n + BigInt(random.between(0, 4));
        case 2: return (order + small) % 2n ** 256n;
        default: return toNumber(random.bytes(32));
    }
}

test('recovery from any bytes', async () => {
    const random = seededRandom('ecdsa recover');
    const counts = { key: 0, none: 0, overflow: 0 };
    for (let i = 0; i < cases; ++i) {
        const [r, s] = [number(random), number(random)];
        const id = random.between(0, 4);
        const hash = random.bytes(32);
        const signature = Uint8Array.from([...toBytes(r), ...toBytes(s), id]);
        const told = [hex(signature), hex(hash)];
        const [first, second] = [await peer.call('ecdsa_recover', ...told, '1'), await peer.call('ecdsa_recover', ...told, '2')];

        // noble knows no overflow; the first version is what it says of the reduced numbers.
        let expected;
        try {
            expected = hex(new secp256k1.Signature(r % order, s % order).addRecoveryBit(id).recoverPublicKey(hash).toBytes(true));
        } catch {
            expected = id > 3 ? '!1' : '!2';
        }
        assert.equal(first, expected, told.join(' '));
        const overflows = id < 4 && (r >= order || s >= order);
        assert.equal(second, overflows ? '!0' : expected, told.join(' '));
        counts[overflows ? 'overflow' : first.startsWith('!') ? 'none' : 'key'] += 1;
    }
    console.log(`# ${JSON.stringify(counts)}`);
    for (const count of Object.values(counts)) assert.ok(count > cases / 50);
});

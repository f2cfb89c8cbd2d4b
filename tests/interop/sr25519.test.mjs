// sr25519 against schnorrkel itself (compiled to WebAssembly in @polkadot/wasm-crypto) and against @scure/sr25519, which
// takes its randomness from us, so that signatures must agree to the byte.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { sr25519VrfSign, sr25519VrfVerify } from '@polkadot/util-crypto';
import * as schnorrkel from '@polkadot/wasm-crypto';
import * as scure from '@scure/sr25519';

import { Peer, cases, fromHex, hex, seededRandom } from './peer.mjs';

const peer = new Peer();
before(() => schnorrkel.waitReady());
after(() => peer.close());

/** JavaScript takes milliseconds where WebAssembly takes microseconds. */
const slowCases = Math.ceil(cases / 10);

const pairOf = (bytes) => ({ secretKey: bytes.subarray(0, 64), publicKey: bytes.subarray(64) });
const randomPair = (random) => schnorrkel.sr25519KeypairFromSeed(random.bytes(32));
const verdictOf = (check) => {
    try {
        return String(check());
    } catch {
        return 'false';
    }
};

/** One of the byte strings with one bit flipped; the others as they are. */
function withFlip(random, ...parts) {
    const copies = parts.map((part) => Uint8Array.from(part));
    const part = random.pick(copies.filter((copy) => copy.length));
    const bit = random.between(0, 8 * part.length - 1);
    part[bit >> 3] ^= 1 << (bit & 7);
    return copies;
}

test('key pairs of mini secrets', async () => {
    const random = seededRandom('expand');
    for (let i = 0; i < cases; ++i) {
        const seed = random.bytes(32);
        assert.equal(await peer.call('sr25519_expand', hex(seed)), hex(schnorrkel.sr25519KeypairFromSeed(seed)));
        if (i >= slowCases) continue;
        const secret = scure.secretFromSeed(seed);
        assert.equal(
            await peer.call('sr25519_expand', hex(seed)),
            hex(secret) + hex(scure.getPublicKey(secret)).slice(2),
        );
    }
});

test('hard junctions', async () => {
    const random = seededRandom('hard');
    let pair = randomPair(random);
    for (let i = 0; i < cases; ++i) {
        const chainCode = random.bytes(32);
        const child = schnorrkel.sr25519DeriveKeypairHard(pair, chainCode);
        assert.equal(await peer.call('sr25519_hard', hex(pairOf(pair).secretKey), hex(chainCode)), hex(child));
        pair = child;
    }
});

test('soft junctions of secret and public keys', async () => {
    const random = seededRandom('soft');
    let pair = randomPair(random);
    for (let i = 0; i < cases; ++i) {
        const chainCode = random.bytes(32);
        const { secretKey, publicKey } = pairOf(pair);
        const theirs = schnorrkel.sr25519DeriveKeypairSoft(pair, chainCode);
        const ours = fromHex(await peer.call('sr25519_soft', hex(secretKey), hex(chainCode), hex(random.bytes(32))));
        assert.equal(hex(ours.subarray(0, 32)), hex(theirs.subarray(0, 32)), 'scalar');
        assert.equal(hex(ours.subarray(64)), hex(theirs.subarray(64)), 'public key');
        const publicChild = schnorrkel.sr25519DerivePublicSoft(publicKey, chainCode);
        assert.equal(await peer.call('sr25519_soft_public', hex(publicKey), hex(chainCode)), hex(publicChild));
        assert.equal(hex(publicChild), hex(ours.subarray(64)));
        pair = ours; // the nonce seed is ours, too
    }
});

test('soft junctions agree to the byte when the randomness does', async () => {
    const random = seededRandom('soft bytes');
    for (let i = 0; i < slowCases; ++i) {
        const { secretKey } = pairOf(randomPair(random));
        const [chainCode, randomness] = [random.bytes(32), random.bytes(32)];
        const theirs = scure.HDKD.secretSoft(secretKey, chainCode, () => randomness);
        const ours = await peer.call('sr25519_soft', hex(secretKey), hex(chainCode), hex(randomness));
        assert.equal(ours.slice(0, 2 + 128), hex(theirs));
    }
});

test('signatures agree to the byte when the randomness does', async () => {
    const random = seededRandom('sign bytes');
    for (let i = 0; i < slowCases; ++i) {
        const { secretKey } = pairOf(randomPair(random));
        const message = random.bytes(random.between(0, 500));
        const randomness = random.bytes(32);
        const theirs = scure.sign(secretKey, message, () => randomness);
        assert.equal(await peer.call('sr25519_sign', hex(secretKey), hex(message), hex(randomness)), hex(theirs));
    }
});

test('schnorrkel verifies what we sign', async () => {
    const random = seededRandom('sign');
    for (let i = 0; i < cases; ++i) {
        const { secretKey, publicKey } = pairOf(randomPair(random));
        const message = random.bytes(random.between(0, i % 50 ? 300 : 5000));
        const ours = fromHex(
            await peer.call('sr25519_sign', hex(secretKey), hex(message), hex(random.bytes(32))),
        );
        assert.ok(schnorrkel.sr25519Verify(ours, message, publicKey));
        if (i < slowCases) assert.ok(scure.verify(message, ours, publicKey));
    }
});

test('we verify what schnorrkel signs, and judge damaged signatures alike', async () => {
    const random = seededRandom('verify');
    for (let i = 0; i < cases; ++i) {
        const { secretKey, publicKey } = pairOf(randomPair(random));
        const message = random.bytes(random.between(1, 300));
        const signature = schnorrkel.sr25519Sign(publicKey, secretKey, message);
        assert.equal(await peer.call('sr25519_verify', hex(signature), hex(message), hex(publicKey)), 'true');
        assert.equal(
            await peer.call('sr25519_verify_deprecated', hex(signature), hex(message), hex(publicKey)),
            'true',
        );

        const [badSignature, badMessage, badKey] = withFlip(random, signature, message, publicKey);
        assert.equal(
            await peer.call('sr25519_verify', hex(badSignature), hex(badMessage), hex(badKey)),
            verdictOf(() => schnorrkel.sr25519Verify(badSignature, badMessage, badKey)),
        );
    }
});

test('we verify batches of what schnorrkel signs, and find one damaged', async () => {
    const random = seededRandom('batch');
    for (let i = 0; i < cases / 20; ++i) {
        const items = Array.from({ length: random.between(1, 40) }, () => {
            const { secretKey, publicKey } = pairOf(randomPair(random));
            const message = random.bytes(random.between(1, 100));
            return [schnorrkel.sr25519Sign(publicKey, secretKey, message), message, publicKey];
        });
        const call = () => peer.call('sr25519_verify_batch', hex(random.bytes(32)), ...items.flat().map(hex));
        assert.equal(await call(), 'true');
        const at = random.between(0, items.length - 1);
        items[at] = withFlip(random, ...items[at]);
        assert.equal(await call(), 'false');
    }
});

// An unreduced or unmarked s, points that are none, and the identity: strange parts in all combinations.
test('strange keys and signatures are judged as by schnorrkel', async () => {
    const order = fromHex('0xedd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
    const zero = new Uint8Array(32);
    const one = Uint8Array.from(zero, (_, i) => (i ? 0 : 1));
    const largest = Uint8Array.from(order, (byte, i) => (i ? byte : byte - 1));
    const generator = fromHex('0xe2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76');
    const highBit = Uint8Array.from(generator, (byte, i) => (i === 31 ? byte | 128 : byte));
    const all = new Uint8Array(32).fill(255);
    const marked = (s) => Uint8Array.from(s, (byte, i) => (i === 31 ? byte | 128 : byte));
    const message = Buffer.from('message');
    for (const key of [zero, one, generator, highBit, order, all]) {
        for (const commitment of [zero, one, generator, highBit, order, all]) {
            for (const s of [zero, one, largest, order, all]) {
                for (const form of [s, marked(s)]) {
                    const signature = Buffer.concat([commitment, form]);
                    assert.equal(
                        await peer.call('sr25519_verify', hex(signature), hex(message), hex(key)),
                        verdictOf(() => schnorrkel.sr25519Verify(signature, message, key)),
                        `${hex(key)} ${hex(signature)}`,
                    );
                }
            }
        }
    }
});

test('VRF signatures agree to the byte when the randomness does', async () => {
    const random = seededRandom('vrf bytes');
    for (let i = 0; i < slowCases; ++i) {
        const { secretKey } = pairOf(randomPair(random));
        const [context, message, extra] = [0, 1, 2].map(() => random.bytes(random.between(0, 60)));
        const randomness = random.bytes(32);
        // A copy: version 0.2.0 wipes the nonce seed of the key that it is given.
        const theirs = scure.vrf.sign(message, secretKey.slice(), context, extra, () => randomness);
        assert.equal(
            await peer.call('vrf_sign', ...[secretKey, context, message, extra, randomness].map(hex)),
            hex(theirs),
        );
    }
});

test('schnorrkel verifies our VRF signatures, and we its', async () => {
    const random = seededRandom('vrf');
    for (let i = 0; i < cases; ++i) {
        const { secretKey, publicKey } = pairOf(randomPair(random));
        const [context, message, extra] = [0, 1, 2].map(() => random.bytes(random.between(0, 60)));
        const ours = fromHex(
            await peer.call('vrf_sign', ...[secretKey, context, message, extra, random.bytes(32)].map(hex)),
        );
        assert.ok(schnorrkel.vrfVerify(publicKey, context, message, extra, ours));

        const theirs = schnorrkel.vrfSign(secretKey, context, message, extra);
        assert.equal(hex(theirs.subarray(0, 32)), hex(ours.subarray(0, 32)), 'the pre-output is unique');
        assert.equal(await peer.call('vrf_verify', ...[publicKey, context, message, extra, theirs].map(hex)), 'true');

        const damaged = withFlip(random, publicKey, context, message, extra, theirs);
        assert.equal(
            await peer.call('vrf_verify', ...damaged.map(hex)),
            verdictOf(() => schnorrkel.vrfVerify(...damaged)),
        );
    }
});

test('util-crypto verifies our VRF signatures, and we its', async () => {
    const random = seededRandom('vrf util-crypto');
    for (let i = 0; i < slowCases; ++i) {
        const pair = pairOf(randomPair(random));
        const [context, message, extra] = [0, 1, 2].map(() => random.bytes(random.between(0, 60)));
        const ours = fromHex(
            await peer.call('vrf_sign', ...[pair.secretKey, context, message, extra, random.bytes(32)].map(hex)),
        );
        assert.ok(sr25519VrfVerify(message, ours, pair.publicKey, context, extra));
        const theirs = sr25519VrfSign(message, pair, context, extra);
        assert.equal(
            await peer.call('vrf_verify', ...[pair.publicKey, context, message, extra, theirs].map(hex)),
            'true',
        );
    }
});

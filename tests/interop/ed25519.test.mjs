// ed25519 against ZIP-215 written out with the points of @noble/curves, against its own verification where encodings are
// canonical (elsewhere it hashes what it decoded, not the bytes that came), and against ed25519-dalek (compiled to
// WebAssembly in @polkadot/wasm-crypto). Most signatures here are built to be disputed: parts of small order in A and R,
// encodings that are not canonical, S out of bounds.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';

import { ed25519 } from '@noble/curves/ed25519.js';
import * as dalek from '@polkadot/wasm-crypto';

import { Peer, cases, hex, seededRandom } from './peer.mjs';

const peer = new Peer();
before(() => dalek.waitReady());
after(() => peer.close());

const { Point } = ed25519;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const prime = 2n ** 255n - 19n;

const toNumber = (bytes) => BigInt('0x' + Buffer.from(bytes).reverse().toString('hex'));
const toBytes = (number) => Uint8Array.from(Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse());
const mod = (number) => ((number % order) + order) % order;
const verdictOf = (check) => {
    try {
        return String(check());
    } catch {
        return 'false';
    }
};
const torsion = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
const smallOrders = [Point.ZERO];
for (let i = 1; i < 8; ++i) smallOrders.push(smallOrders[i - 1].add(torsion));

/** Some encoding of the point, canonical or not where there is another one. */
function encode(random, point) {
    const bytes = point.toBytes();
    if (point.x === 0n && random.between(0, 1)) bytes[31] ^= 0x80;
    const sign = bytes[31] & 0x80;
    const y = toNumber(bytes) & (2n ** 255n - 1n);
    if (y >= 19n || !random.between(0, 1)) return bytes;
    const other = toBytes(y + prime);
    other[31] |= sign;
    return other;
}

const hashOf = (R, A, message) => createHash('sha512').update(R).update(A).update(message).digest();

/** The text of ZIP 215. */
function acceptedByZip215({ message, key, signature }) {
    const [R, S] = [signature.subarray(0, 32), toNumber(signature.subarray(32))];
    if (S >= order) return false;
    const k = mod(toNumber(hashOf(R, key, message)));
    const sum = Point.fromBytes(R, true).add(Point.fromBytes(key, true).multiplyUnsafe(k));
    return sum.subtract(Point.BASE.multiplyUnsafe(S)).clearCofactor().is0();
}

const isCanonical = (bytes) => verdictOf(() => hex(Point.fromBytes(bytes, true).toBytes()) === hex(bytes)) === 'true';

/** A signature of (a B + small) by (r B + small), often wrong in one way. */
function disputed(random) {
    const message = random.bytes(random.between(0, 40));
    const [a, r] = [random, random].map(() => (random.between(0, 3) ? mod(toNumber(random.bytes(32))) : 0n));
    const part = () => (random.between(0, 2) ? random.pick(smallOrders) : Point.ZERO);
    const A = encode(random, (a ? Point.BASE.multiply(a) : Point.ZERO).add(part()));
    const R = encode(random, (r ? Point.BASE.multiply(r) : Point.ZERO).add(part()));
    let s = mod(r + toNumber(hashOf(R, A, message)) * a);
    if (!random.between(0, 9)) s += order;
    if (!random.between(0, 9)) s = mod(s + 1n);
    const signature = Buffer.concat([R, toBytes(s)]);
    if (!random.between(0, 9)) signature[random.between(0, 63)] ^= 1 << random.between(0, 7);
    return { message, key: A, signature: Uint8Array.from(signature) };
}

test('keys and signatures', async () => {
    const random = seededRandom('ed25519 sign');
    for (let i = 0; i < cases; ++i) {
        const seed = random.bytes(32);
        const message = random.bytes(random.between(0, 200));
        const pair = dalek.ed25519KeypairFromSeed(seed);
        assert.equal(await peer.call('ed25519_public', hex(seed)), hex(pair.subarray(32)));
        const signature = dalek.ed25519Sign(pair.subarray(32), pair.subarray(0, 32), message);
        assert.equal(await peer.call('ed25519_sign', hex(seed), hex(message)), hex(signature));
        assert.equal(await peer.call('ed25519_verify', hex(signature), hex(message), hex(pair.subarray(32))), 'true');
    }
});

test('disputed signatures, by ZIP-215 and by the rule of dalek', async () => {
    const random = seededRandom('ed25519 disputed');
    const counts = { accepted: 0, refusedByDalek: 0, refused: 0 };
    for (let i = 0; i < cases; ++i) {
        const item = disputed(random);
        const { message, key, signature } = item;
        const told = [hex(signature), hex(message), hex(key)];
        const zip215 = verdictOf(() => acceptedByZip215(item));
        if (isCanonical(key) && isCanonical(signature.subarray(0, 32))) {
            assert.equal(verdictOf(() => ed25519.verify(signature, message, key, { zip215: true })), zip215);
        }
        const strict = verdictOf(() => dalek.ed25519Verify(signature, message, key));
        assert.equal(await peer.call('ed25519_verify', ...told), zip215, told.join(' '));
        assert.equal(await peer.call('ed25519_verify_dalek', ...told), strict, told.join(' '));
        counts[zip215 === 'false' ? 'refused' : strict === 'true' ? 'accepted' : 'refusedByDalek'] += 1;
    }
    console.log(`# ${JSON.stringify(counts)}`);
    for (const count of Object.values(counts)) assert.ok(count > cases / 50);
});

test('a batch has the verdict of its members', async () => {
    const random = seededRandom('ed25519 batch');
    for (let i = 0; i < Math.ceil(cases / 20); ++i) {
        const items = Array.from({ length: random.between(0, 5) }, () => disputed(random));
        const verdict = items.every((item) => verdictOf(() => acceptedByZip215(item)) === 'true');
        const told = items.flatMap(({ message, key, signature }) => [hex(signature), hex(message), hex(key)]);
        assert.equal(await peer.call('ed25519_verify_batch', hex(random.bytes(32)), ...told), String(verdict));
    }
});

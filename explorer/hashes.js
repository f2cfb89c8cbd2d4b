// BLAKE2b (RFC 7693) and XXH64 on BigInt: slow, and fast enough for checksums of addresses and keys of storage.

const kMask = (1n << 64n) - 1n;
const kIv = [
    0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
    0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
];
const kSigma = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const rotate = (x, n) => ((x >> n) | (x << (64n - n))) & kMask;

/** `input` has at most one block of 128 bytes; the digest has `size` bytes, at most 64. */
export function blake2b(input, size) {
    if (input.length > 128) throw new RangeError('more than one block');
    const block = new Uint8Array(128);
    block.set(input);
    const m = Array.from({ length: 16 }, (_, i) => new DataView(block.buffer).getBigUint64(8 * i, true));
    const h = kIv.slice();
    h[0] ^= 0x01010000n ^ BigInt(size);
    const v = [...h, ...kIv];
    v[12] ^= BigInt(input.length);
    v[14] ^= kMask;
    const mix = (a, b, c, d, x, y) => {
        v[a] = (v[a] + v[b] + x) & kMask;
        v[d] = rotate(v[d] ^ v[a], 32n);
        v[c] = (v[c] + v[d]) & kMask;
        v[b] = rotate(v[b] ^ v[c], 24n);
        v[a] = (v[a] + v[b] + y) & kMask;
        v[d] = rotate(v[d] ^ v[a], 16n);
        v[c] = (v[c] + v[d]) & kMask;
        v[b] = rotate(v[b] ^ v[c], 63n);
    };
    for (let round = 0; round < 12; ++round) {
        const s = kSigma[round % 10];
        for (let i = 0; i < 4; ++i) mix(i, i + 4, i + 8, i + 12, m[s[2 * i]], m[s[2 * i + 1]]);
        for (let i = 0; i < 4; ++i) {
            mix(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[s[8 + 2 * i]], m[s[9 + 2 * i]]);
        }
    }
    const out = new DataView(new ArrayBuffer(64));
    for (let i = 0; i < 8; ++i) out.setBigUint64(8 * i, h[i] ^ v[i] ^ v[i + 8], true);
    return new Uint8Array(out.buffer, 0, size);
}

const kPrimes = [
    0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n, 0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n,
];
const rotateLeft = (x, n) => rotate(x, 64n - n);

function xxhash64(input, seed) {
    const [p1, p2, p3, p4, p5] = kPrimes;
    const view = new DataView(input.buffer, input.byteOffset, input.length);
    const round = (accumulator, lane) => (rotateLeft((accumulator + lane * p2) & kMask, 31n) * p1) & kMask;
    let at = 0;
    let hash;
    if (input.length >= 32) {
        const v = [seed + p1 + p2, seed + p2, seed, seed - p1].map((x) => BigInt.asUintN(64, x));
        for (; at + 32 <= input.length; at += 32) {
            for (let i = 0; i < 4; ++i) v[i] = round(v[i], view.getBigUint64(at + 8 * i, true));
        }
        hash = [1n, 7n, 12n, 18n].reduce((sum, n, i) => (sum + rotateLeft(v[i], n)) & kMask, 0n);
        for (const x of v) hash = ((hash ^ round(0n, x)) * p1 + p4) & kMask;
    } else {
        hash = (seed + p5) & kMask;
    }
    hash = (hash + BigInt(input.length)) & kMask;
    for (; at + 8 <= input.length; at += 8) {
        hash = (rotateLeft(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * p1 + p4) & kMask;
    }
    if (at + 4 <= input.length) {
        hash = (rotateLeft(hash ^ ((BigInt(view.getUint32(at, true)) * p1) & kMask), 23n) * p2 + p3) & kMask;
        at += 4;
    }
    for (; at < input.length; ++at) hash = (rotateLeft(hash ^ ((BigInt(input[at]) * p5) & kMask), 11n) * p1) & kMask;
    hash = ((hash ^ (hash >> 33n)) * p2) & kMask;
    hash = ((hash ^ (hash >> 29n)) * p3) & kMask;
    return hash ^ (hash >> 32n);
}

/** XXH64 with the seeds 0, 1, ...: as many as `size` bytes take. */
export function twox(input, size) {
    const out = new DataView(new ArrayBuffer(size));
    for (let i = 0; i < size / 8; ++i) out.setBigUint64(8 * i, xxhash64(input, BigInt(i)), true);
    return new Uint8Array(out.buffer);
}

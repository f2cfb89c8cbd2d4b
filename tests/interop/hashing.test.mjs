import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { blake3 } from '@noble/hashes/blake3.js';
import { blake2AsU8a, keccakAsU8a, shaAsU8a, xxhashAsU8a } from '@polkadot/util-crypto';

import { Peer, cases, hex, seededRandom } from './peer.mjs';

const peer = new Peer();
after(() => peer.close());

const functions = {
    blake2b_64: (input) => blake2AsU8a(input, 64),
    blake2b_128: (input) => blake2AsU8a(input, 128),
    blake2b_256: (input) => blake2AsU8a(input, 256),
    blake2b_512: (input) => blake2AsU8a(input, 512),
    twox_64: (input) => xxhashAsU8a(input, 64),
    twox_128: (input) => xxhashAsU8a(input, 128),
    twox_256: (input) => xxhashAsU8a(input, 256),
    keccak_256: (input) => keccakAsU8a(input, 256),
    keccak_512: (input) => keccakAsU8a(input, 512),
    sha2_256: (input) => shaAsU8a(input, 256),
    blake3_256: (input) => blake3(input),
};

for (const [name, theirs] of Object.entries(functions)) {
    test(`${name} agrees on random input`, async () => {
        const random = seededRandom(name);
        for (let i = 0; i < cases; ++i) {
            const input = random.bytes(random.between(0, i % 50 ? 300 : 5000));
            assert.equal(await peer.call(name, hex(input)), hex(theirs(input)), hex(input));
        }
    });
}

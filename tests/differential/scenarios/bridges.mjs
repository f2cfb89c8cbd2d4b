// The Merkle mountain range: leaves, nodes that are indexed, proofs; the sets of BEEFY over sessions with keys that are no
// points; heads of parachains.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { keccakAsU8a } from '@polkadot/util-crypto';

import { twox128 } from '../decode.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const vec = (list, encode = (one) => one) => u8aConcat(compactToU8a(list.length), ...list.map(encode));
const kKeyAt = 192; // where the key of BEEFY stands among a validator's keys

export async function run(t) {
    const { chain } = t;
    const alice = t.keyOf('//Alice', 'ecdsa');
    await t.next();

    // A range of 1 to 70 leaves: each block compares nodes, digests and what is indexed. Proofs of several shapes.
    const proofOf = async (numbers, best) => {
        const args = u8aConcat(vec(numbers, u32), best === undefined ? [0] : u8aConcat([1], u32(best)));
        const { result } = await chain.compareCall('MmrApi_generate_proof', u8aToHex(args), { index: true });
        const bytes = hexToU8a(result);
        return bytes[0] === 0 ? bytes.subarray(1) : null;
    };
    const verify = async (proof, root) => {
        await chain.compareCall('MmrApi_verify_proof', u8aToHex(proof), { index: true });
        await chain.compareCall('MmrApi_verify_proof_stateless', u8aToHex(u8aConcat(root, proof)));
    };
    const rootNow = async () => hexToU8a((await chain.get(chain.key('mmr', 'rootHash')))[0]);
    for (let size = 1; size <= 70; ++size) {
        chain.step = `a range of ${size} leaves`;
        await t.api('MmrApi_mmr_root');
        await t.api('MmrApi_mmr_leaf_count');
        const root = await rootNow();
        const asked = [[size], [1], [1, size], [(size >> 1) + 1], [size, 1, size]];
        if (size % 7 === 0) asked.push([3, 2, 5], Array.from({ length: size }, (_, i) => i + 1));
        for (const numbers of asked) {
            const proof = await proofOf(numbers);
            if (proof === null) continue;
            await verify(proof, root);
            if (size % 5 === 0) await verify(proof, root.map((byte) => byte ^ 1));
        }
        if (size % 10 === 1) for (const numbers of [[], [0], [size + 1], [1, 0], [4_294_967_295]]) await proofOf(numbers);
        if (size % 10 === 2) for (const best of [0, 1, 2, size - 1, size, size + 1, 4_294_967_295]) await proofOf([1, 2], best);
        if (size < 70) await t.next();
    }

    // Proofs that are wrong in one place, or say things that cannot be.
    const root = await rootNow();
    const good = await proofOf([5, 40, 69]);
    for (let at = 0; at < good.length; at += 7) await verify(good.map((byte, i) => (i === at ? byte ^ 1 : byte)), root);
    for (const bytes of [good.subarray(1), u8aConcat(good, [0]), new Uint8Array()]) await verify(bytes, root);
    const leaf = compactAddLength(new Uint8Array(113));
    const made = (leaves, indices, count, items) => u8aConcat(vec(leaves), vec(indices, u64), u64(count), vec(items));
    const kMany = 2n ** 64n - 1n;
    const hash = keccakAsU8a(new Uint8Array(113));
    const strange = [
        made([], [], 0, []), made([leaf], [0], 0, []), made([leaf], [0], 1, []), made([leaf], [1], 1, []), made([], [], 1, [hash]),
        made([], [], 5, [hash]), made([], [], 5, [hash, hash]), made([], [], 5, [hash, hash, hash]), made([leaf], [], 5, []), made([], [0], 5, []),
        made([leaf, leaf], [0, 0], 2, [hash]), made([leaf, leaf], [1, 0], 2, []), made([leaf], [kMany], 5, []), made([leaf], [kMany], kMany, []),
        made([leaf], [2n ** 63n], 2n ** 63n + 1n, [hash]), made([leaf], [0], kMany, Array(64).fill(hash)), made([leaf], [7], 71, [hash]),
        made([compactAddLength(new Uint8Array(112))], [0], 2, [hash]), made([compactAddLength(new Uint8Array(114))], [0], 2, [hash]),
        made([compactAddLength(new Uint8Array(0))], [0], 1, []), made([leaf], [2n ** 62n], 2n ** 62n + 3n, Array(63).fill(hash)),
    ];
    for (const proof of strange) for (const of of [root, hash]) await verify(proof, of);
    await chain.compareCall('MmrApi_generate_proof', u8aToHex(u8aConcat(vec([5], u32), [0]))); // without a database: a trap

    // A peak that is missing: no leaf is added.
    const before = await chain.save();
    await chain.put([[chain.key('mmr', 'nodes', 126), null]]);
    await t.next();
    await t.next();
    await chain.restore(before);

    // Heads of parachains: an odd number of them, not in order, one without a head.
    const paras = (item) => `0x${twox128('Paras')}${twox128(item)}`;
    const heads = [[2001, 3], [2000, 100], [7, 0], [3_000_000, 40], [2002, 1]];
    await chain.put([
        [paras('Parachains'), u8aToHex(vec([...heads.map(([id]) => id), 99], u32))],
        ...heads.map(([id, size]) => [chain.key('paras', 'heads', id), u8aToHex(compactAddLength(new Uint8Array(size).fill(id)))]),
    ]);
    await t.next(2);
    await chain.put([[paras('Parachains'), u8aToHex(vec([2000], u32))]]);
    await t.next(2);

    // Sessions: keys that are points and keys that are none.
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));
    const [queued] = await chain.get(chain.key('session', 'nextKeys', stashes[0].publicKey));
    const alices = hexToU8a(queued);
    const withKey = (key) => u8aToHex(u8aConcat(alices.subarray(0, kKeyAt), key));
    const sets = async () => {
        for (const name of ['BeefyApi_validator_set', 'BeefyApi_beefy_genesis', 'BeefyMmrApi_authority_set_proof', 'BeefyMmrApi_next_authority_set_proof']) {
            await t.api(name);
        }
    };
    await sets();
    const kPrime = hexToU8a('0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f');
    const x = alice.publicKey.subarray(1);
    const keys = [[2, x], [3, x], [5, x], [4, x], [0, x], [2, new Uint8Array(32)], [2, kPrime], [3, new Uint8Array(32).fill(255)], [0x62, x],
        [2, u8aConcat(new Uint8Array(31), [1])], [3, u8aConcat(new Uint8Array(31), [5])]].map(([tag, bytes]) => u8aConcat([tag], bytes));
    for (const [i, key] of keys.entries()) {
        await t.does(stashes[i % 2], t.tx.session.setKeys(withKey(key), '0x'));
        await t.next(1, { skip: 600 });
        await t.next();
        await sets();
    }
    await t.next(1, { skip: 600 });
    await t.next();
    await sets();
}

// mining.mjs RUNNER: solutions of the offchain worker of Kusama's runtime, beside those that runtime/npos makes
// of the same snapshot: the same transaction, byte for byte. Snapshots come from a seed: stakes over six orders of
// magnitude, equal stakes, equal votes, voters without a target that stands, validators without nominators.
//   SEED=n       the first seed; DIFF_COUNT=n   how many of each size
//   SIZE=VxN     validators and nominators, instead of the small sizes; the processor time of both is told
//   MODULE=path  the solver is that of a Wasm file, bench_npos_miner.wasm (`ninja bench_npos_miner`): in the same host
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

import { compactAddLength, compactToU8a, bnToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { twox128 } from './decode.mjs';
import { kReference, skipWithout } from './reference.mjs';
import { Runner } from './runner.mjs';

const kMaxVotes = 24;
const kBlock = 100;
const kRound = 7;
const kSubmitUnsigned = [5, 37, 0]; // an extrinsic without signature; the pallet, the call
// MinerMaxWeight and MinerMaxLength of the metadata. Half of the largest of 64 bits is no limit for proofs of this size.
const kLimits = { max_time: 1_470_158_147_000, max_length: 3_538_944 };
const kLastBlock = u8aToHex(stringToU8a('parity/multi-phase-unsigned-election'));
const kCall = u8aToHex(stringToU8a('parity/multi-phase-unsigned-election/call'));

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const item = (name) => `0x${twox128('ElectionProviderMultiPhase')}${twox128(name)}`;
const account = (kind, index) => blake2AsU8a(stringToU8a(`${kind} ${index}`));

/** Numbers from a seed (xorshift, 64 bits). */
function randomness(seed) {
    let state = BigInt(seed) * 0x9e3779b97f4a7c15n + 1n & 0xffffffffffffffffn;
    const next = () => {
        state ^= state << 13n & 0xffffffffffffffffn;
        state ^= state >> 7n;
        state ^= state << 17n & 0xffffffffffffffffn;
        return state;
    };
    return (bound) => Number(next() % BigInt(bound));
}

/** A snapshot as it stands in the state: voters with stakes and votes, then targets. */
export function snapshotOf(seed, validators, nominators) {
    const random = randomness(seed);
    const targets = Array.from({ length: validators }, (_, i) => account(`validator ${seed}`, i));
    const few = 1 + random(4); // so many different stakes among equal ones
    const stake = () => {
        if (random(5) === 0) return BigInt(1 + random(few)) * 1_000_000_000_000n;
        return BigInt(1 + random(1_000_000)) * 10n ** BigInt(6 + random(7));
    };
    const voters = [];
    for (let i = 0; i < nominators; ++i) {
        // Some targets are liked more than others.
        const votes = new Map();
        for (let k = 1 + random(kMaxVotes); k > 0; --k) {
            const place = Math.min(random(validators), random(validators));
            votes.set(place, random(50) === 0 ? account('nobody', place) : targets[place]);
        }
        voters.push([account(`nominator ${seed}`, i), stake(), [...votes.values()]]);
    }
    for (const target of targets) if (random(10) > 0) voters.splice(random(voters.length + 1), 0, [target, stake(), [target]]);
    const list = (items) => u8aConcat(compactToU8a(items.length), ...items);
    const encoded = voters.map(([who, weight, votes]) => u8aConcat(who, u64(weight), list(votes)));
    return { bytes: u8aConcat(list(encoded), list(targets)), voters: voters.length, targets: validators };
}

/** Mines on both sides; the bytes of the transaction, or null if the real runtime submits none. */
async function mine(runner, seed, validators, nominators) {
    const { bytes, voters, targets } = snapshotOf(seed, validators, nominators);
    const desired = Math.max(1, Math.floor(validators * (seed % 3 === 0 ? 0.9 : 0.3)));
    const snapshot = u8aToHex(bytes);
    const header = u8aToHex(u8aConcat(new Uint8Array(32), compactToU8a(kBlock), new Uint8Array(64), [0]));
    const answers = await runner.ask([
        { op: 'local', world: 'real', entries: [] },
        { op: 'put', world: 'real', changes: [
            [item('Snapshot'), snapshot],
            [item('SnapshotMetadata'), u8aToHex(u8aConcat(compactToU8a(voters), compactToU8a(targets)))],
            [item('DesiredTargets'), u8aToHex(u32(desired))],
            [item('Round'), u8aToHex(u32(kRound))],
            [item('CurrentPhase'), u8aToHex(u8aConcat([2, 1], u32(kBlock)))], // Unsigned((true, kBlock))
        ] },
        { op: 'offchain', world: 'real', header, now: 1_700_000_000_000 },
        { op: 'mine', ...(process.env.MODULE ? { module: process.env.MODULE } : {}), snapshot, desired, round: kRound, ...kLimits },
    ]);
    const [, , worked, mined] = answers;
    assert.equal(worked.trap, undefined, `seed ${seed}: ${worked.trap}`);
    const call = u8aConcat(kSubmitUnsigned, hexToU8a(mined.arguments));
    const own = u8aToHex(compactAddLength(call));
    const submitted = worked.submitted.filter((one) => one.includes(u8aToHex(kSubmitUnsigned).slice(2), 2));
    const name = `seed ${seed}, ${validators} x ${nominators}, ${desired} winners`;
    assert.equal(submitted.length, 1, `${name}: ${worked.submitted.length} transactions`);
    assert.equal(submitted[0], own, `${name}: the solutions differ`);
    // The worker's stored values: the call of the pallet, and the block.
    const local = new Map(worked.local);
    assert.equal(local.get(kCall), u8aToHex(call.subarray(2)), name);
    assert.equal(local.get(kLastBlock), u8aToHex(u32(kBlock)), name);
    return { name, bytes: own.length / 2 - 1, seconds: [worked.seconds, mined.seconds] };
}

async function main([path]) {
    skipWithout('differential_mining');
    const runner = new Runner(path, process.env.DIFF_LOG ? [`--log=${process.env.DIFF_LOG}`] : []);
    await runner.ask({ op: 'load', world: 'real', code: kReference.code });
    const seed = Number(process.env.SEED ?? 1);
    const count = Number(process.env.DIFF_COUNT ?? 10);
    const sizes = process.env.SIZE ? [process.env.SIZE.split('x').map(Number)] : [[3, 4], [8, 40], [20, 200]];
    for (const [validators, nominators] of sizes) {
        for (let i = 0; i < count; ++i) {
            const { name, bytes, seconds: [real, own] } = await mine(runner, seed + i, validators, nominators);
            if (process.env.SIZE) {
                console.log(`${name}: ${bytes} bytes, real runtime ${real.toFixed(3)} s, solver ${own.toFixed(3)} s, 1/${(real / own).toFixed(1)}`);
            }
        }
        console.log(`${validators} x ${nominators}: ${count} solutions are equal`);
    }
    runner.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));

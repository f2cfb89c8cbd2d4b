// An era in the midst of random calls, which may have changed all that an election depends on: it ends with a solution that the
// worker mines, by governance in an emergency, or not at all.
import { bnToU8a, compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { xxhashAsHex } from '@polkadot/util-crypto';

import { Elections, stakers } from './elections.mjs';
import { Eras } from './eras.mjs';
import { Random } from './random.mjs';
import { Scenario } from './scenario.mjs';

const kMostSessions = 8;
const kSkippedSlots = 149; // of the 300 of a phase
const kMostValidators = 12;
const kFewestOffered = 3;
const kPoints = 20;
const kNotForcing = '0x00';
// The shares of votes are what remains of a stake when 64 bits hold all that is issued: Root may have issued so much that nothing remains.
const kMostIssued = 1n << 80n;
const kIssued = 1n << 64n;

/** Some who want to be elected, whom the calls' own signers may nominate. */
export async function populate(chain, random) {
    const { validators } = await stakers(new Scenario(chain), `random-era-${chain.number}`, 6, 12, random);
    return validators.map(({ publicKey }) => publicKey);
}

/** Sessions until the next era begins, or as many as an era can have; all that is stored is then compared. */
export async function passEra(chain) {
    const t = new Scenario(chain);
    const elections = new Elections(t);
    // Root may have written what breaks an invariant on both sides, as a balance below what is reserved.
    const eras = new Eras(t, [], { invariants: false });
    const before = await eras.active();
    await prepare(t, before);
    for (let i = 0; i < kMostSessions && await eras.active() === before; ++i) {
        for (let k = 0; k < 4 && await elections.phase() === 'Signed'; ++k) await t.next(1, { skip: kSkippedSlots, execute: false });
        if (await elections.phase() === 'Off' && await elections.place() === 4) await t.next(1, { skip: 310, execute: false });
        if (await elections.phase() === 'Signed') await t.next(1, { skip: kSkippedSlots + 1, execute: false });
        if (await elections.phase() === 'Unsigned') {
            const mined = await elections.mine();
            if (mined !== null) await t.raw(mined.extrinsic, 'mined', undefined, { sources: [0, 1, 2] });
        }
        if (await elections.phase() === 'Emergency') {
            await t.root(t.tx.electionProviderMultiPhase.governanceFallback(), null);
        }
        await elections.nextSession();
    }
    await t.next(1, { execute: false });
    await eras.compareAll();
    return await eras.active() !== before;
}

/** The accounts that offer themselves as validators. */
async function offered(chain) {
    const prefix = chain.key('staking', 'validatorCount').slice(0, 34) + xxhashAsHex('Validators', 128).slice(2);
    const { pairs } = await chain.runner.ask({ op: 'keys', world: 'real', prefix });
    return pairs.map(([key]) => hexToU8a(key).subarray(-32));
}

/**
 * Random calls may not change this: Alice can pay, eras end, votes count, the number of validators stays small, and the elected ones
 * have points and are not punished for the blocks that they do not write.
 */
async function prepare(t, era) {
    const { chain } = t;
    await chain.fund(t.Alice, 10_000n * 1_000_000_000_000n);
    if ((await offered(chain)).length < kFewestOffered) await populate(chain, new Random(`stakers of era ${era}`));
    const elected = (await t.read('session', 'validators')).map((one) => one.toU8a());
    const safe = [...elected, ...await offered(chain)].slice(0, 64);
    const count = (await t.read('staking', 'validatorCount')).toNumber();
    const points = new Map(elected.map((one) => [u8aToHex(one), u8aConcat(one, [kPoints, 0, 0, 0])]));
    const issued = (await t.read('balances', 'totalIssuance')).toBigInt();
    const total = Buffer.alloc(4);
    total.writeUInt32LE(kPoints * points.size);
    const sorted = [...points].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bytes]) => bytes);
    await chain.put([
        [chain.key('staking', 'invulnerables'), u8aToHex(u8aConcat(compactToU8a(safe.length), ...safe))],
        [chain.key('staking', 'erasRewardPoints', era), u8aToHex(u8aConcat(total, compactToU8a(sorted.length), ...sorted))],
        [chain.key('staking', 'forceEra'), kNotForcing],
        ...(issued <= kMostIssued ? [] : [[chain.key('balances', 'totalIssuance'), u8aToHex(bnToU8a(kIssued, { bitLength: 128 }))]]),
        ...(count > 0 && count <= kMostValidators ? [] : [[chain.key('staking', 'validatorCount'), u8aToHex(Uint8Array.of(4, 0, 0, 0))]]),
    ]);
}

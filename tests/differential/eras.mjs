// Eras in few blocks: sessions end by slots that are skipped, and solutions are put where an election's provider keeps them.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const u128 = (value) => bnToU8a(value, { bitLength: 128 });
const kNoScore = u8aConcat(u128(1), u128(1), u128(1));
const kUnsignedPhase = 1;

export class Eras {
    /**
     * `supports` of the next elections: [[validator, [[nominator or validator, stake], ...]], ...], pairs and planck.
     * `invariants`: false where a scenario writes storage that no call writes so.
     */
    constructor(t, supports, { invariants = true } = {}) {
        this.t = t;
        this.invariants = invariants;
        this.supports = supports;
    }

    /** A solution that waits for the next election, on both sides. */
    async elect() {
        const { chain } = this.t;
        const encoded = this.supports.map(([validator, voters]) => u8aConcat(validator.publicKey,
            u128(voters.reduce((sum, [, stake]) => sum + stake, 0n)), compactToU8a(voters.length),
            ...voters.map(([voter, stake]) => u8aConcat(voter.publicKey, u128(stake)))));
        const solution = u8aToHex(u8aConcat(compactToU8a(encoded.length), ...encoded, kNoScore, [kUnsignedPhase]));
        await chain.put([[chain.key('electionProviderMultiPhase', 'queuedSolution'), solution]]);
    }

    async active() {
        return (await this.t.read('staking', 'activeEra')).index.toNumber();
    }

    /** The next session begins. `author`: of the blocks from here on. */
    async session({ author } = {}) {
        const { t } = this;
        await this.elect();
        const by = author === undefined ? {} : { author };
        await t.next(1, { skip: 600, execute: false, ...by });
        await t.next(1, { execute: false, ...by }); // the first block of a session has no room for transactions on Kusama
    }

    /** Sessions until the next era has begun; then all that is stored is compared. */
    async era(options) {
        const before = await this.active();
        for (let i = 0; i < 8 && await this.active() === before; ++i) await this.session(options);
        if (await this.active() !== before + 1) this.t.chain.report.fault(this.t.chain, `era ${before} does not end`);
        await this.compareAll();
    }

    /** All keys of our pallets on both sides, whenever they were written, and the invariants of the pallets. */
    async compareAll() {
        const { chain } = this.t;
        const { judge } = chain;
        const ofBlock = new Set([judge.keys.events, judge.keys.eventCount, judge.keys.weight, judge.keys.digest, judge.keys.code]);
        const { differ } = await chain.runner.ask({ op: 'compare', a: 'real', b: 'ours', prefixes: chain.prefixes });
        const system = chain.key('system', 'number').slice(0, 34);
        for (const [key, real, ours] of differ) {
            if (!ofBlock.has(key) && !key.startsWith(system)) chain.report.storage(chain, key, real, ours);
        }
        if (this.invariants) await chain.checkInvariants();
    }
}

/** Accounts that can validate: they have bonded `bond`, and have session keys. The key of BABE is `pair` itself. */
export async function validators(t, name, count, bond) {
    const { session, staking } = t.tx;
    const pairs = await t.pool(name, count, 2n * bond);
    for (const pair of pairs) {
        const grandpa = t.keyOf(`//${name}//grandpa//${pairs.indexOf(pair)}`, 'ed25519').publicKey;
        const others = t.sessionKeys.slice(3).map((_, at) => at + 1).map((i) => t.keyOf(`//${name}//${pairs.indexOf(pair)}//${i}`).publicKey);
        const beefy = u8aConcat([2], grandpa);
        await t.ok(pair, staking.bond(bond, 'Staked'));
        await t.ok(pair, session.setKeys(u8aToHex(u8aConcat(grandpa, pair.publicKey, ...others, beefy)), '0x'));
        await t.ok(pair, staking.validate({ commission: 50_000_000 * pairs.indexOf(pair), blocked: false }));
        await t.next();
    }
    return pairs;
}

// Eras of stakers with random calls, with elections that end in every way; after each era all that is stored is compared.
//   SEED, DIFF_ERAS: how many eras
import { Elections, stakers } from '../elections.mjs';
import { Eras } from '../eras.mjs';
import { Random } from '../random.mjs';
import { KSM } from '../scenario.mjs';

const kEras = Number(process.env.DIFF_ERAS ?? 4);
const kActions = 14; // of stakers, in an era

/** What a staker may do; most of it is allowed at most times. */
const kActionsOf = {
    bondExtra: (t, { amount }) => t.tx.staking.bondExtra(amount),
    unbond: (t, { amount }) => t.tx.staking.unbond(amount),
    rebond: (t, { amount }) => t.tx.staking.rebond(amount),
    withdraw: (t) => t.tx.staking.withdrawUnbonded(0),
    chill: (t) => t.tx.staking.chill(),
    validate: (t, { random }) => t.tx.staking.validate({ commission: random.between(0, 1_000_000_000), blocked: random.chance(20) }),
    nominate: (t, { random, others }) => t.tx.staking.nominate(Array.from({ length: random.between(1, 24) }, () => random.pick(others).address)),
    kick: (t, { random, others }) => t.tx.staking.kick([random.pick(others).address]),
    payee: (t, { random }) => t.tx.staking.setPayee(random.pick(['Staked', 'Stash', 'Controller', 'None'])),
    payout: (t, { random, others, era }) => t.tx.staking.payoutStakers(random.pick(others).address, Math.max(0, era - random.between(0, 2))),
    rebag: (t, { random, others }) => t.tx.voterList.rebag(random.pick(others).address),
    front: (t, { random, others }) => t.tx.voterList.putInFrontOf(random.pick(others).address),
    leave: (t) => t.tx.fastUnstake.registerFastUnstake(),
    stay: (t) => t.tx.fastUnstake.deregister(),
};

export async function run(t) {
    const { chain, tx: { electionProviderMultiPhase: election, fastUnstake, staking } } = t;
    const random = new Random('walk of eras');
    const elections = new Elections(t);
    const eras = new Eras(t, []);
    await t.next();
    const { validators, nominators } = await stakers(t, 'walk', 10, 40, random);
    const all = [...validators, ...nominators];
    await t.root(fastUnstake.control(1));

    const act = async () => {
        const amount = BigInt(random.between(1, 1000)) * KSM * 10n ** BigInt(random.between(0, 2)) / 100n;
        const era = (await t.read('staking', 'activeEra')).index.toNumber();
        const call = kActionsOf[random.pick(Object.keys(kActionsOf))](t, { random, amount, era, others: random.chance(70) ? validators : all });
        await t.does(random.pick(all), call);
    };
    /** Solutions against a deposit, right ones and wrong ones. */
    const submitSigned = async () => {
        const [signed] = await chain.get(chain.key('electionProviderMultiPhase', 'currentPhase'));
        await chain.put([[chain.key('electionProviderMultiPhase', 'currentPhase'), `0x0201${chain.registry.createType('u32', t.number).toHex(true).slice(2)}`]]);
        const mined = await elections.mine();
        await chain.put([[chain.key('electionProviderMultiPhase', 'currentPhase'), signed]]);
        if (mined === null) return;
        for (let i = random.between(0, 5); i > 0; --i) {
            const raw = structuredClone(mined.raw);
            if (random.chance(40)) raw.score.minimalStake += BigInt(random.between(0, 20)) - 10n;
            if (random.chance(15)) raw.round += 1;
            if (random.chance(15)) {
                const list = random.pick(Object.values(raw.solution).filter((one) => one.length > 0));
                list.splice(random.between(0, list.length - 1), 1);
            }
            await t.does(random.pick(all), election.submit(raw));
        }
    };

    /** A phase, unless an era that is forced has brought an emergency. */
    const opens = async (phase) => {
        await elections.lastSession();
        if (await elections.phase() === 'Emergency') return false;
        await elections[phase]();
        return true;
    };

    for (let i = 0; i < kEras; ++i) {
        const before = await eras.active();
        await t.root(staking.setValidatorCount(random.between(2, 12)));
        // Others may be absent: they are reported, and an era is forced, which has no snapshot.
        if (random.chance(25)) await t.root(staking.setInvulnerables(all.slice(0, random.between(4, 10)).map((pair) => pair.address)));
        for (let k = 0; k < kActions; ++k) {
            if (k % 4 === 3) await t.next(1, { execute: false });
            await act();
        }
        if (random.chance(60) && await opens('openSigned')) {
            await submitSigned();
            await act();
        }
        if (random.chance(90) && await opens('openUnsigned')) {
            if (random.chance(75)) {
                const mined = await elections.mine();
                if (mined) await t.raw(mined.extrinsic, 'mined', undefined, { sources: [0, 1, 2] });
            }
            await act();
        }
        for (let k = 0; k < 9 && await eras.active() === before; ++k) {
            await elections.nextSession();
            if (await elections.phase() !== 'Emergency') continue;
            await t.root(t.tx.electionProviderMultiPhase.governanceFallback(), null);
        }
        if (await eras.active() !== before + 1) chain.report.fault(chain, `era ${before} does not end`);
        await t.next(1, { execute: false });
        await eras.compareAll();
    }
}

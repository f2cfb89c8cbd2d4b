// Elections of some sizes among stakers from a seed: snapshots, mined solutions, winners and what backs them.
import { Elections, stakers } from '../elections.mjs';
import { Random } from '../random.mjs';

const kSizes = [[5, 12], [16, 90]]; // validators, nominators

export async function run(t) {
    const { chain, tx: { electionProviderMultiPhase: election, staking } } = t;
    const random = new Random('election worlds');
    const elections = new Elections(t);
    await t.next();
    for (const [round, [validators, nominators]] of kSizes.entries()) {
        await stakers(t, `world-${round}`, validators, nominators, random);
        for (const share of [0.3, 0.8]) {
            await t.root(staking.setValidatorCount(Math.ceil(share * validators) + 2));
            await elections.openUnsigned();
            const mined = await elections.submitMined();
            // The same is found on chain, where parts are more exact.
            await elections.elect();
            await elections.expectPhase('Off');
            if (mined === null) continue;
            const winners = (await t.read('staking', 'currentEra')).toNumber();
            const exposures = await chain.runner.ask({ op: 'keys', world: 'real', prefix: chain.key('staking', 'erasStakersOverview', winners, chain.genesisHash).slice(0, 82) });
            if (exposures.pairs.length < Math.ceil(share * validators)) chain.report.fault(chain, `${exposures.pairs.length} are exposed`);
        }
        // On chain.
        await elections.openUnsigned();
        await chain.put([[chain.key('electionProviderMultiPhase', 'currentPhase'), '0x03']]); // an emergency
        await t.root(election.governanceFallback());
        await elections.nextSession();
        await elections.expectPhase('Off');
        await elections.nextSession();
    }
}

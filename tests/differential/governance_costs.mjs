// governance_costs.mjs RUNNER: costs of a block of votes and one of proposals of bounties in Kusama's runtime and ours (OURS=path.wasm), in
// one host and one run, on the same state. Milliseconds of processor time of Core_execute_block, the smallest of the repeats; then the
// same when the host knows the verdicts on the signatures, as it does of what its pool has seen.
//   COUNT=N   extrinsics in a block, each of another account (500)
import { u8aToHex } from '@polkadot/util';

import { Costs } from './costs.mjs';
import { Report } from './report.mjs';
import { startChain } from './run.mjs';
import { KSM, Scenario } from './scenario.mjs';

async function main([path]) {
    const count = Number(process.env.COUNT ?? '500');
    const chain = await startChain(path, new Report());
    const { runner } = chain;
    const t = new Scenario(chain);
    const { Alice, tx: { bounties, convictionVoting, referenda, system, treasury } } = t;
    const costs = new Costs(runner);
    const accounts = await t.pool('Voter', count, 10_000n * KSM);
    /** A block with one extrinsic of each account; both runtimes execute the blocks that they have built. */
    const block = async (what, makeCall) => {
        const state = await chain.save();
        await chain.open();
        for (const [k, account] of makeCall === undefined ? [] : accounts.entries()) {
            const extrinsic = await chain.sign(account, makeCall(k));
            const { outcome } = await chain.apply(extrinsic, `call ${k}`, { pool: false });
            if (outcome !== 'ok') throw new Error(`call ${k}: ${outcome}`);
        }
        costs.watch('Core_execute_block');
        await chain.close();
        costs.tell(what, costs.sum('Core_execute_block'));
        costs.watch();
        await chain.restore(state);
    };

    // Twenty referenda of the track of small tips.
    await chain.open();
    for (let i = 0; i < 20; ++i) {
        await t.ok(Alice, referenda.submit({ Origins: 'SmallTipper' }, { Inline: u8aToHex(chain.encodeCall(treasury.spendLocal(KSM, Alice.address))) }, { After: 0 }));
    }
    await chain.close();
    await block('an empty block');
    await block(`a block of ${count} remarks`, () => system.remark('0x'));
    await block(`a block of ${count} votes`,
        (k) => convictionVoting.vote(k % 20, { Standard: { vote: { aye: k % 3 !== 0, conviction: 'Locked1x' }, balance: KSM } }));
    await block(`a block of ${count} proposals of bounties`, (k) => bounties.proposeBounty(BigInt(k + 1) * KSM, '0x61'));
    const { differences, faults } = chain.report;
    if (differences.length + faults.length > 0) throw new Error(`the runtimes differ: ${JSON.stringify([...differences, ...faults][0]).slice(0, 500)}`);
    runner.close();
}

await main(process.argv.slice(2));

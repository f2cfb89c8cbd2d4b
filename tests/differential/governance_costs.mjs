// governance_costs.mjs RUNNER: what a block of votes and one of calls of Treasury cost Kusama's runtime and ours (OURS=path.wasm), in
// one host and one run, on the same state. Milliseconds of processor time of Core_execute_block, the smallest of the repeats, and of
// the same block without the checks of its signatures, which are the host's and the same for both.
//   COUNT=N   extrinsics in a block, each of another account (500)
import { u8aToHex } from '@polkadot/util';

import { Report } from './report.mjs';
import { startChain } from './run.mjs';
import { KSM, Scenario } from './scenario.mjs';

const kRepeats = 5;

async function main([path]) {
    const count = Number(process.env.COUNT ?? '500');
    const chain = await startChain(path, new Report());
    const { runner } = chain;
    const t = new Scenario(chain);
    const { Alice, tx: { convictionVoting, referenda, system, treasury } } = t;
    let times = new Map();
    const ask = runner.ask.bind(runner);
    runner.ask = async (request) => {
        const answer = await ask(request);
        for (const [i, one] of (Array.isArray(request) ? request : [request]).entries()) {
            if (one.op !== 'call' || one.method !== 'Core_execute_block') continue;
            times.set(one.world, [...(times.get(one.world) ?? []), (Array.isArray(answer) ? answer[i] : answer).us / 1000]);
        }
        return answer;
    };
    const accounts = await t.pool('Voter', count, 10_000n * KSM);
    /** Of a block with one extrinsic of each account; both runtimes execute the blocks that they have built. */
    const block = async (makeCall) => {
        const state = await chain.save();
        times = new Map();
        for (let i = 0; i < kRepeats; ++i) {
            await chain.restore(state);
            await chain.open();
            for (const [k, account] of makeCall === undefined ? [] : accounts.entries()) {
                const extrinsic = await chain.sign(account, makeCall(k));
                const { outcome } = await chain.apply(extrinsic, `call ${k}`, { pool: false });
                if (outcome !== 'ok') throw new Error(`call ${k}: ${outcome}`);
            }
            await chain.close();
        }
        return new Map([...times].map(([world, all]) => [world, Math.min(...all)]));
    };
    const ratio = (found, base) => (found.get('ours') - base.get('ours')) / (found.get('real') - base.get('real'));
    const tell = (what, found, base) => {
        console.log(`a block of ${count} ${what}: ours ${found.get('ours').toFixed(1)} ms, Kusama's ${found.get('real').toFixed(1)} ms, ${
            (found.get('ours') / found.get('real')).toFixed(2)}; without signatures and what else a remark costs ${ratio(found, base).toFixed(2)}`);
    };

    // Twenty referenda of the track of small tips.
    await chain.open();
    for (let i = 0; i < 20; ++i) {
        await t.ok(Alice, referenda.submit({ Origins: 'SmallTipper' }, { Inline: u8aToHex(chain.encodeCall(treasury.spend(KSM, Alice.address))) }, { After: 0 }));
    }
    await chain.close();
    const empty = await block();
    console.log(`an empty block: ours ${empty.get('ours').toFixed(2)} ms, Kusama's ${empty.get('real').toFixed(2)} ms`);
    // What the signatures and the dispatch of anything cost.
    const remarks = await block(() => system.remark('0x'));
    tell('remarks', remarks, new Map([['ours', 0], ['real', 0]]));
    const vote = (k) => convictionVoting.vote(k % 20, { Standard: { vote: { aye: k % 3 !== 0, conviction: 'Locked1x' }, balance: KSM } });
    tell('votes', await block(vote), remarks);
    tell('proposals of spends', await block((k) => treasury.proposeSpend(BigInt(k + 1) * KSM, accounts[k].address)), remarks);
    const { differences, faults } = chain.report;
    if (differences.length + faults.length > 0) throw new Error(`the runtimes differ: ${JSON.stringify([...differences, ...faults][0]).slice(0, 500)}`);
    runner.close();
}

await main(process.argv.slice(2));

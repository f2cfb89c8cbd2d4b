// Eras: Staking pays for one and elects the validators of the next, from a solution as its offchain workers bring them.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

const u128 = (value) => bnToU8a(value, { bitLength: 128 });
const kSessionsPerEra = 6;

export async function run(t) {
    const { Alice, Bob, chain, tx: { balances, session } } = t;
    const stashes = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}//stash`));

    // Two validators, each supported by itself; a score of three numbers; from the unsigned phase. Ours takes it from
    // there too, without the pallet.
    const supports = stashes.map(({ publicKey }) => u8aConcat(publicKey, u128(100n * KSM), compactToU8a(1), publicKey, u128(100n * KSM)));
    const solution = u8aToHex(u8aConcat(compactToU8a(supports.length), ...supports, u128(1), u128(1), u128(1), [1]));
    const elect = () => chain.runner.ask(['real', 'ours'].map((world) => (
        { op: 'put', world, changes: [[chain.key('electionProviderMultiPhase', 'queuedSolution'), solution]] })));
    const era = async () => (await chain.read('staking', 'activeEra')).index.toNumber();

    await t.next();
    for (let i = 0; i < 2 * kSessionsPerEra + 2; ++i) {
        await elect();
        await t.next(1, { skip: 600, execute: false });
        await t.next(1, { execute: false }); // the first block of a session has no room for transactions on Kusama
        await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
        if (i === kSessionsPerEra) { // new keys, in an era that runs
            const [keys] = await chain.get(chain.key('session', 'nextKeys', stashes[0].publicKey));
            await t.ok(stashes[0], session.setKeys(`0x${keys.slice(2, -8)}01020304`, '0x'));
        }
        await t.next(2, { execute: false });
    }
    if (await era() !== 2) chain.report.fault(chain, `the era is ${await era()}`);
    await t.next();
}

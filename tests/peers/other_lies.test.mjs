// Validators that lie without inventing candidates, beside a validator of the reference, on the real Kusama 2.3.2: the parachain and finality go on, nobody is
// disputed or punished, and the reference holds nothing against the honest ones of ours.
import assert from 'node:assert/strict';

import { expectNoFaults, kDisputeMs, startLyingNetwork, stopNetwork, tellOffences, test, until } from './disputes.mjs';

/** Blocks that include candidates, all of them final. */
const kIncluded = 4;
/** Finality may lag by this when these are final: approvals of those who do not come are waited for. */
const kLag = 12;

async function expectTheChainToGoOn(t, lie, deed, { perGroup } = {}) {
    const network = await startLyingNetwork(t, { lies: { alice: lie }, programs: { dave: 'polkadot' }, perGroup });
    const { api, watch } = network;
    const included = () => watch.inOrder().filter(({ events }) => events.some(({ name }) => name === 'paraInclusion.CandidateIncluded'));
    const finalOnes = async () => {
        const last = await network.finalized(1);
        const below = included().filter(({ number }) => number <= last);
        const hashes = await Promise.all(below.map(async ({ number }) => (await api.rpc.chain.getBlockHash(number)).toHex()));
        return below.filter(({ hash }, i) => hash === hashes[i]);
    };
    await until(`${kIncluded} blocks that include candidates are final, and ${lie} was seen`,
        async () => deed.test(network.log('alice')) && (await finalOnes()).length >= kIncluded, kDisputeMs)
        .catch((error) => { throw new Error(`${error.message}\n${['alice', 'bob'].map((name) => network.log(name).split('\n').slice(-40).join('\n')).join('\n---\n')}`); });
    const best = Number((await network.call(1, 'chain_getHeader')).number);
    const final = await network.finalized(1);
    const deeds = [...network.log('alice').matchAll(new RegExp(deed, 'g'))].length;
    t.diagnostic(`included in ${included().map(({ number }) => `#${number}`)}; best #${best}, final #${final}; ${deeds} deeds`);
    assert.ok(best - final <= kLag, `final #${final} of #${best}`);
    tellOffences(t, watch);
    for (const name of ['parasDisputes.DisputeInitiated', 'offences.Offence', 'staking.SlashReported', 'session.ValidatorDisabled']) {
        assert.equal(watch.find(name), undefined, name);
    }
    const theirs = network.indexOf('dave');
    assert.equal(await network.call(theirs, 'chain_getBlockHash', final), await network.call(1, 'chain_getBlockHash', final));
    await expectNoFaults(t, network);
    assert.deepEqual(await stopNetwork(network), { code: 0, signal: null });
}

const kTimeout = { timeout: 2_400_000 };

test('a validator announces assignments and approves nothing', kTimeout, (t) => expectTheChainToGoOn(t, 'assign-no-show', /Does not approve candidate/));

test('a validator gives nobody chunks or proofs', kTimeout, (t) => expectTheChainToGoOn(t, 'withhold-chunks', /Withholds/));

test('a validator gives every second one other data', kTimeout, (t) => expectTheChainToGoOn(t, 'other-data', /Gives another/));

test('a validator answers too late', kTimeout, (t) => expectTheChainToGoOn(t, 'delay-answers', /Gives late/));

// It counts once. No rule of the chain punishes it: both statements say that the candidate is valid.
test('a validator seconds a candidate and votes for it too', kTimeout, (t) => expectTheChainToGoOn(t, 'sign-twice', /Signs twice/, { perGroup: 2 }));

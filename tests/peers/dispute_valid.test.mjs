// A validator disputes what is valid: the dispute ends, its candidate becomes final, and what becomes of the one who disputed it.
import assert from 'node:assert/strict';

import { kDisputeMs, startLyingNetwork, stashOf, stopNetwork, tellOffences, test, until } from './disputes.mjs';

const kBlocksOfDispute = 10;

test('a validator that disputes what is valid loses', { timeout: 2_400_000 }, async (t) => {
    const network = await startLyingNetwork(t, { lies: { alice: 'dispute-valid' } });
    const { api, watch } = network;
    await until('a dispute ends on chain, of a session that punishes', () => watch.firstEnd(), kDisputeMs);
    const { block: end, event: concluded } = watch.firstEnd();
    const [candidate, result] = [concluded.data[0].toHex(), concluded.data[1].toString()];
    const { block: begin } = watch.find('parasDisputes.DisputeInitiated', ({ data }) => data[0].toHex() === candidate);
    const including = watch.including(candidate);
    t.diagnostic(`candidate ${candidate} is included in ${including.map(({ number }) => `#${number}`)}, disputed in #${begin.number}, ${result} in #${end.number}`);
    assert.equal(result, 'Valid');
    assert.match(network.log('alice'), new RegExp(`Disputes candidate ${candidate}`));
    assert.ok(end.number - begin.number <= kBlocksOfDispute);
    await until('the block that ends the dispute is final, or another of its number', async () => await network.finalized(1) > end.number, kDisputeMs);
    tellOffences(t, watch);
    // It costs no stake, and the disputant takes no part any more.
    const eventOf = (name) => end.events.find((one) => one.name === name);
    assert.equal(eventOf('offences.Offence').data.kind.toUtf8(), 'disputes:slashin');
    assert.equal(eventOf('staking.SlashReported').data.fraction.toNumber(), 0);
    assert.equal(eventOf('session.ValidatorDisabled').data.validator.toString(), stashOf('alice'));
    const told = await network.call(1, 'serinus_disputes', end.hash);
    t.diagnostic(JSON.stringify(told));
    const here = told.here.find((one) => one.candidate === candidate);
    assert.equal(here.stage, 'valid');
    assert.equal(here.invalid.length, 1, 'the disputant is alone');
    const finalHashes = await Promise.all(including.map(async ({ number }) => (await api.rpc.chain.getBlockHash(number)).toHex()));
    assert.ok(including.some(({ hash }, i) => hash === finalHashes[i]), 'the candidate is in the final chain');
    assert.deepEqual(await stopNetwork(network), { code: 0, signal: null });
});

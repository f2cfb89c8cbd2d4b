// A validator backs garbage: the dispute, the chain that is built elsewhere, and what becomes of the liar, as the real Kusama 2.3.2 records it.
import assert from 'node:assert/strict';

import { hasBrowser, readViews } from '../e2e/page.mjs';
import { expectNoFaults, kDisputeMs, metric, startLyingNetwork, stashOf, stopNetwork, tellOffences, test, until } from './disputes.mjs';

/** Blocks from the inclusion to the beginning of the dispute on chain, and from there to its end. */
const kBlocksToDispute = 3;
const kBlocksOfDispute = 10;

async function expectPunishment(t, { programs = {}, lies = { alice: 'back-garbage' }, alsoExpect = async () => {} } = {}) {
    const network = await startLyingNetwork(t, { lies, programs });
    const { api, watch } = network;
    await until('a dispute ends on chain, of a session that punishes', () => watch.firstEnd(), kDisputeMs)
        .catch((error) => { throw new Error(`${error.message}\n${['alice', 'bob'].map((name) => network.log(name).split('\n').slice(-40).join('\n')).join('\n---\n')}`); });
    const { block: end, event: concluded } = watch.firstEnd();
    const [candidate, result] = [concluded.data[0].toHex(), concluded.data[1].toString()];
    const isOfIt = ({ data }) => data[0].toHex() === candidate;
    const { block: begin } = watch.find('parasDisputes.DisputeInitiated', isOfIt);
    const including = watch.including(candidate);
    t.diagnostic(`candidate ${candidate} is included in ${including.map(({ number }) => `#${number}`)}, disputed in #${begin.number}, ${result} in #${end.number}`);

    assert.match(network.log('alice'), new RegExp(`Seconds garbage: candidate ${candidate}`), 'the candidate is the liar\'s');
    assert.equal(result, 'Invalid');
    assert.ok(including.length > 0, 'it was included');
    assert.ok(begin.number - including[0].number <= kBlocksToDispute);
    assert.ok(end.number - begin.number <= kBlocksOfDispute);

    await until('the chain goes on elsewhere, and is final there', async () => await network.finalized(1) > Math.max(end.number, ...including.map(({ number }) => number)), kDisputeMs);
    const finalOf = new Map();
    for (let number = await network.finalized(1); number > 0; --number) finalOf.set(number, (await api.rpc.chain.getBlockHash(number)).toHex());
    for (const { number, hash } of including) assert.notEqual(finalOf.get(number), hash, 'no block that includes it is of the final chain');
    tellOffences(t, watch);

    // The block that ends the dispute on the final chain.
    const punished = [...watch.blocks.values()].find(({ events, number, hash }) => finalOf.get(number) === hash && events.some((event) => event.name === 'parasDisputes.DisputeConcluded' && isOfIt(event)));
    assert.ok(punished, 'the final chain knows the end of the dispute');
    const eventOf = (name) => punished.events.find((event) => event.name === name);
    const { kind, timeslot } = eventOf('offences.Offence').data;
    assert.equal(kind.toUtf8(), 'disputes:slashin');
    assert.ok(timeslot.toHex().endsWith(candidate.slice(2)));
    const { validator, fraction } = eventOf('staking.SlashReported').data;
    assert.equal(validator.toString(), stashOf('alice'));
    assert.equal(fraction.toNumber(), 1_000_000_000, 'all of the stake');
    assert.equal(eventOf('session.ValidatorDisabled').data.validator.toString(), stashOf('alice'));

    const told = await network.call(1, 'serinus_disputes', punished.hash);
    t.diagnostic(JSON.stringify(told));
    const here = told.here.find((one) => one.candidate === candidate);
    assert.equal(here.stage, 'invalid');
    assert.deepEqual(here.valid.map(({ vote }) => vote), ['seconded']);
    assert.ok(here.invalid.length >= 3);
    const onChain = told.onChain.find((one) => one.candidate === candidate);
    assert.equal(onChain.concludedAt, punished.number);
    assert.deepEqual(onChain.valid, here.valid.map((vote) => vote.validator));
    for (const name of network.theirs) {
        for (const [number, hash] of finalOf) assert.equal(await network.call(network.indexOf(name), 'chain_getBlockHash', number), hash, `${name} has the same chain`);
    }
    if (hasBrowser) {
        const short = (address) => `${address.slice(0, 8)}…${address.slice(-6)}`;
        const liar = short(stashOf('alice'));
        const [disputes, , events] = await readViews(`http://${network.url(1)}/`, [['disputes', 'Validators that take no part', liar], ['staking', 'disabled', liar],
            [`extrinsic/${punished.number}-1`, 'DisputeConcluded', 'SlashReported', 'ValidatorDisabled']]);
        const row = disputes.split('\n').find((line) => line.includes(candidate.slice(0, 6)));
        t.diagnostic(`the page on disputes: ${row.replaceAll('\t', ' | ')}`);
        assert.match(row, new RegExp(`invalid, .*block #${punished.number}\t${liar}\t`));
        t.diagnostic(`the page on the inherent: ${events.split('\n').filter((line) => /Dispute|Slash|Disabled|Offence/.test(line)).join(' | ')}`);
    } else {
        t.diagnostic('there is no browser: the page is not looked at');
    }
    await alsoExpect({ network, candidate });
    await expectNoFaults(t, network);
    assert.deepEqual(await stopNetwork(network), { code: 0, signal: null });
}

test('a validator that backs garbage is disputed, and its candidate is never final', { timeout: 2_400_000 }, (t) => expectPunishment(t));

// Of four validators three must say so, and the liar says otherwise.
test('a dispute of ours ends by the vote of a validator of the reference', { timeout: 2_400_000 }, (t) => expectPunishment(t, { programs: { dave: 'polkadot' } }));

test('bytes in the place of a proof end the same way', { timeout: 2_400_000 }, (t) => expectPunishment(t, { lies: { alice: 'suggest-garbage' } }));

// The only honest validator of ours announces assignments and approves nothing, so that it finds out nothing by itself; in disputes it takes part.
test('a dispute that the reference raises is joined by ours', { timeout: 2_400_000 }, (t) => expectPunishment(t, {
    programs: { charlie: 'polkadot', dave: 'polkadot' },
    lies: { alice: 'back-garbage', bob: 'assign-no-show' },
    alsoExpect: async ({ network, candidate }) => {
        const log = network.log('bob');
        assert.ok(log.includes(`Does not approve candidate ${candidate}`) || !log.includes(`Candidate ${candidate} is not approved`), 'ours has not begun it');
        assert.match(log, new RegExp(`Candidate ${candidate} in session \\d+ is disputed`));
        assert.match(log, new RegExp(`Candidate ${candidate} in session \\d+ is invalid: so has its dispute ended`));
        // Without it the dispute does not end: three of four.
        assert.ok(await metric(network, 'bob', 'serinus_parachain_dispute_votes_total') >= 1, 'ours has voted');
        const kSent = 'polkadot_parachain_dispute_distribution_sent_requests';
        for (const name of network.theirs) {
            const [sent, failed] = [await metric(network, name, kSent, 'success="succeeded"'), await metric(network, name, kSent, 'success="failed"')];
            t.diagnostic(`${name}: ${sent} requests of send_dispute/1 were answered, ${failed} failed`);
            assert.ok(sent >= 3, 'to all three others');
        }
        const requested = 'substrate_sub_libp2p_requests_in_success_total_count';
        assert.ok(await metric(network, 'bob', requested, 'send_dispute') >= 1, 'it came to ours by send_dispute/1');
    },
}));

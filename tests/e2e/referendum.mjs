// node referendum.mjs [URL]: the whole life of a referendum on a development chain, and what becomes of it: //Alice proposes that
// //Bob joins the fellowship, in the name of the FellowshipAdmin, whose track takes eight blocks there.
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const kUnit = 1_000_000_000_000n;
const api = await ApiPromise.create({ provider: new WsProvider(process.argv[2] ?? 'ws://127.0.0.1:9944'), noInitWarn: true });
const keyring = new Keyring({ type: 'sr25519', ss58Format: api.registry.chainSS58 });
const [alice, bob, charlie] = ['//Alice', '//Bob', '//Charlie'].map((uri) => keyring.addFromUri(uri));
const { preimage, referenda, convictionVoting, fellowshipCollective } = api.tx;

/** What this program shows of a block: the referendum's own events. */
const kShown = new Set(['preimage', 'referenda', 'convictionVoting', 'scheduler', 'fellowshipCollective']);

const show = (title, events) => {
    console.log(title);
    for (const { event } of events) {
        if (kShown.has(event.section)) console.log(' ', `${event.section}.${event.method}`, event.data.toString());
    }
};

/** Sends a transaction, waits for its block, and shows its events. */
function send(title, transaction, who = alice) {
    return new Promise((resolve, reject) => {
        transaction.signAndSend(who, ({ status, dispatchError, events }) => {
            if (dispatchError) {
                reject(new Error(`${title}: ${dispatchError.isModule ? api.registry.findMetaError(dispatchError.asModule).name : dispatchError}`));
            }
            if (!status.isInBlock) return;
            show(title, events);
            resolve(events.map(({ event }) => event));
        }).catch(reject);
    });
}

/** The events of the next block that has such a one. */
function blockWith(is) {
    return new Promise((resolve) => {
        let stop;
        const look = async (header) => {
            const events = await (await api.at(header.hash)).query.system.events();
            if (!events.some(({ event }) => is(event))) return;
            (await stop)();
            resolve(events);
        };
        stop = api.rpc.chain.subscribeNewHeads(look);
    });
}

if ((await api.query.fellowshipCollective.members(bob.address)).isSome) {
    console.error('//Bob belongs to the fellowship already: run this on a new chain');
    process.exit(1);
}
const call = fellowshipCollective.addMember(bob.address).method;
await send('Preimage', preimage.notePreimage(call.toHex()));
const submitted = await send('Submission', referenda.submit(
    { Origins: 'FellowshipAdmin' }, { Lookup: { hash: call.hash.toHex(), len: call.encodedLength } }, { After: 1 }));
const [number, track] = submitted.find((event) => api.events.referenda.Submitted.is(event)).data;
const index = number.toNumber();
await send('A vote with conviction', convictionVoting.vote(
    index, { Standard: { vote: { aye: true, conviction: 'Locked3x' }, balance: 100n * kUnit } }));
await send('A delegation', convictionVoting.delegate(track, alice.address, 'Locked2x', 50n * kUnit), bob);
await send('A vote against', convictionVoting.vote(
    index, { Standard: { vote: { aye: false, conviction: 'None' }, balance: 10n * kUnit } }), charlie);
const confirmed = blockWith((event) => api.events.referenda.Confirmed.is(event) && event.data[0].toNumber() === index);
const enacted = blockWith((event) => api.events.fellowshipCollective.MemberAdded.is(event));
await send('Decision deposit', referenda.placeDecisionDeposit(index));
show('Confirmation', await confirmed);
show('Enactment', await enacted);
await send('Refund of the decision deposit', referenda.refundDecisionDeposit(index));
await send('Refund of the submission deposit', referenda.refundSubmissionDeposit(index));
await send('A vote is removed', convictionVoting.removeVote(track, index), charlie);
await send('The lock of the loser is freed', convictionVoting.unlock(track, charlie.address), charlie);
console.log(`//Bob belongs to the fellowship with rank ${(await api.query.fellowshipCollective.members(bob.address)).unwrap().rank}`);
await api.disconnect();

// Disputes over candidates: one-sided, unconfirmed, decided each way, votes that come twice, late or with wrong signatures;
// candidates of this chain and of others; chains that freeze, and go on; sessions that are forgotten.
import { u8aToHex } from '@polkadot/util';

import { candidateHash, currentSession, putSession, statementSet } from '../disputes.mjs';

export async function run(t) {
    const { chain, tx: { parasDisputes } } = t;
    const pairs = Array.from({ length: 6 }, (_, i) => t.keyOf(`//para//${i}`));
    const votes = (...all) => all.map(([kind, index, other]) => [kind, index, pairs[index] ?? t.Alice, other]);
    const set = (mark, session, ...all) => statementSet(candidateHash(mark), session, votes(...all));
    const key = (item, ...args) => chain.key('parasDisputes', item, ...args);
    /** A block with these sets; of how many something is kept, undefined for any. */
    const brings = async (kept, ...disputes) => {
        await t.next(1, { parachains: { disputes } });
        const inherent = chain.inherents.at(-1);
        const data = t.registry.createType('Extrinsic', inherent).method.args[0];
        if (kept !== undefined && data.disputes.length !== kept) chain.report.fault(chain, `expected ${kept} sets of statements to be kept, got ${data.disputes.length}`);
        await apis();
    };
    const apis = async () => {
        for (const api of ['disputes', 'unapplied_slashes', 'on_chain_votes']) await t.hostApi(api);
    };
    const includes = (mark, session, at) => chain.put([[key('included', session, u8aToHex(candidateHash(mark))), u8aToHex(Uint8Array.of(at, 0, 0, 0))]]);

    await t.next();
    const now = await currentSession(chain);
    await putSession(chain, now, pairs);
    await t.fails(t.Bob, parasDisputes.forceUnfreeze(), 'BadOrigin');

    // Votes that make no dispute: one side, too few voters, no backing vote, an unknown session, nothing at all.
    await brings(0, set(1, now, ['seconded', 0], ['explicit', 1], ['approved', 2]));
    await brings(0, set(1, now, ['seconded', 0]), set(2, now, ['invalid', 1]), set(3, now));
    await brings(1, set(1, now, ['explicit', 0], ['invalid', 1])); // kept, and not counted: nobody has backed it
    await brings(0, set(1, now + 7, ['seconded', 0], ['invalid', 1]));
    // An error ends the count: later sets do not count, earlier ones do.
    await brings(3, set(0x30, now, ['seconded', 0], ['invalid', 1]), set(0x31, now, ['explicit', 0], ['invalid', 1]), set(0x32, now, ['backed', 0], ['invalid', 1]));

    // Statements that do not count: nobody's, wrong signatures, twice, a backer's vote for it, another session or candidate.
    await brings(1, set(2, now, ['seconded', 0], ['invalid', 6], ['seconded', 0], ['explicit', 0], ['backed', 0], ['invalid', 1],
        ['invalid', 1], ['invalid', 2, { forge: (bytes) => bytes.map((one) => one ^ 1) }], ['approved', 3, { session: now + 1 }],
        ['approved', 3, { candidate: candidateHash(9) }], ['explicit', 3], ['approved', 3]));
    await brings(0, set(2, now, ['seconded', 0], ['invalid', 1], ['explicit', 3])); // all known
    await brings(1, set(2, now, ['seconded', 3])); // has voted for it, and turns out to have backed it
    await brings(0, set(2, now, ['explicit', 3], ['invalid', 4, { forge: (bytes) => bytes.map((one) => one ^ 1) }]));
    // A vote whose place a wrong signature takes away.
    await brings(1, set(2, now, ['approved', 4], ['seconded', 4, { forge: (bytes) => bytes.map((one) => one ^ 1) }]));
    await brings(1, set(2, now, ['invalid', 4], ['seconded', 2]));

    // Decided for, then votes after it, then the other way round as well.
    await brings(1, set(3, now, ['seconded', 0], ['invalid', 5], ['explicit', 1], ['approved', 2], ['backed', 3], ['explicit', 4]));
    await brings(1, set(3, now, ['invalid', 4]));
    await brings(1, set(3, now, ['explicit', 5], ['invalid', 0], ['invalid', 1], ['invalid', 2], ['invalid', 3]));
    // Decided against a candidate of elsewhere; backers who turn up later are punished too.
    await brings(1, set(4, now, ['seconded', 0], ['invalid', 1], ['invalid', 2], ['invalid', 3], ['invalid', 4], ['invalid', 5]));
    await brings(1, set(4, now, ['backed', 5]));
    await brings(1, set(4, now, ['explicit', 1], ['backed', 2]));
    await brings(1, set(4, now, ['backed', 1]));

    // Several at once: the order is theirs that were included first, then by hash; each candidate once.
    await includes(0x22, now, 9);
    await includes(0x21, now, 8);
    const simple = (mark) => set(mark, now, ['seconded', 0], ['invalid', 1]);
    await brings(4, simple(0x25), simple(0x21), simple(0x24), simple(0x22), set(0x21, now, ['seconded', 2], ['invalid', 3]), simple(0x24));

    // Against a candidate of this chain: frozen once more than may lie are against it; then only disputes get in.
    await includes(5, now, 7);
    await brings(1, set(5, now, ['seconded', 0], ['invalid', 1]));
    await brings(1, set(5, now, ['invalid', 2]));
    await brings(1, set(6, now, ['seconded', 0], ['invalid', 1]));
    await brings(1, set(5, now, ['invalid', 3], ['invalid', 4], ['invalid', 5]));
    await includes(0x51, now, 9);
    await includes(0x52, now, 3);
    await brings(1, set(0x51, now, ['seconded', 0], ['invalid', 1], ['invalid', 2], ['invalid', 3])); // a later block: frozen all the same
    await brings(1, set(0x52, now, ['seconded', 0], ['invalid', 1], ['invalid', 2], ['invalid', 3])); // an earlier one
    await t.root(parasDisputes.forceUnfreeze());
    await brings(0);
    await t.root(parasDisputes.forceUnfreeze());

    // Votes that come too late after the end, and in later sessions.
    await t.skipTo(chain.number + 1000);
    await brings(0, set(4, now, ['invalid', 0]));
    await brings(1, set(0x22, now, ['invalid', 2]));
    for (let i = 0; i < 9; ++i) {
        await t.next(1, { skip: 600, claim: 'primary' });
        await t.next();
        const session = await currentSession(chain);
        await putSession(chain, session, pairs);
        await brings(undefined, set(0x60 + i, session, ['seconded', 0], ['invalid', 1]), set(0x22, now, ['explicit', 3 + i % 3], ['invalid', 3 + i % 3]));
    }
    await apis();
    await t.next();
}

// Disputes: approvals of several candidates by one signature; who loses, in three ways: a backer, one who has approved, one who has
// disputed what is valid; reports of those of past sessions, of which the API tells but two kinds.
import { bnToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { candidateHash, currentSession, lossReport, putSession, statementSet } from '../disputes.mjs';
import { Parachains } from '../parachains.mjs';

const kValidators = 7;
const u32 = (value) => bnToU8a(value, { bitLength: 32 });

export async function run(t) {
    const { chain, registry, tx: { configuration } } = t;
    const para = new Parachains(t);
    const branch = async (what) => {
        if (chain.inBlock) await chain.close();
        const saved = await chain.save();
        await what();
        if (chain.inBlock) await chain.close();
        await chain.restore(saved);
    };
    const ask = async () => {
        for (const api of ['disputes', 'on_chain_votes', 'unapplied_slashes', 'disabled_validators']) await t.hostApi(api);
    };
    const author = () => para.author();
    const endSession = async () => {
        await t.next(1, { skip: 600, claim: 'primary', ...await author() });
        await t.next(1, await author());
    };
    const brings = async (...disputes) => {
        await para.block(async () => ({ disputes }), await author());
        await ask();
    };

    await t.next();
    await chain.close();
    await para.appoint(kValidators, { sessions: 20 });
    await para.register([2000]);
    await para.configure({ maxValidatorsPerCore: 3, lookahead: 3, groupRotationFrequency: 20, parasAvailabilityPeriod: 4, disputePeriod: 3, disputePostConclusionAcceptancePeriod: 20 });
    await para.endSession();
    await chain.close();
    const pairs = await para.validators();
    const session = await para.session();
    /** Of these validators, by kinds: { kind: [index, ...] }. */
    const set = (mark, kinds, { of = session, other = () => ({}) } = {}) => statementSet(candidateHash(mark), of,
        Object.entries(kinds).flatMap(([kind, indices]) => indices.map((index) => [kind, index, pairs[index], other(kind, index)])));
    const several = (hashes) => ({ other: (kind) => (kind === 'several' ? { hashes: hashes.map(candidateHash) } : {}) });

    // One signature for several: while no more than one may be approved at once, it counts for nothing.
    for (const most of [1, 2, 16]) {
        await branch(async () => {
            await para.configure({ approvalVotingParams: { maxApprovalCoalesceCount: most } });
            await t.hostApi('approval_voting_params');
            for (const hashes of [[1], [1, 2], [2, 1, 3], [2, 3], [], [1, 1]]) {
                await branch(() => brings(set(1, { seconded: [0], several: [1, 2], invalid: [3] }, several(hashes))));
            }
            await branch(() => brings(set(1, { seconded: [0], several: [1, 2, 3, 4], invalid: [5] }, several([9, 1]))));
            await branch(() => brings(set(1, { seconded: [0], several: [1, 2, 3, 4, 5], invalid: [6] }, several([9, 1]))));
            // A list of one is signed as that one is, and as a list it is not.
            const lists = { other: () => ({ hashes: [candidateHash(1)] }) };
            await branch(() => brings(set(1, { seconded: [0], alone: [1, 2], invalid: [3] }, lists)));
            await branch(() => para.enter(async () => ({ disputes: [set(1, { seconded: [0], alone: [1, 2], invalid: [3] }, lists)] }), most > 1 ? 'ok' : 'Invalid.BadMandatory'));
            await branch(() => para.enter(async () => ({ disputes: [set(1, { seconded: [0], several: [1, 2], invalid: [3] }, lists)] }), 'Invalid.BadMandatory'));
            // What another one was signed for; an author drops it, a block may not have it.
            const wrong = set(1, { seconded: [0], several: [1], approved: [2], invalid: [3] }, { other: (kind) => (kind === 'several' ? { hashes: [candidateHash(1), candidateHash(2)], forge: (bytes) => bytes.map((one) => one ^ 1) } : {}) });
            await branch(() => brings(wrong));
            await branch(() => para.enter(async () => ({ disputes: [wrong] }), 'Invalid.BadMandatory'));
            await branch(() => para.enter(async () => ({ disputes: [set(1, { seconded: [0], several: [1], invalid: [3] }, several([1, 2]))] }), most > 1 ? 'ok' : 'Invalid.BadMandatory'));
        });
    }

    // Votes come one after another: sides change, the dispute ends, is confirmed, ends the other way too.
    await branch(async () => {
        await brings(set(1, { seconded: [0], invalid: [1] }));
        await brings(set(1, { explicit: [2], invalid: [3] }));
        await brings(set(1, { approved: [4], invalid: [5, 6] }));
        await brings(set(1, { invalid: [2] })); // has said otherwise
        await brings(set(1, { invalid: [4] }));
        await brings(set(2, { backed: [0, 1], invalid: [2] }), set(3, { invalid: [1], explicit: [2] }));
    });

    // Who loses, in the candidate's own session.
    const plans = {
        'a backer': { seconded: [2], invalid: [1, 3, 4, 5, 6] },
        'backers and one who has approved': { seconded: [2], backed: [3], approved: [4], explicit: [5], invalid: [0, 1, 2, 3, 6] },
        'one who has approved, without backers': { approved: [2], invalid: [1, 3, 4, 5, 6] },
        'one who has disputed what is valid': { seconded: [2], approved: [1, 3, 4], explicit: [0], invalid: [5] },
        'two who have disputed what is valid': { seconded: [2], approved: [1, 3, 4], explicit: [0], invalid: [5, 6] },
        'all at once': { seconded: [2, 3], explicit: [4], invalid: [0, 1, 2, 3, 5] },
    };
    for (const kinds of Object.values(plans)) {
        await branch(async () => {
            await brings(set(1, kinds));
            await para.block(undefined, await author());
            await ask();
            await brings(set(1, { invalid: [4], explicit: [6] })); // late
            await endSession();
            await ask();
        });
    }

    // In later sessions: they wait for reports, by kinds.
    await branch(async () => {
        const { result } = await chain.runner.ask({ op: 'call', world: 'real', method: 'ParachainHost_key_ownership_proof', args: u8aToHex(pairs[2].publicKey) });
        await t.hostApi('key_ownership_proof', u8aToHex(pairs[2].publicKey));
        const proof = registry.createType('Bytes', hexToU8a(result).subarray(1)).toU8a(true);
        const proofs = new Map([[2, proof]]);
        for (const index of [4, 5]) {
            const { result: of } = await chain.runner.ask({ op: 'call', world: 'real', method: 'ParachainHost_key_ownership_proof', args: u8aToHex(pairs[index].publicKey) });
            proofs.set(index, registry.createType('Bytes', hexToU8a(of).subarray(1)).toU8a(true));
        }
        await endSession();
        await brings(set(1, { seconded: [2], approved: [4], invalid: [0, 1, 3, 5, 6] }), set(2, { seconded: [2], approved: [1, 3, 4], explicit: [0], invalid: [5] }),
            set(3, { approved: [2], invalid: [0, 1, 3, 5, 6] }));
        await ask();
        const report = (mark, kind, index, note, expected) => t.raw(lossReport({ session, candidate: candidateHash(mark), kind, index, key: pairs[index].publicKey, proof: proofs.get(index) ?? proof }),
            note, expected, { sources: [0, 1, 2] });
        const submit = async (mark, kind, index) => {
            const evidence = u8aConcat(u32(session), candidateHash(mark), [kind], u32(index), pairs[index].publicKey);
            await t.hostApi('submit_report_dispute_lost', u8aToHex(u8aConcat(evidence, registry.createType('Bytes', proofs.get(index)).toU8a())));
        };
        for (const kind of [0, 1, 2, 3]) for (const [mark, index] of [[1, 2], [1, 4], [2, 5]]) await submit(mark, kind, index);
        await branch(async () => {
            await chain.open(await author());
            await report(1, 0, 4, 'of one who has only approved, as of a backer');
            await report(1, 2, 2, 'of a backer, as of one who has only approved');
            await report(1, 3, 2, 'of no kind that there is');
            await report(2, 0, 5, 'of a disputant, as of a backer');
        });
        await chain.open(await author());
        await report(1, 0, 2, 'of a backer');
        await report(2, 1, 5, 'of a disputant');
        await ask();
        await chain.close();
        await chain.open(await author());
        await report(1, 0, 2, 'once more');
        await report(1, 2, 4, 'of one who has approved');
        await report(1, 0, 4, 'of one who has approved, added to the backers');
        await ask();
        await endSession();
        await ask();
        for (let i = 0; i < 5; ++i) {
            await endSession();
            await ask();
        }
    });
    // How long disputes are kept, with another period.
    await branch(async () => {
        await brings(set(1, { seconded: [0], invalid: [1] }), set(2, plans['a backer']));
        await t.root(configuration.setDisputePeriod(1));
        for (let i = 0; i < 6; ++i) {
            await endSession();
            await brings(set(3, { seconded: [0], invalid: [1] }));
        }
    });
    // Sessions that nobody knows, and one without accounts.
    await branch(async () => {
        await putSession(chain, 0, pairs);
        await chain.put([[chain.key('paraSessionInfo', 'accountKeys', 0), null]]);
        await brings(set(1, { seconded: [0], invalid: [1, 2, 3, 4, 5] }, { of: 0 }), set(1, { seconded: [0], invalid: [1] }, { of: 99 }));
        if (await currentSession(chain) !== session) chain.report.fault(chain, 'another session');
    });
}

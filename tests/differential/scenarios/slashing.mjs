// Backers of what is invalid: punished at once in the session of the candidate, by reports in later ones; reports that are wrong.
import { bnToU8a, compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { candidateHash, currentSession, lossReport, putSession, statementSet } from '../disputes.mjs';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });

export async function run(t) {
    const { chain, Alice, Bob, Charlie, registry, tx: { utility } } = t;
    const others = Array.from({ length: 5 }, (_, i) => t.keyOf(`//para//${i}`));
    const pairs = [Alice, Bob, ...others];
    const accounts = [t.keyOf('//Alice//stash'), t.keyOf('//Bob//stash'), ...others].map(({ publicKey }) => publicKey);
    const set = (mark, session, ...all) => statementSet(candidateHash(mark), session, all.map(([kind, index]) => [kind, index, pairs[index]]));
    const brings = (...disputes) => t.next(1, { parachains: { disputes } });
    const report = (fields, note, expected) => t.raw(lossReport(fields), `unsigned report ${note}`, expected, { sources: [0, 1, 2] });
    const apis = async () => {
        for (const api of ['disputes', 'unapplied_slashes']) await t.hostApi(api);
        await t.api('AuthorityDiscoveryApi_authorities');
    };
    /** The proof that a key is a validator's in this session, by the real side; both sides are asked where both can be. */
    const proofOf = async (pair) => {
        const args = u8aToHex(pair.publicKey);
        const { result } = await chain.runner.ask({ op: 'call', world: 'real', method: 'ParachainHost_key_ownership_proof', args });
        await t.hostApi('key_ownership_proof', args);
        return result === '0x00' ? null : registry.createType('Bytes', hexToU8a(result).subarray(1)).toU8a(true);
    };
    const against = [['invalid', 2], ['invalid', 3], ['invalid', 4], ['invalid', 5], ['invalid', 6]];

    // In session 0 of a chain nobody has an account: nobody is punished.
    await t.next();
    await putSession(chain, 0, pairs);
    await chain.put([[chain.key('paraSessionInfo', 'accountKeys', 0), null]]);
    await brings(set(1, 0, ['seconded', 0], ...against));
    await apis();

    // At once: backers alone, and of them only validators.
    await t.next(1, { skip: 600, claim: 'primary' });
    await t.next();
    const first = await currentSession(chain);
    await putSession(chain, first, pairs, accounts, { discovery: 9 });
    const proof = await proofOf(Alice);
    const ofBob = await proofOf(Bob);
    await proofOf(Charlie);
    const before = await chain.save();
    await brings(set(2, first, ['seconded', 0], ['explicit', 1], ...against));
    await brings(set(2, first, ['backed', 1])); // has voted for it before
    await brings(set(3, first, ['seconded', 0], ...against)); // once more, for another candidate
    await brings(set(4, first, ['explicit', 1], ['seconded', 2], ['invalid', 2], ['invalid', 3], ['invalid', 4], ['invalid', 5], ['invalid', 6]));
    await apis();
    await t.next(3);
    await t.next(1, { skip: 600, claim: 'primary' });
    await t.next(2);
    await chain.restore(before);

    // In the block that begins a session Session has the new one already, Shared the old one.
    await t.next(1, { skip: 600, claim: 'primary', parachains: { disputes: [set(5, first, ['seconded', 0], ...against)] } });
    await apis();
    await t.next(1, { parachains: { disputes: [
        set(6, first, ['seconded', 0], ['backed', 1], ...against), set(7, first, ['backed', 1], ...against),
        set(8, first, ['seconded', 2], ['backed', 1], ['invalid', 2], ['invalid', 3], ['invalid', 4], ['invalid', 5], ['invalid', 6])] } });
    await apis();
    await t.next(1, { parachains: { disputes: [set(8, first, ['seconded', 0])] } });
    await apis();

    const right = { session: first, candidate: candidateHash(6), index: 0, key: Alice.publicKey, proof };
    const otherCount = u8aConcat(proof.subarray(0, proof.length - 4), u32(3));
    const noProof = u8aConcat(u32(first), compactToU8a(0), u32(2));
    const wrong = [
        [{ proof: noProof }, 'without a proof', 'Invalid.BadProof'],
        [{ proof: u8aConcat(u32(first + 9), proof.subarray(4)) }, 'of another session', 'Invalid.BadProof'],
        [{ proof: otherCount }, 'of another number of validators', 'Invalid.BadProof'],
        [{ key: Bob.publicKey }, 'of another key', 'Invalid.BadProof'],
        [{ session: first + 1 }, 'of a session without slashes', 'ParasSlashing.InvalidCandidateHash'],
        [{ candidate: candidateHash(9) }, 'of another candidate', 'ParasSlashing.InvalidCandidateHash'],
        [{ kind: 1 }, 'of the other side', 'ParasSlashing.InvalidCandidateHash'],
        [{ index: 4 }, 'of one who has not lost', 'ParasSlashing.InvalidValidatorIndex'],
        [{ index: 1 }, 'of the other loser', 'ParasSlashing.ValidatorIndexIdMismatch'],
    ];
    for (const [fields, note, expected] of wrong) {
        await report({ ...right, ...fields }, note, expected);
        await t.next();
    }
    await t.does(Charlie, hexToU8a(lossReport(right)).subarray(3)); // signed
    await t.next();
    // Errors of a dispatch with a wrong proof, past the validation before it.
    const bytes = registry.createType('Extrinsic', lossReport({ ...right, proof: noProof })).method;
    await t.as({ system: 'None' }, bytes, 'ParasSlashing.InvalidKeyOwnershipProof');
    await report(right, 'right', 'ok');
    await apis();
    await report(right, 'once more', 'Invalid.Stale');
    await t.next();
    await report({ ...right, index: 1, key: Bob.publicKey, proof: ofBob }, 'of the second', 'ok');
    await report({ ...right, candidate: candidateHash(7), index: 1, key: Bob.publicKey, proof: ofBob }, 'of a backer alone', 'ok');
    await t.next();
    // A slash that waits again after its report, as two forks of Session can make it.
    await chain.put([[chain.key('parasSlashing', 'unappliedSlashes', first, candidateHash(6)),
        u8aToHex(u8aConcat([4], u32(0), Alice.publicKey, [0]))]]);
    await t.as({ system: 'None' }, registry.createType('Extrinsic', lossReport(right)).method, 'ParasSlashing.DuplicateSlashingReport');
    await t.as({ system: 'None' }, utility.batch([]), 'BadOrigin');
    await t.next();
    await report({ ...right, candidate: candidateHash(8), kind: 0, index: 0 }, 'of one who was late', 'ok');
    await apis();
    // An offence that nobody reports goes with its session.
    for (let i = 0; i < 9; ++i) {
        await t.next(1, { skip: 600, claim: 'primary' });
        await t.next();
        await apis();
    }
}

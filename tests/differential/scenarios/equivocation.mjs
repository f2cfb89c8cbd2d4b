// Reports of validators who did two things at once: wrong ones of all kinds, and right ones.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });

/** A header of the slot with a seal by `pair`; `mark` makes it another one. */
function sealedHeader(pair, slot, mark, { signer = pair } = {}) {
    const pre = u8aConcat([6], stringToU8a('BABE'), compactAddLength(u8aConcat([2], u32(0), u64(slot))));
    const of = (digest) => u8aConcat(new Uint8Array(32).fill(mark), compactToU8a(5), new Uint8Array(64), compactToU8a(digest.length), ...digest);
    const seal = u8aConcat([5], stringToU8a('BABE'), compactAddLength(signer.sign(blake2AsU8a(of([pre])))));
    return of([pre, seal]);
}

/** A vote of GRANDPA: kind 0 prevote, 1 precommit. */
function vote(pair, kind, round, setId, mark) {
    const target = u8aConcat(new Uint8Array(32).fill(mark), u32(7));
    return u8aConcat(target, pair.sign(u8aConcat([kind], target, u64(round), u64(setId))));
}

export async function run(t) {
    const { Alice, Bob, Charlie, chain, registry } = t;
    const [aliceGrandpa, bobGrandpa] = ['Alice', 'Bob'].map((name) => t.keyOf(`//${name}`, 'ed25519'));
    await t.next(2);
    const slot = chain.slot - 1;

    // Proofs of a key's owner, made by the runtimes. They hold what Staking knows of a validator.
    const proofOf = async (api, first, pair) => {
        const { result } = await chain.compareCall(api, u8aToHex(u8aConcat(u64(first), pair.publicKey)));
        return result === undefined || result === '0x00' ? null : registry.createType('Bytes', hexToU8a(result).subarray(1)).toU8a(true);
    };
    chain.step = 'key ownership proofs';
    const babeProof = await proofOf('BabeApi_generate_key_ownership_proof', slot, Alice);
    const grandpaProof = await proofOf('GrandpaApi_generate_key_ownership_proof', 0, aliceGrandpa);
    await proofOf('BabeApi_generate_key_ownership_proof', slot, Charlie);
    const noProof = u8aConcat(u32(0), compactToU8a(0), u32(2));
    const otherSession = (proof) => u8aConcat(u32(9), proof.subarray(4));
    const otherCount = (proof) => u8aConcat(proof.subarray(0, proof.length - 4), u32(3));

    const [babe, grandpa] = [1, 10];
    const babeReport = (first, second, { offender = Alice, at = slot } = {}) => u8aConcat(offender.publicKey, u64(at), first, second);
    const one = sealedHeader(Alice, slot, 1);
    const two = sealedHeader(Alice, slot, 2);
    const grandpaReport = (kind, first, second, { pair = aliceGrandpa, round = 3, setId = 0 } = {}) => u8aConcat(
        u64(setId), [kind], u64(round), pair.publicKey, first, second);
    const [v1, v2] = [1, 2].map((mark) => vote(aliceGrandpa, 0, 3, 0, mark));
    const reports = [
        // [pallet, report, key owner proof, outcome]
        [babe, babeReport(one, one), babeProof, 'Babe.InvalidEquivocationProof'],
        [babe, babeReport(one, sealedHeader(Alice, slot + 1, 2)), babeProof, 'Babe.InvalidEquivocationProof'],
        [babe, babeReport(one, sealedHeader(Alice, slot, 2, { signer: Bob })), babeProof, 'Babe.InvalidEquivocationProof'],
        [babe, babeReport(one, two, { at: slot - 1 }), babeProof, 'Babe.InvalidEquivocationProof'],
        [babe, babeReport(one, two, { offender: Bob }), babeProof, undefined],
        [babe, babeReport(one, two, { offender: Charlie }), noProof, undefined],
        [babe, babeReport(one, two), otherSession(babeProof), 'Babe.InvalidKeyOwnershipProof'],
        [babe, babeReport(one, two), otherCount(babeProof), undefined],
        [grandpa, grandpaReport(0, v1, v1), grandpaProof, 'Grandpa.InvalidEquivocationProof'],
        [grandpa, grandpaReport(0, v1, vote(bobGrandpa, 0, 3, 0, 2)), grandpaProof, 'Grandpa.InvalidEquivocationProof'],
        [grandpa, grandpaReport(1, v1, v2), grandpaProof, 'Grandpa.InvalidEquivocationProof'],
        [grandpa, grandpaReport(0, v1, v2, { round: 4 }), grandpaProof, 'Grandpa.InvalidEquivocationProof'],
        [grandpa, grandpaReport(0, vote(aliceGrandpa, 0, 3, 9, 1), vote(aliceGrandpa, 0, 3, 9, 2), { setId: 9 }), grandpaProof, undefined],
        [grandpa, grandpaReport(0, v1, v2), otherCount(grandpaProof), undefined],
    ];
    for (const [i, [pallet, report, proof, outcome]] of reports.entries()) {
        if (i % 2 === 0) await t.next(); // they are heavy
        await t.does(Charlie, u8aConcat([pallet, 0], report, proof), outcome);
        await t.raw(u8aToHex(compactAddLength(u8aConcat([4, pallet, 1], report, proof))), 'unsigned report', undefined, { sources: [0, 1, 2] });
    }
    await t.root(t.tx.babe.planConfigChange({ V1: { c: [1, 4], allowedSlots: 'PrimarySlots' } }));
    await t.next();

    // Right ones. Each side goes on from here with what its own Staking does: the real one slashes and disables.
    const right = [[babe, babeReport(one, two), babeProof, 'Babe.DuplicateOffenceReport'],
        [grandpa, grandpaReport(0, v1, v2), grandpaProof, 'Grandpa.DuplicateOffenceReport']];
    const before = await chain.save();
    for (const [pallet, report, proof, error] of right) {
        await t.raw(u8aToHex(compactAddLength(u8aConcat([4, pallet, 1], report, proof))), 'unsigned report, right', undefined, { sources: [0, 1, 2] });
        await t.does(Charlie, u8aConcat([pallet, 0], report, proof));
        await t.does(Charlie, u8aConcat([pallet, 0], report, proof), error);
        await t.next();
    }
    await chain.restore(before);

    // In the session after, when the proofs are needed: they are checked against a root that was kept.
    await t.next(1, { skip: 600 });
    await t.next();
    await t.next(1, { skip: 600 });
    await t.next();
    for (const [pallet, report, proof, error] of right) {
        const flipped = [60, 200, proof.length - 20].map((at) => proof.map((byte, i) => (i === at ? byte ^ 1 : byte)));
        for (const wrong of [noProof, otherCount(proof), otherSession(proof), ...flipped]) {
            await t.does(Charlie, u8aConcat([pallet, 0], report, wrong));
            await t.raw(u8aToHex(compactAddLength(u8aConcat([4, pallet, 1], report, wrong))), 'unsigned report', undefined, { sources: [0, 1, 2] });
            await t.next();
        }
        await t.raw(u8aToHex(compactAddLength(u8aConcat([4, pallet, 1], report, proof))), 'unsigned report, right', undefined, { sources: [0, 1, 2] });
        await t.does(Charlie, u8aConcat([pallet, 0], report, proof));
        await t.does(Charlie, u8aConcat([pallet, 0], report, proof), error);
        await t.next();
    }
}

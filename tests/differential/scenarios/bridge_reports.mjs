// Reports of validators that signed two payloads for one block of BEEFY: wrong ones of all kinds, and right ones.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { secp256k1Sign } from '@polkadot/util-crypto';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const kBeefy = 200;

// Of the development accounts, by ECDSA: everybody knows them.
const kSecrets = {
    Alice: hexToU8a('0xcb6df9de1efca7a3998a8ead4e02159d5fa99c3e0d4fd6432667390bb4726854'),
    Bob: hexToU8a('0x79c3b7fc0b7697b9414cb87adcb37317d1cab32818ae18c0e97ad76395d1fdcf'),
};

/** A vote: payloads are [[two letters, bytes], ...]; `signer` and `hash` may be wrong ones. */
function vote(pair, payloads, { number = 7, setId = 0, signer = pair, hash = 'keccak' } = {}) {
    const commitment = u8aConcat(compactToU8a(payloads.length),
        ...payloads.map(([id, bytes]) => u8aConcat(stringToU8a(id), compactAddLength(bytes))), u32(number), u64(setId));
    return u8aConcat(commitment, pair.publicKey, secp256k1Sign(commitment, { secretKey: signer.secretKey }, hash, true));
}

export async function run(t) {
    const wrong = 'Beefy.InvalidDoubleVotingProof';
    const { Charlie, chain, registry } = t;
    const [alice, bob] = ['Alice', 'Bob'].map((name) => ({ publicKey: t.keyOf(`//${name}`, 'ecdsa').publicKey, secretKey: kSecrets[name] }));
    await t.next(2);
    const proofOf = async (pair) => {
        const { result } = await chain.compareCall('BeefyApi_generate_key_ownership_proof', u8aToHex(u8aConcat(u64(0), pair.publicKey)));
        return result === '0x00' ? null : registry.createType('Bytes', hexToU8a(result).subarray(1)).toU8a(true);
    };
    chain.step = 'key ownership proofs';
    const proof = await proofOf(alice);
    await proofOf({ publicKey: alice.publicKey.map((byte) => byte ^ 1) });
    const noProof = u8aConcat(u32(0), compactToU8a(0), u32(2));
    const otherSession = (of) => u8aConcat(u32(9), of.subarray(4));
    const otherCount = (of) => u8aConcat(of.subarray(0, of.length - 4), u32(3));
    const [one, two] = [1, 2].map((mark) => [['mh', new Uint8Array(32).fill(mark)]]);

    const report = async (first, second, of, expected) => {
        const both = u8aConcat(first, second);
        await t.does(Charlie, u8aConcat([kBeefy, 0], both, of), expected);
        await t.raw(u8aToHex(compactAddLength(u8aConcat([4, kBeefy, 1], both, of))), 'unsigned report', undefined, { sources: [0, 1, 2] });
    };
    const v = (payloads, options) => vote(alice, payloads, options);
    const kWrong = [
        [v(one), v(one)], // the same
        [v(one), v(two, { number: 8 })],
        [v(one), v(two, { setId: 1 })],
        [v(one), vote(bob, two)],
        [v(one), v(two, { signer: bob })],
        [v(one, { signer: bob }), v(two)],
        [v(one), v(two, { hash: 'blake2' })],
        [v(one, { setId: 9 }), v(two, { setId: 9 }), 'Beefy.InvalidEquivocationProofSession'], // no such set
        [v([]), v(two, { setId: 1 })],
    ];
    for (const [i, [first, second, error = wrong]] of kWrong.entries()) {
        if (i % 2 === 0) await t.next(); // they are heavy
        await report(first, second, proof, error);
    }
    const mangled = v(two, { number: 99 });
    for (const byte of [4, 255, mangled.at(-1) + 27]) { // no recovery ids, and one as Ethereum has it
        mangled[mangled.length - 1] = byte;
        await report(v(one, { number: 99 }), mangled, proof, byte >= 27 && byte < 31 ? 'ok' : undefined);
        await t.next();
    }
    for (const [first, second, of] of [[v(one), v(two), otherSession(proof)], [v(one), v(two), noProof], [v(one), v(two), otherCount(proof)],
        [vote(bob, one), vote(bob, two), proof], [v(one), v(two), u8aConcat(proof, [0])], [v(one), v(two), proof.subarray(1)]]) {
        await t.next();
        await report(first, second, of);
    }
    const stranger = { publicKey: alice.publicKey.map((byte) => byte ^ 1), secretKey: alice.secretKey };
    await t.next();
    await report(vote(stranger, one), vote(stranger, two), proof, 'Beefy.InvalidKeyOwnershipProof');
    // By the API, as the voter of a node does it.
    await chain.compareCall('BeefyApi_submit_report_equivocation_unsigned_extrinsic', u8aToHex(u8aConcat(v(one), v(two), [0])), { index: true });

    // Right ones, in the session and in a later one.
    const several = [['aa', new Uint8Array(1)], ['mh', new Uint8Array(32)]];
    const right = async (first, second) => {
        const both = u8aConcat(first, second);
        await t.next();
        await t.raw(u8aToHex(compactAddLength(u8aConcat([4, kBeefy, 1], both, proof))), 'unsigned report, right', 'ok', { sources: [0, 1, 2] });
        await t.does(Charlie, u8aConcat([kBeefy, 0], both, proof), 'Beefy.DuplicateOffenceReport');
    };
    const before = await chain.save();
    await t.does(Charlie, u8aConcat([kBeefy, 0], v(several, { number: 55 }), v([], { number: 55 }), proof), 'ok');
    await right(v(one, { number: 8 }), v(two, { number: 8 }));
    await right(v(one, { number: 9 }), v(two, { number: 9 }));
    await chain.restore(before);
    for (let i = 0; i < 2; ++i) {
        await t.next(1, { skip: 600 });
        await t.next();
    }
    await report(v(one, { setId: 1 }), v(two, { setId: 1 }), proof, 'Beefy.InvalidEquivocationProofSession'); // of another session
    await right(v(one, { number: 10 }), v(two, { number: 10 }));
}

// Reports to BEEFY: a vote for another chain than the canonical one, with a proof of ancestry, and votes for blocks to come.
import { bnToU8a, compactAddLength, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { secp256k1Sign } from '@polkadot/util-crypto';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const kBeefy = 200;
const [kFork, kForkUnsigned, kFuture] = [3, 4, 5];
// Of the development account, by ECDSA: everybody knows it.
const kSecret = hexToU8a('0xcb6df9de1efca7a3998a8ead4e02159d5fa99c3e0d4fd6432667390bb4726854');

export async function run(t) {
    const { Charlie, chain, registry } = t;
    const alice = t.keyOf('//Alice', 'ecdsa');
    const bytesIn = (option) => registry.createType('Bytes', hexToU8a(option).subarray(1)).toU8a(true);
    const vote = (root, { number, setId = 0, id = 'mh' }) => {
        const commitment = u8aConcat([4], stringToU8a(id), compactAddLength(root), u32(number), u64(setId));
        return u8aConcat(commitment, alice.publicKey, secp256k1Sign(commitment, { secretKey: kSecret }, 'keccak', true));
    };
    await t.next();
    await t.root(t.tx.staking.setInvulnerables([]));
    const headers = new Map();
    for (let i = 0; i < 6; ++i) {
        await t.next();
        headers.set(t.number - 1, hexToU8a(chain.parentHeader));
    }
    const ask = async (method, ...args) => (await chain.compareCall(method, u8aToHex(u8aConcat(...args)), { index: true })).result;
    const owner = bytesIn(await ask('BeefyApi_generate_key_ownership_proof', u64(0), alice.publicKey));
    const number = t.number - 4;
    const ancestry = bytesIn(await ask('BeefyApi_generate_ancestry_proof', u32(number), [0]));
    for (const [before, best] of [[0, [0]], [number, u8aConcat([1], u32(t.number - 1))], [number, u8aConcat([1], u32(number - 1))], [t.number + 9, [0]]]) {
        await ask('BeefyApi_generate_ancestry_proof', u32(before), best);
    }
    const fake = new Uint8Array(32).fill(7);
    const report = async (call, proof, expected) => {
        await t.does(Charlie, u8aConcat([kBeefy, call], proof, owner), expected);
        return t.raw(u8aToHex(compactAddLength(u8aConcat([5, kBeefy, call + 1], proof, owner))), 'unsigned report', undefined, { sources: [0, 1, 2] });
    };
    const kWrong = [
        u8aConcat(vote(fake, { number: number + 1 }), ancestry, headers.get(number)), u8aConcat(vote(fake, { number }), ancestry, headers.get(number + 1)),
        u8aConcat(vote(fake, { number, setId: 1 }), ancestry, headers.get(number)), u8aConcat(vote(fake, { number }), ancestry.map((one, i) => (i === 3 ? one ^ 1 : one)), headers.get(number)),
        u8aConcat(vote(new Uint8Array(31), { number }), ancestry, headers.get(number)), u8aConcat(vote(fake, { number, id: 'xx' }), ancestry, headers.get(number)),
    ];
    // Each on the same state, for a report that is taken is a duplicate from then on.
    const alone = async (make) => {
        await t.next();
        const place = await chain.save();
        await make();
        await chain.restore(place);
    };
    for (const proof of kWrong) await alone(() => report(kFork, proof));
    for (const ahead of [-9, 0, 1, 2, 100]) await alone(() => report(kFuture, vote(fake, { number: t.number + ahead })));
    await t.next();
    const before = await chain.save();
    await t.raw(u8aToHex(compactAddLength(u8aConcat([5, kBeefy, kForkUnsigned], vote(fake, { number }), ancestry, headers.get(number), owner))), 'a vote for a fork', undefined, { sources: [0, 1, 2] });
    await chain.restore(before);
    await t.does(Charlie, u8aConcat([kBeefy, kFork], vote(fake, { number }), ancestry, headers.get(number), owner), 'ok');
    t.saw('Offences.Offence');
    await t.does(Charlie, u8aConcat([kBeefy, kFork], vote(fake, { number }), ancestry, headers.get(number), owner), 'Beefy.DuplicateOffenceReport');
    await t.next(2);
}

// A validator who made two blocks in one slot, in a set of two, of whom none may be disabled: what the sessions after it say.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const u64 = (value) => bnToU8a(value, { bitLength: 64 });
const kApis = ['BabeApi_current_epoch', 'BabeApi_next_epoch', 'GrandpaApi_grandpa_authorities', 'AuthorityDiscoveryApi_authorities'];

/** A header of the slot with a seal by `pair`; `mark` makes it another one. */
function sealedHeader(pair, slot, mark) {
    const pre = u8aConcat([6], stringToU8a('BABE'), compactAddLength(u8aConcat([2], u32(0), u64(slot))));
    const of = (digest) => u8aConcat(new Uint8Array(32).fill(mark), compactToU8a(5), new Uint8Array(64), compactToU8a(digest.length), ...digest);
    const seal = u8aConcat([5], stringToU8a('BABE'), compactAddLength(pair.sign(blake2AsU8a(of([pre])))));
    return of([pre, seal]);
}

export async function run(t) {
    const { Alice, Bob, Charlie, chain, registry, tx: { balances } } = t;
    const bobs = { author: 1 };
    await t.next();
    // On the local chain nobody is punished; here they are. There is an era from the first session's end on.
    await chain.put([[chain.key('staking', 'invulnerables'), '0x00']]);
    await t.next(1, { skip: 600 });
    await t.next(2);
    const slot = chain.slot - 1;
    const { result } = await chain.compareCall('BabeApi_generate_key_ownership_proof', u8aToHex(u8aConcat(u64(slot), Alice.publicKey)));
    const proof = registry.createType('Bytes', hexToU8a(result).subarray(1)).toU8a(true);
    await t.next(1, bobs);
    await t.ok(Charlie, u8aConcat([1, 0], Alice.publicKey, u64(slot), sealedHeader(Alice, slot, 1), sealedHeader(Alice, slot, 2), proof));
    const disabled = async () => (await chain.read('session', 'disabledValidators'))?.map((one) => one.toNumber()).join() ?? '';
    if (await disabled() !== '') chain.report.fault(chain, `disabled: ${await disabled()}`);
    await t.next(1, { author: 0 });

    for (let i = 0; i < 4; ++i) {
        for (const api of kApis) await t.api(api);
        await t.next(1, { skip: 600, ...bobs });
        await t.next(1, bobs);
        await t.ok(Alice, balances.transferKeepAlive(Bob.address, 1));
        await t.next(2, bobs);
    }
    if (await disabled() !== '') chain.report.fault(chain, `disabled later: ${await disabled()}`);
}

// Runtime APIs that only answer.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

export async function run(t) {
    const { Alice, chain, tx: { balances, system } } = t;
    const u32 = (value) => bnToU8a(value, { bitLength: 32 });
    for (const name of ['Core_version', 'Metadata_metadata_versions', 'BabeApi_configuration', 'BabeApi_current_epoch', 'BabeApi_next_epoch',
        'BabeApi_current_epoch_start', 'GrandpaApi_grandpa_authorities', 'GrandpaApi_current_set_id', 'AuthorityDiscoveryApi_authorities']) {
        await t.api(name);
        await t.api(name, '0x00'); // more than is asked for
    }
    await t.next(2);
    await t.ok(Alice, system.remark('0x'));
    for (const name of ['BabeApi_current_epoch', 'BabeApi_next_epoch', 'AuthorityDiscoveryApi_authorities']) await t.api(name);
    for (const who of [Alice.publicKey, new Uint8Array(32), new Uint8Array(31), new Uint8Array(33)]) {
        await t.api('AccountNonceApi_account_nonce', u8aToHex(who));
    }
    const [keys] = await chain.get(chain.key('session', 'nextKeys', t.keyOf('//Alice//stash').publicKey));
    const size = (keys.length - 2) / 2;
    const bytes = Uint8Array.from(Buffer.from(keys.slice(2), 'hex'));
    for (const encoded of [bytes, bytes.subarray(1), u8aConcat(bytes, [0]), new Uint8Array(size), new Uint8Array()]) {
        await t.api('SessionKeys_decode_session_keys', u8aToHex(u8aConcat(compactToU8a(encoded.length), encoded)));
    }
    // Those that there are, 16 among them on 1.7.1, are compared by compare_metadata.mjs.
    const none = [0, 13, 17, 4_294_967_295];
    for (const version of none) await t.api('Metadata_metadata_at_version', u8aToHex(u32(version)));
    for (const [name, args] of [['BabeApi_generate_key_ownership_proof', 40], ['GrandpaApi_generate_key_ownership_proof', 40]]) {
        await t.api(name, u8aToHex(new Uint8Array(args)));
    }
    // Transactions from all sources.
    for (const call of [balances.transferKeepAlive(Alice.address, 1), system.setHeapPages(1)]) {
        const signed = await chain.sign(Alice, call, { tip: 77 });
        const unsigned = chain.unsigned(call);
        for (const source of [0, 1, 2, 3]) {
            for (const one of [signed, unsigned]) {
                await t.api('TaggedTransactionQueue_validate_transaction', `0x0${source}${one.slice(2)}${chain.hashes.at(-1).slice(2)}`);
            }
        }
    }
    for (const name of ['Core_initialize_block', 'Core_execute_block', 'BlockBuilder_apply_extrinsic', 'TaggedTransactionQueue_validate_transaction',
        'OffchainWorkerApi_offchain_worker', 'TransactionPaymentApi_query_info', 'TransactionPaymentCallApi_query_call_info']) {
        for (const args of ['0x', '0x00', '0xff', '0x' + '00'.repeat(100)]) await t.api(name, args);
    }
    await t.next();
}

// Calls without a plan: of the runtime's API, and of its pallets.
import { Metadata, TypeRegistry } from '@polkadot/types';
import { compactStripLength, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { kDev } from './chain.mjs';
import { call } from './oracle.mjs';
import { Random, Values, randomCalls } from './random.mjs';

/** Chopsticks needs half a second for many of these calls: few by default, so that all tests end in time. */
const kScale = Number(process.env.CHOPSTICKS_SCALE ?? 0.4);

/** All functions of the runtime's API and what they take; older metadata does not tell. */
async function apiOf(chain) {
    const answer = await call(chain.state, 'Metadata_metadata_at_version', '0x0f000000');
    if (answer.error !== undefined || !answer.result.startsWith('0x01')) {
        return kOldApi.map((name) => ({ name }));
    }
    const bytes = compactStripLength(hexToU8a(answer.result).subarray(1))[1];
    const registry = new TypeRegistry();
    const metadata = new Metadata(registry, u8aToHex(bytes));
    registry.setMetadata(metadata);
    return metadata.asV15.apis.flatMap((api) => api.methods.map(({ name, inputs }) => (
        { name: `${api.name}_${name}`, inputs: inputs.map(({ type }) => type), registry })));
}

// Without TransactionPaymentApi: bytes that mean nothing can keep its decoder busy for half a minute.
const kOldApi = [
    'Core_version', 'Core_initialize_block', 'Core_execute_block', 'Metadata_metadata', 'BlockBuilder_apply_extrinsic',
    'BlockBuilder_finalize_block', 'BlockBuilder_inherent_extrinsics', 'BlockBuilder_check_inherents',
    'BlockBuilder_random_seed', 'TaggedTransactionQueue_validate_transaction', 'OffchainWorkerApi_offchain_worker',
    'ParachainHost_validators', 'ParachainHost_duty_roster', 'ParachainHost_active_parachains', 'ParachainHost_ingress',
    'GrandpaApi_grandpa_authorities', 'BabeApi_configuration', 'AuthorityDiscoveryApi_authorities',
    'SessionKeys_decode_session_keys', 'AccountNonceApi_account_nonce',
];

// Calls that need offchain services, which are absent here.
const kOffchain = new Set(['OffchainWorkerApi_offchain_worker', 'SessionKeys_generate_session_keys']);

/** `count` calls of random functions: half of them with random values, the others with bytes that mean nothing. */
export async function callApi(chain, count) {
    const random = new Random(`${chain.name} api ${chain.number}`);
    const accounts = Object.values(kDev).map((pair) => pair.publicKey);
    const api = (await apiOf(chain)).filter(({ name }) => !kOffchain.has(name));
    const senseless = () => {
        const bytes = random.chance(50) ? new Uint8Array(random.between(0, 80)) : random.bytes(random.between(0, 200));
        if (random.chance(30)) bytes.set(hexToU8a(chain.genesisHeader).subarray(0, bytes.length));
        return bytes;
    };
    for (let i = 0; i < count * kScale; ++i) {
        const { name, inputs, registry } = random.pick(api);
        const values = inputs && new Values(registry, random, accounts);
        const args = inputs && random.chance(70) ? u8aConcat(...inputs.map((type) => values.of(type))) : senseless();
        await chain.call(name, args);
    }
    await chain.call('No_such_function', '0x');
}

/** Blocks of random calls of every pallet, in `batches` of `count`; half of them by a user, half by root. Needs sudo. */
export async function randomBlocks(chain, blocks, batches, count) {
    const random = new Random(`calls ${chain.name}`);
    const { Alice, Bob } = kDev;
    const { sudo, utility } = chain.tx;
    chain.accounts = Object.values(kDev).map((pair) => pair.publicKey);
    // Changes of state without which the next block cannot be built.
    const skip = (pallet, name) => (pallet === 'System' && name !== 'remark') || name === 'set_key';
    for (let i = 0; i < blocks * kScale; ++i) {
        const extrinsics = Array.from({ length: batches }, () => () => {
            const calls = [...randomCalls(chain, random, count, skip)].flatMap((encoded) => {
                let call;
                try {
                    call = chain.registry.createType('Call', encoded);
                } catch {
                    return []; // polkadot-js knows no calls of pallets that have none, even inside of other calls
                }
                return [random.chance(50) ? call : utility.dispatchAs({ system: { Signed: Bob.address } }, call)];
            });
            chain.nonces.clear();
            return chain.sign(Alice, sudo.sudoUncheckedWeight(utility.forceBatch(calls), { refTime: 0, proofSize: 0 }));
        });
        await chain.block(`anything ${i}`, extrinsics, { steps: true, mayFail: true });
    }
}

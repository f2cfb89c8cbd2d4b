// Blocks that Chopsticks builds itself, with its own inherents, on the genesis of the relay chain and of the Asset Hub:
// the storage differences that it reports must be ours.
import { readFileSync } from 'node:fs';

import { TypeRegistry } from '@polkadot/types';
import { compactToU8a, hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { kDev, signExtrinsic } from '../chain.mjs';

process.env.LOG_LEVEL = 'fatal'; // read when the library is loaded
const { GenesisProvider, destroyWorker, setup } = await import('@acala-network/chopsticks-core');

// Chopsticks takes the slot and the time of block 1 from the clock, one after the other: they must not fall apart.
const kNow = 1_700_000_001_000;

export async function run(data, emit) {
    Date.now = () => kNow;

    const { Alice, Bob, Charlie } = kDev;
    await build('asset-hub-kusama-local', `${data}/genesis/asset-hub-kusama-local-1000000.json`, emit, (tx) => [
        [],
        [
            [Alice, tx.balances.transferKeepAlive(Bob.address, 1_000_000_000)],
            [Bob, tx.assets.create(7, Bob.address, 100)],
            [Charlie, tx.utility.batch([tx.system.remarkWithEvent('0x1234'), tx.balances.transferAllowDeath(Alice.address, 0)])],
        ],
        [
            [Bob, tx.assets.mint(7, Alice.address, 1_000_000)],
            [Bob, tx.assets.setMetadata(7, '0x41737365', '0x415353', 3)],
            [Alice, tx.assets.transfer(7, Charlie.address, 400)],
            [Alice, tx.nfts.create(Alice.address, {
                settings: 0, maxSupply: null,
                mintSettings: { mintType: 'Issuer', price: null, startBlock: null, endBlock: null, defaultItemSettings: 0 },
            })],
            [Charlie, tx.assets.transfer(7, Alice.address, 401)],
        ],
        [[Bob, tx.assets.freezeAsset(7)], [Bob, tx.assets.startDestroy(7)], [Bob, tx.assets.destroyAccounts(7)]],
    ]);
    await build('kusama-local', `${data}/genesis/kusama-local-1000000.json`, emit, (tx) => [
        [],
        [
            [Alice, tx.balances.transferKeepAlive(Bob.address, 1_000_000_000_000n)],
            [Alice, tx.sudo.sudo(tx.balances.forceSetBalance(Charlie.address, 5))],
            [Bob, tx.staking.bond(1_000_000_000_000_000n, 'Staked')],
        ],
        [[Bob, tx.utility.batchAll([tx.staking.chill(), tx.system.remark('0x')])]],
    ]);
    await destroyWorker();
}

/** Block 1 belongs to Chopsticks, which sets storage in it by hand; the blocks after it are cases. */
async function build(name, path, emit, blocksOf) {
    const genesis = new GenesisProvider(JSON.parse(readFileSync(path, 'utf8')));
    const chain = await setup({ genesis, mockSignatureHost: false, allowUnresolvedImports: true });
    emit({ op: 'genesis', path });
    emit({ op: 'put', changes: Object.entries(await chain.head.storageDiff()) });

    const { tx, registry } = await chain.head.meta;
    const version = await chain.head.runtimeVersion;
    for (const planned of blocksOf(tx)) {
        const nonces = new Map();
        const transactions = [];
        for (const [pair, call] of planned) {
            const nonce = nonces.get(pair.address) ?? (await nonceOf(chain, pair));
            nonces.set(pair.address, nonce + 1);
            transactions.push(signExtrinsic(registry, version, pair, call, { nonce, genesisHash: genesis.blockHash }));
        }
        const block = await chain.newBlock({ transactions });
        const extrinsics = await block.extrinsics;
        if (extrinsics.length < transactions.length) throw new Error(`${name}: refused transactions`);
        emit({
            op: 'sequence',
            note: `${name} block ${block.number} by Chopsticks`,
            calls: [
                ['Core_initialize_block', unfinished(await block.header)],
                ...extrinsics.map((one) => ['BlockBuilder_apply_extrinsic', one]),
                ['BlockBuilder_finalize_block', '0x'],
            ],
            changes: Object.entries(await block.storageDiff()),
            keep: true,
        });
    }
}

async function nonceOf(chain, pair) {
    const { result } = await chain.head.call('AccountNonceApi_account_nonce', [u8aToHex(pair.publicKey)]);
    return new TypeRegistry().createType('u32', hexToU8a(result)).toNumber();
}

/** The header that Chopsticks began the block with. */
function unfinished(header) {
    return u8aToHex(u8aConcat(
        header.parentHash.toU8a(), compactToU8a(header.number.toNumber()), new Uint8Array(64), header.digest.toU8a()));
}

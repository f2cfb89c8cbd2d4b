// Transactions from the shell on the runtimes of the real Kusama; polkadot.js is the judge.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node, temporaryFolder } from './node.mjs';

const program = process.env.SERINUS;
const data = process.env.SERINUS_TEST_DATA ?? join(process.env.SOURCES, '../shared/data');
const kKsm = 1_000_000_000_000n;

for (const [name, file] of [['Kusama 1.7.1', 'kusama-1007001'], ['Kusama 2.3.2', 'kusama-2003002']]) {
    const wasm = join(data, 'runtimes', `${file}.compact.compressed.wasm`);
    const skip = existsSync(wasm) ? false : 'needs the shared test data: set SERINUS_TEST_DATA to its folder';

    describe(name, { skip }, () => {
        const { folder, remove } = temporaryFolder();
        let node;
        let api;
        let alice;
        let bob;
        const serinus = (...args) => new Promise((resolve) => {
            execFile(program, args, { timeout: 120_000 }, (error, out, err) => resolve({ code: error ? error.code : 0, out, err }));
        });
        const json = async (...args) => {
            const { code, out, err } = await serinus('tx', '--url', node.url, '--json', ...args);
            assert.equal(code, 0, err);
            return JSON.parse(out);
        };

        before(async () => {
            const spec = join(folder, 'chain.json');
            writeFileSync(spec, execFileSync(program, ['build-spec', '--runtime', wasm, '--preset', 'development', '--chain-type', 'development',
                '--properties', 'tokenSymbol=KSM,tokenDecimals=12,ss58Format=2'], { maxBuffer: 64 << 20 }));
            node = await Node.start(program, ['--chain', spec, '--alice', '--force-authoring', '--base-path', folder, '--sealing', 'instant'], { startMs: 120_000 });
            api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
            const keyring = new Keyring({ type: 'sr25519', ss58Format: 2 });
            [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));
        });
        after(async () => {
            await api?.disconnect();
            await node?.stop();
            remove();
        });

        test('calls are encoded as polkadot.js encodes them', async () => {
            const calls = [
                [['balances.transfer_keep_alive', '//Bob', '1.5'], api.tx.balances.transferKeepAlive(bob.address, kKsm * 3n / 2n)],
                [['system.remark', 'hello', '+', 'system.remark', '0x01'], api.tx.utility.batchAll([api.tx.system.remark('hello'), api.tx.system.remark('0x01')])],
                [['--proxy', '//Bob', 'system.remark', 'hello'], api.tx.proxy.proxy(bob.address, null, api.tx.system.remark('hello'))],
            ];
            for (const [words, call] of calls) assert.equal((await json('--encode', ...words)).hex, call.method.toHex(), words.join(' '));
        });

        // These builds of the runtimes have no hash of their metadata compiled in, and say so.
        test('the hash of the metadata is signed only where the runtime takes it', async () => {
            assert.ok(metadataHashIsLast(api), String(api.registry.signedExtensions));
            for (const mode of ['auto', 'off']) {
                const sent = await json('--suri', '//Alice', '--metadata-hash', mode, '--wait', 'in-block', 'system.remark', mode);
                assert.equal(sent.success, true, JSON.stringify(sent));
                const { block } = await api.rpc.chain.getBlock(sent.block.hash);
                const extrinsic = block.extrinsics[sent.block.index];
                assert.equal(extrinsic.signer.toString(), alice.address);
                // The mode stands before the call, behind the tip.
                const [whole, call] = [extrinsic.toHex(), extrinsic.method.toHex().slice(2)];
                assert.equal(whole.slice(-call.length - 2, -call.length), '00');
            }
            const { code, err } = await serinus('tx', '--url', node.url, '--suri', '//Alice', '--metadata-hash', 'on', 'system.remark', 'a');
            assert.equal(code, 1);
            assert.match(err, /CannotLookup; the runtime was built without the hash of its metadata: --metadata-hash off/);
        });

        test('the hash that is signed is that of the runtime', async () => {
            const file = join(folder, 'tx.json');
            assert.equal((await serinus('tx', '--url', node.url, '--account', alice.address, '--metadata-hash', 'on', '--prepare', file, 'system.remark', 'a')).code, 0);
            const { inExtrinsic, inPayload } = JSON.parse(readFileSync(file)).extensions.find(({ identifier }) => identifier === 'CheckMetadataHash');
            const hash = execFileSync(program, ['runtime', 'metadata-hash', '--runtime', wasm, '--token', 'KSM', '--decimals', '12', '-d', folder]).toString().trim();
            assert.deepEqual([inExtrinsic, inPayload], ['0x01', `0x01${hash.slice(2)}`]);
        });

        test('a transfer does what it says', async () => {
            const free = async () => (await api.query.system.account(bob.address)).data.free.toBigInt();
            const before = await free();
            const sent = await json('--suri', '//Alice', '--wait', 'in-block', 'balances.transfer_keep_alive', '//Bob', '2.5');
            assert.equal(await free() - before, kKsm * 5n / 2n);
            const dry = await json('--dry-run', '--account', bob.address, 'balances.transfer_keep_alive', '//Alice', '0.5');
            assert.equal(dry.success, true);
            assert.ok(Number(sent.fee) > 0);
        });
    });
}

/** Whether nothing but empty extensions stands behind CheckMetadataHash. */
function metadataHashIsLast(api) {
    const extensions = api.registry.signedExtensions;
    return extensions.slice(extensions.indexOf('CheckMetadataHash') + 1).every((one) => /^(WeightReclaim|StorageWeightReclaim|PrevalidateAttests|AuthorizeCall)$/.test(one));
}

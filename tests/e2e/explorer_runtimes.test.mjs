// The page on runtimes of Kusama of other years, and with each version of the metadata.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hexToU8a } from '@polkadot/util';

import { Explorer, alice, bob, skip } from './explorer.mjs';
import { temporaryFolder } from './node.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const kRuntimes = join(process.env.SERINUS_TEST_DATA ?? join(here, '../../../shared/data'), 'runtimes');
const kViews = ['block/0', `account/${alice.address}`, 'staking', 'parachains', 'cores', 'disputes', 'messages', 'referenda', 'treasury', 'fellowship', 'society', 'state/System/Account',
    'constants/System', 'runtime', 'act/transfer', 'act/stake', 'act/vote', 'act/delegate', 'act/propose', 'act/contribute', 'call', 'accounts', 'calls/Core/version/0x', 'rpc', 'tools'];
const kMost = 1 << 28;

for (const [name, version] of [['kusama-1007001-fast', '1 007 001'], ['kusama-2003002-fast', '2 003 002']]) {
    const file = join(kRuntimes, `${name}.compact.compressed.wasm`);
    const reason = skip || (existsSync(file) ? false : 'needs the shared test data: set SERINUS_TEST_DATA to its folder, or put it at ../shared/data');
    if (reason) console.log(`SKIPPED: explorer_runtimes: ${reason}`);
    describe(name, { skip: reason }, () => {
        const at = new Explorer();
        const files = temporaryFolder();
        before(async () => {
            const built = spawnSync(process.env.SERINUS, ['build-spec', '--runtime', file, '--raw', '--disable-default-bootnode'], { maxBuffer: kMost, encoding: 'utf8' });
            assert.equal(built.status, 0, built.stderr);
            writeFileSync(join(files.folder, 'chain.json'), built.stdout);
            await at.start('--chain', join(files.folder, 'chain.json'), '--alice', '--force-authoring');
            // Before the first block there is nothing to show at #/.
            await at.send(at.api.tx.system.remark('0x01'));
            await at.view('', true);
        });
        after(() => at.stop().finally(files.remove));

        test('each view is drawn', async () => {
            for (const view of kViews) {
                await at.view(view);
                assert.equal(await at.page.$eval('#view', (one) => one.querySelector(':scope > .bad')?.textContent), undefined, view);
            }
            await at.view('runtime');
            await at.sees(version, 'version 16');
        });

        test('a transfer is tried by the node and by the runtime, signed and followed', async () => {
            await at.view('act/transfer');
            await at.fill('To', bob.address);
            await at.fill('Amount', '1000000000000');
            await at.press('Dry run');
            await at.sees('It would succeed.', 'Balances.Transfer', 'Tried after block');
            // Other nodes do not know this method.
            await at.page.evaluate(() => {
                const { send } = WebSocket.prototype;
                WebSocket.prototype.send = function (text) { send.call(this, text.replace('"governance_dryRun"', '"no_such_method"')); };
            });
            await at.press('Dry run');
            await at.page.waitForFunction(() => !document.querySelector('#view .report')?.textContent.includes('Tried after block'));
            await at.sees('It would succeed.', 'Balances.Transfer');
            await at.submit();
        });

        test('an extrinsic and its events are read with the metadata of the versions 14, 15 and 16', async () => {
            const { Metadata } = await import('../../explorer/metadata.js');
            const hash = await at.send(at.api.tx.utility.batch([at.api.tx.system.remark('0x0203')]), bob);
            const parent = (await at.api.rpc.chain.getHeader(hash)).parentHash.toHex();
            const { extrinsics } = (await at.api.rpc.chain.getBlock(hash)).block;
            const sent = extrinsics.find(({ method }) => method.section === 'utility').toHex();
            const events = await at.node.call('state_getStorage', at.api.query.system.events.key(), hash);
            for (const number of [14, 15, 16]) {
                const answer = await at.node.call('state_call', 'Metadata_metadata_at_version', `0x${number.toString(16).padStart(2, '0')}000000`, parent);
                const metadata = new Metadata(at.api.registry.createType('Option<Bytes>', hexToU8a(answer)).unwrap().toU8a(true));
                assert.equal(metadata.version, number);
                const { pallet, call, fields, extensions } = metadata.decodeExtrinsic(sent);
                assert.deepEqual([pallet, call, fields[0].value[0].variant], ['Utility', 'batch', 'System']);
                assert.ok(extensions.some((one) => one.name === 'CheckNonce'));
                assert.ok(metadata.decodeEvents(events).some((one) => one.pallet === 'Utility' && one.event === 'BatchCompleted'));
            }
        });

        test('the browser had nothing to complain of', () => assert.deepEqual(at.complaints, []));
    });
}

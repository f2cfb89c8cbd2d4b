// Messages between chains on the page: what happened to them, their programs as `serinus xcm` writes them, one message followed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { Explorer, alice, bob, kUnit, skip } from './explorer.mjs';
import { Node, temporaryFolder, until } from './node.mjs';

if (skip) console.log(`SKIPPED: explorer_messages: ${skip}`);
const kAssetHub = 1000;
const kHub = join(process.env.SERINUS_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data'), 'runtimes/asset-hub-kusama-1007001.compact.compressed.wasm');
const kLimits = { refTime: 1_000_000_000n, proofSize: 20_000 };

const here = { parents: 0, interior: 'Here' };
const ksm = (units) => ({ id: here, fun: { Fungible: units * kUnit } });
const account = ({ publicKey }) => ({ parents: 0, interior: { X1: [{ AccountId32: { network: null, id: publicKey } }] } });
const hub = { parents: 0, interior: { X1: [{ Parachain: kAssetHub }] } };

/** Programs with each form of text. */
const kPrograms = [
    { V5: [{ WithdrawAsset: [ksm(2n)] }, 'ClearOrigin', { PayFees: { asset: ksm(1n) } }, { DepositAsset: { assets: { Wild: { AllCounted: 1 } }, beneficiary: account(bob) } }] },
    { V5: [{ SetAppendix: [{ SetErrorHandler: [] }, { Trap: 7 }] }, { InitiateTeleport: { assets: { Wild: 'All' }, dest: hub, xcm: [{ PayFees: { asset: ksm(1n) } }, { SetTopic: `0x${'ab'.repeat(32)}` }] } }] },
    { V4: [{ Transact: { originKind: 'Native', requireWeightAtMost: { refTime: 1000, proofSize: 64 }, call: { encoded: '0x00000400' } } }, { ExpectError: [1, { Trap: 2 }] }, { ExpectOrigin: null }] },
    { V3: [{ BurnAsset: [{ id: { Concrete: { parents: 1, interior: { X2: [{ Parachain: 7 }, { GeneralIndex: 1n << 100n }] } } }, fun: { Fungible: (1n << 128n) - 1n } }] }, { DescendOrigin: { X1: { Parachain: 1 } } }] },
    { V5: [{ TransferAsset: { assets: [{ id: { parents: 2, interior: { X1: [{ GlobalConsensus: 'Polkadot' }] } }, fun: { NonFungible: { Index: 5 } } }], beneficiary: { parents: 0, interior: { X1: [{ AccountId32: { network: 'Kusama', id: alice.publicKey } }] } } } }] },
];

describe('messages between chains', { skip }, () => {
    const at = new Explorer();
    const cli = (...args) => execFileSync(process.env.SERINUS, ['xcm', ...args, '--url', at.node.url], { encoding: 'utf8' });
    let waiting;  // what waits for the parachain
    before(async () => {
        await at.start('--dev');
        const { tx } = at.api;
        // A parachain has a queue as soon as it has a head.
        await at.send(tx.sudo.sudo(tx.paras.forceSetCurrentHead(kAssetHub, '0x00')));
        await at.send(tx.xcmPallet.limitedTeleportAssets({ V5: hub }, { V5: account(bob) }, { V5: [ksm(3n)] }, 0, 'Unlimited'));
        await at.send(tx.xcmPallet.execute({ V5: [{ WithdrawAsset: [ksm(2n)] }, { DepositAsset: { assets: { Definite: [ksm(1n)] }, beneficiary: account(bob) } }] }, kLimits));
        waiting = (await at.api.query.dmp.downwardMessageQueues(kAssetHub))[0].msg.toHex();
        await at.view('', true);
    });
    after(() => at.stop());

    /** What a message, or what it left behind, is called in the events of the best block's state that have this name. */
    const nameOf = async (method, field) => {
        const best = (await at.api.rpc.chain.getHeader()).number.toNumber();
        for (let height = best; height > 0; --height) {
            const events = await (await at.api.at(await at.api.rpc.chain.getBlockHash(height))).query.system.events();
            const found = events.find(({ event }) => event.section === 'xcmPallet' && event.method === method);
            if (found) return found.event.data[field].toHex();
        }
        throw new Error(`there is no event ${method}`);
    };

    test('a program is written as `serinus xcm decode` writes it', async () => {
        const [{ Metadata }, { readProgram, programText, spellingOf }] = await Promise.all(['metadata', 'xcm'].map((name) => import(`../../explorer/${name}.js`)));
        const { hexToU8a } = await import('@polkadot/util');
        const metadata = new Metadata(hexToU8a((await at.api.call.metadata.metadataAtVersion(15)).unwrap().toHex()));
        const spelling = spellingOf(metadata, { prefix: 2, decimals: 12, symbol: 'KSM' });
        const type = at.api.tx.xcmPallet.execute.meta.args[0].type.toString();
        for (const program of kPrograms) {
            const hex = at.api.createType(type, program).toHex();
            assert.equal(programText(readProgram(metadata, hexToU8a(hex)).program, spelling), cli('decode', hex));
        }
    });

    test('the latest blocks show what was sent, executed and trapped, and the queue its program', async () => {
        await at.view('messages');
        const text = await at.sees('In the latest blocks', 'XcmPallet.Sent', 'sent', 'XcmPallet.Attempted', 'executed', 'XcmPallet.AssetsTrapped', 'trapped', 'Down to parachains', '1 000');
        assert.ok(text.includes(cli('decode', waiting).trim()), text);
        await at.picture('messages');
    });

    test('a message that was sent is followed to the queue in which it waits', async () => {
        const id = await nameOf('Sent', 'messageId');
        await at.page.click(`#view a[href="#/message/${id}"]`);
        const text = await at.sees('waits for parachain 1000', 'XcmPallet.Sent', 'ReceiveTeleportedAsset', `SetTopic ${id}`);
        assert.ok(text.includes(cli('decode', waiting).trim()), text);
        await at.fill('RPC address', 'ws://127.0.0.1:9955');
        await at.sees('Follow it at 127.0.0.1:9955');
        assert.equal(await at.page.$eval('#view a[href^="http"]', (one) => one.getAttribute('href')), `http://127.0.0.1:9955/#/message/${id}`);
        await at.picture('message');
    });

    test('assets that were left behind are followed until they are claimed', async () => {
        const hash = await nameOf('AssetsTrapped', 'hash_');
        await at.view(`message/${hash}`);
        const text = await at.sees('XcmPallet.AssetsTrapped', 'WithdrawAsset [2 KSM]', 'DepositAsset assets: Definite([1 KSM])');
        assert.ok(!text.includes('AssetsClaimed'));
        await at.send(at.api.tx.xcmPallet.claimAssets({ V5: [ksm(1n)] }, { V5: account(bob) }));
        await at.view('messages');
        await at.sees('claimed');
        await at.view(`message/${hash}`);
        await at.sees('trapped', 'claimed', 'XcmPallet.AssetsClaimed');
    });

    test('an extrinsic shows a program as text', async () => {
        await at.view('messages');
        await at.page.evaluate(() => [...document.querySelectorAll('#view tr')].find((one) => one.textContent.includes('XcmPallet.AssetsTrapped')).querySelector('a').click());
        await at.sees('XcmPallet.execute', 'version 5\nWithdrawAsset [2 KSM]');
    });

    test('a message of a parachain that was executed has its effects with it', async () => {
        const fork = await Node.start(process.env.SERINUS, ['fork', '--endpoint', at.node.url, '--rpc-port', '0'], { ready: /Running JSON-RPC server: addr=127/ });
        try {
            const message = cli('encode', 'version 5\nReceiveTeleportedAsset [2 KSM]\nPayFees asset: 1 KSM\nRefundSurplus\nDepositAsset assets: Wild(All), beneficiary: ./AccountId32(//Bob)').trim();
            const port = Number(/addr=127\.0\.0\.1:(\d+)/.exec(fork.log)[1]);
            fork.port = port;
            await fork.call('dev_newBlock', { ump: { [kAssetHub]: [message] } });
            await at.page.goto(`http://127.0.0.1:${port}/#/messages`, { waitUntil: 'load' });
            await at.sees('MessageQueue.Processed', 'executed');
            await at.page.evaluate(() => [...document.querySelectorAll('#view tr')].find((one) => one.textContent.includes('MessageQueue.Processed')).querySelector('a[href*="message/"]').click());
            await at.sees('What happened on this chain', 'MessageQueue.Processed', 'Balances.Minted', bob.address);
        } finally {
            await at.page.goto('about:blank');
            await fork.stop();
        }
    });

    test('a message is followed from the page of one chain to that of the other', { skip: existsSync(kHub) ? false : 'needs the shared test data: set SERINUS_TEST_DATA to its folder' }, async () => {
        const { folder, remove } = temporaryFolder();
        const spec = join(folder, 'hub.json');
        writeFileSync(spec, execFileSync(process.env.SERINUS, ['build-spec', '--runtime', kHub, '--preset', 'development', '--chain-type', 'development',
            '--properties', 'tokenSymbol=KSM,tokenDecimals=12,ss58Format=2', '--para-id', `${kAssetHub}`, '--relay-chain', 'kusama-dev'], { maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'ignore'] }));
        const nodes = [];
        try {
            nodes.push(await Node.start(process.env.SERINUS, ['--chain', spec, '--tmp']));
            writeFileSync(join(folder, 'forks.json'), JSON.stringify({ forks: { relay: { endpoint: at.node.url, 'rpc-port': 0 }, hub: { endpoint: nodes[0].url, 'rpc-port': 0 } } }));
            const forks = await Node.start(process.env.SERINUS, ['fork', '--config', join(folder, 'forks.json')], { ready: /Messages between/ });
            nodes.push(forks);
            const ports = () => [...forks.log.matchAll(/Running JSON-RPC server: addr=127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
            const [relay, hub] = await until('both forks answer', () => ports().length === 2 && ports());
            const message = cli('encode', 'version 5\nWithdrawAsset [3 KSM]\nInitiateTeleport assets: Wild(All), dest: ./Parachain(1000), xcm: {\nPayFees asset: 100000000000 of ..\n'
                + 'RefundSurplus\nDepositAsset assets: Wild(All), beneficiary: ./AccountId32(//Bob)\n}').trim();
            const sent = execFileSync(process.env.SERINUS, ['tx', '--url', `ws://127.0.0.1:${relay}`, '--suri', '//Alice', '--wait', 'in-block', 'xcm_pallet.execute', message, '(2000000000, 20000)'],
                { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
            const [, id] = /XcmPallet\.Sent .*"message_id":"(0x[0-9a-f]{64})"/.exec(sent);
            await at.page.goto(`http://127.0.0.1:${relay}/#/message/${id}`, { waitUntil: 'load' });
            await at.sees('XcmPallet.Sent', 'InitiateTeleport assets: Wild(All)');
            await at.fill('RPC address', `127.0.0.1:${hub}`);
            const fork = Object.assign(new Node(), { port: hub });
            await until('the other chain has a block', async () => parseInt((await fork.call('chain_getHeader')).number, 16) > 0);
            await at.page.click(`#view a[href^="http://127.0.0.1:${hub}/"]`);
            await at.sees('MessageQueue.Processed', 'executed', 'Balances.Minted', bob.address, 'came in extrinsic 1-0', 'ReceiveTeleportedAsset [2.99', `SetTopic ${id}`);
            await at.picture('message_there');
        } finally {
            await at.page.goto('about:blank');
            for (const node of nodes.reverse()) await node.stop();
            remove();
        }
    });

    test('nothing of it is complained about', () => assert.deepEqual(at.complaints, []));
});

// Messages between chains as text, on the runtimes of the real Kusama and Asset Hub 1.7.1; polkadot.js is the judge.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node, temporaryFolder } from './node.mjs';

const program = process.env.SERINUS;
const data = process.env.SERINUS_TEST_DATA ?? join(process.env.SOURCES, '../shared/data');
const kKsm = 1_000_000_000_000n;
const kAssetHub = 1000;
const [relay, hub] = ['kusama-1007001', 'asset-hub-kusama-1007001'].map((name) => join(data, 'runtimes', `${name}.compact.compressed.wasm`));
const skip = existsSync(relay) ? false : 'needs the shared test data: set SERINUS_TEST_DATA to its folder';

describe('messages between chains', { skip }, () => {
    const { folder, remove } = temporaryFolder();
    const nodes = [];
    let api;
    let alice;
    const run = (...args) => new Promise((resolve) => {
        execFile(program, ['xcm', ...args], { timeout: 120_000 }, (error, out, err) => resolve({ code: error ? error.code : 0, out, err }));
    });
    const xcm = async (...args) => {
        const { code, out, err } = await run(...args);
        assert.equal(code, 0, err);
        return out;
    };

    before(async () => {
        const build = (name, ...args) => {
            const spec = join(folder, `${name}.json`);
            writeFileSync(spec, execFileSync(program, ['build-spec', ...args], { maxBuffer: 64 << 20 }));
            return spec;
        };
        const made = (wasm) => ['--runtime', wasm, '--preset', 'development', '--chain-type', 'development', '--properties', 'tokenSymbol=KSM,tokenDecimals=12,ss58Format=2'];
        const hubSpec = build('hub', ...made(hub), '--para-id', `${kAssetHub}`, '--relay-chain', 'kusama-dev');
        const relaySpec = build('relay', '--raw', '--chain', build('plain', ...made(relay)), '--add-para', `${kAssetHub}=${hubSpec}`);
        for (const [spec, ...more] of [[relaySpec, '--alice', '--force-authoring', '--sealing', 'instant'], [hubSpec]]) {
            nodes.push(await Node.start(program, ['--chain', spec, '--base-path', join(folder, `${nodes.length}`), ...more], { startMs: 120_000 }));
        }
        api = await ApiPromise.create({ provider: new WsProvider(nodes[0].url), noInitWarn: true });
        alice = new Keyring({ type: 'sr25519', ss58Format: 2 }).addFromUri('//Alice');
        // A state of block 0 keeps no events.
        execFileSync(program, ['tx', '--url', nodes[0].url, '--suri', '//Alice', '--wait', 'in-block', 'system.remark', 'a']);
    });
    after(async () => {
        await api?.disconnect();
        for (const node of nodes) await node.stop();
        remove();
    });

    const here = { parents: 0, interior: 'Here' };
    const teleport = () => ({ V5: [
        { WithdrawAsset: [{ id: here, fun: { Fungible: kKsm * 3n / 2n } }] },
        { BuyExecution: { fees: { id: here, fun: { Fungible: kKsm } }, weightLimit: 'Unlimited' } },
        { SetAppendix: [{ DepositAsset: { assets: { Wild: { AllCounted: 1 } }, beneficiary: { parents: 0, interior: { X1: [{ AccountId32: { id: alice.publicKey } }] } } } }] },
        { InitiateTeleport: { assets: { Wild: 'All' }, dest: { parents: 0, interior: { X1: [{ Parachain: kAssetHub }] } }, xcm: ['RefundSurplus'] } },
    ] });
    const kText = () => `version 5
WithdrawAsset [1.5 KSM]
BuyExecution fees: 1 KSM, weight_limit: Unlimited
SetAppendix {
    DepositAsset assets: Wild(AllCounted(1)), beneficiary: ./AccountId32(${alice.address})
}
InitiateTeleport assets: Wild(All), dest: ./Parachain(1000), xcm: {
    RefundSurplus
}
`;

    test('a program of polkadot.js is decoded to text, and encoded from it', async () => {
        const hex = api.createType('StagingXcmVersionedXcm' in api.registry.knownTypes ? 'StagingXcmVersionedXcm' : 'XcmVersionedXcm', teleport()).toHex();
        assert.equal(await xcm('decode', hex, '--url', nodes[0].url), kText());
        assert.equal((await xcm('encode', kText(), '--url', nodes[0].url)).trim(), hex);
        const file = join(folder, 'message.xcm');
        writeFileSync(file, `# with what is no part of it\n${kText()}`);
        assert.equal((await xcm('encode', `@${file}`, '--url', nodes[0].url)).trim(), hex);
        const json = await xcm('decode', hex, '--json', '--url', nodes[0].url);
        assert.equal((await xcm('encode', json, '--url', nodes[0].url)).trim(), hex);
    });

    test('a program is explained instruction by instruction', async () => {
        const lines = (await xcm('explain', kText(), '--url', nodes[0].url)).trim().split('\n');
        assert.deepEqual(lines.map((line) => line.trim().split(':')[0]), ['0', '1', '2', '2.0', '3', '3.0']);
        assert.match(lines[0], /take 1\.5 KSM from the origin's account/);
    });

    test('a teleport that is signed goes down, and arrives at the other chain', async () => {
        const dest = JSON.stringify({ V5: { parents: 0, interior: { X1: [{ Parachain: kAssetHub }] } } });
        const beneficiary = JSON.stringify({ V5: { parents: 0, interior: { X1: [{ AccountId32: { network: null, id: `0x${Buffer.from(alice.publicKey).toString('hex')}` } }] } } });
        const assets = JSON.stringify({ V5: [{ id: here, fun: { Fungible: String(kKsm) } }] });
        const call = `xcm_pallet.limited_teleport_assets ${[dest, beneficiary, assets].map((one) => `'${one}'`).join(' ')} 0 Unlimited`;
        const out = await xcm('dry-run', '--call', call, '--from', '//Alice', '--url', nodes[0].url, '--beside', nodes[1].url);
        assert.match(out, /signed by HNZata7/);
        assert.match(out, /outcome {3}dispatched/);
        assert.match(out, /events\n(.*\n)*? {4}XcmPallet\.Attempted\(outcome: Complete\(/);
        assert.match(out, /sends to {2}\.\/Parachain\(1000\)\n {4}version 5\n {4}ReceiveTeleportedAsset \[1000000000000 of \.\.\]/);
        const [, there] = out.split('\n\n');
        assert.match(there, /origin {4}\.\.\n/);
        assert.match(there, /ReceiveTeleportedAsset \[1 KSM\]/);
        assert.match(there, /outcome {3}complete/);
    });

    test('a call that fails says at which instruction its program has stopped, and why', async () => {
        const message = (await xcm('encode', 'ClearOrigin\nTrap 7', '--url', nodes[0].url)).trim();
        const out = await xcm('dry-run', '--call', `xcm_pallet.execute ${message} (1000000000, 10000)`, '--from', '//Alice', '--url', nodes[0].url);
        assert.match(out, /outcome {3}fails: LocalExecutionIncompleteWithError at instruction 1: Trap\b.*: the program asked for this error/);
        const sent = spawnSync(program, ['tx', '--url', nodes[0].url, '--suri', '//Alice', '--wait', 'in-block', 'xcm_pallet.execute', message, '(1000000000, 10000)'], { encoding: 'utf8' });
        assert.equal(sent.status, 3, sent.stderr);
        assert.match(sent.stdout, /failed XcmPallet\.LocalExecutionIncompleteWithError \{"index":1,"error":"Trap"\}/);
    });

    test('a message that nobody pays for is refused, with the reason', async () => {
        const out = await xcm('dry-run', 'version 5\nWithdrawAsset [1 KSM]\nTrap 7', '--origin', `./AccountId32(${alice.address})`, '--url', nodes[0].url);
        assert.match(out, /outcome .*Barrier: this chain does not run such a program/);
    });

    test('a message of the relay chain runs at the other chain until it stops', async () => {
        const out = await xcm('dry-run', 'version 5\nUnpaidExecution weight_limit: Unlimited, check_origin: none\nTrap 7', '--origin', '..', '--url', nodes[1].url);
        assert.match(out, /outcome {3}stops at instruction 1: Trap\(7\): the program asked for this error/);
    });

    test('what cannot be is told with its line', async () => {
        for (const [args, error] of [
            [['encode', 'version 5\nClearOrigin\nTrap )'], /line 3: a value is missing/],
            [['encode', 'Unheard 1'], /no case of Instruction/],
            [['encode', 'PayFees 1 KSM'], /PayFees: there is no field `id`, but `asset`/],
            [['explain', 'PayFees 1 KSM'], /PayFees: there is no field `id`, but `asset`/],
            [['encode', 'InitiateTeleport assets: Wild(All), dest: ./Parachain(1000), xcm: {\nPayFees asset: 1 KSM\n}'], /line 2: this part runs on another chain/],
            [['decode', '0x0508'], /no program of XCM/],
            [['decode', '0x050'], /hex text/],
            [['dry-run', 'ClearOrigin'], /--origin is missing/],
            [['dry-run', '--call', 'system.remark 0x'], /--from is missing/],
        ]) {
            const { code, err } = await run(...args, '--url', nodes[0].url);
            assert.notEqual(code, 0);
            assert.match(err, error);
        }
    });
});

// The live page in a browser.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import puppeteer from 'puppeteer-core';

import { Node } from './node.mjs';

const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const skip = existsSync(kChromium) ? false : `there is no ${kChromium}`;
if (skip) console.log(`SKIPPED: explorer: ${skip}`);

let node;
let api;
let browser;
let page;
const complaints = [];

before(async () => {
    if (skip) return;
    node = await Node.start(process.env.SERINUS, ['--dev', '--tmp', '--sealing', 'instant']);
    api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
    browser = await puppeteer.launch({ executablePath: kChromium, args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`http://127.0.0.1:${node.port}/`, { waitUntil: 'load' });
    await page.waitForFunction(() => document.getElementById('connection').textContent === 'live', { timeout: 30_000 });
});

after(async () => {
    await browser?.close();
    await api?.disconnect();
    await node?.stop();
});

const text = (id) => page.$eval(`#${id}`, (element) => element.textContent);
const contains = (words) => page.waitForFunction(
    (wanted) => wanted.every((word) => document.getElementById('blocks').textContent.includes(word)),
    { timeout: 30_000 }, words);

test('shows the chain, the node and the runtime', { skip }, async () => {
    assert.equal(await text('chain'), 'Kusama Development');
    assert.match(await text('node'), /^Serinus \d/);
    assert.equal(await text('runtime'), 'kusama 1000000');
    assert.equal(await text('peers'), '0');
});

test('a transfer appears, decoded, with its events, and becomes final', { skip }, async () => {
    const keyring = new Keyring({ type: 'sr25519', ss58Format: 2 });
    const [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));
    await api.tx.balances.transferKeepAlive(bob.address, 1_234_500_000_000n).signAndSend(alice);
    await contains(['Balances.transfer_keep_alive', `from ${alice.address}`, bob.address, '1.2345 KSM', 'Balances.Transfer',
        'System.ExtrinsicSuccess', 'Timestamp.set']);
    await page.waitForFunction(() => document.querySelector('.block.finalized .extrinsic.signed'), { timeout: 30_000 });
    await page.waitForFunction(
        () => document.getElementById('best').textContent === document.getElementById('finalized').textContent);
});

test('a failed call says why', { skip }, async () => {
    const bob = new Keyring({ type: 'sr25519' }).addFromUri('//Bob');
    await api.tx.utility.asDerivative(1, api.tx.proxy.removeProxies()).signAndSend(bob, { nonce: 0 });
    await api.tx.scheduler.cancel(1, 1).signAndSend(bob, { nonce: 1 });
    await contains(['System.ExtrinsicFailed']);
    assert.ok(await page.$('.extrinsic.failed'));
});

test('the browser had nothing to complain of', { skip }, async () => {
    assert.deepEqual(complaints, []);
});

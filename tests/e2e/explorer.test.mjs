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
    assert.equal(await text('runtime'), 'kusama 1007001');
    // Asked for by a request of its own, after the page is live.
    await page.waitForFunction(() => document.getElementById('peers').textContent !== '…', { timeout: 30_000 });
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

test('peers are listed with what they say of their chains', { skip }, async (t) => {
    const chain = ['--chain', 'kusama-local', '--tmp', '--listen-addr', '/ip4/127.0.0.1/tcp/0'];
    const alice = await Node.start(process.env.SERINUS, [...chain, '--alice']);
    t.after(() => alice.stop());
    const [address] = await alice.call('system_localListenAddresses');
    const bob = await Node.start(process.env.SERINUS, [...chain, '--bob', '--bootnodes', address]);
    t.after(() => bob.stop());
    const tab = await browser.newPage();
    await tab.setViewport({ width: 360, height: 640 });
    await tab.goto(`http://127.0.0.1:${alice.port}/`, { waitUntil: 'load' });
    await tab.waitForFunction(() => document.querySelectorAll('#peer-list tr').length === 1, { timeout: 60_000 });
    await tab.focus('#network summary');
    await tab.keyboard.press('Enter');
    const cells = await tab.$$eval('#peer-list td', (found) => found.map((cell) => cell.title || cell.textContent));
    assert.equal(cells[0], await bob.call('system_localPeerId'));
    assert.equal(cells[1], 'authority');
    await tab.waitForFunction(() => document.getElementById('sync').textContent === 'up to date');
    assert.ok((await tab.$eval('#addresses', (found) => found.textContent)).startsWith(address));
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing sticks out');
    await tab.close();
});

test('the browser had nothing to complain of', { skip }, async () => {
    assert.deepEqual(complaints, []);
});

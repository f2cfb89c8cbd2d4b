// The page for everybody: labels and contrast by axe, light and dark, narrow screens, the keyboard, and that nothing moves under a reader.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { Explorer, alice, bob, kUnit, skip } from './explorer.mjs';

if (skip) console.log(`SKIPPED: explorer_access: ${skip}`);

const kAxe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kMiB = 1 << 20;
const kViews = ['', 'block/1', 'extrinsic/1-0', `account/${alice.address}`, 'staking', 'parachains', 'disputes', 'messages', `message/0x${'01'.repeat(32)}`, 'referenda', 'treasury', 'fellowship', 'society',
    'state', 'state/System/Account', 'constants/Balances', 'runtime', 'search/batch', 'act', 'act/transfer', 'act/stake', 'act/vote', 'act/delegate',
    'act/propose', 'act/contribute', 'call?call=Utility.batch', 'call?call=Referenda.submit', 'accounts', 'calls/TransactionPaymentApi/query_info', 'rpc', 'tools'];

describe('the page', { skip }, () => {
    const at = new Explorer();
    before(async () => {
        await at.start('--dev');
        await at.send(at.api.tx.balances.transferKeepAlive(bob.address, kUnit));
        await at.send(at.api.tx.staking.bond(kUnit, 'Staked'));
        await at.send(at.api.tx.referenda.submit({ Origins: 'StakingAdmin' }, { Inline: at.api.tx.staking.chill().method.toHex() }, { After: 10 }));
        await at.view('', true);
        await at.page.waitForSelector('#blocks li');
    });
    after(() => at.stop());

    const complaints = async () => {
        await at.page.evaluate(kAxe);
        const { violations } = await at.page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }));
        return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)}: ${failureSummary.slice(0, 160)}`));
    };

    for (const scheme of ['light', 'dark']) {
        test(`has labels and contrast, ${scheme}`, async () => {
            await at.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
            for (const view of kViews) {
                await at.view(view);
                assert.deepEqual(await complaints(), [], view);
                if (scheme === 'dark' && view === '') await at.picture('dark', false);
            }
        });
    }

    test('fits a narrow screen', async () => {
        await at.page.setViewport({ width: 360, height: 740 });
        for (const view of kViews) {
            await at.view(view);
            const [content, window, widest] = await at.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth,
                [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth && !one.closest('.scroll, #network table'))
                    .slice(0, 3).map((one) => one.outerHTML.slice(0, 200))]);
            assert.ok(content <= window, `${view}: ${content} pixels wide on a screen of ${window}: ${widest}`);
            if (view === 'act/transfer') await at.picture('narrow');
        }
        await at.page.setViewport({ width: 1000, height: 800 });
    });

    test('is walked through with the keyboard: a link first to the content, then search, then the views', async () => {
        await at.page.reload({ waitUntil: 'load' });
        await at.page.waitForFunction(() => document.body.dataset.drawn !== undefined);
        const reached = [];
        for (let i = 0; i < 4; ++i) {
            await at.page.keyboard.press('Tab');
            reached.push(await at.page.evaluate(() => document.activeElement.textContent || document.activeElement.name));
        }
        assert.deepEqual(reached, ['Skip to the content', 'wanted', 'Search', 'Blocks']);
        assert.equal(await at.page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'solid');
    });

    test('brings who moves with the keyboard to a view that was opened, and names it in the title', async () => {
        await at.view('treasury');
        assert.equal(await at.page.evaluate(() => document.activeElement.id), 'main');
        assert.equal(await at.page.title(), 'Treasury · Kusama Development');
    });

    test('does not move what a pointer is at, while blocks come', async () => {
        await at.view('');
        await at.page.hover('#blocks li');
        const [hash, top] = await at.page.$eval('#blocks li', (block) => [block.dataset.hash, block.getBoundingClientRect().top]);
        for (let i = 0; i < 3; ++i) await at.send(at.api.tx.system.remark(`0x0${i}`));
        await at.page.waitForFunction(() => document.getElementById('held').textContent.startsWith('Show 3'));
        assert.equal(await at.page.$eval(`[data-hash="${hash}"]`, (block) => block.getBoundingClientRect().top), top);
        await at.page.focus('#held button');
        await at.page.keyboard.press('Enter');
        await at.page.waitForFunction((old) => document.querySelector('#blocks li').dataset.hash !== old, {}, hash);
        await at.page.mouse.move(0, 0);
    });

    test('draws living views again in the same places, and forms not at all', async () => {
        const places = () => at.page.$$eval('#view h2, #view h3, #view dt', (all) => all.map((one) => `${one.textContent} ${one.getBoundingClientRect().top}`));
        for (const view of ['staking', 'referenda', 'treasury']) {
            await at.view(view);
            const [before, drawn] = [await places(), await at.page.$eval('#view', (one) => { one.firstChild.dataset.old = 'yes'; return one.childElementCount; })];
            assert.equal(drawn, 1);
            await at.send(at.api.tx.system.remark('0x01'));
            await at.page.waitForFunction(() => document.querySelector('#view > *').dataset.old === undefined);
            assert.deepEqual(await places(), before, view);
        }
        await at.view('act/transfer');
        await at.fill('Amount', '1.5');
        const best = await at.page.$eval('#best', (one) => one.textContent);
        await at.send(at.api.tx.system.remark('0x02'));
        await at.page.waitForFunction((old) => document.getElementById('best').textContent !== old, {}, best);
        assert.equal(await at.page.$eval('#view .amount input', (one) => one.value), '1.5');
    });

    test('needs little before its first block: what acts comes later', async () => {
        const tab = await at.browser.newPage();
        const asked = [];
        tab.on('request', (request) => asked.push(request.url()));
        await tab.goto(`${at.url}#/`, { waitUntil: 'networkidle0' });
        await tab.waitForSelector('#blocks li');
        const scripts = asked.filter((url) => url.endsWith('.js'));
        assert.deepEqual(scripts.filter((url) => /accounts|calls|compose|forms|storage|tools/.test(url)), []);
        let size = 0;
        for (const url of scripts) size += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
        assert.ok(size < 64 << 10, `${size} bytes of scripts`);
        await tab.close();
    });

    test('comes from the node alone, in less than a MiB, with the licenses of its libraries', async () => {
        const tab = await at.browser.newPage();
        const asked = new Set();
        tab.on('request', (request) => asked.add(request.url()));
        await tab.goto(`${at.url}#/call`, { waitUntil: 'networkidle0' });
        await tab.waitForFunction(() => document.body.dataset.drawn === '#/call');
        const own = [...asked].filter((url) => url.startsWith('http'));
        assert.deepEqual(own.filter((url) => !url.startsWith(at.url)), []);
        // All of the page counts, not only what this view has loaded.
        const listed = readdirSync(join(process.env.BUILD, 'src/node/explorer/page')).map((file) => `${at.url}${file}`);
        for (const url of own.map((one) => one.split('#')[0])) assert.ok(url === at.url || listed.includes(url), url);
        let size = 0;
        for (const url of listed) size += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
        assert.ok(size < kMiB, `${size} bytes`);
        assert.match(await (await fetch(`${at.url}licenses.txt`)).text(), /@polkadot-api\/substrate-bindings 0\.\d+\.\d+: MIT/);
        await tab.close();
    });

    test('the browser had nothing to complain of', () => assert.deepEqual(at.complaints, []));
});

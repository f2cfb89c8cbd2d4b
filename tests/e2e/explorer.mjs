// A node, an api, and the page of the node in a browser that is told what to do with it.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import puppeteer from 'puppeteer-core';

import { Node } from './node.mjs';

const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const kPatienceMs = Number(process.env.PATIENCE_MS ?? 240_000); // for what must come; a machine that is busy with other tests draws slowly
export const kUnit = 1_000_000_000_000n;
export const skip = existsSync(kChromium) ? false : `there is no ${kChromium}`;

const keyring = new Keyring({ type: 'sr25519', ss58Format: 2 });
export const [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));

export class Explorer {
    complaints = [];
    #nonces = new Map();

    async start(...args) {
        this.node = await Node.start(process.env.SERINUS, [...args, '--tmp', '--sealing', 'instant']);
        this.api = await ApiPromise.create({ provider: new WsProvider(this.node.url), noInitWarn: true });
        this.browser = await puppeteer.launch({ executablePath: kChromium, args: ['--no-sandbox', '--disable-gpu'],
            timeout: kPatienceMs, protocolTimeout: 2 * kPatienceMs });
        this.page = await this.browser.newPage();
        this.page.setDefaultTimeout(kPatienceMs);
        this.page.on('pageerror', (error) => this.complaints.push(error.message));
        this.page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
        await this.page.setViewport({ width: 1000, height: 800 });
    }

    async stop() {
        await this.browser?.close();
        await this.api?.disconnect();
        await this.node?.stop();
    }

    get url() { return process.env.EXPLORER_URL ?? `http://127.0.0.1:${this.node.port}/`; }

    /** Counted here: a node may tell that a transaction is in a block before it counts the account's next one on that block. */
    async nonce(who) {
        const nonce = this.#nonces.get(who) ?? (await this.api.query.system.account(who.address)).nonce.toNumber();
        this.#nonces.set(who, nonce + 1);
        return { nonce };
    }

    /** Sends by the api; gives the hash of the block in which it succeeded. */
    async send(transaction, who = alice) {
        const options = await this.nonce(who);
        return new Promise((resolve, reject) => {
            transaction.signAndSend(who, options, ({ status, dispatchError }) => {
                if (dispatchError) reject(new Error(dispatchError.isModule ? this.api.registry.findMetaError(dispatchError.asModule).name : dispatchError.toString()));
                // polkadot.js leaves out a status while it still reads the block, if the next one comes meanwhile.
                if (status.isInBlock || status.isFinalized) resolve(status.value.toHex());
            }).catch(reject);
        });
    }

    /** Opens a view by its address behind the #, of the node's best block or a later one, and waits until it is drawn. `isFirst`: loads the page. */
    async view(path, isFirst = false) {
        const best = (await this.api.rpc.chain.getHeader()).number.toNumber();
        if (isFirst) await this.page.goto(`${this.url}#/${path}`, { waitUntil: 'load' });
        await this.page.waitForFunction((number) => Number(document.getElementById('best').textContent.replaceAll(' ', '')) >= number, {}, best);
        if (!isFirst) await this.page.evaluate((hash) => { location.hash = hash; }, `#/${path}`);
        await this.page.waitForFunction((hash) => document.body.dataset.drawn === hash, {}, `#/${path}`);
    }

    /** Waits until the view has all the words; gives its text, that of inputs and closed details too. */
    async sees(...words) {
        const seen = () => this.page.$eval('#view', (view) => `${view.innerText}\n${view.textContent}`);
        await this.page.waitForFunction((wanted) => {
            const view = document.getElementById('view');
            return !view.hidden && wanted.every((word) => view.innerText.includes(word) || view.textContent.includes(word));
        }, {}, words).catch(async (error) => { throw new Error(`${error.message}: ${words}\n${await seen()}`); });
        return seen();
    }

    /** The input, or the choice, whose label begins with `label`. */
    async #labelled(label, isChoice) {
        const found = await this.page.evaluateHandle((wanted, choice) => [...document.querySelectorAll('#view label')].find((one) => (
            one.textContent.startsWith(wanted) && one.control?.checkVisibility() && (one.control.tagName === 'SELECT') === choice))?.control, label, isChoice);
        if (!found.asElement()) throw new Error(`nothing is labelled "${label}"`);
        return found.asElement();
    }

    async fill(label, text) {
        const input = await this.#labelled(label, false);
        await input.evaluate((one) => one.select());
        // Long texts are pasted.
        if (text.length < 100) await input.type(text);
        else await input.evaluate((one, value) => { one.value = value; one.dispatchEvent(new Event('input', { bubbles: true })); }, text);
    }

    async choose(label, value) {
        const input = await this.#labelled(label, true);
        await input.select(value);
        const is = await input.evaluate((one) => one.value);
        if (is !== value) throw new Error(`"${label}" does not offer ${value}`);
    }

    /** With SCREENSHOTS=FOLDER a picture is left there. */
    async picture(name, fullPage = true) {
        const folder = process.env.SCREENSHOTS;
        if (!folder) return;
        mkdirSync(folder, { recursive: true });
        await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage });
    }

    /** Signs and submits, and waits until it has succeeded in a final block. */
    async submit() {
        await this.page.$eval('#view .results', (results) => results.replaceChildren());
        await this.press('Sign and submit');
        await this.sees('Final in block', 'success');
    }

    /** With the keyboard: the button is focused and Enter pressed. */
    async press(text) {
        const found = await this.page.waitForFunction((wanted) => [...document.querySelectorAll('#view button')]
            .find((one) => one.textContent === wanted && !one.disabled), {}, text);
        await found.focus();
        await this.page.keyboard.press('Enter');
    }
}

/** An extension "test" with one account, which signs with polkadot.js what it is given. Before the page is loaded. */
export async function testExtension(explorer, pair) {
    const extension = { origins: [], refuses: false, provided: [] };
    explorer.extension = extension;
    await explorer.page.exposeFunction('testExtensionEnables', (origin) => { extension.origins.push(origin); });
    await explorer.page.exposeFunction('testExtensionSigns', (payload) => {
        if (extension.refuses) return null;
        return explorer.api.registry.createType('ExtrinsicPayload', payload, { version: payload.version }).sign(pair);
    });
    await explorer.page.exposeFunction('testExtensionSignsRaw', (data) => u8aToHex(pair.sign(data)));
    await explorer.page.exposeFunction('testExtensionTakes', (definition) => { extension.provided.push(definition); return true; });
    await explorer.page.evaluateOnNewDocument((address) => {
        const account = { address, name: 'tester', type: 'sr25519' };
        window.injectedWeb3 = { test: { version: '1', enable: async (origin) => {
            await window.testExtensionEnables(origin);
            return {
                accounts: { get: async () => [account], subscribe: (callback) => { callback([account]); return () => {}; } },
                signer: {
                    signPayload: async (payload) => {
                        const signed = await window.testExtensionSigns(payload);
                        if (signed === null) throw new Error('Cancelled');
                        return { id: 1, ...signed };
                    },
                    // Observed: extensions put <Bytes> around what is signed.
                    signRaw: async ({ data }) => ({ id: 2, signature: await window.testExtensionSignsRaw(
                        `0x${'<Bytes>'.split('').map((c) => c.charCodeAt(0).toString(16)).join('')}${data.slice(2)}${'</Bytes>'.split('').map((c) => c.charCodeAt(0).toString(16)).join('')}`) }),
                },
                metadata: { get: async () => [], provide: (definition) => window.testExtensionTakes(definition) },
            };
        } } };
    }, pair.address);
}

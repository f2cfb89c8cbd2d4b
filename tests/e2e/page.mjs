// The page of a node as a reader sees it: the texts of its views, of a node that others have started.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import puppeteer from 'puppeteer-core';

const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
const kPageMs = 120_000;
export const hasBrowser = existsSync(kChromium);

/** Opens views of the page at `url`, by their addresses behind the #, each with words that it must come to show; gives their texts. With SCREENSHOTS=FOLDER
 *  each leaves a picture there. */
export async function readViews(url, views) {
    if (process.env.SCREENSHOTS) mkdirSync(process.env.SCREENSHOTS, { recursive: true });
    const browser = await puppeteer.launch({ executablePath: kChromium, args: ['--no-sandbox', '--disable-gpu'], timeout: kPageMs, protocolTimeout: 2 * kPageMs });
    try {
        const page = await browser.newPage();
        page.setDefaultTimeout(kPageMs);
        await page.setViewport({ width: 1000, height: 800 });
        const texts = [];
        for (const [path, ...words] of views) {
            await page.goto('about:blank');
            await page.goto(`${url}#/${path}`, { waitUntil: 'load' });
            const read = () => page.$eval('#view', (view) => view.innerText);
            await page.waitForFunction((wanted) => {
                const view = document.getElementById('view');
                return !view.hidden && wanted.every((word) => view.innerText.includes(word));
            }, {}, words).catch(async (error) => { throw new Error(`${error.message}: ${words}\n${await read()}`); });
            texts.push(await read());
            if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${path.replaceAll('/', '-')}.png`), fullPage: true });
        }
        return texts;
    } finally {
        await browser.close();
    }
}

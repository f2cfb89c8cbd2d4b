// explorer_first_block.mjs SERINUS [RUNS]: how long the page takes from its address to its first block, in Chromium, each time with an empty cache.
// Prints the median and the worst, in milliseconds.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const e2e = join(dirname(fileURLToPath(import.meta.url)), '../tests/e2e');
const { default: puppeteer } = await import(pathToFileURL(createRequire(join(e2e, 'x.mjs')).resolve('puppeteer-core')));
const { Node } = await import(join(e2e, 'node.mjs'));
const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(kChromium)) throw new Error(`there is no ${kChromium}`);

const [program, runs = '15'] = process.argv.slice(2);
const node = await Node.start(program, ['--dev', '--tmp', '--sealing', 'interval=500']);
const browser = await puppeteer.launch({ executablePath: kChromium, args: ['--no-sandbox', '--disable-gpu'] });
const times = [];
for (let i = 0; i < Number(runs); ++i) {
    const context = await browser.createBrowserContext();
    const tab = await context.newPage();
    await tab.evaluateOnNewDocument(() => {
        new MutationObserver(() => {
            if (window.firstBlock === undefined && document.querySelector('#blocks li')) window.firstBlock = performance.now();
        }).observe(document, { childList: true, subtree: true });
    });
    await tab.goto(`http://127.0.0.1:${node.port}/`);
    await tab.waitForFunction(() => window.firstBlock !== undefined);
    times.push(await tab.evaluate(() => window.firstBlock));
    await context.close();
}
await browser.close();
await node.stop();
times.sort((a, b) => a - b);
console.log(`first block after ${Math.round(times[times.length >> 1])} ms (median of ${times.length}), at worst ${Math.round(times.at(-1))} ms`);

// build.mjs FOLDER: bundles the page into FOLDER, with page_files.inc, by which the node embeds it. Ends with kNotInstalled if the packages
// of package-lock.json are not those in node_modules.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kNotInstalled = 3;
const folder = process.argv[2];
const here = dirname(fileURLToPath(import.meta.url));
if (!isInstalled()) process.exit(kNotInstalled);
const { build } = await import('esbuild');
rmSync(join(folder, 'page'), { recursive: true, force: true });
mkdirSync(join(folder, 'page'), { recursive: true });

// What acts (signing, above all) is loaded when it is wanted: the first block comes sooner.
const { metafile } = await build({
    absWorkingDir: here, entryPoints: ['app.js'], outdir: join(folder, 'page'), bundle: true, splitting: true, format: 'esm', target: 'es2022',
    minify: true, legalComments: 'none', chunkNames: '[name]-[hash]', metafile: true, logLevel: 'warning',
});
for (const file of ['index.html', 'style.css']) copyFileSync(join(here, file), join(folder, 'page', file));
writeFileSync(join(folder, 'page/licenses.txt'), licenses(Object.keys(metafile.inputs)));
writeFileSync(join(folder, 'page_files.inc'), inclusions());

/** npm leaves a list of what it has installed; packages for other machines are not in it. */
function isInstalled() {
    const packagesOf = (file) => JSON.parse(readFileSync(join(here, file), 'utf8')).packages;
    try {
        const [wanted, found] = ['package-lock.json', 'node_modules/.package-lock.json'].map(packagesOf);
        return Object.entries(wanted).every(([path, { integrity, optional }]) => (
            path === '' || (optional && !found[path]) || found[path]?.integrity === integrity));
    } catch {
        return false;
    }
}

/** The licenses of the packages that are in the bundle. */
function licenses(inputs) {
    const packages = new Set(inputs.map((path) => /^node_modules\/(@[^/]+\/[^/]+|[^/]+)/.exec(path)?.[1]).filter(Boolean));
    return [...packages].sort().map((name) => {
        const at = join(here, 'node_modules', name);
        const { version, license } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
        const file = readdirSync(at).find((one) => /^licen[cs]e/i.test(one));
        return `${name} ${version}: ${license}\n\n${file ? readFileSync(join(at, file), 'utf8') : ''}`;
    }).join('\n----\n\n');
}

/** An array for each file, named by its hash too: the compiler's cache does not look into what is embedded. */
function inclusions() {
    const files = readdirSync(join(folder, 'page')).sort();
    const name = (file) => `${file}_${createHash('sha256').update(readFileSync(join(folder, 'page', file))).digest('hex').slice(0, 16)}`
        .replace(/[^A-Za-z0-9_]/g, '_').replace(/^/, 'k_');
    const arrays = files.map((file) => `constexpr char ${name(file)}[] = {\n#embed "page/${file}"\n};\n`);
    const entries = files.map((file) => `    entry("/${file}", "${/\.[^.]*$/.exec(file)[0]}", ${name(file)}),\n`);
    return `// The files of the page.\n${arrays.join('')}\nconstexpr Entry kFiles[] = {\n${entries.join('')}};\n`;
}

// The dashboard and the alerts against what a node exports: no panel may ask for a metric that does not exist.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { join } from 'node:path';

import { Node, temporaryFolder, until } from './node.mjs';

const program = process.env.SERINUS;
const folderOf = join(process.env.SOURCES, 'packaging', 'monitoring');
const { folder, remove } = temporaryFolder();
let node;
let text;

/** Metrics with the names of their labels, of Prometheus' text. */
const exported = (page) => {
    const found = new Map();
    for (const [, name, labels] of page.matchAll(/^([a-z_0-9]+)(?:\{([^}]*)\})? /gm)) {
        const names = [...(labels ?? '').matchAll(/(\w+)="/g)].map((match) => match[1]);
        found.set(name, new Set([...(found.get(name) ?? []), ...names]));
    }
    return found;
};
/** Metrics that an expression asks for, with their labels. */
const asked = (expression) => [...expression.matchAll(/\b((?:substrate|serinus|process)_[a-z_0-9]+)(?:\{([^}]*)\})?/g)]
    .map(([, name, labels]) => [name, [...(labels ?? '').matchAll(/(\w+)=/g)].map((match) => match[1])]);

/** Names that the source has, which a development chain does not export: that they are written is tested beside it alone. */
const named = new Set([...readFileSync(join(process.env.SOURCES, 'src/node/metrics.cpp'), 'utf8').matchAll(/out\.gauge\("(serinus_staking_\w+)"/g)].map(([, name]) => name));
const isKnown = (metrics, name) => metrics.has(name) || named.has(name);

before(async () => {
    node = await Node.start(program, ['--dev', '--base-path', folder, '--sealing', 'interval=200', '--no-mdns', '--rpc-port', '0',
        '--prometheus-port', '0'], { ready: /Running JSON-RPC server/ });
    const { 1: address } = await until('the address of the metrics', () => /Prometheus exporter started at (\S+)/.exec(node.log));
    const page = async () => (await fetch(`http://${address}/metrics`)).text();
    await node.call('system_chain');
    text = await until('a block', async () => {
        const now = await page();
        return /substrate_proposer_block_constructed_count\{[^}]*\} [1-9]/.test(now) && now;
    });
});
after(async () => {
    await node?.stop();
    remove();
});

test('each panel asks for metrics and labels that a node has', () => {
    const metrics = exported(text);
    const dashboard = JSON.parse(readFileSync(join(folderOf, 'grafana-dashboard.json'), 'utf8'));
    let count = 0;
    for (const { title, targets = [] } of dashboard.panels) {
        for (const { expr, legendFormat } of targets) {
            for (const [name, labels] of asked(expr)) {
                assert.ok(isKnown(metrics, name), `${title}: no metric ${name}`);
                const legend = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]);
                for (const label of [...labels, ...legend]) {
                    // Prometheus itself adds the instance.
                    if (label !== 'instance' && metrics.has(name)) assert.ok(metrics.get(name).has(label), `${title}: ${name} has no label ${label}`);
                }
                count += 1;
            }
        }
    }
    assert.ok(count > 25);
});

test('panels have places of their own, and say what they mean', () => {
    const { panels } = JSON.parse(readFileSync(join(folderOf, 'grafana-dashboard.json'), 'utf8'));
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    const taken = new Set();
    for (const { gridPos: { x, y, w, h }, title } of panels) {
        assert.ok(title && x + w <= 24);
        for (let i = x; i < x + w; ++i) for (let j = y; j < y + h; ++j) {
            assert.ok(!taken.has(`${i} ${j}`), `${title} lies on another panel`);
            taken.add(`${i} ${j}`);
        }
    }
});

test('each alert asks for metrics that a node has, and has a remedy', () => {
    const metrics = exported(text);
    const rules = readFileSync(join(folderOf, 'alerts.yml'), 'utf8');
    const blocks = rules.split('- alert: ').slice(1);
    assert.ok(blocks.length >= 6);
    for (const block of blocks) {
        const expression = /expr: (.*)/.exec(block)[1];
        for (const [name] of asked(expression)) assert.ok(isKnown(metrics, name), `${block.split('\n')[0]}: no metric ${name}`);
        assert.match(block, /remedy: ".+"/);
        assert.match(block, /severity: (critical|warning)/);
    }
});

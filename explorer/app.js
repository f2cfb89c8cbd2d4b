// Follows the chain and fills the page.
import { Metadata, kEventsKey } from './metadata.js';
import { Rpc } from './rpc.js';
import { fieldsText, number, shortHash, valueText } from './text.js';

const kBlocksShown = 40;
const kBlocksAtStart = 10;
const kStatusMs = 2000;
const kExtrinsicsShown = 100;

const at = (id) => document.getElementById(id);
const show = (id, text) => { at(id).textContent = text; };

function element(tag, { className, text, title } = {}, ...children) {
    const out = document.createElement(tag);
    if (className) out.className = className;
    if (text !== undefined) out.textContent = text;
    if (title) out.title = title;
    out.append(...children);
    return out;
}

const state = {
    metadata: null,
    chain: { prefix: 42, decimals: 0, symbol: 'units' },
    blocks: new Map(),  // hash → { number, hash, parent, node }
    finalized: 0,
    statusTimer: null,
};

const rpc = new Rpc(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`, {
    onOpen: () => start().catch((error) => connection(error.message, true)),
    onClose: () => {
        clearInterval(state.statusTimer);
        connection('the node does not answer; trying again', true);
    },
});

function connection(text, bad = false) {
    show('connection', text);
    at('connection').className = bad ? 'bad' : '';
}

async function start() {
    const [chain, name, version, properties, head] = await Promise.all([
        rpc.call('system_chain'), rpc.call('system_name'), rpc.call('system_version'), rpc.call('system_properties'),
        rpc.call('chain_getHeader'),
    ]);
    show('chain', chain);
    document.title = `${chain} · ${name}`;
    show('node', `${name} ${version}`);
    const first = (value) => (Array.isArray(value) ? value[0] : value);
    state.chain = {
        prefix: first(properties.ss58Format) ?? 42,
        decimals: first(properties.tokenDecimals) ?? 0,
        symbol: first(properties.tokenSymbol) ?? 'units',
    };
    await rpc.subscribe('state_subscribeRuntimeVersion', (runtime) => {
        show('runtime', `${runtime.specName} ${runtime.specVersion}`);
    });
    for (let hash = head.parentHash, i = 0; i < kBlocksAtStart && parseInt(head.number, 16) > i + 1; ++i) {
        hash = await addBlock(hash);
    }
    await rpc.subscribe('chain_subscribeNewHeads', onBest);
    await rpc.subscribe('chain_subscribeFinalizedHeads', onFinalized);
    connection('live');
    await status();
    state.statusTimer = setInterval(() => status().catch(() => {}), kStatusMs);
}

async function status() {
    const [health, pool] = await Promise.all([rpc.call('system_health'), rpc.call('author_pendingExtrinsics')]);
    show('pool', number(pool.length));
    show('peers', health.peers);
    const sync = await rpc.call('system_syncState');
    show('sync', health.isSyncing
        ? `catching up: #${number(sync.currentBlock)} of #${number(sync.highestBlock)}` : 'up to date');
    await peers(sync.currentBlock);
}

/** Only callers whom the node trusts are told who its peers are; others see how many there are. */
async function peers(ownBest) {
    const [list, addresses] = await Promise.all([rpc.call('system_peers'), rpc.call('system_localListenAddresses')])
        .catch(() => [[], []]);
    at('network').hidden = addresses.length === 0;
    show('addresses', addresses.join(', '));
    at('peer-list').replaceChildren(...list.map((peer) => element('tr', {},
        element('td', { className: 'hash', text: shortHash(peer.peerId), title: peer.peerId }),
        element('td', { text: peer.roles.toLowerCase() }),
        element('td', { text: `#${number(peer.bestNumber)}`, title: peer.bestHash }),
        element('td', { text: number(Math.max(0, ownBest - peer.bestNumber)) }))));
}

// Blocks come in order; reading one takes several calls, so they wait for each other.
let queue = Promise.resolve();

function onBest(header) {
    queue = queue.then(() => followBest(header)).catch((error) => console.error(error));
}

async function followBest(header) {
    const hash = await rpc.call('chain_getBlockHash', parseInt(header.number, 16));
    await addBlock(hash);
    show('best', number(parseInt(header.number, 16)));
    show('best-hash', shortHash(hash));
    markRetracted(hash);
}

function onFinalized(header) {
    const finalized = parseInt(header.number, 16);
    state.finalized = finalized;
    show('finalized', number(finalized));
    rpc.call('chain_getBlockHash', finalized).then((hash) => show('finalized-hash', shortHash(hash)), () => {});
    for (const block of state.blocks.values()) markFinalized(block);
}

function markFinalized(block) {
    if (block.number <= state.finalized && !block.node.classList.contains('retracted')) {
        block.node.classList.add('finalized');
    }
}

/** Blocks that are not on the chain of the best one are shown as such, as far as they are known. */
function markRetracted(best) {
    const canonical = new Set();
    for (let hash = best; state.blocks.has(hash); hash = state.blocks.get(hash).parent) canonical.add(hash);
    const lowest = Math.min(...[...canonical].map((hash) => state.blocks.get(hash).number));
    for (const block of state.blocks.values()) {
        if (block.number >= lowest) block.node.classList.toggle('retracted', !canonical.has(block.hash));
    }
}

/** The metadata of the runtime that executed the block, which is that of its parent's state. */
async function metadataOf(parent) {
    const { specVersion } = await rpc.call('state_getRuntimeVersion', parent);
    if (state.metadata?.specVersion !== specVersion) {
        state.metadata = { specVersion, metadata: new Metadata(await rpc.call('state_getMetadata', parent)) };
    }
    return state.metadata.metadata;
}

/** Reads and shows a block; returns the hash of its parent. */
async function addBlock(hash) {
    const known = state.blocks.get(hash);
    if (known) return known.parent;
    const { block } = await rpc.call('chain_getBlock', hash);
    const parent = block.header.parentHash;
    const isGenesis = /^0x0+$/.test(parent);
    const metadata = await metadataOf(isGenesis ? hash : parent);
    const events = metadata.decodeEvents(await rpc.call('state_getStorage', kEventsKey, hash));
    const extrinsics = block.extrinsics.map((hex, index) => (
        { ...decoded(metadata, hex), events: events.filter((event) => event.extrinsic === index) }));
    const others = events.filter((event) => event.extrinsic === null);
    const number = parseInt(block.header.number, 16);
    const entry = { number, hash, parent, node: blockNode(metadata, { number, hash, extrinsics, others }) };
    state.blocks.set(hash, entry);
    insert(entry);
    markFinalized(entry);
    return parent;
}

function decoded(metadata, hex) {
    try {
        return metadata.decodeExtrinsic(hex);
    } catch (error) {
        return { hex, signer: null, pallet: '?', call: error.message, fields: [] };
    }
}

function blockNode(metadata, { number: height, hash, extrinsics, others }) {
    const signed = extrinsics.filter(({ signer }) => signer !== null).length;
    const details = element('details', {},
        element('summary', {},
            element('span', { className: 'number', text: `#${number(height)}` }), ' ',
            element('span', { className: 'hash', text: shortHash(hash), title: hash }), ' ',
            element('span', { className: 'final', text: '✓', title: 'final' }), ' ',
            element('span', { className: 'count', text:
                `${signed} transaction${signed === 1 ? '' : 's'}, ${extrinsics.length - signed} inherents` })),
        ...extrinsics.slice(0, kExtrinsicsShown).map((extrinsic) => extrinsicNode(metadata, extrinsic)));
    if (extrinsics.length > kExtrinsicsShown) {
        details.append(element('p', { className: 'count', text: `… ${extrinsics.length} extrinsics in all` }));
    }
    details.append(...others.map((event) => eventNode(metadata, event)));
    details.open = signed > 0;
    const node = element('li', { className: 'block' }, details);
    node.dataset.hash = hash;
    node.dataset.number = height;
    return node;
}

function extrinsicNode(metadata, { signer, pallet, call, fields, events }) {
    const failed = events.some(({ pallet: p, event }) => p === 'System' && event === 'ExtrinsicFailed');
    const className = `extrinsic${signer ? ' signed' : ''}${failed ? ' failed' : ''}`;
    const node = element('div', { className }, element('span', { className: 'call', text: `${pallet}.${call}` }));
    if (signer) node.append(' ', element('span', { className: 'from', text: `from ${valueText(signer, state.chain)}` }));
    if (fields.length > 0) node.append(element('code', { className: 'args', text: fieldsText(fields, state.chain) }));
    node.append(...events.map((event) => eventNode(metadata, event)));
    return node;
}

function eventNode(metadata, { pallet, event, fields }) {
    let text = `${pallet}.${event} ${fieldsText(fields, state.chain)}`;
    const failure = fields.find(({ name }) => name === 'dispatch_error')?.value;
    if (failure?.variant === 'Module') {
        const [index, error] = failure.fields[0].value.fields.map(({ value }) => value);
        const found = metadata.moduleError(index, error[0]);
        if (found) text = `${pallet}.${event} ${found.pallet}.${found.error}: ${found.docs.join(' ')}`;
    }
    return element('code', { className: 'event', text });
}

/** The newest first; of one number the one that came last. */
function insert({ number: height, node }) {
    const list = at('blocks');
    const after = [...list.children].find((other) => Number(other.dataset.number) <= height);
    list.insertBefore(node, after ?? null);
    while (list.children.length > kBlocksShown) {
        state.blocks.delete(list.lastChild.dataset.hash);
        list.lastChild.remove();
    }
}

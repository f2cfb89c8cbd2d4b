// Follows the chain, fills the head of the page and chooses what it shows.
import { Blocks } from './blocks.js';
import { at, element, link, show } from './dom.js';
import { fetchMetadata } from './metadata.js';
import { matches } from './routes.js';
import { Rpc } from './rpc.js';
import { State } from './state.js';
import { balance, number, shortHash } from './text.js';

const kBlocksAtStart = 10;
const kStatusMs = 2000;
const kViewMs = 1000;  // views are not drawn more often than this
const kRuntimesKept = 6;

const page = {
    runtimes: new Map(),  // by specVersion, the one used last at the end: promises of metadata
    chain: { prefix: 42, decimals: 0, symbol: 'units' },
    best: null,  // { hash, number }
    finalized: 0,
    blocks: null,
    statusTimer: null,
    drawn: null,  // the address whose view is shown
    arrived: false,  // at a first view
};

const rpc = new Rpc(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`, {
    onOpen: () => start().catch((error) => connection(error.message, true)),
    onClose: () => {
        clearInterval(page.statusTimer);
        connection('the node does not answer; trying again', true);
    },
});

function connection(text, bad = false) {
    show('connection', text);
    at('connection').className = bad ? 'bad' : '';
}

async function start() {
    metadataOf().catch(() => {});  // what takes longest is asked for first
    const [chain, name, version, properties, head, type] = await Promise.all([
        rpc.call('system_chain'), rpc.call('system_name'), rpc.call('system_version'), rpc.call('system_properties'),
        rpc.call('chain_getHeader'), rpc.call('system_chainType').catch(() => 'Live'),
    ]);
    show('chain', chain);
    document.title = `${chain} · ${name}`;
    show('node', `${name} ${version}`);
    const first = (value) => (Array.isArray(value) ? value[0] : value);
    Object.assign(page.chain, {
        prefix: first(properties?.ss58Format) ?? Number((await metadataOf(head.parentHash && parseInt(head.number, 16) > 0 ? head.parentHash : undefined)).constant('System', 'SS58Prefix') ?? 42),
        decimals: first(properties?.tokenDecimals) ?? 0,
        symbol: first(properties?.tokenSymbol) ?? 'units',
        isDevelopment: type === 'Development' || type === 'Local',
    });
    page.blocks ??= new Blocks(rpc, { chain: page.chain, metadataOf });
    await rpc.subscribe('state_subscribeRuntimeVersion', (runtime) => {
        show('runtime', `${runtime.specName} ${runtime.specVersion}`);
    });
    for (let hash = head.parentHash, i = 0; i < kBlocksAtStart && parseInt(head.number, 16) > i + 1; ++i) {
        hash = await page.blocks.add(hash);
    }
    await rpc.subscribe('chain_subscribeNewHeads', onBest);
    await rpc.subscribe('chain_subscribeFinalizedHeads', onFinalized);
    connection('live');
    await status();
    page.statusTimer = setInterval(() => status().catch(() => {}), kStatusMs);
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
    const height = parseInt(header.number, 16);
    const hash = await rpc.call('chain_getBlockHash', height);
    await page.blocks.add(hash);
    page.best = { hash, number: height };
    show('best', number(height));
    show('best-hash', shortHash(hash));
    page.blocks.markRetracted(hash);
    requestView(true);
}

function onFinalized(header) {
    page.finalized = parseInt(header.number, 16);
    show('finalized', number(page.finalized));
    rpc.call('chain_getBlockHash', page.finalized).then((hash) => show('finalized-hash', shortHash(hash)), () => {});
    page.blocks.finalize(page.finalized);
}

/** The metadata of the runtime in the state of a block; of a block's own runtime, ask for its parent. */
async function metadataOf(hash) {
    const { specVersion } = await rpc.call('state_getRuntimeVersion', hash);
    const found = page.runtimes.get(specVersion) ?? fetchMetadata(rpc, hash);
    page.runtimes.delete(specVersion);
    page.runtimes.set(specVersion, found);
    if (page.runtimes.size > kRuntimesKept) page.runtimes.delete(page.runtimes.keys().next().value);
    found.catch(() => page.runtimes.delete(specVersion));
    return found;
}

const stateAt = async (hash) => new State(rpc, await metadataOf(hash), hash);

// Views are drawn from the state of the best block: when their address is called, and the living ones again with each block.

let drawing = Promise.resolve();
let drawAgain = null;
let living = true;  // the view that is shown

function requestView(newBlock = false) {
    if (drawAgain !== null || (newBlock && !living && location.hash === page.drawn)) return;
    drawAgain = setTimeout(() => {
        drawAgain = null;
        drawing = drawing.then(draw);
    }, location.hash === page.drawn ? kViewMs : 0);
}

async function draw() {
    if (page.best === null) return;
    const hash = location.hash;
    const isAnother = hash !== page.drawn;
    try {
        const state = await stateAt(page.best.hash);
        const { route, rest, parameters } = matches(hash, state);
        drawLinks(state, route.path);
        at('overview').hidden = Boolean(route.view);
        at('view').hidden = !route.view;
        page.drawn = hash;
        living = !route.still;
        if (isAnother) at('view').setAttribute('aria-busy', 'true');
        if (route.view) {
            const view = await route.view(contextOf(state, parameters, hash), ...rest);
            if (location.hash !== hash) return requestView();
            replace(view, isAnother);
        }
        if (isAnother) arrive(route, rest);
    } catch (error) {
        if (rpc.connected) at('view').replaceChildren(element('p', { className: 'bad', role: 'alert', text: error.message }));
        if (isAnother) arrive(null, []);
    } finally {
        at('view').removeAttribute('aria-busy');
        if (page.drawn === location.hash) document.body.dataset.drawn = hash;
    }
}

/** The title names the view, and who reads with ears or moves with the keyboard comes to its beginning. */
function arrive(route, rest) {
    if (route) document.title = [[route.title ?? route.path, ...rest].join(' '), at('chain').textContent].filter(Boolean).join(' · ').trim();
    if (page.arrived) {
        window.scrollTo(0, 0);
        at('main').focus({ preventScroll: true });
    }
    page.arrived = true;
}

function replace(view, isAnother) {
    if (isAnother) return at('view').replaceChildren(view);
    keepOpen(at('view'), view);
    const focused = focusable(at('view')).indexOf(document.activeElement);
    at('view').replaceChildren(view);
    // Who moves with the keyboard stays where they are.
    if (focused >= 0) focusable(view)[focused]?.focus({ preventScroll: true });
}

/** What the view of an address needs: the state, how values are written, and the time. */
function contextOf(state, parameters, hash) {
    const { chain } = page;
    const milliseconds = state.constant('Babe', 'ExpectedBlockTime') ?? state.constant('Aura', 'SlotDuration') ?? 6000n;
    return {
        rpc, state, chain, parameters, metadata: state.metadata, metadataOf, stateAt, best: page.best, finalized: () => page.finalized,
        now: page.best.number, blockSeconds: Number(milliseconds) / 1000, money: (value) => balance(value, chain),
        // What a view finds after its reader has gone to another address does not take the reader along.
        moveTo: (address) => { if (location.hash === hash) location.replace(address); },
    };
}

function drawLinks(state, current) {
    const links = matches.links(state);
    if (at('views').childElementCount !== links.length) {
        at('views').replaceChildren(...links.map(({ path, title }) => link(`#/${path}`, title)));
    }
    [...at('views').children].forEach((one, i) => {
        if (links[i].path === current) one.setAttribute('aria-current', 'page');
        else one.removeAttribute('aria-current');
    });
}

const focusable = (node) => [...node.querySelectorAll('a[href], button, input, select, textarea, summary')];

/** What a reader has opened stays open when a view is drawn again. */
function keepOpen(before, after) {
    const open = [...before.querySelectorAll('details')].map((details) => details.open);
    [...after.querySelectorAll('details')].forEach((details, i) => { details.open = open[i] ?? details.open; });
}

window.addEventListener('hashchange', () => requestView());
at('search').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = new FormData(event.target).get('wanted').trim();
    if (text) location.hash = `#/search/${encodeURIComponent(text)}`;
});

// Follows the chain, fills the page and chooses what it shows.
import { accountView } from './account.js';
import { Blocks } from './blocks.js';
import { at, element, show } from './dom.js';
import { fetchMetadata } from './metadata.js';
import { fellowshipView } from './members.js';
import { parachainsView } from './parachains.js';
import { hasReferenda, referendaView } from './referenda.js';
import { Rpc } from './rpc.js';
import { societyView } from './society.js';
import { stakingView } from './staking.js';
import { State } from './state.js';
import { balance, number, shortHash } from './text.js';
import { treasuryView } from './treasury.js';

const kBlocksAtStart = 10;
const kStatusMs = 2000;
const kViewMs = 1000;  // views are not drawn more often than this

/** What an address of the page behind the # shows, and whether a chain has it. */
const kViews = [
    { path: '', title: 'Blocks', on: () => true },
    { path: 'staking', title: 'Staking', on: (state) => state.hasItem('Staking', 'ActiveEra'), view: stakingView },
    { path: 'parachains', title: 'Parachains', on: (state) => state.has('Paras'), view: parachainsView },
    { path: 'referenda', title: 'Referenda', on: hasReferenda, view: referendaView },
    { path: 'treasury', title: 'Treasury', on: (state) => state.has('Treasury'), view: treasuryView },
    { path: 'fellowship', title: 'Fellowship', on: (state) => state.has('FellowshipCollective'), view: fellowshipView },
    { path: 'society', title: 'Society', on: (state) => state.has('Society'), view: societyView },
    { path: 'account', on: () => true, view: accountView },
];

const page = {
    metadata: null,  // { specVersion, metadata }
    chain: { prefix: 42, decimals: 0, symbol: 'units' },
    best: null,  // { hash, number }
    blocks: null,
    statusTimer: null,
    drawn: null,  // the address whose view is shown
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
    const [chain, name, version, properties, head] = await Promise.all([
        rpc.call('system_chain'), rpc.call('system_name'), rpc.call('system_version'), rpc.call('system_properties'),
        rpc.call('chain_getHeader'),
    ]);
    show('chain', chain);
    document.title = `${chain} · ${name}`;
    show('node', `${name} ${version}`);
    const first = (value) => (Array.isArray(value) ? value[0] : value);
    page.chain = {
        prefix: first(properties.ss58Format) ?? 42,
        decimals: first(properties.tokenDecimals) ?? 0,
        symbol: first(properties.tokenSymbol) ?? 'units',
    };
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
    requestView();
}

function onFinalized(header) {
    const finalized = parseInt(header.number, 16);
    show('finalized', number(finalized));
    rpc.call('chain_getBlockHash', finalized).then((hash) => show('finalized-hash', shortHash(hash)), () => {});
    page.blocks.finalize(finalized);
}

/** The metadata of the runtime that executed the block, which is that of its parent's state. */
async function metadataOf(parent) {
    const { specVersion } = await rpc.call('state_getRuntimeVersion', parent);
    if (page.metadata?.specVersion !== specVersion) {
        page.metadata = { specVersion, metadata: await fetchMetadata(rpc, parent) };
    }
    return page.metadata.metadata;
}

// Views are drawn from the state of the best block: when their address is called, and again with each block.

let drawing = Promise.resolve();
let drawAgain = null;

function requestView() {
    if (drawAgain !== null) return;
    drawAgain = setTimeout(() => {
        drawAgain = null;
        drawing = drawing.then(draw);
    }, location.hash === page.drawn ? kViewMs : 0);
}

async function draw() {
    if (page.best === null) return;
    const hash = location.hash;
    const [path, ...rest] = hash.replace(/^#\/?/, '').split('/');
    try {
        const metadata = await metadataOf(page.best.hash);
        const state = new State(rpc, metadata, page.best.hash);
        drawLinks(state, path);
        const found = kViews.find((view) => view.path === path && view.on(state)) ?? kViews[0];
        at('overview').hidden = Boolean(found.view);
        at('view').hidden = !found.view;
        page.drawn = hash;
        if (!found.view) return;
        const view = await found.view(contextOf(state), decodeURIComponent(rest.join('/')));
        keepOpen(at('view'), view);
        const focused = focusable(at('view')).indexOf(document.activeElement);
        at('view').replaceChildren(view);
        // Who moves with the keyboard stays where they are.
        if (focused >= 0) focusable(view)[focused]?.focus({ preventScroll: true });
    } catch (error) {
        if (rpc.connected) at('view').replaceChildren(element('p', { className: 'bad', text: error.message }));
    }
}

/** What a view needs: the state, how values are written, and the time. */
function contextOf(state) {
    const { chain } = page;
    const milliseconds = state.constant('Babe', 'ExpectedBlockTime') ?? 6000n;
    return {
        state, chain, now: page.best.number, blockSeconds: Number(milliseconds) / 1000,
        money: (value) => balance(value, chain),
    };
}

function drawLinks(state, current) {
    const links = kViews.filter(({ title, on }) => title && on(state));
    if (at('views').childElementCount !== links.length) {
        at('views').replaceChildren(...links.map(({ path, title }) => element('a', { text: title, href: `#/${path}` })));
    }
    [...at('views').children].forEach((link, i) => {
        if (links[i].path === current) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
    });
}

const focusable = (node) => [...node.querySelectorAll('a[href], button, input, summary')];

/** What a reader has opened stays open when a view is drawn again. */
function keepOpen(before, after) {
    const open = [...before.querySelectorAll('details')].map((details) => details.open);
    [...after.querySelectorAll('details')].forEach((details, i) => { details.open = open[i] ?? details.open; });
}

window.addEventListener('hashchange', requestView);
at('search').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = new FormData(event.target).get('account').trim();
    if (text) location.hash = `#/account/${encodeURIComponent(text)}`;
});

// The latest blocks with their extrinsics and events.
import { at, button, element, link, linked } from './dom.js';
import { kEventsKey } from './metadata.js';
import { fieldsText, number, shortHash, valueText } from './text.js';

const kBlocksShown = 40;
const kExtrinsicsShown = 100;

export class Blocks {
    #blocks = new Map();  // hash → { number, hash, parent, node }
    #finalized = 0;
    #held = [];  // blocks that wait until nobody points at the list

    /** `chain` says how values are written; `metadataOf(parent)` gives the metadata for a block. */
    constructor(rpc, { chain, metadataOf }) {
        [this.rpc, this.chain, this.metadataOf] = [rpc, chain, metadataOf];
        for (const event of ['pointerleave', 'focusout']) at('blocks').addEventListener(event, () => setTimeout(() => this.#release()));
    }

    /** Reads and shows a block; returns the hash of its parent. */
    async add(hash) {
        const known = this.#blocks.get(hash);
        if (known) return known.parent;
        const { block } = await this.rpc.call('chain_getBlock', hash);
        const parent = block.header.parentHash;
        const isGenesis = /^0x0+$/.test(parent);
        const metadata = await this.metadataOf(isGenesis ? hash : parent);
        const events = metadata.decodeEvents(await this.rpc.call('state_getStorage', kEventsKey, hash));
        const extrinsics = block.extrinsics.map((hex, index) => (
            { ...decoded(metadata, hex), index, events: events.filter((event) => event.extrinsic === index) }));
        const others = events.filter((event) => event.extrinsic === null);
        const height = parseInt(block.header.number, 16);
        const node = this.#blockNode(metadata, { height, hash, extrinsics, others });
        const entry = { number: height, hash, parent, node };
        this.#blocks.set(hash, entry);
        this.#held.push(entry);
        this.#release();
        this.#markFinalized(entry);
        return parent;
    }

    finalize(height) {
        this.#finalized = height;
        for (const block of this.#blocks.values()) this.#markFinalized(block);
    }

    #markFinalized(block) {
        if (block.number <= this.#finalized && !block.node.classList.contains('retracted')) {
            block.node.classList.add('finalized');
        }
    }

    /** Blocks that are not on the chain of the best one are shown as such, as far as they are known. */
    markRetracted(best) {
        const canonical = new Set();
        for (let hash = best; this.#blocks.has(hash); hash = this.#blocks.get(hash).parent) canonical.add(hash);
        const lowest = Math.min(...[...canonical].map((hash) => this.#blocks.get(hash).number));
        for (const block of this.#blocks.values()) {
            if (block.number >= lowest) block.node.classList.toggle('retracted', !canonical.has(block.hash));
        }
    }

    /** Nothing moves below a pointer or the keyboard's focus: new blocks wait until the list is left, or are asked for. */
    #release(anyway = false) {
        const list = at('blocks');
        if (!anyway && (list.matches(':hover') || list.contains(document.activeElement))) {
            const count = this.#held.length;
            if (count > 0) at('held').replaceChildren(button(`Show ${count} new block${count === 1 ? '' : 's'}`, () => this.#release(true)));
            return;
        }
        at('held').replaceChildren();
        for (const entry of this.#held.splice(0)) this.#insert(entry);
    }

    #blockNode(metadata, { height, hash, extrinsics, others }) {
        const signed = extrinsics.filter(({ signer }) => signer !== null).length;
        const details = element('details', {},
            element('summary', {},
                element('span', { className: 'number', text: `#${number(height)}` }), ' ',
                element('span', { className: 'hash', text: shortHash(hash), title: hash }), ' ',
                element('span', { className: 'final', text: '✓', title: 'final' }), ' ',
                element('span', { className: 'count', text:
                    `${signed} transaction${signed === 1 ? '' : 's'}, ${extrinsics.length - signed} inherents` })),
            element('p', {}, link(`#/block/${hash}`, `block ${number(height)}`)),
            ...extrinsics.slice(0, kExtrinsicsShown).map((extrinsic) => this.#extrinsicNode(metadata, hash, extrinsic)));
        if (extrinsics.length > kExtrinsicsShown) {
            details.append(element('p', { className: 'count', text: `… ${extrinsics.length} extrinsics in all` }));
        }
        details.append(...others.map((event) => eventNode(metadata, event, this.chain)));
        details.open = signed > 0;
        const node = element('li', { className: 'block' }, details);
        node.dataset.hash = hash;
        node.dataset.number = height;
        return node;
    }

    #extrinsicNode(metadata, hash, { index, signer, pallet, call, fields, events }) {
        const failed = events.some(({ pallet: p, event }) => p === 'System' && event === 'ExtrinsicFailed');
        const className = `extrinsic${signer ? ' signed' : ''}${failed ? ' failed' : ''}`;
        const node = element('div', { className }, link(`#/extrinsic/${hash}-${index}`, `${pallet}.${call}`, { className: 'call' }));
        if (signer) node.append(' ', element('span', { className: 'from' }, ...linked(`from ${valueText(signer, this.chain)}`)));
        if (fields.length > 0) {
            node.append(element('code', { className: 'args' }, ...linked(fieldsText(fields, this.chain))));
        }
        node.append(...events.map((event) => eventNode(metadata, event, this.chain)));
        return node;
    }

    /** The newest first; of one number the one that came last. */
    #insert({ number: height, node }) {
        const list = at('blocks');
        const after = [...list.children].find((other) => Number(other.dataset.number) <= height);
        list.insertBefore(node, after ?? null);
        while (list.children.length > kBlocksShown) {
            this.#blocks.delete(list.lastChild.dataset.hash);
            list.lastChild.remove();
        }
    }
}

/** "Pallet.Error: what its documentation says" of a dispatch error; null if it is not one of a pallet. */
export function errorText(metadata, error) {
    if (error?.variant !== 'Module') return error?.variant ? `${error.variant} ${error.fields.map(({ value }) => value?.variant ?? '').join('')}`.trim() : null;
    const [index, code] = error.fields[0].value.fields.map(({ value }) => value);
    const found = metadata.moduleError(index, code[0]);
    return found && `${found.pallet}.${found.error}: ${found.docs.join(' ')}`;
}

export function eventNode(metadata, { pallet, event, fields }, chain) {
    const failure = fields.find(({ name }) => name === 'dispatch_error')?.value;
    const reason = failure?.variant === 'Module' ? errorText(metadata, failure) : null;
    return element('code', { className: 'event' }, ...linked(`${pallet}.${event} ${reason ?? fieldsText(fields, chain)}`));
}

function decoded(metadata, hex) {
    try {
        return metadata.decodeExtrinsic(hex);
    } catch (error) {
        return { hex, signer: null, pallet: '?', call: error.message, fields: [] };
    }
}

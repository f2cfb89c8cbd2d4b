// One message followed through the blocks of this chain: sent, waiting, executed, failed, what it has left behind. It is named as events name it: by
// its topic, or by the hash of its bytes; assets that were left behind by theirs.
import { fromHex } from '@polkadot-api/utils';
import { kEventsKey } from '../metadata.js';
import { backwards, blockHash } from '../chain.js';
import { button, element, labelled, link, list, section, table } from '../dom.js';
import { number } from '../text.js';
import { isProgram, messageId, programText, readProgram, readPrograms, spellingOf } from '../xcm.js';
import { eventText, messageOf, placeLink, whatNode } from './message_events.js';

const kSearched = 200;
const kAtOnce = 10;
/** A message is executed in the block in which it arrives, or in one of the next. */
const kBlocksBefore = 2;
/** Fields of inherents with messages. */
const kMessages = ['upward_messages', 'downward_messages', 'horizontal_messages'];

export async function messageView(context, name = '') {
    const id = name.toLowerCase();
    if (!/^0x[0-9a-f]{64}$/.test(id)) throw new RangeError('a message is named by its topic or its hash: 0x and 64 digits');
    return new Followed(context, id).node;
}

class Followed {
    #found = [];  // { height, index, event, message, effects }
    #programs = new Map();  // text → where it was found

    constructor(context, id) {
        [this.context, this.id, this.lowest] = [context, id, context.now + 1];
        this.spelling = spellingOf(context.metadata, context.chain);
        this.status = element('p', { className: 'count', role: 'status' });
        [this.programs, this.events, this.more] = ['div', 'div', 'p'].map((tag) => element(tag));
        this.node = element('div', {},
            section('Message', list([['id', element('code', { text: id })]]), this.status),
            section('Program', this.programs), section('What happened on this chain', this.events, this.more),
            section('At another chain', elsewhere(id)));
        this.#look().catch((error) => { this.status.textContent = error.message; });
    }

    async #look() {
        this.more.replaceChildren();
        this.status.textContent = 'Looking through the latest blocks …';
        if (this.lowest > this.context.now) await this.#lookAtQueues();
        const from = this.lowest - 1;
        await backwards(from, kSearched, kAtOnce, (height) => this.#read(height));
        this.lowest = Math.max(0, from - kSearched) + 1;
        await this.#draw();
    }

    /** What waits for parachains. */
    async #lookAtQueues() {
        const { state, metadata } = this.context;
        if (!state.hasItem('Dmp', 'DownwardMessageQueues')) return;
        for (const { keys: [para], value } of await state.entries('Dmp', 'DownwardMessageQueues')) {
            for (const { sent_at: sentAt, msg } of value) {
                const found = readProgram(metadata, msg);
                if (found?.id !== this.id) continue;
                this.#keep(found.program, `waits for parachain ${para} since block ${number(sentAt)}`);
            }
        }
    }

    #keep(program, where) {
        const text = programText(program, this.spelling);
        this.#programs.set(text, new Set([...this.#programs.get(text) ?? [], where]));
    }

    async #read(height) {
        const { rpc, metadataOf } = this.context;
        const hash = await blockHash(rpc, height);
        const hex = await rpc.call('state_getStorage', kEventsKey, hash);
        if (!hex?.includes(this.id.slice(2))) return true;
        const { block } = await rpc.call('chain_getBlock', hash);
        const metadata = await metadataOf(block.header.parentHash);
        const events = metadata.decodeEvents(hex);
        const needle = fromHex(this.id);
        for (const [index, event] of events.entries()) {
            const message = messageOf(event);
            if (message?.id === this.id || (!message && mentions(event.fields, needle))) {
                const isProcessed = event.pallet === 'MessageQueue' && event.event !== 'OverweightEnqueued';
                const effects = isProcessed ? eventsBefore(events, index) : [];
                this.#found.push({ height, index, event, message: message ?? { what: '', isBad: false }, effects });
            }
        }
        await this.#findPrograms(height);
        return true;
    }

    /** In the extrinsics of a block and of those before it. */
    async #findPrograms(highest) {
        const { rpc, metadataOf } = this.context;
        for (let height = highest; height > Math.max(0, highest - 1 - kBlocksBefore); --height) {
            const { block } = await rpc.call('chain_getBlock', await blockHash(rpc, height));
            const metadata = await metadataOf(block.header.parentHash);
            block.extrinsics.forEach((hex, index) => {
                const isCause = this.#found.some((one) => one.height === height && one.event.extrinsic === index);
                try {
                    this.#walk(metadata, metadata.decodeExtrinsic(hex).fields, `${number(height)}-${index}`, isCause);
                } catch { /* a call that this metadata does not describe */ }
            });
        }
    }

    /** Programs in calls, and messages in inherents: in what candidates of parachains have sent, and what a parachain is given. `isCause`: of the extrinsic that an event is of. */
    #walk(metadata, value, place, isCause, name = null) {
        if (value instanceof Uint8Array) {
            if (!kMessages.includes(name)) return;
            // A first byte says how messages between parachains stand one behind the other.
            for (const { program, id } of readPrograms(metadata, name === 'horizontal_messages' ? value.subarray(1) : value)) {
                if (id === this.id) this.#keep(program, `came in extrinsic ${place}`);
            }
        } else if (Array.isArray(value)) {
            for (const one of value) this.#walk(metadata, 'value' in Object(one) ? one.value : one, place, isCause, innerName(name, Object(one).name));
        } else if (isProgram(value)) {
            if (isCause || messageId(value, new Uint8Array()) === this.id) this.#keep(value, `in extrinsic ${place}`);
        } else if (value?.fields) {
            for (const field of value.fields) this.#walk(metadata, field.value, place, isCause, innerName(name, field.name));
        }
    }

    async #draw() {
        const { now } = this.context;
        this.#found.sort((a, b) => a.height - b.height || a.index - b.index);
        this.status.textContent = `Blocks ${number(this.lowest)} to ${number(now)} were read.`;
        this.programs.replaceChildren(...[...this.#programs].map(([text, places]) => element('div', {},
            element('p', { className: 'count', text: [...places].join('; ') }), element('pre', { className: 'program', text }))),
        this.#programs.size === 0 ? element('p', { className: 'count', text: 'Neither these blocks nor the queues show it.' }) : '');
        this.events.replaceChildren(table(['block', '', 'event', 'with it'], this.#found.map(({ height, event, message, effects }) => [
            placeLink(height, event.extrinsic), whatNode(message), eventText(event, this.context),
            element('span', {}, ...effects.map((one) => element('div', {}, eventText(one, this.context))))]), 'No event of these blocks names it.'));
        this.more.replaceChildren(this.lowest > 1
            ? button(`Look through ${number(Math.min(kSearched, this.lowest - 1))} blocks more`, () => this.#look()) : '');
    }
}

/** What a message has done stands before the event that says so, behind that of the message before it. */
function eventsBefore(events, index) {
    let begin = index;
    while (begin > 0 && events[begin - 1].extrinsic === events[index].extrinsic && events[begin - 1].pallet !== 'MessageQueue') --begin;
    return events.slice(begin, index);
}

/** What is inside of messages is theirs. */
const innerName = (outer, name) => (kMessages.includes(outer) ? outer : name ?? outer);

/** Whether 32 bytes stand somewhere in decoded fields. */
function mentions(value, needle) {
    if (value instanceof Uint8Array) return value.length === needle.length && value.every((byte, i) => byte === needle[i]);
    if (Array.isArray(value)) return value.some((one) => mentions(one, needle));
    if (value === null || typeof value !== 'object') return false;
    return mentions(value.fields ?? value.value, needle);
}

/** The page speaks with its own node alone; that of another chain's node goes on from here. */
function elsewhere(id) {
    const place = element('p');
    const input = element('input', { type: 'text', placeholder: '127.0.0.1:9955', on: { input: () => {
        const host = input.value.trim().replace(/^\w+:\/\//, '').replace(/\/.*$/, '');
        place.replaceChildren(/^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i.test(host) ? link(`http://${host}/#/message/${id}`, `Follow it at ${host}`) : '');
    } } });
    return element('div', {}, labelled('RPC address of a node of that chain', input, 'A message keeps its topic on its way; one without a topic has the hash of its bytes.'), place);
}

// What happened to messages in the latest blocks, as events tell it.
import { toHex } from '@polkadot-api/utils';
import { kEventsKey } from '../metadata.js';
import { blockHash } from '../chain.js';
import { element, link, linked } from '../dom.js';
import { fieldsText, number, shortHash } from '../text.js';
import { partText, spellingOf } from '../xcm.js';
import { LatestBlocks } from './latest_blocks.js';

const kSteps = { first: 50, further: 500, atOnce: 10, shown: 100 };

/** Pallets whose events are of messages, with the fields that name a message, or assets that one has left behind. */
const kPallets = ['XcmPallet', 'PolkadotXcm', 'MessageQueue', 'XcmpQueue', 'DmpQueue', 'CumulusXcm', 'ParachainSystem'];
const kNames = ['message_id', 'id', 'hash', 'message_hash'];
/** What is only the bookkeeping of queues. */
const kNoise = new Set(['MessageQueue.PageReaped', 'ParachainSystem.ValidationFunctionStored', 'ParachainSystem.ValidationFunctionApplied', 'XcmPallet.FeesPaid',
    'PolkadotXcm.FeesPaid', 'ParachainSystem.DownwardMessagesReceived', 'ParachainSystem.DownwardMessagesProcessed']);
const kWords = { Sent: 'sent', SendFailed: 'not sent', ProcessXcmError: 'failed', AssetsTrapped: 'trapped', AssetsClaimed: 'claimed', ProcessingFailed: 'failed',
    OverweightEnqueued: 'waits: too heavy', UpwardMessageSent: 'sent', XcmpMessageSent: 'sent', ExecutedDownward: 'executed' };

export const messageLink = (id) => link(`#/message/${id}`, shortHash(id), { className: 'hash', title: id });

const unwrapped = (value) => (value?.fields?.length === 1 ? unwrapped(value.fields[0].value) : value);

/** What an event says of a message: { what, isBad, id }; null if it is about something else. `id` is null of events that name none. */
export function messageOf({ pallet, event, fields }) {
    if (!kPallets.includes(pallet) || kNoise.has(`${pallet}.${event}`)) return null;
    const named = fields.find(({ name, value }) => kNames.includes(name) && unwrapped(value) instanceof Uint8Array && unwrapped(value).length === 32);
    const what = event === 'Processed' ? (fields.find(({ name }) => name === 'success')?.value ? 'executed' : 'failed')
        : event === 'Attempted' ? (fields[0].value.variant === 'Complete' ? 'executed' : 'failed') : kWords[event] ?? '';
    return { what, isBad: ['failed', 'not sent', 'trapped'].includes(what), id: named ? toHex(unwrapped(named.value)) : null };
}

export const whatNode = ({ what, isBad }) => element('span', { className: isBad ? 'bad' : '', text: what });
export const placeLink = (height, extrinsic) => (extrinsic === null ? link(`#/block/${height}`, number(height))
    : link(`#/extrinsic/${height}-${extrinsic}`, `${number(height)}-${extrinsic}`));

/** What XCM has is written as in programs. */
export function eventText({ pallet, event, fields }, { chain, metadata }) {
    const spelling = spellingOf(metadata, chain);
    const text = kPallets.includes(pallet) ? fields.map(({ name, value }) => `${name}: ${partText(value, spelling)}`).join(', ') : fieldsText(fields, chain);
    return element('code', {}, ...linked(`${pallet}.${event} ${text}`));
}

let latest = null;

export function eventSection(context) {
    latest ??= new MessageEvents(context);
    latest.follow(context);
    return latest.node;
}

class MessageEvents extends LatestBlocks {
    constructor(context) {
        super(context, { title: 'In the latest blocks', columns: ['block', '', 'message', 'event'], nothing: 'No messages in these blocks.', steps: kSteps });
        this.look();
    }

    cells({ height, event, message }) {
        return [placeLink(height, event.extrinsic), whatNode(message), message.id ? messageLink(message.id) : '', eventText(event, this.context)];
    }

    async read(height) {
        const { rpc, metadataOf } = this.context;
        const hash = await blockHash(rpc, height);
        const [hex, header] = await Promise.all([rpc.call('state_getStorage', kEventsKey, hash), rpc.call('chain_getHeader', hash)]);
        const metadata = await metadataOf(header.parentHash);
        metadata.decodeEvents(hex).forEach((event, index) => {
            const message = messageOf(event);
            if (message) this.rows.push({ height, index, event, message });
        });
        return true;
    }
}

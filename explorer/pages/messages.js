// Messages between chains: queues of a relay chain to and from its parachains, of a parachain, and what XCM waits for.
import { element, list, section, table } from '../dom.js';
import { toHex } from '@polkadot-api/utils';
import { number, shortHash } from '../text.js';
import { programText, readProgram, spellingOf } from '../xcm.js';
import { eventSection, messageLink } from './message_events.js';

const kPallets = ['Dmp', 'MessageQueue', 'XcmPallet', 'PolkadotXcm', 'ParachainSystem', 'XcmpQueue', 'Hrmp'];
export const hasMessages = (state) => kPallets.some((pallet) => state.has(pallet));

export async function messagesView(context) {
    return element('div', {}, ...await Promise.all([
        eventSection(context), downward(context), channels(context), queues(context), parachain(context), queries(context)]));
}

async function downward({ state, metadata, chain }) {
    if (!state.hasItem('Dmp', 'DownwardMessageQueues')) return null;
    const all = await state.entries('Dmp', 'DownwardMessageQueues');
    const rows = all.flatMap(({ keys: [id], value }) => value.map((message, i) => [i === 0 ? number(id) : '', `block #${number(message.sent_at)}`,
        `${number(message.msg.length)} bytes`, ...programCells(readProgram(metadata, message.msg), message.msg, spellingOf(metadata, chain))]));
    return section('Down to parachains', table(['parachain', 'sent at', 'size', 'message', 'program'], rows, 'Nothing waits.'));
}

function programCells(found, bytes, spelling) {
    if (!found) return ['', element('code', { text: shortHash(toHex(bytes)) })];
    return [messageLink(found.id), element('pre', { className: 'program', text: programText(found.program, spelling) })];
}

async function channels({ state }) {
    if (!state.hasItem('Hrmp', 'HrmpChannelContents')) return null;
    const all = await state.entries('Hrmp', 'HrmpChannelContents');
    return section('Between parachains', table(['from', 'to', 'messages', 'bytes', 'oldest of block'], all.filter(({ value }) => value.length > 0)
        .map(({ keys: [id], value }) => [number(id.sender), number(id.recipient), number(value.length),
            number(value.reduce((sum, one) => sum + one.data.length, 0)), `#${number(value[0].sent_at)}`]), 'Nothing waits.'));
}

/** What parachains sent up, and on parachains what came from others, waits in the message queue. */
async function queues({ state }) {
    if (!state.hasItem('MessageQueue', 'BookStateFor')) return null;
    const books = await state.entries('MessageQueue', 'BookStateFor');
    return section('Queues of messages', table(['from', 'messages', 'bytes', 'pages', ''], books.map(({ keys: [origin], value }) => [
        originText(origin), number(value.message_count), number(value.size), number(BigInt(value.end) - BigInt(value.begin)),
        value.ready_neighbours ? 'waits its turn' : '']), 'There is none.'));
}

function originText(origin) {
    if (typeof origin !== 'object' || origin === null) return String(origin);
    return `${origin.is} ${originText(origin.value)}`;
}

async function parachain({ state }) {
    if (!state.has('ParachainSystem')) return null;
    const [upward, pending, validation, horizontal, outbound] = await Promise.all([
        state.find('ParachainSystem', 'UpwardMessages'), state.find('ParachainSystem', 'PendingUpwardMessages'),
        state.find('ParachainSystem', 'ValidationData'), state.find('ParachainSystem', 'HrmpOutboundMessages'),
        state.find('XcmpQueue', 'OutboundXcmpStatus')]);
    return section('Of this parachain', list([
        ['messages up', upward && number(upward.length)], ['up, waiting', pending && number(pending.length)],
        ['to other parachains in the last block', horizontal && number(horizontal.length)],
        ['channels with messages to send', outbound && number(outbound.length)],
        ['relay chain seen', validation ? `block #${number(validation.relay_parent_number)}` : null],
    ]));
}

async function queries({ state }) {
    const pallet = ['XcmPallet', 'PolkadotXcm'].find((name) => state.hasItem(name, 'Queries'));
    if (!pallet) return null;
    const [all, trapped, versions] = await Promise.all([state.entries(pallet, 'Queries'), state.entries(pallet, 'AssetTraps'),
        state.find(pallet, 'SafeXcmVersion')]);
    return section('XCM', list([['version for chains that are not known', versions === null ? null : number(versions)],
        ['assets that were trapped', number(trapped.length)]]),
    table(['query', 'state'], all.map(({ keys: [id], value }) => [number(id), value.is ?? String(value)]), 'No answer is waited for.'));
}

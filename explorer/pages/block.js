// One block: header, digest, weight, extrinsics and the events that belong to none of them.
import { compact, u32 } from '@polkadot-api/substrate-bindings';
import { eventNode } from '../blocks.js';
import { fieldOf, outcomeOf, readBlock, weightParts } from '../chain.js';
import { accountLink, element, link, list, section, table } from '../dom.js';
import { accountOf, number, shortHash, valueText } from '../text.js';

export async function blockView(context, wanted) {
    const { chain, money } = context;
    const block = await readBlock(context, wanted ?? String(context.now));
    const { hash, height, header, extrinsics, events, metadata } = block;
    const [canonical, state] = await Promise.all([context.rpc.call('chain_getBlockHash', height), context.stateAt(hash)]);
    const [author, weight] = await Promise.all([authorOf(state, metadata, header), weights(state)]);
    const now = extrinsics.find(({ pallet, call }) => pallet === 'Timestamp' && call === 'set');
    const timestamp = now && Number(fieldOf(now.fields, 'now'));
    const others = events?.filter(({ extrinsic }) => extrinsic === null);
    return element('div', {},
        section(`Block ${number(height)}`, list([
            ['hash', element('code', { text: hash })],
            ['state', canonical !== hash ? 'retracted: another block of this number is on the best chain'
                : height <= context.finalized() ? 'final' : 'on the best chain, not final yet'],
            ['time', timestamp ? new Date(timestamp).toISOString().replace('T', ' ').replace('Z', ' UTC') : null],
            ['author', author && accountLink(author, chain)],
            ['parent', height > 0 ? link(`#/block/${header.parentHash}`, header.parentHash, { className: 'hash' }) : null],
            ['next', canonical === hash && height < context.now ? link(`#/block/${height + 1}`, `block ${number(height + 1)}`) : null],
            ['state root', element('code', { text: header.stateRoot })],
            ['extrinsics root', element('code', { text: header.extrinsicsRoot })],
            ['weight', weight],
            ['size of the extrinsics', `${number(extrinsics.reduce((sum, { size }) => sum + size, 0))} bytes`],
            ['look at', element('span', {}, link(`#/state?at=${hash}`, 'its state'), ', ', link(`#/constants?at=${hash}`, 'constants'))],
        ])),
        section(`Extrinsics: ${number(extrinsics.length)}`, table(['', 'call', 'from', 'result', 'weight', 'proof', 'fee', 'bytes'],
            extrinsics.map((one) => extrinsicRow(one, hash, chain, money)), 'It has none.')),
        events === null ? element('p', { className: 'count', text: 'This node does not keep the state of this block: its events are not known.' })
            : section('Events of no extrinsic', others.length === 0 ? element('p', { className: 'count', text: 'There is none.' }) : null,
                ...others.map((event) => eventNode(metadata, event, chain))),
        section('Digest', digest(header, metadata, chain)));
}

function extrinsicRow(one, hash, chain, money) {
    const outcome = outcomeOf(one);
    return [link(`#/extrinsic/${hash}-${one.index}`, String(one.index), { ariaLabel: `extrinsic ${one.index}` }),
        link(`#/extrinsic/${hash}-${one.index}`, `${one.pallet}.${one.call}`),
        signerNode(one.signer, chain),
        outcome.ok === undefined ? '' : outcome.ok ? 'success' : element('span', { className: 'bad', text: 'failed' }),
        ...weightParts(outcome.weight), outcome.fee === undefined ? '' : money(outcome.fee), number(one.size)];
}

function signerNode(signer, chain) {
    if (!signer) return '';
    const account = accountOf(signer);
    return account ? accountLink(account, chain) : valueText(signer, chain);
}

async function weights(state) {
    const used = await state.find('System', 'BlockWeight').catch(() => null);
    const most = state.constant('System', 'BlockWeights')?.max_block;
    if (!used || !most) return null;
    const sum = (part) => Object.values(used).reduce((all, one) => all + BigInt(one?.[part] ?? 0), 0n);
    const share = (part) => `${(Number(sum(part)) / Number(BigInt(most[part])) * 100).toFixed(2)} %`;
    return `${(Number(sum('ref_time')) / 1e9).toFixed(3)} ms (${share('ref_time')} of what a block may take), proof of ${number(sum('proof_size'))} bytes`;
}

/** BABE: the author's place among the validators stands in the digest. */
async function authorOf(state, metadata, header) {
    const item = header.digest.logs.find((log) => /^0x06/.test(log) && log.slice(4, 12) === '42414245');
    if (!item || !state.hasItem('Session', 'Validators')) return null;
    const bytes = item.slice(12 + 2 * compact.enc(compact.dec(`0x${item.slice(12)}`)).length);
    const index = u32.dec(`0x${bytes.slice(2, 10)}`);
    // The list is that of the session in which the block was authored.
    const before = await state.rpc.call('chain_getHeader', state.hash).then(({ parentHash }) => parentHash);
    const validators = await state.at(before).get('Session', 'Validators').catch(() => null);
    return validators?.[index] ?? null;
}

function digest({ digest: { logs } }, metadata, chain) {
    const type = metadata.types.list.find(({ path }) => path.at(-1) === 'DigestItem');
    return table(['item', 'value'], logs.map((log) => {
        const value = type && metadata.types.decode(type.id, log);
        return [value?.variant ?? '', element('code', { text: value ? value.fields.map((field) => engine(field.value) ?? valueText(field.value, chain)).join(' ') : shortHash(log) })];
    }), 'It is empty.');
}

/** Four letters of an engine are text. */
const engine = (value) => (value instanceof Uint8Array && value.length === 4 ? new TextDecoder().decode(value) : null);

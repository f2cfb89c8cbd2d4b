// The state by pallet and item, at any block. Address: #/state/Pallet/Item/key/key?at=BLOCK, the keys in hex as they are encoded.
import { fromHex, toHex } from '@polkadot-api/utils';
import { blockHash } from '../chain.js';
import { button, element, folded, labelled, link, list, section, select } from '../dom.js';
import { checked } from '../act/field_error.js';
import { inputFor } from '../act/fields.js';
import { number } from '../text.js';
import { amountName, valueTree } from '../tree.js';

const kEntriesShown = 100;

export async function storageView(context, pallet, item, ...keys) {
    const at = context.parameters.get('at');
    const state = at ? await context.stateAt(await blockHash(context.rpc, at)) : context.state;
    const { metadata } = state;
    const names = metadata.pallets.filter(({ storage }) => storage?.items.length > 0).map(({ name }) => name).sort();
    const chosen = names.includes(pallet) ? pallet : names.includes('System') ? 'System' : names[0];
    const { items } = metadata.pallet(chosen).storage;
    const entry = items.find(({ name }) => name === item);
    const suffix = at ? `?at=${encodeURIComponent(at)}` : '';
    const palletChoice = select(names, chosen);
    const itemChoice = select([['', 'choose'], ...items.map(({ name }) => name)], entry?.name ?? '');
    palletChoice.addEventListener('change', () => { location.hash = `#/state/${palletChoice.value}${suffix}`; });
    itemChoice.addEventListener('change', () => { location.hash = `#/state/${chosen}/${itemChoice.value}${suffix}`; });
    const block = element('input', { value: at ?? '', placeholder: 'the best block', autocomplete: 'off', spellcheck: 'false' });
    block.addEventListener('change', () => {
        const path = location.hash.split('?')[0];
        location.hash = block.value.trim() ? `${path}?at=${encodeURIComponent(block.value.trim())}` : path;
    });
    const head = element('div', { className: 'row' }, labelled('Pallet', palletChoice), labelled('Item', itemChoice), labelled('At block', block, 'number or hash'));
    if (!entry) {
        return section('State', head, element('ul', { className: 'items' }, ...items.map(({ name, docs }) => element('li', {},
            link(`#/state/${chosen}/${name}${suffix}`, name), ' ', element('span', { className: 'count', text: docs[0]?.trim() ?? '' })))));
    }
    const types = state.typesOf(chosen, item);
    return section('State', head, element('p', { className: 'count', text: entry.docs.join(' ').trim() }),
        types.keys.length > 0 ? keyForm(context, state, [chosen, item], types, keys, suffix) : null,
        await answer(context, state, [chosen, item], entry, types, keys));
}

/** As many keys as wanted, from the first on. */
function keyForm(context, state, [pallet, item], types, keys, suffix) {
    const inner = { ...context, metadata: state.metadata };
    const used = types.keys.map((id, i) => {
        const use = element('input', { type: 'checkbox', checked: i < keys.length });
        const input = inputFor(id, inner, { name: types.keys.length > 1 ? `key ${i + 1}` : 'key' });
        if (keys[i]) input.set(state.metadata.types.decode(id, keys[i]));
        const node = element('div', { className: 'key' }, labelled(`by key ${i + 1}`, use), input.node);
        input.node.hidden = !use.checked;
        use.addEventListener('change', () => { input.node.hidden = !use.checked; });
        return { use, input, node };
    });
    const problem = element('p', { className: 'bad', role: 'alert' });
    const form = element('form', {}, ...used.map(({ node }) => node), problem, element('button', { text: 'Read' }));
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        const length = used.findIndex(({ use }) => !use.checked);
        const wanted = length < 0 ? used : used.slice(0, length);
        const encoded = checked(form, () => wanted.map(({ input }) => toHex(input.encode())), (text) => { problem.textContent = text; });
        if (encoded) location.hash = `#/state/${[pallet, item, ...encoded].join('/')}${suffix}`;
    });
    return form;
}

async function answer(context, state, [pallet, item], entry, types, keys) {
    const inner = { chain: context.chain, metadata: state.metadata };
    const key = state.keyOf(pallet, item, ...keys.map(fromHex));
    const amount = amountName(state.metadata, types.value);
    if (keys.length === types.keys.length) {
        const hex = await context.rpc.call('state_getStorage', key, state.hash);
        const used = hex ?? (entry.modifier === 1 ? entry.fallback : null);
        return element('div', {}, element('h3', { text: hex === null ? (used === null ? 'Nothing is stored' : 'Nothing is stored: the default') : 'Value' }),
            used === null ? null : valueTree(state.metadata.types.decode(types.value, used), inner, amount),
            list([['key', element('code', { className: 'bytes', text: key })],
                ['bytes', hex === null ? null : folded(`${number((hex.length - 2) / 2)} bytes`, element('code', { className: 'bytes', text: hex }))]]));
    }
    return entries(context, state, [pallet, item], types, key, inner, amount);
}

/** Entries of a map, some at a time. */
async function entries(context, state, name, types, prefix, inner, amount) {
    const rows = element('ol', { className: 'entries' });
    const more = element('p');
    const title = element('h3', { text: 'Entries' });
    let last = null;
    const read = async () => {
        const found = await context.rpc.call('state_getKeysPaged', prefix, kEntriesShown, last, state.hash);
        const values = found.length > 0 ? await state.raw(found) : new Map();
        rows.append(...found.map((key) => element('li', {}, entryNode(state, name, types, key, values.get(key), inner, amount))));
        last = found.at(-1);
        title.textContent = `Entries: ${number(rows.childElementCount)}${found.length === kEntriesShown ? ' or more' : ''}`;
        more.replaceChildren(found.length === kEntriesShown ? button('More', () => read().catch((error) => { more.textContent = error.message; })) : '');
    };
    await read();
    return element('div', {}, title, rows, more);
}

function entryNode(state, [pallet, item], types, key, hex, inner, amount) {
    const keys = state.readKeys(pallet, item, key);
    const shown = keys.map((value, i) => (value === undefined ? element('span', { text: `only the hash of key ${i + 1} is known ` }) : valueTree(value, inner)));
    return element('div', { className: 'entry' }, element('div', { className: 'keys' }, ...shown), hex === undefined ? null
        : valueTree(state.metadata.types.decode(types.value, hex), inner, amount));
}

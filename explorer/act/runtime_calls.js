// Calls of the runtime's APIs, at any block. Address: #/calls/API/method/ARGUMENTS?at=BLOCK, the arguments in hex as they are encoded.
import { fromHex, mergeUint8, toHex } from '@polkadot-api/utils';
import { blockHash } from '../chain.js';
import { element, folded, labelled, list, section, select } from '../dom.js';
import { number } from '../text.js';
import { amountName, valueTree } from '../tree.js';
import { checked } from './field_error.js';
import { inputFor } from './fields.js';

export async function runtimeCallsView(context, api, method, given) {
    const at = context.parameters.get('at');
    const state = at ? await context.stateAt(await blockHash(context.rpc, at)) : context.state;
    const { metadata } = state;
    const names = metadata.apis.map(({ name }) => name).sort();
    if (names.length === 0) return section('Runtime calls', element('p', { text: `Metadata of version ${metadata.version} does not list the APIs of the runtime.` }));
    const chosen = metadata.apis.find(({ name }) => name === api) ?? metadata.apis.find(({ name }) => name === names[0]);
    const wanted = chosen.methods.find(({ name }) => name === method) ?? chosen.methods[0];
    const suffix = at ? `?at=${encodeURIComponent(at)}` : '';
    const apiChoice = select(names, chosen.name);
    const methodChoice = select(chosen.methods.map(({ name }) => name), wanted.name);
    apiChoice.addEventListener('change', () => { location.hash = `#/calls/${apiChoice.value}${suffix}`; });
    methodChoice.addEventListener('change', () => { location.hash = `#/calls/${chosen.name}/${methodChoice.value}${suffix}`; });
    const block = element('input', { value: at ?? '', placeholder: 'the best block', autocomplete: 'off', spellcheck: 'false' });
    const inner = { chain: context.chain, metadata };
    const inputs = wanted.inputs.map(({ name, type }) => inputFor(type, inner, { name }));
    const problem = element('p', { className: 'bad', role: 'alert' });
    if (given) problem.textContent = fill(metadata.types, wanted, inputs, given) ?? '';
    const form = element('form', { className: 'inputs' }, ...inputs.map(({ node }) => node), problem, element('button', { text: 'Call' }));
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        const encoded = checked(form, () => toHex(mergeUint8(inputs.map((input) => input.encode()))), (text) => { problem.textContent = text; });
        if (encoded === null) return form.querySelector('[aria-invalid]')?.focus();
        const when = block.value.trim();
        const hash = `#/calls/${chosen.name}/${wanted.name}/${encoded}${when ? `?at=${encodeURIComponent(when)}` : ''}`;
        if (location.hash === hash) window.dispatchEvent(new HashChangeEvent('hashchange'));
        location.hash = hash;
    });
    return section('Runtime calls',
        element('div', { className: 'row' }, labelled('API', apiChoice), labelled('Method', methodChoice), labelled('At block', block, 'number or hash')),
        ...wanted.docs.length > 0 ? [element('p', { className: 'count', text: wanted.docs.join(' ').trim() })] : [], form,
        given && problem.textContent === '' ? await answer(context, state, `${chosen.name}_${wanted.name}`, given, wanted.output, inner) : null);
}

/** Puts encoded arguments into their inputs; gives what is wrong with them. */
function fill(types, { inputs: list_ }, inputs, given) {
    try {
        let rest = fromHex(given);
        list_.forEach(({ type }, i) => {
            const [value, size] = types.decodeStart(type, rest);
            if (size > rest.length) throw new RangeError('they are too short');
            inputs[i].set(value);
            rest = rest.slice(size);
        });
        return rest.length > 0 ? 'The arguments in the address are too long.' : null;
    } catch (error) {
        return `The arguments in the address are none of this method: ${error.message}`;
    }
}

async function answer({ rpc }, state, name, given, output, inner) {
    try {
        const hex = await rpc.call('state_call', name, given, state.hash);
        return element('div', { className: 'answer' }, element('h3', { text: 'Answer' }),
            valueTree(state.metadata.types.decode(output, hex), inner, amountName(state.metadata, output)),
            list([['bytes', folded(`${number((hex.length - 2) / 2)} bytes`, element('code', { className: 'bytes', text: hex }))]]));
    } catch (error) {
        return element('p', { className: 'bad', role: 'alert', text: error.message });
    }
}

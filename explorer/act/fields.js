// Inputs for a value of any type of the metadata. Each is { node, encode() → bytes, set(decoded value) }; encode() throws a FieldError that says
// which input is wrong.
import { bool, compact, i128, i16, i256, i32, i64, i8, str, u128, u16, u256, u32, u64, u8 } from '@polkadot-api/substrate-bindings';
import { fromHex, mergeUint8, toHex } from '@polkadot-api/utils';
import { button, element, labelled, select } from '../dom.js';
import { account as parseAccount, address } from '../ss58.js';
import { isBalance } from '../text.js';
import { amountField, integerOf } from './amount.js';
import { FieldError } from './field_error.js';

const kIntegers = { u8, u16, u32, u64, u128, u256, i8, i16, i32, i64, i128, i256 };
const kBig = new Set(['u64', 'u128', 'u256', 'i64', 'i128', 'i256']);
const kBits = (tag) => Number(tag.slice(1));
const kMostItems = 200;

/** `context`: { metadata, chain }; `about`: { name, typeName, docs } of the field. */
export function inputFor(id, context, about = {}) {
    const { types } = context.metadata;
    const type = types.at(id);
    const { tag, value } = type.def;
    const last = type.path.at(-1);
    const more = { ...context, id, type };
    if (last === 'AccountId32') return accountInput(more, about);
    if (context.metadata.isCall(id)) return callInput(more, about);
    switch (tag) {
    case 'composite': return value.length === 1 ? inputFor(value[0].type, context, { ...about, unit: unitOf(type), typeName: about.typeName ?? value[0].typeName })
        : group(value.map((field) => inputFor(field.type, context, named(field))), about);
    case 'variant': return last === 'Option' ? optionInput(more, about) : variantInput(more, about);
    case 'sequence': return types.isByte(value) ? bytesInput(null, about) : listInput(value, null, context, about);
    case 'array': return types.isByte(value.type) ? bytesInput(value.len, about) : listInput(value.type, value.len, context, about);
    case 'tuple': return group(value.map((item, i) => inputFor(item, context, { name: String(i) })), about);
    case 'primitive': return primitiveInput(value.tag, context, about);
    case 'compact': return compactInput(types.inner(value), context, about);
    case 'bitSequence': return bitsInput(about);
    default: throw new TypeError(`no input for ${tag}`);
    }
}

const named = ({ name, typeName, docs }, i) => ({ name: name ?? String(i ?? 0), typeName, docs: docs?.join(' ').trim() });
const labelOf = ({ name, typeName }) => (typeName ? `${name ?? 'value'} (${typeName.replace(/\s+/g, ' ')})` : name ?? 'value');
const wrong = (node, text) => { throw new FieldError(node, text); };
/** Decoded values come in the structs that have one field. */
const unwrapped = (value) => (value?.fields?.length === 1 && value.variant === undefined ? unwrapped(value.fields[0].value) : value);

/** Shares are integers in the chain's own parts. */
function unitOf({ path }) {
    return { Perbill: 'in billionths: 1 % is 10000000', Permill: 'in millionths: 1 % is 10000', Percent: 'in hundredths', Perquintill: 'in parts of 10^18' }[path.at(-1)];
}

function primitiveInput(tag, { chain }, about) {
    if (tag === 'bool') {
        const input = element('input', { type: 'checkbox' });
        return { node: labelled(labelOf(about), input, about.docs), encode: () => bool.enc(input.checked), set: (value) => { input.checked = value; } };
    }
    if (tag === 'str' || tag === 'char') return textInput(tag, about);
    return integerInput(kIntegers[tag], tag, chain, about);
}

function integerInput(codec, tag, chain, about) {
    const bits = kBits(tag);
    const [least, most] = tag[0] === 'u' ? [0n, 2n ** BigInt(bits) - 1n] : [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n];
    const encode = (value) => codec.enc(kBig.has(tag) || codec === compact ? value : Number(value));
    if (tag === 'u128' && isBalance(about.typeName)) {
        const amount = amountField(labelOf(about), chain, about.docs);
        return { node: amount.node, encode: () => encode(amount.value()), set: (value) => amount.set(BigInt(unwrapped(value))) };
    }
    const input = element('input', { value: '0', inputmode: 'numeric', autocomplete: 'off', spellcheck: 'false' });
    const note = [about.docs, about.unit].filter(Boolean).join('; ');
    return { node: labelled(labelOf(about), input, note || undefined),
        encode: () => {
            const value = integerOf(input);
            if (value < least || value > most) wrong(input, `it must be from ${least} to ${most}`);
            return encode(value);
        },
        set: (value) => { input.value = String(unwrapped(value)); } };
}

function compactInput(id, context, about) {
    const { tag, value } = context.metadata.types.at(id).def;
    if (tag !== 'primitive') return { node: element('span'), encode: () => new Uint8Array(), set: () => {} };
    return integerInput(compact, value.tag, context.chain, { ...about, unit: about.unit ?? unitOf(context.metadata.types.at(id)) });
}

function textInput(tag, about) {
    const input = element('input', { autocomplete: 'off', maxLength: tag === 'char' ? 1 : undefined });
    return { node: labelled(labelOf(about), input, about.docs), set: (value) => { input.value = value; },
        encode: () => (tag === 'str' ? str.enc(input.value) : u32.enc(input.value.codePointAt(0) ?? wrong(input, 'one letter is wanted'))) };
}

/** `size`: null for bytes of any number. Text counts as its UTF-8, and "0x…" as hex. */
function bytesInput(size, about) {
    const input = element('input', { value: size === null ? '' : `0x${'00'.repeat(size)}`, autocomplete: 'off', spellcheck: 'false' });
    const file = size === null ? element('input', { type: 'file', ariaLabel: `${about.name ?? 'value'} from a file` }) : null;
    file?.addEventListener('change', async () => {
        input.value = toHex(new Uint8Array(await file.files[0].arrayBuffer()));
        input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    const read = () => {
        if (!input.value.startsWith('0x')) return new TextEncoder().encode(input.value);
        if (!/^0x([0-9a-f]{2})*$/i.test(input.value)) wrong(input, 'after 0x come pairs of the digits 0 to f');
        return fromHex(input.value);
    };
    const note = [about.docs, size === null ? 'text, or hex that begins with 0x' : `${size} bytes in hex`].filter(Boolean).join('; ');
    return { node: element('div', {}, labelled(labelOf(about), input, note), file),
        encode: () => {
            const bytes = read();
            if (size !== null && bytes.length !== size) wrong(input, `${size} bytes are wanted, these are ${bytes.length}`);
            return size === null ? mergeUint8([compact.enc(bytes.length), bytes]) : bytes;
        },
        set: (value) => { input.value = toHex(Uint8Array.from(unwrapped(value))); } };
}

function bitsInput(about) {
    const input = element('input', { autocomplete: 'off', pattern: '[01]*' });
    return { node: labelled(labelOf(about), input, 'digits 0 and 1'), set: () => {},
        encode: () => {
            if (!/^[01]*$/.test(input.value)) wrong(input, 'only 0 and 1');
            const bits = [...input.value];
            const bytes = new Uint8Array(Math.ceil(bits.length / 8));
            bits.forEach((bit, i) => { bytes[i >> 3] |= Number(bit) << (i & 7); });
            return mergeUint8([compact.enc(bits.length), bytes]);
        } };
}

function accountInput({ chain }, about) {
    const input = element('input', { autocomplete: 'off', spellcheck: 'false', list: 'known-accounts', className: 'account' });
    return { node: labelled(labelOf(about), input, [about.docs, 'address or public key'].filter(Boolean).join('; ')),
        encode: () => accountOf(input), set: (value) => { input.value = address(unwrapped(value), chain.prefix); } };
}

export function accountOf(input) {
    try {
        return parseAccount(input.value.trim());
    } catch (error) {
        return wrong(input, input.value.trim() === '' ? 'an account is wanted' : error.message);
    }
}

/** Inputs that stand together. */
function group(parts, about) {
    const node = element('fieldset', {}, element('legend', { text: labelOf(about) }), about.docs ? element('p', { className: 'count', text: about.docs }) : null,
        ...parts.map((part) => part.node));
    return { node, encode: () => mergeUint8(parts.map((part) => part.encode())),
        set: (value) => {
            const values = Array.isArray(value) ? value : value.fields.map((field) => field.value);
            parts.forEach((part, i) => part.set(values[i]));
        } };
}

function optionInput({ type, ...context }, about) {
    const choice = select(['none', 'some'], 'none');
    const holder = element('div', { className: 'inside' });
    let inner = null;
    const draw = () => {
        inner = choice.value === 'some' ? inputFor(type.params[0].type, context, { ...about, docs: undefined }) : null;
        holder.replaceChildren(...(inner ? [inner.node] : []));
    };
    choice.addEventListener('change', draw);
    return { node: element('div', {}, labelled(`${labelOf(about)}`, choice, about.docs), holder),
        encode: () => (inner ? mergeUint8([u8.enc(1), inner.encode()]) : u8.enc(0)),
        set: (value) => {
            choice.value = value.variant === 'None' ? 'none' : 'some';
            draw();
            inner?.set(value.fields[0].value);
        } };
}

function variantInput({ type, ...context }, about) {
    const variants = type.def.value;
    if (variants.length === 0) return { node: element('span'), encode: () => wrong(null, 'there is no value of this type'), set: () => {} };
    // What most call by an address is an account.
    const choice = select(variants.map(({ name }) => name), variants.find(({ name }) => name === 'Id')?.name ?? variants[0].name);
    const holder = element('div', { className: 'inside' });
    let parts = [];
    const chosen = () => variants.find(({ name }) => name === choice.value);
    const draw = () => {
        const { fields } = chosen();
        parts = fields.map((field, i) => inputFor(field.type, context, fields.length === 1 && !field.name
            ? { name: about.name ?? choice.value, typeName: field.typeName } : named(field, i)));
        holder.replaceChildren(...parts.map((part) => part.node));
    };
    choice.addEventListener('change', draw);
    draw();
    const label = variants.length > 1 || about.name ? labelled(labelOf(about), choice, about.docs) : choice;
    return { node: element('div', {}, label, holder),
        encode: () => mergeUint8([u8.enc(chosen().index), ...parts.map((part) => part.encode())]),
        set: (value) => {
            choice.value = value.variant;
            draw();
            parts.forEach((part, i) => part.set(value.fields[i].value));
        } };
}

/** `length`: null if it may grow. */
function listInput(item, length, context, about) {
    const holder = element('div');
    const parts = [];
    const add = () => {
        const part = inputFor(item, context, { name: `${about.name ?? 'item'} ${parts.length + 1}` });
        const row = element('div', { className: 'item' }, part.node, length === null ? button('Remove', () => {
            parts.splice(parts.indexOf(part), 1);
            row.remove();
            changed(holder);
        }) : null);
        parts.push(part);
        holder.append(row);
        return part;
    };
    for (let i = 0; i < Math.min(length ?? 0, kMostItems); ++i) add();
    const adder = button(`Add to ${about.name ?? 'the list'}`, () => { add().node.querySelector('input, select')?.focus(); changed(holder); });
    return { node: element('fieldset', {}, element('legend', { text: labelOf(about) }), about.docs ? element('p', { className: 'count', text: about.docs }) : null,
        holder, length === null ? adder : null),
    encode: () => mergeUint8([...(length === null ? [compact.enc(parts.length)] : []), ...parts.map((part) => part.encode())]),
    set: (value) => {
        if (length === null) parts.splice(0, parts.length) && holder.replaceChildren();
        value.forEach((one, i) => (length === null ? add() : parts[i]).set(one));
    } };
}

const changed = (node) => node.dispatchEvent(new Event('input', { bubbles: true }));

/** A call: pallet, name, what its documentation says, and its arguments. */
export function callInput({ metadata, chain }, about = {}) {
    const pallets = metadata.pallets.filter(({ name }) => metadata.cases(name, 'calls').length > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
    const pallet = select(pallets.map(({ name }) => name), pallets.some(({ name }) => name === 'System') ? 'System' : undefined);
    const call = select([]);
    const docs = element('details', { className: 'docs' });
    const holder = element('div', { className: 'inside' });
    let parts = [];
    const chosen = () => metadata.cases(pallet.value, 'calls').find(({ name }) => name === call.value);
    const drawCalls = (wanted) => {
        call.replaceChildren(...metadata.cases(pallet.value, 'calls').map(({ name }) => element('option', { text: name, value: name }))
            .sort((a, b) => (a.value < b.value ? -1 : 1)));
        if (wanted) call.value = wanted;
        drawArguments();
    };
    const drawArguments = () => {
        const { fields, docs: lines } = chosen();
        docs.replaceChildren(element('summary', { text: lines[0]?.trim() || 'no documentation' }), element('pre', { text: lines.join('\n') }));
        docs.hidden = lines.length === 0;
        parts = fields.map((field, i) => inputFor(field.type, { metadata, chain }, named(field, i)));
        holder.replaceChildren(...parts.map((part) => part.node));
    };
    const choose = (wantedPallet, wantedCall) => {
        if (!pallets.some(({ name }) => name === wantedPallet)) return;
        pallet.value = wantedPallet;
        drawCalls(wantedCall);
    };
    pallet.addEventListener('change', () => drawCalls());
    call.addEventListener('change', drawArguments);
    drawCalls('remark');
    const node = element('fieldset', { className: 'call-input' }, element('legend', { text: about.name ?? 'call' }),
        element('div', { className: 'row' }, labelled('Pallet', pallet), labelled('Call', call)), docs, holder);
    return { node, choose,
        encode: () => mergeUint8([u8.enc(pallets.find(({ name }) => name === pallet.value).index), u8.enc(chosen().index),
            ...parts.map((part) => part.encode())]),
        set: (value) => {
            const { pallet: ofPallet, call: name, fields } = metadata.call(value);
            choose(ofPallet, name);
            parts.forEach((part, i) => part.set(fields[i].value));
        } };
}

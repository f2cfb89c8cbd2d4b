// A decoded value as a tree: calls inside of calls, structs by their fields.
import { element, linked } from './dom.js';
import { accountOf, valueText } from './text.js';
import { isProgram, programText, spellingOf } from './xcm.js';

const kItems = 200;

/** `context`: { chain, metadata }. */
export function valueTree(value, context, typeName = null) {
    const { chain, metadata } = context;
    if (isLeaf(value)) return element('code', {}, ...linked(valueText(value, chain, typeName, Infinity)));
    if (Array.isArray(value)) {
        return element('ol', { className: 'tree', start: 0 }, ...value.slice(0, kItems).map((item) => element('li', {}, valueTree(item, context))),
            value.length > kItems ? element('li', { text: `… ${value.length} items` }) : null);
    }
    if (isProgram(value)) return element('pre', { className: 'program', text: programText(value, spellingOf(metadata, chain)) });
    if (value.type === metadata.types.at(metadata.extrinsic.call)) return callTree(metadata.call(value), context);
    const { fields, variant } = value;
    const inside = inlineCall(value, metadata);
    if (inside) return element('div', {}, element('code', { text: variant }), ' ', callTree(inside, context));
    if (fields.length === 1 && fields[0].name === null) {
        const inner = valueTree(fields[0].value, context, fields[0].typeName);
        return variant === undefined || variant === 'Some' ? inner : element('div', {}, element('code', { text: variant }), ' ', inner);
    }
    return element('div', {}, variant === undefined ? null : element('code', { text: variant }), fieldTree(fields, context));
}

export function callTree({ pallet, call, fields }, context) {
    return element('div', { className: 'call-tree' }, element('span', { className: 'call', text: `${pallet}.${call}` }), fieldTree(fields, context));
}

export function fieldTree(fields, context) {
    if (fields.length === 0) return null;
    return element('ul', { className: 'tree' }, ...fields.map(({ name, typeName, value }, i) => element('li', {},
        element('span', { className: 'name', text: `${name ?? i}: ` }), valueTree(value, context, typeName))));
}

function isLeaf(value) {
    if (value === null || typeof value !== 'object' || value instanceof Uint8Array || accountOf(value)) return true;
    if (Array.isArray(value)) return value.every((item) => item === null || typeof item !== 'object') && value.length <= kItems;
    return value.fields.length === 0;
}

/** A proposal that stands in the call as bytes. */
function inlineCall({ variant, fields, type }, metadata) {
    if (variant !== 'Inline' || type.path.at(-1) !== 'Bounded') return null;
    try {
        const bytes = unwrapped(fields[0].value);
        return bytes instanceof Uint8Array ? metadata.decodeCall(bytes) : null;
    } catch {
        return null;
    }
}

const unwrapped = (value) => (value?.fields?.length === 1 ? unwrapped(value.fields[0].value) : value);

/** Values that stand alone have no name of their type: those of 128 bits are amounts. */
export function amountName({ types }, id) {
    const { def } = types.at(id);
    return def.tag === 'primitive' && def.value.tag === 'u128' ? 'Balance' : null;
}

// Values as the node writes them in JSON (governance_dryRun), read back by the types of the metadata, so that they are shown like all others.
import { fromHex } from '@polkadot-api/utils';
import { account } from './ss58.js';

const kBig = new Set(['u64', 'u128', 'u256', 'i64', 'i128', 'i256']);

/** The value of a type as Types.decode() gives it; throws a TypeError if the JSON has another form. */
export function fromTold(types, id, told) {
    const type = types.at(id);
    const { tag, value } = type.def;
    const bytesOr = (item, otherwise) => (types.isByte(item) ? bytesOf(told) : otherwise());
    const items = (item) => listOf(told).map((one) => fromTold(types, item, one));
    switch (tag) {
    case 'composite': return type.path.at(-1) === 'AccountId32' ? { type, fields: [{ name: null, value: account(textOf(told)) }] }
        : { type, fields: fieldsOf(types, value, told) };
    case 'variant': return variantOf(types, type, value, told);
    case 'sequence': return bytesOr(value, () => items(value));
    case 'array': return bytesOr(value.type, () => items(value.type));
    case 'tuple': return value.length === 0 ? [] : listOf(told).map((one, i) => fromTold(types, value[i], one));
    case 'primitive': return primitiveOf(value.tag, told);
    case 'compact': return fromTold(types, types.inner(value), told);
    default: return textOf(told);
    }
}

const wrong = (told) => { throw new TypeError(`not of this type: ${JSON.stringify(told)}`); };
const textOf = (told) => (typeof told === 'string' ? told : wrong(told));
const listOf = (told) => (Array.isArray(told) ? told : wrong(told));
/** Long ones are told by their size and hash. */
const bytesOf = (told) => (told?.bytes !== undefined ? `${told.bytes} bytes with the hash ${told.blake2_256}` : fromHex(textOf(told)));

function primitiveOf(tag, told) {
    if (tag === 'bool' || tag === 'str' || (tag.endsWith('256') && typeof told === 'string')) return told;
    if (typeof told !== 'number' && !/^-?\d+$/.test(textOf(told))) wrong(told);
    return kBig.has(tag) ? BigInt(told) : Number(told);
}

function fieldsOf(types, list, told) {
    const field = ({ name, typeName, type }, one) => ({ name: name ?? null, typeName, id: type, value: one === undefined ? [] : fromTold(types, type, one) });
    if (list.length === 0) return [];
    if (list[0].name === undefined || list[0].name === null) return list.length === 1 ? [field(list[0], told)] : list.map((one, i) => field(one, listOf(told)[i]));
    if (told === null || typeof told !== 'object') wrong(told);
    return list.map((one) => field(one, told[one.name]));
}

function variantOf(types, type, cases, told) {
    const of = (name) => cases.find((one) => one.name === name) ?? wrong(told);
    if (type.path.at(-1) === 'Option') {
        const [none, some] = [of('None'), of('Some')];
        return told === null ? { type, variant: 'None', index: none.index, fields: [] }
            : { type, variant: 'Some', index: some.index, fields: fieldsOf(types, some.fields, told) };
    }
    if (typeof told === 'string') return { type, variant: told, index: of(told).index, fields: [] };
    if (told === null || typeof told !== 'object') return wrong(told);
    const [[name, inner]] = Object.entries(told);
    const found = of(name);
    if (type.path.at(-1) === 'DispatchError' && name === 'Module') {
        return { type, variant: name, index: found.index, fields: [{ name: null, value: `${inner.pallet}.${inner.error}` }] };
    }
    return { type, variant: name, index: found.index, fields: fieldsOf(types, found.fields, inner) };
}

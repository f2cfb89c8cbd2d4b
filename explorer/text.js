// Values as people read them.
import { address } from './ss58.js';
import { toHex } from '@polkadot-api/utils';

const kMaxBytesShown = 40;
const kMaxItemsShown = 8;

export const shortHash = (hash) => `${hash.slice(0, 6)}…${hash.slice(-4)}`;

export const number = (value) => BigInt(value).toString().replace(/\B(?=(\d{3})+$)/g, ' ');

/** 1234500000000 planck is 1.2345 KSM. */
export function balance(planck, { decimals, symbol }) {
    const digits = BigInt(planck).toString().padStart(decimals + 1, '0');
    const cut = digits.length - decimals;
    const fraction = digits.slice(cut).replace(/0+$/, '');
    return `${number(digits.slice(0, cut))}${fraction && '.' + fraction} ${symbol}`;
}

function bytes(value, most) {
    const printable = value.length > 0 && value.every((byte) => byte >= 0x20 && byte < 0x7f);
    if (printable) return JSON.stringify(new TextDecoder().decode(value));
    const hex = toHex(value.slice(0, Math.min(most, value.length)));
    return value.length > most ? `${hex}… (${value.length} bytes)` : hex;
}

export const isBalance = (typeName) => /(^|::|<)Balance(Of)?\b/.test(typeName ?? '');

/** The bytes of an account, or of the account that an address of the chain stands for; undefined for other values. */
export function accountOf(value) {
    const path = value?.type?.path;
    if (path?.at(-1) === 'AccountId32') return value.fields[0].value;
    if (path?.at(-1) === 'MultiAddress' && value.variant === 'Id') return accountOf(value.fields[0].value);
    return undefined;
}

/** `chain`: { prefix, decimals, symbol }; `most`: how many bytes of a value are shown. */
export function valueText(value, chain, typeName = null, most = kMaxBytesShown) {
    const inner = (v, name = null) => valueText(v, chain, name, most);
    if (value === null) return 'none';
    if (value instanceof Uint8Array) return bytes(value, most);
    if (Array.isArray(value)) {
        const shown = value.slice(0, most === Infinity ? most : kMaxItemsShown).map((item) => inner(item));
        if (value.length > shown.length) shown.push(`… ${value.length} items`);
        return `[${shown.join(', ')}]`;
    }
    if (typeof value === 'bigint' || typeof value === 'number') {
        return isBalance(typeName) ? balance(value, chain) : number(value);
    }
    if (typeof value !== 'object') return String(value);

    const account = accountOf(value);
    if (account) return address(account, chain.prefix);
    const path = value.type.path.join('::');
    const { fields } = value;
    if (value.variant !== undefined) {
        if (path === 'Option') return value.variant === 'None' ? 'none' : inner(fields[0].value, typeName);
        return fields.length === 0 ? value.variant : `${value.variant}(${fieldsText(fields, chain, most)})`;
    }
    if (fields.length === 1 && fields[0].name === null) return inner(fields[0].value, fields[0].typeName);
    return `{ ${fieldsText(fields, chain, most)} }`;
}

export const fieldsText = (fields, chain, most = kMaxBytesShown) => fields.map(({ name, typeName, value }) => {
    const text = valueText(value, chain, typeName, most);
    return name === null ? text : `${name}: ${text}`;
}).join(', ');

// Amounts in the chain's unit or in its smallest.
import { element, labelled, select } from '../dom.js';
import { FieldError } from './field_error.js';

export function integerOf(input) {
    const text = input.value.replace(/[\s_,]/g, '');
    if (!/^-?\d+$/.test(text)) throw new FieldError(input, 'a whole number is wanted');
    return BigInt(text);
}

/** "1.25" with 12 decimals is 1250000000000. */
export function scaled(text, decimals) {
    const [, whole, fraction = ''] = /^(\d*)(?:\.(\d*))?$/.exec(text.replace(/[\s_,]/g, '')) ?? [];
    if (whole === undefined || whole + fraction === '') throw new RangeError('a number is wanted, with a point before its fraction');
    if (fraction.length > decimals) throw new RangeError(`it has more than ${decimals} digits behind the point`);
    return BigInt(whole + fraction.padEnd(decimals, '0'));
}

/** { node, input, value() → smallest units, set(smallest units) } */
export function amountField(label, chain, note) {
    const input = element('input', { inputmode: 'decimal', autocomplete: 'off', value: '0' });
    const unit = select([[chain.decimals, chain.symbol], [0, chain.decimals === 12 ? 'planck' : 'smallest units']], chain.decimals, { ariaLabel: `unit of ${label}` });
    const value = () => {
        try {
            return scaled(input.value, Number(unit.value));
        } catch (error) {
            throw new FieldError(input, error.message);
        }
    };
    const set = (amount) => {
        const digits = amount.toString().padStart(chain.decimals + 1, '0');
        const cut = digits.length - chain.decimals;
        unit.value = String(chain.decimals);
        input.value = `${digits.slice(0, cut)}.${digits.slice(cut)}`.replace(/\.?0*$/, '') || '0';
        if (chain.decimals === 0) input.value = digits;
    };
    const node = labelled(label, input, note);
    node.insertBefore(unit, input.nextSibling);
    node.classList.add('amount');
    return { node, input, value, set };
}

// Inputs of the forms.
import { element, labelled } from '../dom.js';
import { address } from '../ss58.js';
import { accountOf } from './fields.js';
import { FieldError } from './field_error.js';

/** { node, address() } */
export function accountField(label, { chain, parameters }, { note, name } = {}) {
    const input = element('input', { autocomplete: 'off', spellcheck: 'false', list: 'known-accounts', className: 'account', value: parameters.get(name) ?? '' });
    return { node: labelled(label, input, note ?? 'address or public key'), address: () => address(accountOf(input), chain.prefix) };
}

/** Accounts, one a line: { node, addresses() } */
export function accountsField(label, { chain }, note) {
    const input = element('textarea', { rows: 4, spellcheck: 'false', className: 'account' });
    const addresses = () => {
        const lines = input.value.split(/[\s,]+/).filter(Boolean);
        if (lines.length === 0) throw new FieldError(input, 'at least one account is wanted');
        return lines.map((line) => address(accountOf({ value: line, labels: input.labels, setAttribute: (...args) => input.setAttribute(...args) }), chain.prefix));
    };
    return { node: labelled(label, input, note), input, addresses };
}

export function choiceOf(input) {
    if (input.value === '') throw new FieldError(input, 'there is nothing to choose');
    return input.value;
}

// Pieces of the page.
import { address, kAddressPattern } from './ss58.js';

export const at = (id) => document.getElementById(id);
/** Writes a text, if it is another one: a screen reader is not told twice. */
export const show = (id, text) => { if (at(id).textContent !== String(text)) at(id).textContent = text; };

/** `attributes`: className, text, and else what the element has of its own; `on` are listeners by event. */
export function element(tag, { className, text, on, ...attributes } = {}, ...children) {
    const out = document.createElement(tag);
    if (className) out.className = className;
    if (text !== undefined) out.textContent = text;
    for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === null || value === false) continue;
        if (name in out && (typeof value !== 'string' || /[A-Z]/.test(name))) out[name] = value;
        else out.setAttribute(name, value === true ? '' : value);
    }
    for (const [event, listener] of Object.entries(on ?? {})) out.addEventListener(event, listener);
    out.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return out;
}

export const button = (text, click, attributes = {}) => element('button', { type: 'button', text, ...attributes, on: { click } });

export const link = (href, text, attributes = {}) => element('a', { href, text, ...attributes });

const accountHref = (text) => `#/account/${text}`;

/** A text as nodes, in which addresses lead to their accounts. */
export function linked(text) {
    const nodes = [];
    let end = 0;
    for (const found of text.matchAll(kAddressPattern)) {
        nodes.push(text.slice(end, found.index), link(accountHref(found[0]), found[0]));
        end = found.index + found[0].length;
    }
    nodes.push(text.slice(end));
    return nodes;
}

/** A link to an account, given as bytes. */
export function accountLink(account, chain) {
    const text = address(account, chain.prefix);
    return link(accountHref(text), `${text.slice(0, 8)}…${text.slice(-6)}`, { className: 'hash', title: text });
}

/** `rows` are lists of texts or nodes. Without rows a sentence stands in its place. */
export function table(headings, rows, otherwise) {
    if (rows.length === 0) return element('p', { className: 'count', text: otherwise });
    const cell = (content) => (content instanceof Node ? element('td', {}, content) : element('td', { text: content }));
    return element('div', { className: 'scroll' }, element('table', {},
        element('thead', {}, element('tr', {}, ...headings.map((text) => (text === '' ? element('td') : element('th', { text, scope: 'col' }))))),
        element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map(cell))))));
}

/** Names and values below each other: [[name, text or node]]; those without a value are left out. */
export function list(pairs) {
    return element('dl', { className: 'list' }, ...pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => element('div', {}, element('dt', { text: name }), element('dd', {}, value))));
}

/** Names and values, as cards: [[name, value, note]]. */
export function cards(values) {
    return element('dl', { className: 'cards' }, ...values.map(([name, value, note]) => element('div', {},
        element('dt', { text: name }),
        element('dd', { text: value }),
        note ? element('dd', { className: 'hash', text: note }) : null)));
}

export const section = (title, ...children) => element('section', {}, element('h2', { text: title }), ...children);

/** A text of many letters behind its first words. */
export const folded = (summary, ...children) => element('details', {}, element('summary', { text: summary }), ...children);

let labels = 0;
/** A label and what it is for. The note is read after it. */
export function labelled(text, input, note) {
    const id = input.id || `input-${++labels}`;
    input.id = id;
    if (note) input.setAttribute('aria-describedby', `${id}-note`);
    return element('div', { className: 'field' }, element('label', { htmlFor: id, text }), input,
        note ? element('p', { className: 'count', id: `${id}-note`, text: note }) : null);
}

/** `choices`: texts, or [value, text]. */
export function select(choices, chosen, attributes = {}) {
    const out = element('select', attributes, ...choices.map((choice) => {
        const [value, text] = Array.isArray(choice) ? choice : [choice, choice];
        return element('option', { value: String(value), text });
    }));
    if (chosen !== undefined) out.value = String(chosen);
    return out;
}

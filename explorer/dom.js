// Pieces of the page.
import { address, kAddressPattern } from './ss58.js';

export const at = (id) => document.getElementById(id);
export const show = (id, text) => { at(id).textContent = text; };

export function element(tag, { className, text, title, href } = {}, ...children) {
    const out = document.createElement(tag);
    if (className) out.className = className;
    if (text !== undefined) out.textContent = text;
    if (title) out.title = title;
    if (href) out.href = href;
    out.append(...children.filter((child) => child !== null && child !== undefined));
    return out;
}

const accountHref = (text) => `#/account/${text}`;

/** A text as nodes, in which addresses lead to their accounts. */
export function linked(text) {
    const nodes = [];
    let end = 0;
    for (const found of text.matchAll(kAddressPattern)) {
        nodes.push(text.slice(end, found.index), element('a', { text: found[0], href: accountHref(found[0]) }));
        end = found.index + found[0].length;
    }
    nodes.push(text.slice(end));
    return nodes;
}

/** A link to an account, given as bytes. */
export function accountLink(account, chain) {
    const text = address(account, chain.prefix);
    return element('a', { className: 'hash', text: `${text.slice(0, 8)}…${text.slice(-6)}`, title: text,
        href: accountHref(text) });
}

/** `rows` are lists of texts or nodes. Without rows a sentence stands in its place. */
export function table(headings, rows, otherwise) {
    if (rows.length === 0) return element('p', { className: 'count', text: otherwise });
    const cell = (content) => (content instanceof Node ? element('td', {}, content) : element('td', { text: content }));
    return element('div', { className: 'scroll' }, element('table', {},
        element('thead', {}, element('tr', {}, ...headings.map((text) => element('th', { text })))),
        element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map(cell))))));
}

/** Names and values, as cards: [[name, value, note]]. */
export function cards(values) {
    return element('dl', { className: 'cards' }, ...values.map(([name, value, note]) => element('div', {},
        element('dt', { text: name }),
        element('dd', { text: value }),
        note ? element('dd', { className: 'hash', text: note }) : null)));
}

export const section = (title, ...children) => element('section', {}, element('h2', { text: title }), ...children);

// What a proposal would do: the node runs it on a copy of the state (governance_dryRun).
import { element, linked, table } from './dom.js';
import { fieldsText, number, valueText } from './text.js';
import { fromTold } from './told.js';
import { amountName, valueTree } from './tree.js';
import { toHex } from '@polkadot-api/utils';

/** What the node answered, or the error, by the name of the proposal: views are drawn anew with each block. */
const known = new Map();
const running = new Set();

/** The name of an origin as the node takes it; null: it has fields of which nothing is known here. */
export function originText(origin) {
    const inner = origin.value;
    if (typeof inner === 'string') return `${origin.is}.${inner}`;
    return inner?.is === 'Signed' && inner.value instanceof Uint8Array ? `signed:${toHex(inner.value)}` : null;
}

/** The encoded call, or the hash of its preimage, in hex. */
export const proposalHex = (proposal) => toHex(proposal.is === 'Inline' ? proposal.value : proposal.hash);

/** A button and what came of it. `name` is different for each proposal of a view. */
export function dryRunNode(context, name, proposal, origin) {
    const { state } = context;
    const node = element('div', { className: 'dry-run' });
    node.dataset.dryRun = name;
    const draw = () => {
        const current = document.querySelector(`[data-dry-run="${name}"]`) ?? node;
        const hadFocus = current.contains(document.activeElement);
        const drawn = dryRunNode(context, name, proposal, origin);
        current.replaceWith(drawn);
        if (hadFocus) drawn.querySelector('button').focus();
    };
    const button = element('button', { text: running.has(name) ? 'Trying …' : 'Try it on a copy of the state' });
    button.type = 'button';
    button.addEventListener('click', () => {
        if (running.has(name)) return;
        running.add(name);
        draw();
        state.rpc.call('governance_dryRun', proposal, origin, state.hash)
            .then((report) => known.set(name, { report }), (error) => known.set(name, { error }))
            .finally(() => { running.delete(name); draw(); });
    });
    node.append(button);
    const found = known.get(name);
    if (found) node.append(found.error ? element('p', { className: 'bad', text: found.error.message }) : reportNode(found.report, context));
    return node;
}

const jsonText = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** `work` gives a node of a value by its type; what cannot be read by it is shown as the node has written it. */
function readable(told, work) {
    try {
        return work();
    } catch {
        return element('code', {}, ...linked(jsonText(told)));
    }
}

/** What a trial gave, for people. `context`: { metadata, chain, money }. */
export function reportNode(report, context, when = 'Enacted after block') {
    const { block, outcome, error, events, changes, weight } = report;
    const milliseconds = ({ refTime }) => `${(refTime / 1e9).toFixed(3)} ms`;
    const shown = changes.map((change) => changeRow(change, context));
    return element('div', { className: 'report' },
        element('p', { className: outcome === 'ok' ? '' : 'bad', text: outcomeText(outcome, error) }),
        element('p', { className: 'count', text: [`${when} #${number(block.number)}`,
            weight.declared ? `declared weight ${milliseconds(weight.declared)}` : null,
            weight.inBlock ? `the block has ${milliseconds(weight.inBlock)} more` : null].filter(Boolean).join('; ') }),
        movedNode(changes, context),
        ...events.map((event) => eventOf(event, context)),
        table(['changes', 'before', 'after'], shown, 'It changes nothing.'));
}

function eventOf({ pallet, name, fields }, { metadata, chain }) {
    return element('span', { className: 'event' }, `${pallet}.${name} `, readable(fields ?? '', () => {
        if (fields === null) return element('span');
        return element('span', {}, ...linked(fieldsText(fromTold(metadata.types, metadata.pallet(pallet).events.type, { [name]: fields }).fields, chain)));
    }));
}

/** Who has more or less afterwards, of the chain's own token. */
function movedNode(changes, { money, chain }) {
    const total = (value) => (value ? BigInt(value.data?.free ?? 0) + BigInt(value.data?.reserved ?? 0) : 0n);
    const rows = changes.filter(({ pallet, item, keys }) => pallet === 'System' && item === 'Account' && keys.length === 1)
        .map(({ keys: [who], before, after }) => ({ who, difference: total(after) - total(before) })).filter(({ difference }) => difference !== 0n);
    if (rows.length === 0) return null;
    return element('ul', { className: 'moved', ariaLabel: `Who has more or less ${chain.symbol}` }, ...rows.map(({ who, difference }) => element('li', {},
        element('span', { className: difference > 0n ? 'good' : 'bad', text: `${difference > 0n ? '+' : '−'}${money(difference > 0n ? difference : -difference)}` }),
        ' ', ...linked(who))));
}

/** Of a value that changes, only the parts that do. */
function changeRow({ pallet, item, keys, before, after }, context) {
    const { metadata, chain } = context;
    const title = element('span', {}, ...linked([pallet ? `${pallet}.${item}` : item, ...keys.map(jsonText)].join(' ')));
    const { type } = metadata.entry(pallet, item) ?? {};
    const id = type?.tag === 'map' ? type.value.value : type?.value;
    const whole = (told) => (told === null ? 'nothing' : readable(told, () => valueTree(fromTold(metadata.types, id, told), { metadata, chain }, amountName(metadata, id))));
    if (before === null || after === null || id === undefined) return [title, whole(before), whole(after)];
    try {
        const [old, now] = [before, after].map((told) => leaves(fromTold(metadata.types, id, told), chain));
        if (old.has('') || now.has('')) return [title, whole(before), whole(after)];
        const differing = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path));
        const side = (values) => element('ul', { className: 'tree' }, ...differing.map((path) => element('li', {},
            element('span', { className: 'name', text: `${path}: ` }), ...linked(values.get(path) ?? 'nothing'))));
        return [title, side(old), side(now)];
    } catch {
        return [title, whole(before), whole(after)];
    }
}

/** The fields of structs in structs, by their path; of another value itself, by no path. */
function leaves(value, chain, path = '', typeName = null, out = new Map()) {
    const isStruct = value?.fields?.length > 0 && value.variant === undefined && value.fields[0].name !== null;
    if (!isStruct) return out.set(path, valueText(value, chain, typeName));
    for (const { name, typeName: inner, value: one } of value.fields) leaves(one, chain, path === '' ? name : `${path}.${name}`, inner, out);
    return out;
}

function outcomeText(outcome, error) {
    const module = error?.Module;
    switch (outcome) {
    case 'ok': return 'It would succeed.';
    case 'failed': return `It would fail: ${module ? `${module.pallet}.${module.error}. ${module.docs}` : jsonText(error)}`;
    case 'too_heavy': return 'It would not run: it is heavier than what the scheduler has in a block.';
    default: return 'It would not run: the scheduler cannot decode it.';
    }
}

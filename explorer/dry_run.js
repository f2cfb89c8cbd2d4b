// What a proposal would do: the node runs it on a copy of the state (governance_dryRun).
import { element, linked, table } from './dom.js';
import { number } from './text.js';
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
    if (found) node.append(found.error ? element('p', { className: 'bad', text: found.error.message }) : reportNode(found.report));
    return node;
}

const jsonText = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

export function reportNode({ block, outcome, error, events, changes, weight }, when = 'Enacted after block') {
    const milliseconds = ({ refTime }) => `${(refTime / 1e9).toFixed(3)} ms`;
    return element('div', { className: 'report' },
        element('p', { className: outcome === 'ok' ? '' : 'bad', text: outcomeText(outcome, error) }),
        element('p', { className: 'count', text: [`${when} #${number(block.number)}`,
            weight.declared ? `declared weight ${milliseconds(weight.declared)}` : null,
            weight.inBlock ? `the block has ${milliseconds(weight.inBlock)} more` : null].filter(Boolean).join('; ') }),
        ...events.map(({ pallet, name, fields }) => element('span', { className: 'event' },
            `${pallet}.${name} `, ...linked(fields === null ? '' : jsonText(fields)))),
        table(['changes', 'before', 'after'], changes.map(({ pallet, item, keys, before, after }) => [
            element('span', {}, ...linked([pallet ? `${pallet}.${item}` : item, ...keys.map(jsonText)].join(' '))),
            before === null ? 'nothing' : jsonText(before), after === null ? 'nothing' : jsonText(after)]),
        'It changes nothing.'));
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

// One extrinsic: who sent it, how, what it calls, what came of it.
import { errorText } from '../blocks.js';
import { fieldOf, outcomeOf, readBlock, weightText } from '../chain.js';
import { element, folded, link, linked, list, section } from '../dom.js';
import { fieldsText, number, valueText } from '../text.js';
import { callTree, fieldTree, valueTree } from '../tree.js';

/** `name`: "BLOCK-INDEX", the block by number or hash. */
export async function extrinsicView(context, name = '') {
    const [, wanted, index] = /^(.+)-(\d+)$/.exec(name) ?? [];
    if (wanted === undefined) throw new RangeError('an extrinsic is named by its block and its place there: 123-1');
    const block = await readBlock(context, wanted);
    const one = block.extrinsics[Number(index)];
    if (!one) throw new RangeError(`block ${block.height} has no extrinsic ${index}`);
    const { chain, money } = context;
    const inner = { chain, metadata: block.metadata };
    const outcome = outcomeOf(one);
    const extension = (...names) => one.extensions?.find((found) => names.includes(found.name))?.value;
    const payment = extension('ChargeTransactionPayment', 'ChargeAssetTxPayment', 'SkipCheckIfFeeless');
    const reason = outcome.ok === false ? errorText(block.metadata, outcome.error) : null;
    return element('div', {},
        section(`Extrinsic ${number(block.height)}-${index}`, list([
            ['block', link(`#/block/${block.hash}`, `block ${number(block.height)}`)],
            ['hash', element('code', { text: one.hash })],
            ['result', resultNode(outcome, reason)],
            ['from', one.signer ? element('span', {}, ...linked(valueText(one.signer, chain))) : 'nobody: it is not signed'],
            ['nonce', valueOrNull(extension('CheckNonce'), chain)],
            ['fee', outcome.fee === undefined ? null : money(outcome.fee)],
            ['tip', outcome.tip !== undefined ? money(outcome.tip) : payment ? tipText(payment, money) : null],
            ['weight', weightText(outcome.weight)],
            ['valid', mortality(extension('CheckMortality', 'CheckEra'))],
            ['size', `${number(one.size)} bytes`],
            ['signature', one.signature ? element('code', { text: valueText(one.signature, chain, null, Infinity) }) : null],
        ])),
        section('Call', one.error ? element('p', { className: 'bad', text: one.error.message }) : callTree(one, inner),
            one.error ? null : element('p', {}, link(`#/call/${one.callHex}`, 'Compose it anew'))),
        one.extensions ? folded('Extensions', fieldTree(one.extensions, inner)) : null,
        section('Events', ...(one.events ?? []).map(({ pallet, event, fields }) => element('details', { className: 'event-tree' },
            element('summary', {}, element('span', { className: 'call', text: `${pallet}.${event}` }), ' ',
                element('code', { text: fieldsText(fields, chain) })),
            valueTree({ type: { path: [] }, fields }, inner))),
        one.events?.length ? null : element('p', { className: 'count', text: one.events ? 'It has none.' : 'This node does not keep them.' })),
        folded('Bytes', element('code', { className: 'bytes', text: one.hex })));
}

function resultNode({ ok }, reason) {
    if (ok === undefined) return 'not known';
    return ok ? 'success' : element('span', { className: 'bad', text: `failed: ${reason ?? 'the pallet is not known'}` });
}

const valueOrNull = (value, chain) => (value === undefined ? null : valueText(value, chain));

function tipText(payment, money) {
    const tip = fieldOf(payment.fields, 'tip') ?? payment.fields?.[0]?.value;
    return typeof tip === 'bigint' || typeof tip === 'number' ? money(tip) : null;
}

/** An era is a variant: "Immortal", or "Mortal" with its number and one byte more. */
function mortality(extension) {
    const era = extension?.fields?.[0]?.value ?? extension;
    if (!era?.variant) return null;
    if (era.variant === 'Immortal') return 'for ever';
    const code = Number(/\d+/.exec(era.variant)[0]) | (Number(era.fields[0].value) << 8);
    return `for ${number(2 ** ((code & 15) + 1))} blocks`;
}


// What stands below every call that is being made: who signs, the fee, a dry run, sending, and what became of it.
import { toHex } from '@polkadot-api/utils';
import { errorText, eventNode } from '../blocks.js';
import { reportNode } from '../dry_run.js';
import { button, element, folded, labelled, link, linked } from '../dom.js';
import { fieldsText, valueText } from '../text.js';
import { callTree } from '../tree.js';
import { amountField, integerOf } from './amount.js';
import { aroundInput } from './around.js';
import { checked } from './field_error.js';
import { signerChoice } from './signer_choice.js';
import { dryRun, feeOf, follow, signed } from './transaction.js';

const kWaitMs = 300; // after the last change, before the fee is asked for

/** `encode` gives the call's bytes, or throws a FieldError; `inputs` is the node whose changes matter. */
export function actPanel(context, inputs, encode) {
    const { metadata, chain, money } = context;
    const problem = element('p', { className: 'bad', role: 'alert' });
    const say = (text) => { if (problem.textContent !== text) problem.textContent = text; };
    const call = () => checked(inputs, encode, say);

    const signer = signerChoice(context);
    const [nonce, tip, mortal] = [element('input', { inputmode: 'numeric', placeholder: 'the next one', autocomplete: 'off' }),
        amountField('Tip', chain, 'to the author of the block, for haste'), element('input', { type: 'checkbox', checked: true })];
    const around = aroundInput(context);
    const options = () => ({ nonce: nonce.value.trim() === '' ? null : Number(integerOf(nonce)), tip: tip.value(), isMortal: mortal.checked });

    const fee = element('output', { className: 'fee', text: 'not known yet' });
    const bytes = element('div', { className: 'call-bytes' });
    const results = element('div', { className: 'results', ariaLive: 'polite' });
    let asked = 0;
    const update = async () => {
        const own = ++asked;
        const inner = quiet(encode);
        const who = signer.chosen();
        const encoded = inner && who ? await around.wrap(inner, who).catch(() => null) : inner;
        if (own !== asked) return;
        showBytes(encoded);
        if (!encoded || !who) {
            fee.textContent = who ? 'when the call is complete' : 'when an account is chosen';
            return;
        }
        const text = await feeOf(context, encoded, who, { ...options(), tip: 0n }).then(({ partialFee, weight }) => (
            `${money(partialFee)}, for ${((weight.refTime ?? weight.ref_time ?? weight) / 1e9).toFixed(3)} ms`), (error) => `not known: ${error.message}`);
        if (own === asked) fee.textContent = text;
    };
    const showBytes = (encoded) => {
        if (!encoded) return bytes.replaceChildren();
        const hex = toHex(encoded);
        bytes.replaceChildren(element('code', { className: 'bytes', text: hex }), element('p', {},
            link(`#/call/${hex}`, 'A lasting link to this call'), ' ', button('Copy', () => navigator.clipboard?.writeText(hex))));
    };
    let timer = null;
    const later = () => { clearTimeout(timer); timer = setTimeout(update, kWaitMs); };
    for (const event of ['input', 'change', 'click']) inputs.addEventListener(event, later);
    signer.node.addEventListener('change', later);
    for (const event of ['input', 'change']) around.node?.addEventListener(event, later);

    const during = (trigger, work) => async () => {
        const inner = call();
        const who = signer.chosen();
        if (!inner) return inputs.querySelector('[aria-invalid]')?.focus();
        if (!who) return say('an account must be chosen to sign');
        trigger.disabled = true;
        for (const marked of around.node?.querySelectorAll('[aria-invalid]') ?? []) marked.removeAttribute('aria-invalid');
        try {
            await work(await around.wrap(inner, who), who);
        } catch (error) {
            error.input?.setAttribute?.('aria-invalid', 'true');
            results.append(element('p', { className: 'bad failure', text: error.message ?? String(error) }));
        } finally {
            trigger.disabled = false;
        }
    };
    const tries = button('Dry run', null, { className: 'try' });
    const sends = button('Sign and submit', null, { className: 'send' });
    tries.addEventListener('click', during(tries, async (encoded, who) => {
        results.replaceChildren(element('p', { text: 'Trying it on a copy of the state …' }));
        results.replaceChildren(dryRunNode(await dryRun(context, encoded, who.publicKey), context));
    }));
    sends.addEventListener('click', during(sends, async (encoded, who) => {
        const steps = element('ol', { className: 'steps' });
        results.replaceChildren(steps);
        const step = (...content) => steps.append(element('li', {}, ...content));
        step('Waiting for the signature …');
        const transaction = await signed(context, encoded, who.signer, options(), who.address);
        step('Signed');
        await follow(context, transaction, (told) => step(...stepNodes(told, context)));
        later();
    }));
    update();
    return element('section', { className: 'act' }, element('h2', { text: 'Sign and submit' }), signer.node, around.node,
        folded('Options', labelled('Nonce', nonce, 'left empty, the account’s next one'), tip.node,
            labelled('Mortal', mortal, 'valid for 64 blocks; otherwise for ever')),
        element('p', {}, 'Fee: ', fee), problem, element('div', { className: 'buttons' }, tries, sends), results,
        folded('The call as bytes', bytes));
}

function quiet(encode) {
    try {
        return encode();
    } catch {
        return null;
    }
}

function stepNodes({ text, hash, index, outcome, events, metadata }, { chain }) {
    if (hash === undefined) return [text];
    const failed = outcome?.ok === false;
    return [link(`#/extrinsic/${hash}-${index}`, text), ': ',
        element('strong', { className: failed ? 'bad' : 'good', text: failed ? `failed: ${errorText(metadata, outcome.error)}` : 'success' }),
        element('details', {}, element('summary', { text: `${events.length} events` }), ...events.map((event) => eventNode(metadata, event, chain)))];
}

/** What a trial gave: by the node, the runtime's API, or both. */
function dryRunNode({ report, decoded }, context) {
    const { metadata, chain } = context;
    const of = (name) => decoded?.fields.find((field) => field.name === name)?.value;
    const sent = of('forwarded_xcms')?.length ? element('p', { text: `It would send: ${valueText(of('forwarded_xcms'), chain)}` }) : null;
    if (report) return element('div', {}, reportNode(report, context, 'Tried after block'), sent);
    const result = of('execution_result');
    const error = result.variant === 'Err' ? result.fields[0].value.fields.find(({ name }) => name === 'error')?.value : null;
    const events = of('emitted_events') ?? [];
    return element('div', { className: 'report' },
        element('p', { className: error ? 'bad' : '', text: error ? `It would fail: ${errorText(metadata, error)}` : 'It would succeed.' }),
        ...events.map((event) => element('code', { className: 'event' }, ...linked(`${event.variant}.${event.fields[0].value.variant} ${
            fieldsText(event.fields[0].value.fields, chain)}`))),
        sent,
        events.length === 0 ? element('p', { className: 'count', text: 'It would deposit no events.' }) : null);
}

/** A call that is shown before it is signed. */
export function callPreview(context, encoded) {
    try {
        return callTree(context.metadata.decodeCall(encoded), context);
    } catch (error) {
        return element('p', { className: 'count', text: error.message });
    }
}

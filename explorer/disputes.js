// Disputes over candidates of parachains: who said what, how they ended, who is to be punished and who takes no part.
import { toHex } from '@polkadot-api/utils';
import { accountLink, cards, element, section, table } from './dom.js';
import { number, shortHash } from './text.js';
import { when } from './time.js';
import { indicesIn } from './types.js';

export const hasDisputes = (state) => state.hasItem('ParasDisputes', 'Disputes');

/** Validators of a session by their accounts, as far as the chain remembers who they were. */
async function validatorsOf(state, sessions) {
    const keys = sessions.map((session) => [session]);
    const accounts = state.hasItem('ParaSessionInfo', 'AccountKeys') ? await state.many('ParaSessionInfo', 'AccountKeys', keys) : [];
    return new Map(sessions.map((session, i) => [session, accounts[i] ?? []]));
}

function validatorLinks(indices, accounts, chain) {
    if (indices.length === 0) return 'nobody';
    return element('span', {}, ...indices.flatMap((index, i) => [
        i === 0 ? '' : ', ', accounts[index] ? accountLink(accounts[index], chain) : `validator ${number(index)}`]));
}

/** Two thirds have ended it; those against it win where both sides have as many, as who says both counts on both. */
function outcome(value, context) {
    if (value.concluded_at === null) return 'open';
    const isValid = indicesIn(value.validators_for).length > indicesIn(value.validators_against).length;
    return element('span', { className: isValid ? '' : 'bad' }, `${isValid ? 'valid' : 'invalid'}, ${when(value.concluded_at, context)}`);
}

function slashRows(unapplied, validators, chain) {
    const kinds = { ForInvalid: 'backed what is invalid', ForInvalidBacked: 'backed what is invalid', AgainstValid: 'disputed what is valid',
        ForInvalidApproved: 'approved what is invalid' };
    return unapplied.map(({ keys: [session, candidate], value }) => [number(session), shortHash(toHex(candidate)), kinds[value.kind?.is ?? value.kind] ?? '',
        validatorLinks(value.keys.map(([index]) => index), validators.get(session) ?? [], chain)]);
}

export async function disputesView(context) {
    const { state, chain } = context;
    const entriesOf = (pallet, item) => (state.hasItem(pallet, item) ? state.entries(pallet, item) : []);
    const [disputes, unapplied, frozen, disabled, accounts] = await Promise.all([
        entriesOf('ParasDisputes', 'Disputes'), entriesOf('ParasSlashing', 'UnappliedSlashes'), state.find('ParasDisputes', 'Frozen'),
        state.find('Session', 'DisabledValidators'), state.find('Session', 'Validators')]);
    disputes.sort((one, other) => other.value.start - one.value.start);
    const sessions = [...new Set([...disputes, ...unapplied].map(({ keys: [session] }) => session))];
    const validators = await validatorsOf(state, sessions);
    // Later runtimes keep with each how grave its offence was.
    const disabledIndices = (disabled ?? []).map((one) => (Array.isArray(one) ? one[0] : one));
    const open = disputes.filter(({ value }) => value.concluded_at === null).length;
    return element('div', {},
        section(`Disputes: ${number(disputes.length)}`,
            cards([['open', number(open)], ['validators that take no part', number(disabledIndices.length)],
                ...(frozen === null || frozen === undefined ? [] : [['frozen by a dispute', `since block #${number(frozen)}`]])]),
            table(['session', 'candidate', 'begun', 'outcome', 'for', 'against'], disputes.map(({ keys: [session, candidate], value }) => {
                const known = validators.get(session) ?? [];
                return [number(session), shortHash(toHex(candidate)), when(value.start, context),
                    outcome(value, context),
                    validatorLinks(indicesIn(value.validators_for), known, chain), validatorLinks(indicesIn(value.validators_against), known, chain)];
            }), 'Of the last sessions the chain remembers none.')),
        section('Slashes that wait for a report', table(['session', 'candidate', 'offence', 'validators'], slashRows(unapplied, validators, chain), 'There is none.')),
        section('Validators that take no part', disabledIndices.length === 0
            ? element('p', { className: 'count', text: 'There is none.' })
            : element('p', {}, validatorLinks(disabledIndices, accounts ?? [], chain))));
}

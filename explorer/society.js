// The society: its clock, members, candidates, bids, the member who is challenged, and what is to be paid.
import { accountLink, cards, element, section, table } from './dom.js';
import { number } from './text.js';
import { until, when } from './time.js';

/** In each round votes are cast for a while, and then the candidates claim their membership. */
function clock(state, now) {
    const [voting, claim, challenge] = ['VotingPeriod', 'ClaimPeriod', 'ChallengePeriod'].map((name) => state.constant('Society', name));
    const elapsed = now % (voting + claim);
    const isVoting = elapsed < voting;
    return {
        name: isVoting ? 'voting' : 'claims',
        end: now - elapsed + (isVoting ? voting : voting + claim),
        challenge: (Math.floor(now / challenge) + 1) * challenge,
    };
}

const kind = (value) => (value.is === 'Vouch' ? 'vouched for' : 'deposit');
const same = (a, b) => Boolean(a && b) && a.every((byte, i) => byte === b[i]);

export async function societyView({ state, chain, money, ...times }) {
    const names = ['Founder', 'Head', 'Skeptic', 'Pot', 'Bids', 'Parameters', 'RoundCount', 'Defending'];
    const maps = ['Members', 'Candidates', 'SuspendedMembers', 'Payouts'];
    const [values, entries] = await Promise.all([Promise.all(names.map((name) => state.get('Society', name))),
        Promise.all(maps.map((name) => state.entries('Society', name)))]);
    const [founder, head, skeptic, pot, bids, parameters, round, defending] = values;
    const [members, candidates, suspended, payouts] = entries;
    if (!founder) return section('Society', element('p', { className: 'count', text: 'It is not founded.' }));
    const { name, end, challenge } = clock(state, times.now);
    const account = (who) => (who ? accountLink(who, chain) : '');
    const roles = (who) => [same(who, founder) && 'founder', same(who, head) && 'head', same(who, skeptic) && 'skeptic',
        same(who, defending?.[0]) && 'challenged'].filter(Boolean).join(', ');
    return element('div', {},
        section('Society', cards([
            ['members', number(members.length), parameters ? `at most ${number(parameters.max_members)}` : undefined],
            ['pot', money(pot)],
            [`round ${number(round)}`, name, `until ${until(end, times)}`],
            ['next challenge', when(challenge, times)],
        ])),
        section('Members', table(['member', 'rank', 'strikes', ''], members.map(({ keys: [who], value }) => [
            account(who), number(value.rank), parameters ? `${value.strikes} of ${parameters.max_strikes}` : number(value.strikes), roles(who)]))),
        section('Challenged member', defending
            ? table(['member', 'skeptic', 'to stay', 'to go'], [[account(defending[0]), account(defending[1]),
                number(defending[2].approvals), number(defending[2].rejections)]])
            : element('p', { className: 'count', text: 'No member is challenged.' })),
        section('Candidates', table(['candidate', 'bid', 'by', 'ayes', 'nays', 'round'], candidates.map(({ keys, value }) => [
            account(keys[0]), money(value.bid), kind(value.kind), number(value.tally.approvals), number(value.tally.rejections),
            number(value.round)]), 'There is none.')),
        section('Bids', table(['account', 'bid', 'by'], bids.map(({ who, value, kind: by }) => [
            account(who), money(value), kind(by)]), 'There is none.')),
        section('Suspended members', table(['member', 'rank', 'strikes'], suspended.map(({ keys: [who], value }) => [
            account(who), number(value.rank), number(value.strikes)]), 'There is none.')),
        section('Payouts', table(['member', 'to be paid', 'next', 'paid so far'], payouts.filter(({ value }) => value.payouts.length > 0)
            .map(({ keys: [who], value }) => [account(who), money(value.payouts.reduce((sum, [, amount]) => sum + BigInt(amount), 0n)),
                when(value.payouts[0][0], times), money(value.paid)]), 'Nobody is to be paid.')));
}

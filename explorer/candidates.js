// Candidates of parachains as this node has seen them: from a collator's offer to the final block. Validators alone have heard of them.
import { element, link, list, section, table } from './dom.js';
import { number, shortHash } from './text.js';
import { duration } from './time.js';

const kListed = 32;
const kWords = { onChain: 'backed on chain', bitSet: 'in our bitfield', chunkKept: 'chunk kept', checked: 'checked for backing', executed: 'executed for approval',
    recovered: 'recovered for approval', assigned: 'assigned for approval', notVotedFor: 'not voted for', notRecovered: 'not recovered', notApproved: 'not approved' };
const kBad = new Set(['refused', 'notVotedFor', 'timedOut', 'notRecovered', 'notApproved', 'disputed', 'inDispute', 'noDisputeVote']);

const stepText = ({ step }) => kWords[step] ?? step.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
const time = (ms) => new Date(ms).toISOString().slice(11, 23);

/** Seconds from the first that was heard of a candidate to a step; '' before it. */
function secondsTo({ entries }, step) {
    const there = entries.find((one) => one.step === step);
    return there ? `${((there.at - entries[0].at) / 1000).toFixed(1)} s` : '';
}

/** How a candidate stands with approvals, in the block where most is known of it; '' once that block is final. */
function approvalText({ approvals }) {
    if (approvals.length === 0) return '';
    const { approved, assigned, isApproved, noShows } = approvals.reduce((best, one) => (one.approved > best.approved ? one : best));
    const late = noShows.length === 0 ? '' : `; no-shows: ${noShows.map((index) => `validator ${number(index)}`).join(', ')}`;
    return `${number(approved)} of ${number(assigned)}${isApproved ? ', approved' : ''}${late}`;
}

const candidateLink = (candidate) => link(`#/candidate/${candidate}`, shortHash(candidate), { className: 'hash', title: candidate });

/** Details name blocks and peers in full. */
const short = (detail) => detail.replace(/0x[0-9a-f]{64}/g, shortHash);

/** What happened last; what has gone wrong stands out, and why. */
function lastStep({ entries }) {
    const last = entries.at(-1);
    if (!last) return '';
    return element('span', { className: kBad.has(last.step) ? 'bad' : '' }, last.detail ? `${stepText(last)}: ${short(last.detail)}` : stepText(last));
}

/** null where the node answers no such question: it is no validator of parachains, or another program. */
export async function candidateSection({ rpc }) {
    const candidates = await rpc.call('serinus_paraCandidates', kListed).catch(() => null);
    if (candidates === null) return null;
    return section('Candidates at this node', table(['parachain', 'candidate', 'last step', 'cores', 'included after', 'final after', 'approvals'],
        candidates.map((one) => [String(one.para ?? ''), candidateLink(one.candidate), lastStep(one),
            [...new Set(one.places.map(({ core }) => number(core)))].join(', '), secondsTo(one, 'included'), secondsTo(one, 'final'), approvalText(one)]),
        'It has heard of none yet.'));
}

/** The timeline of one candidate. */
export async function candidateView({ rpc }, hash) {
    const [found] = await rpc.call('serinus_paraWhy', hash);
    if (!found) return section(`Candidate ${shortHash(hash)}`, element('p', { className: 'count', text: 'This node has not heard of it, or has forgotten it.' }));
    const blockLink = (block, text) => link(`#/block/${block}`, text);
    return element('div', {},
        section(`Candidate ${shortHash(hash)}`, list([
            ['parachain', String(found.para ?? '')],
            ['relay parent', found.relayParent && blockLink(found.relayParent, shortHash(found.relayParent))],
            ['heard of for', found.entries.length > 1 ? duration((found.entries.at(-1).at - found.entries[0].at) / 1000) : '']])),
        section('What has happened to it here', table(['time (UTC)', 'after', 'step', ''], found.entries.map((entry) => [
            time(entry.at), `${((entry.at - found.entries[0].at) / 1000).toFixed(1)} s`,
            element('span', { className: kBad.has(entry.step) ? 'bad' : '' }, stepText(entry)), short(entry.detail)]), 'Nothing yet.')),
        section('Blocks that back or include it', table(['block', 'core'], found.places.map(({ block, number: height, core }) => [
            blockLink(block, `#${height}`), number(core)]), 'There is none.')),
        section('Approvals', table(['in block', 'assigned', 'approved', 'no-shows', ''], found.approvals.map((standing) => [
            blockLink(standing.block, `#${standing.number}`), number(standing.assigned), number(standing.approved),
            standing.noShows.map((index) => `validator ${number(index)}`).join(', ') || 'none', standing.isApproved ? 'approved' : 'not approved yet']),
        'No block that includes it is watched here.')));
}

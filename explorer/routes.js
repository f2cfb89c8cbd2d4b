// What an address of the page behind the # shows, and whether a chain has it.
import { accountView } from './account.js';
import { candidateView } from './candidates.js';
import { disputesView, hasDisputes } from './disputes.js';
import { fellowshipView } from './members.js';
import { blockView } from './pages/block.js';
import { constantsView } from './pages/constants.js';
import { extrinsicView } from './pages/extrinsic.js';
import { messageView } from './pages/message.js';
import { messagesView, hasMessages } from './pages/messages.js';
import { runtimeView } from './pages/runtime.js';
import { searchView } from './pages/search.js';
import { parachainsView } from './parachains.js';
import { hasReferenda, referendaView } from './referenda.js';
import { societyView } from './society.js';
import { stakingView } from './staking.js';
import { treasuryView } from './treasury.js';

const always = () => true;
/** What acts is loaded when it is wanted. */
const later = (load, name) => async (...args) => (await load())[name](...args);

/** `still`: drawn once, not with each block. Those without a title are not in the list of views. */
const kRoutes = [
    { path: '', title: 'Blocks', on: always },
    { path: 'staking', title: 'Staking', on: (state) => state.hasItem('Staking', 'ActiveEra'), view: stakingView },
    { path: 'parachains', title: 'Parachains', on: (state) => state.has('Paras'), view: parachainsView },
    { path: 'disputes', title: 'Disputes', on: hasDisputes, view: disputesView },
    { path: 'messages', title: 'Messages', on: hasMessages, view: messagesView },
    { path: 'referenda', title: 'Referenda', on: hasReferenda, view: referendaView },
    { path: 'treasury', title: 'Treasury', on: (state) => state.has('Treasury'), view: treasuryView },
    { path: 'fellowship', title: 'Fellowship', on: (state) => state.has('FellowshipCollective'), view: fellowshipView },
    { path: 'society', title: 'Society', on: (state) => state.has('Society'), view: societyView },
    { path: 'state', title: 'State', on: always, view: later(() => import('./pages/storage.js'), 'storageView'), still: true },
    { path: 'constants', title: 'Constants', on: always, view: constantsView, still: true },
    { path: 'runtime', title: 'Runtime', on: always, view: runtimeView, still: true },
    { path: 'calls', title: 'Runtime calls', on: always, view: later(() => import('./act/runtime_calls.js'), 'runtimeCallsView'), still: true },
    { path: 'rpc', title: 'RPC', on: always, view: later(() => import('./act/rpc_calls.js'), 'rpcView'), still: true },
    { path: 'tools', title: 'Sign and verify', on: always, view: later(() => import('./act/tools.js'), 'toolsView'), still: true },
    { path: 'accounts', title: 'Accounts', on: (state) => state.hasItem('System', 'Account'), view: later(() => import('./act/accounts.js'), 'accountsView') },
    { path: 'act', title: 'Act', on: always, view: later(() => import('./act/forms.js'), 'formsView'), still: true },
    { path: 'call', title: 'Compose', on: always, view: later(() => import('./act/compose.js'), 'composeView'), still: true },
    { path: 'account', on: always, view: accountView },
    { path: 'block', on: always, view: blockView, still: true },
    { path: 'candidate', on: (state) => state.has('Paras'), view: candidateView },
    { path: 'extrinsic', on: always, view: extrinsicView, still: true },
    { path: 'message', on: hasMessages, view: messageView, still: true },
    { path: 'search', on: always, view: searchView, still: true },
];

/** The route of an address "#/path/rest/…?name=value". */
export function matches(hash, state) {
    const [address, query = ''] = hash.replace(/^#\/?/, '').split('?');
    const [path, ...rest] = address.split('/').map(decodeURIComponent);
    const route = kRoutes.find((one) => one.path === path && one.on(state)) ?? kRoutes[0];
    return { route, rest: rest.filter((part) => part !== ''), parameters: new URLSearchParams(query) };
}

matches.links = (state) => kRoutes.filter(({ title, on }) => title && on(state));

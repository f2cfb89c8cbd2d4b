// Statements in disputes, as validators sign them, and sessions with as many validators of parachains as a scenario wants.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

const u32 = (value) => bnToU8a(value, { bitLength: 32 });

/** A candidate's hash: nobody looks at what it is the hash of. */
export const candidateHash = (mark) => new Uint8Array(32).fill(mark);

const kParent = new Uint8Array(32).fill(0xaa);

/** By kind: the statement's encoding, and what is signed, for a candidate and a session. */
const kKinds = {
    explicit: () => [[0, 0], (candidate, session) => u8aConcat(stringToU8a('DISP'), [1], candidate, u32(session))],
    seconded: (parent) => [u8aConcat([0, 1], parent), (candidate, session) => u8aConcat(stringToU8a('BKNG'), [1], candidate, u32(session), parent)],
    backed: (parent) => [u8aConcat([0, 2], parent), (candidate, session) => u8aConcat(stringToU8a('BKNG'), [2], candidate, u32(session), parent)],
    approved: () => [[0, 3], (candidate, session) => u8aConcat(stringToU8a('APPR'), candidate, u32(session))],
    /** One signature for several candidates. */
    several: (_, hashes = []) => [u8aConcat([0, 4], compactToU8a(hashes.length), ...hashes),
        (candidate, session) => u8aConcat(stringToU8a('APPR'), compactToU8a(hashes.length), ...hashes, u32(session))],
    /** A list of one, which is signed as that one is. */
    alone: (_, hashes = []) => [u8aConcat([0, 4, 4], hashes[0]), (candidate, session) => u8aConcat(stringToU8a('APPR'), hashes[0], u32(session))],
    invalid: () => [[1, 0], (candidate, session) => u8aConcat(stringToU8a('DISP'), [0], candidate, u32(session))],
};

/**
 * The encoding of a set of statements: `votes` are [kind, index of the validator, key pair, { what is signed and is not sent:
 * candidate, session; parent; hashes; forge(signature) }].
 */
export function statementSet(candidate, session, votes) {
    const encoded = votes.map(([kind, index, pair, other = {}]) => {
        const [statement, payload] = kKinds[kind](other.parent ?? kParent, other.hashes);
        const signature = pair.sign(payload(other.candidate ?? candidate, other.session ?? session));
        return u8aConcat(statement, u32(index), (other.forge ?? ((bytes) => bytes))(signature));
    });
    return u8aConcat(candidate, u32(session), compactToU8a(encoded.length), ...encoded);
}

/** Session `session` with these validators of parachains (key pairs), who stand for these accounts (raw public keys). */
export async function putSession(chain, session, pairs, accounts = pairs.map(({ publicKey }) => publicKey), { discovery = pairs.length } = {}) {
    const keys = pairs.map(({ publicKey }) => publicKey);
    const list = (elements) => u8aConcat(compactToU8a(elements.length), ...elements);
    const indices = list(keys.map((_, i) => u32(i)));
    const info = u8aConcat(indices, new Uint8Array(32), u32(6), list(keys), list(Array.from({ length: discovery }, (_, i) => keys[i % keys.length])),
        list(keys), list([list(keys.map((_, i) => u32(i)))]), ...Array.from({ length: 6 }, () => u32(1)));
    await chain.put([
        [chain.key('paraSessionInfo', 'sessions', session), u8aToHex(info)],
        [chain.key('paraSessionInfo', 'accountKeys', session), u8aToHex(list(accounts))],
    ]);
}

/**
 * A bare extrinsic of ParasSlashing.report_dispute_lost_unsigned. `kind`: 0 for what is invalid and one has backed, 1 against
 * what is valid, 2 for what is invalid that one has approved.
 */
export const lossReport = ({ session, candidate, kind = 0, index, key, proof }) => u8aToHex(compactAddLength(u8aConcat(
    [4, 63, 0], u32(session), candidate, [kind], u32(index), key, proof)));

export const currentSession = async (chain, pallet = 'parasShared', item = 'currentSessionIndex') => {
    const [value] = await chain.get(chain.key(pallet, item));
    return value === null ? 0 : new DataView(hexToU8a(value).buffer).getUint32(0, true);
};

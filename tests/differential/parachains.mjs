// Parachains that nobody runs: candidates, bitfields and signatures made from nothing. A runtime never executes a parachain's
// code; it believes what the validators of the core's group have signed, and these are //Alice and //Bob here. Cores are assigned, receipts
// have versions and name their cores, several candidates of a para wait at once. Source of the layouts: polkadot-primitives 20.0.0,
// polkadot-runtime-parachains 21.0.1.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { keyOf } from './chain.mjs';

const u8 = (value) => Uint8Array.of(value);
const u16 = (value) => bnToU8a(value, { bitLength: 16 });
const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const kParachain = 2; // a life cycle
const kForceNone = '0x02'; // of eras
export const kBacked = 'ParaInclusion.CandidateBacked';
export const kIncluded = 'ParaInclusion.CandidateIncluded';
export const kTimedOut = 'ParaInclusion.CandidateTimedOut';

const list = (encoded) => u8aConcat(compactToU8a(encoded.length), ...encoded);
const bytes = (value) => compactAddLength(typeof value === 'string' ? hexToU8a(value) : value);
/** A bit vector: the first bit is the lowest of the first byte. */
export const bits = (values) => {
    const out = new Uint8Array(Math.ceil(values.length / 8));
    values.forEach((one, i) => { if (one) out[i >> 3] |= 1 << (i & 7); });
    return u8aConcat(compactToU8a(values.length), out);
};
/** The same with the bits of the last byte set that stand for nothing. */
export const withUnusedBits = (encoded, count) => {
    const out = new Uint8Array(encoded);
    if (count % 8 !== 0) out[out.length - 1] |= (0xff << (count % 8)) & 0xff;
    return out;
};

/** All of a core. */
export const kWhole = 57_600;
/** Features of nodes, the lowest bit first: those of the preset, and with receipts of version 2. */
export const kFeatures = { preset: '0x03', receiptsV2: '0x0b', receiptsV3: '0x1b' };
const kXcm = 5; // the newest version
const kCoreBits = 8; // behind those of a candidate's backers

/** What a candidate says to the relay chain behind its messages. */
export const kSignals = {
    selectCore: (selector, offset = 0) => Uint8Array.of(0, selector, offset),
    approvedPeer: (peer) => u8aConcat([1], compactAddLength(peer)),
};

const kOfScheduler = new Map([['schedulingLookahead', 'lookahead'], ...['groupRotationFrequency', 'parasAvailabilityPeriod', 'maxValidatorsPerCore',
    'lookahead', 'numCores', 'onDemandQueueMaxSize', 'onDemandTargetQueueUtilization', 'onDemandFeeVariability', 'onDemandBaseFee']
    .map((name) => [name, name])]);

const encodeUse = (use) => {
    if (use === 'Idle') return [0];
    if (use === 'Pool') return [1];
    return u8aConcat([2], u32(use.Task));
};

export class Parachains {
    constructor(t) {
        this.t = t;
        this.chain = t.chain;
        this.collator = keyOf('//Collator');
        this.parents = new Map(); // number: { number, hash, stateRoot } of blocks that candidates have been built on
        this.made = []; // hashes of candidates, the last ones
        this.signers = new Map([t.Alice, t.Bob].map((pair) => [u8aToHex(pair.publicKey), pair]));
    }

    /** These pairs can be validators too. */
    addSigners(pairs) {
        for (const pair of pairs) this.signers.set(u8aToHex(pair.publicKey), pair);
    }

    /** Paras with a head and code each, as parachains from the next session on, written into the state; each gets a core for itself, unless `cores` says what each core is for. */
    async register(ids, { code = (id) => new Uint8Array(40).fill(id % 256), head = (id) => new Uint8Array(9).fill(id % 251),
        cores = ids.map((id) => [[{ Task: id }, kWhole]]) } = {}) {
        const { chain } = this;
        const key = (item, ...args) => chain.key('paras', item, ...args);
        const codes = ids.map((id) => code(id));
        await chain.put([
            [key('parachains'), u8aToHex(list([...ids].sort((a, b) => a - b).map(u32)))],
            ...ids.flatMap((id, i) => [
                [key('paraLifecycles', id), u8aToHex([kParachain])],
                [key('heads', id), u8aToHex(bytes(head(id)))],
                [key('currentCodeHash', id), u8aToHex(blake2AsU8a(codes[i]))],
                [key('codeByHash', blake2AsU8a(codes[i])), u8aToHex(bytes(codes[i]))],
                [key('codeByHashRefs', blake2AsU8a(codes[i])), u8aToHex(u32(1))],
                [key('mostRecentContext', id), u8aToHex(u32(0))],
            ]),
        ]);
        await this.knowVersions(ids);
        await this.assign(cores);
    }

    /** XcmPallet asks each para of whom it does not know the version of XCM for it, by a message: not these. */
    async knowVersions(ids) {
        const { chain } = this;
        await chain.put(ids.map((id) => [chain.key('xcmPallet', 'supportedVersion', kXcm, { [`V${kXcm}`]: { parents: 0, interior: { X1: [{ Parachain: id }] } } }), u8aToHex(u32(kXcm))]));
    }

    /** What cores are for from now on: of each a list of [use, parts], null for nothing. Their number counts from the next session on. */
    async assign(cores) {
        const { chain } = this;
        const descriptor = (parts) => u8aConcat([0], [1], list(parts.map(([use, ratio]) => u8aConcat(encodeUse(use), u16(ratio), u16(ratio)))), [0], u16(0),
            u16(Math.min(...parts.map(([, ratio]) => ratio))));
        await chain.put(cores.map((parts, core) => [chain.key('coretimeAssignmentProvider', 'coreDescriptors', core), parts && u8aToHex(descriptor(parts))]));
        await this.configure({ numCores: cores.length });
    }

    /** Fields of the configuration, at once. */
    async configure(fields) {
        const { chain } = this;
        const now = await chain.read('configuration', 'activeConfig');
        const json = now.toJSON();
        const next = { ...json, schedulerParams: { ...json.schedulerParams } };
        for (const [name, value] of Object.entries(fields)) {
            if (kOfScheduler.has(name)) next.schedulerParams[kOfScheduler.get(name)] = value;
            else next[name] = value;
        }
        await chain.put([[chain.key('configuration', 'activeConfig'), u8aToHex(chain.registry.createType(now.toRawType(), next).toU8a())]]);
    }

    /**
     * The next session has so many validators, who are all online for `sessions` sessions; there is no election meanwhile. Between
     * blocks.
     */
    async appoint(count, { sessions = 3 } = {}) {
        const { chain } = this;
        const all = Array.from({ length: count }, (_, i) => i);
        const pairs = (name, type) => all.map((i) => keyOf(`//${name}//${i}`, type));
        const stashes = pairs('Stash').map(({ publicKey }) => publicKey), keys = pairs('Key'), beefy = pairs('Beefy', 'ecdsa');
        const sessionKeys = all.map((i) => u8aConcat(...Array(this.t.sessionKeys.length - 1).fill(keys[i].publicKey), beefy[i].publicKey));
        this.addSigners(keys);
        const now = (await chain.read('session', 'currentIndex'))?.toNumber() ?? 0;
        const key = (item, ...args) => chain.key('session', item, ...args);
        await chain.put([
            [key('validators'), u8aToHex(list(stashes))],
            [key('queuedKeys'), u8aToHex(list(all.map((i) => u8aConcat(stashes[i], sessionKeys[i]))))],
            [key('queuedChanged'), '0x01'],
            ...all.map((i) => [key('nextKeys', stashes[i]), u8aToHex(sessionKeys[i])]),
            [chain.key('staking', 'forceEra'), kForceNone],
        ]);
    }

    /** The next session begins, and one block more. */
    async endSession() {
        await this.t.next(1, { skip: 600, claim: 'primary' });
        await this.t.next(1);
    }

    async session() {
        const session = await this.chain.read('parasShared', 'currentSessionIndex');
        return session === null ? 0 : session.toNumber();
    }

    /** The pairs of the para validators, in their order. */
    async validators() {
        const keys = await this.chain.read('parasShared', 'activeValidatorKeys');
        return (keys ?? []).map((key) => this.signers.get(key.toHex()));
    }

    /** All candidates that wait, by their paras. */
    async pending() {
        const { chain } = this;
        const { pairs } = await chain.runner.ask({ op: 'keys', world: 'real', prefix: chain.decoder.items.prefixOf('ParaInclusion.V1') });
        const type = chain.registry.createLookupType(chain.query.paraInclusion.v1.meta.type.asMap.value);
        return new Map(pairs.map(([key, value]) => [new DataView(hexToU8a(key).slice(-4).buffer).getUint32(0, true),
            [...chain.registry.createTypeUnsafe(type, [hexToU8a(value)])]]));
    }

    /** Of each core: null, or the para whose candidate waits on it. */
    async cores() {
        const groups = (await this.chain.read('paraScheduler', 'validatorGroups')) ?? [];
        const out = groups.map(() => null);
        for (const [para, waiting] of await this.pending()) for (const { core } of waiting) out[core.toNumber()] = para;
        return out;
    }

    /** The facts that candidates of one block share; for many candidates they are read once. */
    async facts() {
        const { chain } = this;
        const { maxPovSize, schedulerParams } = await chain.read('configuration', 'activeConfig');
        const groups = (await chain.read('paraScheduler', 'validatorGroups')) ?? [];
        return {
            maxPovSize: maxPovSize.toNumber(), validators: await this.validators(), groups: groups.map((group) => group.map((index) => index.toNumber())),
            start: (await chain.read('paraScheduler', 'sessionStartBlock'))?.toNumber() ?? 0, rotation: schedulerParams.groupRotationFrequency.toNumber(),
            session: await this.session(), claims: await this.claims(),
        };
    }

    /** Of each core: the paras that may use it, the next one first. */
    async claims() {
        const queue = await this.chain.read('paraScheduler', 'claimQueue');
        return new Map([...(queue ?? new Map())].map(([core, claims]) => [core.toNumber(),
            [...claims].map((claim) => (claim.isBulk ? claim.asBulk : claim.asPool.paraId).toNumber())]));
    }

    /** The cores that are a para's next, ascending. */
    coresOf({ claims }, para) {
        return [...claims].filter(([, paras]) => paras[0] === para).map(([core]) => core).sort((a, b) => a - b);
    }

    /** The validators of the group that looks after a core in a block. */
    groupOf({ groups, start, rotation }, core, at) {
        return groups[(core + Math.floor((at - start) / rotation)) % groups.length];
    }

    /** What is signed behind statements and bitfields. */
    async context({ session, parent = this.parent.hash } = {}) {
        return u8aConcat(u32(session ?? await this.session()), parent);
    }

    /** The block that was closed last: on it candidates build. It is known as a relay parent from then on. */
    get parent() {
        const { chain } = this;
        const number = chain.inBlock ? chain.number - 1 : chain.number;
        const header = chain.registry.createType('Header', hexToU8a(chain.parentHeader));
        const parent = { number, hash: hexToU8a(chain.hashes[number]), stateRoot: header.stateRoot.toU8a() };
        this.parents.set(number, parent);
        return parent;
    }

    /** A block that `block()` has built on. */
    parentAt(number) {
        const found = this.parents.get(number);
        if (found === undefined) throw new Error(`block ${number} is not known`);
        return found;
    }

    /** How blocks are opened while validators are disabled: by one who is not. */
    async author() {
        const { chain } = this;
        const disabled = ((await chain.read('session', 'disabledValidators')) ?? []).map(([index]) => index.toNumber());
        const all = (await chain.read('session', 'validators')).map((_, i) => i);
        return { author: all.find((i) => !disabled.includes(i)) };
    }

    /** A bitfield: a bit for each core. `unused`: the last byte's other bits are set; `signUnused`: in what is signed too. */
    async bitfield(values, validator, { signer, unused = false, signUnused = false, ...context } = {}) {
        const plain = bits(values);
        const full = withUnusedBits(plain, values.length);
        const pair = signer ?? (await this.validators())[validator] ?? this.t.Charlie;
        const signature = pair.sign(u8aConcat(signUnused ? full : plain, await this.context(context)));
        return u8aConcat(unused ? full : plain, u32(validator), signature);
    }

    /** Those of all validators, for all cores that are occupied. */
    async bitfields(values) {
        const occupied = values ?? (await this.cores()).map((para) => para !== null);
        if (!occupied.some(Boolean)) return [];
        const validators = await this.validators();
        return Promise.all(validators.map((_, i) => this.bitfield(occupied, i)));
    }

    /** The head that a para's candidate on the block `number` leads to. */
    headOf(para, number) {
        return u8aConcat(stringToU8a('head'), u32(para), u32(number));
    }

    /**
     * A candidate of a para on the last block, with the signatures of its group. `commitments`: upward (list of bytes),
     * horizontal (list of [recipient, bytes]), code, head, processed, watermark; `descriptor`, `late`: fields to replace. `votes(votes)`,
     * `group(bits)` change what stands there; `unused`: the bits behind those of the group are set; `explicit(i)`: how member i votes.
     * `parentHead`: on which it builds, if that is not the para's head yet. `facts`: facts(). `version` of its receipt (1, 2, or another number
     * as it stands there); `core` on which it is to be backed; `named`: the core in the descriptor; `injected`: the core behind the bits of
     * backers, null for none; `session` in the descriptor; `signals` behind its messages, [] for the separator alone; `on`: a block that is its
     * relay parent, in the place of the last one; `scheduling`: a block that is its scheduling parent, which makes its version 3; `offset`: what the
     * session of that one is later than the one in the descriptor.
     */
    async candidate(para, { commitments = {}, descriptor = {}, late = {}, version = 1, core, named, injected, session, signals, members, votes, group, unused = false,
        explicit = (i) => i % 2 === 1, context, signer, parentHead, facts, on = this.parent,
        scheduling, offset = 0 } = {}) {
        const { chain } = this;
        const { number, hash, stateRoot } = on;
        const common = facts ?? await this.facts();
        const { maxPovSize, validators } = common;
        const at = core ?? this.coresOf(common, para)[0] ?? 0;
        const head = commitments.head ?? this.headOf(para, number);
        const upward = [...(commitments.upward ?? []), ...(signals ? [new Uint8Array(), ...signals] : [])];
        const encoded = u8aConcat(list(upward.map(bytes)),
            list((commitments.horizontal ?? []).map(([to, message]) => u8aConcat(u32(to), bytes(message)))),
            commitments.code ? u8aConcat([1], bytes(commitments.code)) : [0],
            bytes(head), u32(commitments.processed ?? 0), u32(commitments.watermark ?? number));
        const [current, codeHash] = await chain.get(chain.key('paras', 'heads', para), chain.key('paras', 'currentCodeHash', para));
        const before = parentHead ? bytes(parentHead) : current === null ? [0] : hexToU8a(current);
        const fields = {
            relayParent: hash,
            data: blake2AsU8a(u8aConcat(before, u32(number), stateRoot, u32(maxPovSize))),
            pov: blake2AsU8a(stringToU8a('pov')),
            erasure: blake2AsU8a(stringToU8a('erasure')),
            head: blake2AsU8a(head),
            code: codeHash === null ? new Uint8Array(32) : hexToU8a(codeHash),
            reserved: u8aConcat(u8(offset), new Uint8Array(24)), reservedLater: u8aConcat(scheduling?.hash ?? new Uint8Array(32), new Uint8Array(32)),
            ...descriptor, ...late,
        };
        const ofVersion = version === 1 && !scheduling ? [this.collator.publicKey, fields.signature ?? new Uint8Array(64).fill(9)]
            : [u8aConcat(u8(scheduling ? 1 : version === 2 ? 0 : version), u16(named ?? at), u32(session ?? common.session), fields.reserved), fields.reservedLater];
        const plain = u8aConcat(u32(para), fields.relayParent, ofVersion[0], fields.data, fields.pov, fields.erasure, ofVersion[1], fields.head, fields.code);
        const candidate = blake2AsU8a(u8aConcat(plain, blake2AsU8a(encoded)));
        this.made = [...this.made.slice(-20), candidate];

        const indices = members ?? this.groupOf(common, at, (scheduling ?? on).number + 1) ?? [];
        const behind = await this.context({ session: common.session, parent: (scheduling ?? on).hash, ...context });
        const attestations = indices.map((index, i) => {
            const statement = u8aConcat(stringToU8a('BKNG'), [explicit(i) ? 2 : 1], candidate, behind);
            return u8aConcat([explicit(i) ? 2 : 1], (signer ?? validators[index] ?? this.t.Charlie).sign(statement));
        });
        const given = votes ? votes(attestations) : attestations;
        const backing = indices.map(() => true);
        const backers = group ? group(backing) : backing;
        const place = injected === undefined ? at : injected;
        const ofCore = place === null ? [] : Array.from({ length: kCoreBits }, (_, i) => (place >> i & 1) === 1);
        const all = [...backers, ...ofCore];
        const field = bits(all);
        return u8aConcat(plain, encoded, list(given), unused ? withUnusedBits(field, all.length) : field);
    }

    /** `count` candidates of a para, each on the one before it, each on the next of its cores. `each(i)`: options of one. */
    async chainOf(para, count, each = () => ({}), { facts, parentHead, first = 0 } = {}) {
        const common = facts ?? await this.facts();
        const cores = this.coresOf(common, para);
        const out = [];
        let before = parentHead;
        for (let i = 0; i < count; ++i) {
            const options = each(i);
            const { number } = options.on ?? this.parent;
            const head = options.commitments?.head ?? u8aConcat(this.headOf(para, number), u8(first + i));
            out.push(await this.candidate(para, { facts: common, core: cores[i] ?? 0, parentHead: before, ...options, commitments: { ...options.commitments, head } }));
            before = head;
        }
        this.lastHead = before;
        return out;
    }

    /**
     * The block ends, and the next one brings this; `make()` is asked between them. `saw` asks for the parts that its
     * inherent has left. `bitfields` are those of all validators if they are not said.
     */
    async block(make = () => ({}), options = {}) {
        const { chain, t } = this;
        if (chain.inBlock) await chain.close();
        this.parents.set(chain.number, this.parent); // whether or not a candidate is built on it at once
        const { bitfields = await this.bitfields(), candidates = [], disputes = [] } = await make();
        await chain.open({ ...options, parachains: { bitfields, candidates, disputes } });
        t.last = { events: chain.inherentEvents };
    }

    /**
     * The same, but the inherent is sent as it is, past what an author does to make one; the block is one that nobody could
     * make if it is refused. What came of it.
     */
    async enter(make, expected, options = {}) {
        const { chain, t } = this;
        if (chain.inBlock) await chain.close();
        const data = await make();
        const parent = chain.parentHeader;
        await chain.open({ ...options, parachains: null });
        const encoded = chain.parachainsData({ parent, ...data });
        await t.raw(u8aToHex(compactAddLength(u8aConcat([chain.bareVersion, 54, 0], encoded))), 'paraInherent.enter', expected, { pool: false });
        if (!t.last.isIncluded) await chain.put([[chain.key('paraInherent', 'included'), '0x']]);
        return t.last;
    }

    /**
     * The same by Root, in a block that has none yet: what is wrong then has a name, where a block is refused otherwise.
     */
    async dispatch(make, expected) {
        const { chain, t } = this;
        if (chain.inBlock) await chain.close();
        const data = await make();
        const parent = chain.parentHeader;
        await chain.open({ parachains: null });
        const encoded = chain.parachainsData({ parent, ...data });
        const call = t.tx.paraInherent.enter(t.parachainsInherent(encoded));
        await t.as({ system: 'None' }, call, expected);
    }

    /** The data has the state root of each side's own state, in the 32 bytes before the last four; the rest must be the same. */
    async #askValidationData(para, assumption) {
        const method = 'ParachainHost_persisted_validation_data';
        const answers = await this.chain.both(method, u8aToHex(u8aConcat(u32(para), [assumption])));
        const rest = answers.map(({ result, trap }) => (result?.length > 82 ? result.slice(0, -72) + result.slice(-8) : result ?? trap));
        if (rest[0] !== rest[1]) this.chain.judge.answersDiffer(method, ...answers);
    }

    /** All that nodes ask of the relay chain, on both sides. */
    async askAll(paras) {
        const { t } = this;
        const ask = (method, ...args) => t.api(`ParachainHost_${method}`, u8aToHex(u8aConcat(...args)));
        for (const method of ['validators', 'validator_groups', 'availability_cores', 'session_index_for_child', 'candidate_events',
            'pvfs_require_precheck']) await ask(method);
        const session = await this.session();
        for (const index of new Set([0, Math.max(session - 1, 0), session, session + 1])) {
            await ask('session_info', u32(index));
            await ask('session_executor_params', u32(index));
        }
        for (const para of paras) {
            for (const assumption of [0, 1, 2]) {
                for (const method of ['validation_code', 'validation_code_hash']) await ask(method, u32(para), [assumption]);
                await this.#askValidationData(para, assumption);
            }
            for (const method of ['candidate_pending_availability', 'dmq_contents', 'inbound_hrmp_channels_contents']) {
                await ask(method, u32(para));
            }
            const [hash] = await this.chain.get(this.chain.key('paras', 'currentCodeHash', para));
            if (hash !== null) await ask('validation_code_by_hash', hexToU8a(hash));
            await ask('assumed_validation_data', u32(para), new Uint8Array(32));
            for (const watermark of [this.chain.number, this.chain.number + 1, 0]) {
                await ask('check_validation_outputs', u32(para), [0, 0, 0], bytes(new Uint8Array(5)), u32(0), u32(watermark));
            }
        }
        await t.api('AuthorityDiscoveryApi_authorities');
        for (const method of ['minimum_backing_votes', 'async_backing_params', 'disabled_validators', 'node_features', 'approval_voting_params', 'claim_queue',
            'validation_code_bomb_limit', 'scheduling_lookahead', 'on_chain_votes', 'disputes', 'unapplied_slashes']) await t.hostApi(method);
        for (const para of paras) {
            for (const method of ['para_backing_state', 'backing_constraints', 'candidates_pending_availability']) await t.hostApi(method, u8aToHex(u32(para)));
        }
    }
}

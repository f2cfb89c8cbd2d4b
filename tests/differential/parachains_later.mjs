// Parachains as parachains.mjs has them, on Kusama 1.7.1: cores are assigned, receipts have versions and name their cores, several
// candidates of a para wait at once. Source of the layouts: polkadot-primitives 20.0.0, polkadot-runtime-parachains 21.0.1.
import { bnToU8a, compactAddLength, compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { bits, Parachains, withUnusedBits } from './parachains.mjs';

const u8 = (value) => Uint8Array.of(value);
const u16 = (value) => bnToU8a(value, { bitLength: 16 });
const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const list = (encoded) => u8aConcat(compactToU8a(encoded.length), ...encoded);
const bytes = (value) => compactAddLength(typeof value === 'string' ? hexToU8a(value) : value);

/** All of a core. */
export const kWhole = 57_600;
/** Features of nodes, the lowest bit first: those of the preset, and with receipts of version 2. */
export const kFeatures = { preset: '0x03', receiptsV2: '0x0b' };
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

export class LaterParachains extends Parachains {
    constructor(t) {
        super(t);
        this.parents = new Map(); // number: { number, hash, stateRoot } of blocks that candidates have been built on
    }

    /** As on 1.0.0; each para gets a core for itself, unless `cores` says what each core is for. */
    async register(ids, { cores = ids.map((id) => [[{ Task: id }, kWhole]]), ...options } = {}) {
        await super.register(ids, options);
        const { chain } = this;
        await chain.put(ids.map((id) => [chain.key('paras', 'mostRecentContext', id), u8aToHex(u32(0))]));
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

    async configure(fields) {
        const now = (await this.chain.read('configuration', 'activeConfig')).toJSON();
        const next = { schedulerParams: { ...now.schedulerParams } };
        for (const [name, value] of Object.entries(fields)) {
            if (kOfScheduler.has(name)) next.schedulerParams[kOfScheduler.get(name)] = value;
            else next[name] = value;
        }
        await super.configure(next);
    }

    /** All candidates that wait, by their paras. */
    async pending() {
        const { chain } = this;
        const { pairs } = await chain.runner.ask({ op: 'keys', world: 'real', prefix: chain.decoder.items.prefixOf('ParaInclusion.V1') });
        const type = chain.registry.createLookupType(chain.query.paraInclusion.v1.meta.type.asMap.value);
        return new Map(pairs.map(([key, value]) => [new DataView(hexToU8a(key).slice(-4).buffer).getUint32(0, true),
            [...chain.registry.createTypeUnsafe(type, [hexToU8a(value)])]]));
    }

    async cores() {
        const groups = (await this.chain.read('paraScheduler', 'validatorGroups')) ?? [];
        const out = groups.map(() => null);
        for (const [para, waiting] of await this.pending()) for (const { core } of waiting) out[core.toNumber()] = para;
        return out;
    }

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

    get parent() {
        const parent = super.parent;
        this.parents.set(parent.number, parent);
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
        if (chain.isPartial) return {};
        const disabled = ((await chain.read('session', 'disabledValidators')) ?? []).map(([index]) => index.toNumber());
        const all = (await chain.read('session', 'validators')).map((_, i) => i);
        return { author: all.find((i) => !disabled.includes(i)) };
    }

    /** As on 1.0.0; the block before it is known as a relay parent from then on. */
    async block(make = () => ({}), options = {}) {
        return super.block(() => {
            this.parents.set(this.parent.number, this.parent);
            return make();
        }, options);
    }

    /**
     * A candidate as on 1.0.0, and: `version` of its receipt (1, 2, or another number as it stands there); `core` on which it is to be backed;
     * `named`: the core in the descriptor; `injected`: the core behind the bits of backers, null for none; `session` in the descriptor;
     * `signals` behind its messages, [] for the separator alone; `on`: a block that is its relay parent, in the place of the last one.
     */
    async candidate(para, { commitments = {}, descriptor = {}, late = {}, version = 1, core, named, injected, session, signals, members, votes, group, unused = false,
        explicit = (i) => i % 2 === 1, context, signer, parentHead, facts, on = this.parent } = {}) {
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
            reserved: new Uint8Array(25), reservedLater: new Uint8Array(64),
            ...descriptor, ...late,
        };
        const ofVersion = version === 1 ? [this.collator.publicKey, fields.signature ?? new Uint8Array(64).fill(9)]
            : [u8aConcat(u8(version === 2 ? 0 : version), u16(named ?? at), u32(session ?? common.session), fields.reserved), fields.reservedLater];
        const plain = u8aConcat(u32(para), fields.relayParent, ofVersion[0], fields.data, fields.pov, fields.erasure, ofVersion[1], fields.head, fields.code);
        const candidate = blake2AsU8a(u8aConcat(plain, blake2AsU8a(encoded)));
        this.made = [...this.made.slice(-20), candidate];

        const indices = members ?? this.groupOf(common, at, number + 1) ?? [];
        const behind = await this.context({ session: common.session, parent: hash, ...context });
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

    /** All that nodes ask of the relay chain, in its later form too. */
    async askAll(paras) {
        const { t } = this;
        await super.askAll(paras);
        for (const method of ['minimum_backing_votes', 'async_backing_params', 'disabled_validators', 'node_features', 'approval_voting_params', 'claim_queue',
            'validation_code_bomb_limit', 'scheduling_lookahead', 'on_chain_votes', 'disputes', 'unapplied_slashes']) await t.hostApi(method);
        for (const para of paras) {
            for (const method of ['para_backing_state', 'backing_constraints', 'candidates_pending_availability']) await t.hostApi(method, u8aToHex(u32(para)));
        }
    }
}

/** Parachains in the form that the reference has. */
export const parachainsOf = (t) => (t.isLater ? new LaterParachains(t) : new Parachains(t));

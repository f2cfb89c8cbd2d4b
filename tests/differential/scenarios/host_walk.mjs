// Parachains of Kusama 1.7.1 at random, from a seed (SEED): chains of candidates of both versions on several cores, good, late, wrong, twice and
// disputed, brought by an author or in a block as they are; orders, assignments of cores, disabled validators, sessions between them; all that
// nodes ask after each block. DIFF_PARA_BLOCKS: how many blocks.
import { u8aConcat, u8aToHex } from '@polkadot/util';

import { statementSet } from '../disputes.mjs';
import { kFeatures, kSignals, kWhole, Parachains } from '../parachains.mjs';
import { Random } from '../random.mjs';
import { KSM } from '../scenario.mjs';

const kBlocks = Number(process.env.DIFF_PARA_BLOCKS ?? 40);
const kValidators = 9;
const kIds = [2000, 2001, 2002, 2003];
const kCores = 5;
/** What a walk of any seed comes by, or it has walked past its subject. */
const kMustSee = ['ParaInclusion.CandidateBacked', 'ParaInclusion.CandidateIncluded'];
const u8 = (value) => Uint8Array.of(value);
const by = (para) => ({ ParachainsOrigin: { Parachain: para } });

class Walk {
    constructor(t) {
        this.t = t;
        this.para = new Parachains(t);
        this.random = new Random('host_walk');
    }

    async begin() {
        const { t, para, t: { chain } } = this;
        await t.next();
        await chain.close();
        await para.appoint(kValidators, { sessions: 30 });
        await para.register(kIds, { cores: [[[{ Task: 2000 }, kWhole]], [[{ Task: 2001 }, kWhole]], [[{ Task: 2000 }, kWhole / 2], [{ Task: 2002 }, kWhole / 2]], [['Pool', kWhole]],
            [[{ Task: 2001 }, kWhole / 3], ['Pool', kWhole / 3], ['Idle', kWhole / 3]]] });
        await para.configure({ lookahead: 3, groupRotationFrequency: 7, parasAvailabilityPeriod: 3, minimumBackingVotes: 1, nodeFeatures: kFeatures.receiptsV2, onDemandBaseFee: 1_000_000_000,
            maxHeadDataSize: 200, maxCodeSize: 300, validationUpgradeCooldown: 4, validationUpgradeDelay: 3, minimumValidationUpgradeDelay: 4, codeRetentionPeriod: 8, pvfVotingTtl: 2, disputePeriod: 3,
            disputePostConclusionAcceptancePeriod: 6, approvalVotingParams: { maxApprovalCoalesceCount: 4 } });
        await para.endSession();
        this.before = await chain.save();
    }

    /** A signal for these cores, or something like it. */
    #signals(cores, core) {
        const { random } = this;
        if (random.chance(60)) return undefined;
        const selector = Math.max(cores.indexOf(core), 0) + random.pick([0, 0, 0, cores.length, 1]);
        return random.pick([[], [kSignals.selectCore(selector)], [kSignals.selectCore(selector, random.between(0, 3))], [kSignals.approvedPeer(random.bytes(random.between(0, 66)))],
            [kSignals.selectCore(selector), kSignals.approvedPeer([1])], [kSignals.selectCore(selector), kSignals.selectCore(selector)], [random.bytes(random.between(0, 4))]]);
    }

    #wrong() {
        const { random } = this;
        if (!random.chance(9)) return {};
        return random.pick([{ descriptor: { relayParent: random.bytes(32) } }, { descriptor: { data: random.bytes(32) } }, { descriptor: { code: random.bytes(32) } },
            { descriptor: { head: random.bytes(32) } }, { injected: random.pick([null, 0, 1, 2, 3, 4, 9, 255]) }, { named: random.between(0, 6) }, { session: random.between(0, 4) },
            { version: random.between(0, 9) }, { votes: (votes) => votes.slice(1) }, { votes: (votes) => [...votes, ...votes] }, { group: (bits) => bits.map(() => random.chance(50)) },
            { group: (bits) => [...bits, true] }, { group: (bits) => bits.map((_, i) => i === 0), votes: (votes) => votes.slice(0, 1) }, { unused: true }, { signer: this.t.Charlie },
            { context: { session: 99 } }, { late: { reserved: new Uint8Array(25).fill(3) } }, { parentHead: random.bytes(5) }, { core: random.between(0, kCores) }]);
    }

    /** Candidates of a para, each on the one before it as far as it goes. */
    async #chain(id, facts, waiting) {
        const { random, para } = this;
        const cores = para.coresOf(facts, id);
        const last = waiting.get(id)?.at(-1);
        let before = last ? last.commitments.headData.toU8a(true) : undefined;
        const out = [];
        const free = cores.filter((core) => ![...waiting.values()].flat().some((one) => one.core.toNumber() === core));
        const wanted = random.chance(75) ? free.length : random.between(0, cores.length + 1);
        const ages = Array.from({ length: wanted }, () => (random.chance(70) ? 0 : random.between(0, 3))).sort((a, b) => (random.chance(90) ? b - a : a - b));
        for (let i = 0; i < wanted; ++i) {
            const core = free[i] ?? random.between(0, kCores - 1);
            const head = u8aConcat(para.headOf(id, para.parent.number), u8(i), random.bytes(2));
            const commitments = { head };
            if (random.chance(4)) commitments.code = random.bytes(random.between(5, 40)).fill(random.between(0, 3));
            const on = para.parents.get(para.parent.number - ages[i]) ?? para.parent;
            out.push(await para.candidate(id, { facts, core, on, version: random.pick([1, 2, 2]), parentHead: before, signals: this.#signals(cores, core), ...this.#wrong(), commitments }));
            if (random.chance(96)) before = head;
        }
        if (out.length > 1 && random.chance(6)) out.reverse();
        if (out.length > 0 && random.chance(6)) out.push(random.pick(out));
        return out;
    }

    async data() {
        const { random, para, t: { chain } } = this;
        const validators = await para.validators();
        const waiting = await para.pending();
        const cores = await para.cores();
        const session = await para.session();
        const bitfields = [];
        if (random.chance(15)) this.missing = random.chance(60) ? random.between(0, kCores - 1) : -1; // a core of which nobody has anything, for some blocks
        const { missing = -1 } = this;
        for (let i = 0; i < validators.length; ++i) {
            if (!random.chance(94)) continue;
            const bits = cores.map((para_, core) => (para_ === null ? random.chance(5) : core !== missing && random.chance(92)));
            bitfields.push(await para.bitfield(random.chance(98) ? bits : [...bits, true], i, random.chance(3) ? { signer: this.t.Charlie } : random.chance(5) ? { unused: true } : {}));
        }
        if (random.chance(4)) bitfields.reverse();
        const facts = await para.facts();
        const ids = [...new Set([...facts.claims.values()].flatMap((claims) => claims.slice(0, random.chance(95) ? 1 : 3)))].filter((id) => kIds.includes(id)).sort((a, b) => a - b);
        const candidates = [];
        for (const id of random.chance(95) ? ids : [...ids].reverse()) candidates.push(...await this.#chain(id, facts, waiting));
        const disputes = [];
        if (random.chance(14)) {
            const hashes = [...waiting.values()].flat().map(({ hash }) => hash.toU8a());
            const candidate = random.pick(hashes.length > 0 && random.chance(70) ? hashes : [...para.made.slice(-8), new Uint8Array(32).fill(random.between(0, 3))]);
            const most = random.pick(['invalid', 'invalid', 'approved', 'several']);
            disputes.push(statementSet(candidate, random.chance(92) ? session : Math.max(0, session - random.between(1, 3)), validators.map((pair, i) => (
                [i === 0 ? random.pick(['seconded', 'backed', 'explicit']) : random.chance(80) ? most : 'invalid', i, pair ?? this.t.Charlie, { hashes: random.chance(80) ? [candidate, ...random.chance(50) ? [random.bytes(32)] : []] : [random.bytes(32)] }]
            )).filter(() => random.chance(88))));
        }
        return chain.inBlock ? {} : { bitfields, candidates, disputes };
    }

    /** Something else than an inherent, in the open block. */
    async step() {
        const { random, t, t: { chain, Alice, Bob, tx: { configuration, coretime, onDemandAssignmentProvider: orders, parasDisputes, paras, registrar } } } = this;
        const id = random.pick(kIds);
        const order = () => t.does(random.pick([Alice, Bob]), random.pick([orders.placeOrderKeepAlive, orders.placeOrderAllowDeath, orders.placeOrderWithCredits])(random.pick([KSM, 1000n * KSM, 1n]), id));
        const use = () => random.pick([[{ Task: id }, random.pick([kWhole, kWhole / 2, 100])], ['Pool', random.pick([kWhole, kWhole / 2])], ['Idle', kWhole / 2]]);
        const calls = [
            order, order, order,
            () => t.as(by(1005), coretime.assignCore(random.between(0, kCores), t.number + random.between(-2, 6), Array.from({ length: random.between(1, 3) }, use), random.chance(30) ? t.number + random.between(0, 12) : null), null),
            () => t.as(by(1005), coretime.creditAccount(Bob.address, random.pick([KSM, 1n])), null),
            () => t.root(random.pick([coretime.requestCoreCount(random.between(3, 6)), configuration.setSchedulingLookahead(random.between(1, 4)), configuration.setMinimumBackingVotes(random.between(1, 3)),
                configuration.setParasAvailabilityPeriod(random.between(2, 5)), configuration.setNodeFeature(3, random.chance(75)), configuration.setOnDemandQueueMaxSize(random.between(2, 30))]), null),
            () => t.root(parasDisputes.forceUnfreeze(), null),
            () => t.root(paras.forceNoteNewHead(id, u8aToHex(random.bytes(5))), null),
            () => t.as(by(id), registrar.scheduleCodeUpgrade(id, u8aToHex(new Uint8Array(random.between(9, 50)).fill(random.between(0, 3)))), null),
            () => t.does(Bob, paras.removeUpgradeCooldown(id)),
            () => chain.put([[chain.key('session', 'disabledValidators'), chain.registry.createType('Vec<(u32, Perbill)>',
                Array.from({ length: kValidators }, (_, i) => i).filter((i) => i > 1 && random.chance(20)).map((i) => [i, 1000])).toHex()]]),
        ];
        await random.pick(calls)();
    }

    async close() {
        const { t, t: { chain } } = this;
        await t.mayTrap(() => chain.close());
        if (chain.inBlock) { // what its author brought is nothing that a block may have
            await chain.restore(this.before);
            await chain.open(await this.para.author());
            await chain.close();
        }
    }

    async block() {
        const { random, t, para, t: { chain } } = this;
        await this.close();
        if (random.chance(6)) {
            await t.next(1, { skip: 600, claim: 'primary', ...await this.para.author() });
            await t.next(1, await this.para.author());
            await chain.close();
        }
        const author = await this.para.author();
        if (random.chance(30)) {
            const state = await chain.save();
            const made = await this.data();
            await t.mayTrap(async () => {
                await para.enter(async () => made, undefined, author);
                if (t.last.isIncluded) await chain.close();
            });
            if (chain.inBlock || random.chance(50)) await chain.restore(state);
        }
        this.before = await chain.save();
        await para.block(() => this.data(), author);
        await para.askAll(random.chance(30) ? kIds : [random.pick(kIds)]);
        for (let i = random.between(0, 2); i > 0; --i) await this.step();
    }
}

export async function run(t) {
    const walk = new Walk(t);
    await walk.begin();
    const { coverage, report } = t.chain;
    const seen = () => kMustSee.map((name) => coverage?.eventsSeen(name) ?? 0);
    const before = seen();
    for (let i = 0; i < kBlocks; ++i) await walk.block();
    await walk.close();
    if (coverage) seen().forEach((count, i) => { if (count === before[i]) report.fault(t.chain, `no ${kMustSee[i]} in ${kBlocks} blocks`); });
}

// Parachains at random, from a seed (SEED): inherents with bitfields, candidates and disputes that are right, nearly right or hostile,
// provided by an author or put into a block as they are; channels, upgrades, messages, swaps, changes of the configuration and of
// sessions between them; requests of nodes after each block. DIFF_PARA_BLOCKS: how many blocks.
import { bnToU8a, compactToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { statementSet } from '../disputes.mjs';
import { Parachains } from '../parachains.mjs';
import { Random } from '../random.mjs';

const kBlocks = Number(process.env.DIFF_PARA_BLOCKS ?? 45);
const kValidators = 6;
const kIds = [2000, 2001, 2002, 2003];
const kBy = (para) => ({ ParachainsOrigin: { Parachain: para } });
/** What a walk of any seed comes by, or it has walked past its subject. */
const kMustSee = ['ParaInclusion.CandidateBacked', 'ParaInclusion.CandidateIncluded', 'ParaInclusion.UpwardMessagesReceived'];
const u32 = (value) => bnToU8a(value, { bitLength: 32 });

class Walk {
    constructor(t) {
        this.t = t;
        this.para = new Parachains(t);
        this.random = new Random('walk_paras');
    }

    /** A message to the relay chain. */
    #upward(size) {
        const { random } = this;
        return random.chance(30) ? Uint8Array.of(random.pick([3, 4, 5]), 0) : random.bytes(size); // a program without instructions, or nonsense
    }

    some(most, make) {
        return Array.from({ length: this.random.between(0, most) }, make);
    }

    async begin() {
        const { t, para, t: { chain, tx: { hrmp } } } = this;
        await t.next();
        await chain.close();
        await para.appoint(kValidators, { sessions: 12 });
        await para.register(kIds.slice(0, 3));
        await para.knowVersions(kIds);
        await chain.put([[chain.key('paras', 'paraLifecycles', kIds[3]), '0x01'], [chain.key('paras', 'heads', kIds[3]), '0x0401'],
            [chain.key('paras', 'currentCodeHash', kIds[3]), u8aToHex(blake2AsU8a(new Uint8Array(40).fill(kIds[0] % 256)))],
            [chain.key('paras', 'codeByHashRefs', blake2AsU8a(new Uint8Array(40).fill(kIds[0] % 256))), '0x02000000']]);
        await para.configure({
            maxValidatorsPerCore: 2, maxValidators: null, groupRotationFrequency: 5, parasAvailabilityPeriod: 3, schedulingLookahead: 1,
            maxUpwardMessageSize: 60, maxUpwardMessageNumPerCandidate: 3, maxUpwardQueueCount: 6, maxUpwardQueueSize: 200,
            hrmpMaxMessageNumPerCandidate: 3, maxDownwardMessageSize: 100, hrmpMaxParachainOutboundChannels: 4,
            hrmpMaxParachainInboundChannels: 4, hrmpChannelMaxCapacity: 3, hrmpChannelMaxTotalSize: 60, hrmpChannelMaxMessageSize: 30,
            hrmpSenderDeposit: 0, hrmpRecipientDeposit: 0, maxHeadDataSize: 100, maxCodeSize: 200, validationUpgradeCooldown: 4,
            validationUpgradeDelay: 3, minimumValidationUpgradeDelay: 4, codeRetentionPeriod: 8, pvfVotingTtl: 2, disputePeriod: 3,
            disputePostConclusionAcceptancePeriod: 6,
        });
        await para.endSession();
        for (const [from, to] of [[2000, 2001], [2001, 2000], [2002, 2000]]) await t.root(hrmp.forceOpenHrmpChannel(from, to, 3, 30));
        await para.endSession();
        this.before = await chain.save();
    }

    /** How a candidate differs from a right one; mostly it does not. */
    #changes(id) {
        const { random, para: { parent } } = this;
        const commitments = {};
        const other = random.pick(kIds);
        const wide = random.chance(12); // past the limits
        if (random.chance(60)) commitments.upward = this.some(wide ? 4 : 2, () => this.#upward(random.between(0, wide ? 70 : 30)));
        if (random.chance(30)) commitments.horizontal = [[random.chance(85) ? (id === 2000 ? 2001 : 2000) : other, random.bytes(random.between(0, wide ? 40 : 20))]];
        if (random.chance(12)) commitments.code = random.bytes(random.between(1, wide ? 250 : 60)).fill(random.between(0, 2));
        if (random.chance(20)) commitments.head = random.bytes(random.between(0, wide ? 110 : 60));
        if (random.chance(40)) commitments.processed = random.between(0, 3);
        if (random.chance(10)) commitments.watermark = Math.max(0, parent.number + random.between(-3, 1));
        const options = { commitments };
        if (!random.chance(18)) return options;
        const wrong = [
            { descriptor: { relayParent: random.bytes(32) } }, { descriptor: { data: random.bytes(32) } }, { late: { signature: random.bytes(64) } },
            { descriptor: { code: random.bytes(32) } }, { descriptor: { head: random.bytes(32) } }, { core: random.between(0, 3) },
            { members: this.some(3, () => random.between(0, kValidators)) }, { votes: () => [] }, { votes: (votes) => [...votes, ...votes] },
            { votes: (votes) => [...votes].reverse() }, { votes: (votes) => votes.slice(1) }, { group: (bits) => bits.map(() => random.chance(50)) },
            { group: (bits) => [...bits, true] }, { unused: true }, { group: (bits) => bits.map((_, i) => i === 0), votes: (votes) => votes.slice(0, 1) },
            { signer: this.t.Charlie }, { context: { session: random.between(0, 5) } }, { context: { parent: random.bytes(32) } },
            { explicit: () => random.chance(50) },
        ];
        return { ...options, ...random.pick(wrong) };
    }

    async data() {
        const { random, para, t: { chain } } = this;
        const validators = await para.validators();
        const cores = await para.cores();
        const session = await para.session();
        const bitfields = [];
        for (let i = 0; i < validators.length + 1; ++i) {
            if (!random.chance(i < validators.length ? 92 : 4)) continue;
            const bits = cores.map((core) => (core === null ? random.chance(10) : random.chance(93)));
            const wrong = random.chance(6) ? random.pick([{ signer: this.t.Charlie }, { session: session + 1 }, { parent: random.bytes(32) }]) : {};
            // Bits of the last byte that stand for no core count for nothing, in what is signed neither.
            const unused = random.chance(8) ? { unused: true, signUnused: random.chance(30) } : {};
            bitfields.push(await para.bitfield(random.chance(97) ? bits : [...bits, true], i, { signer: validators[i], ...unused, ...wrong }));
        }
        if (random.chance(5)) bitfields.reverse();
        if (random.chance(5) && bitfields.length > 0) bitfields.push(bitfields[0]);

        const facts = await para.facts();
        const candidates = [];
        const paras = facts.paras ?? [...new Set([...facts.claims.values()].map(([first]) => first))].sort((a, b) => a - b);
        for (const id of random.chance(92) ? paras : [...paras].reverse()) {
            if (random.chance(80)) candidates.push(await para.candidate(id, { facts, ...this.#changes(id) }));
        }
        if (random.chance(5)) candidates.push(await para.candidate(random.pick(kIds), { facts }));

        const disputes = random.chance(85) ? [] : this.some(3, () => {
            const candidate = para.made.length > 0 && random.chance(80) ? random.pick(para.made) : new Uint8Array(32).fill(random.between(0, 3));
            const side = random.pick(['invalid', 'explicit', 'approved']);
            return statementSet(candidate, random.chance(90) ? session : Math.max(0, session - random.between(1, 4)), validators.map((pair, i) => {
                const kind = i === 0 ? random.pick(['seconded', 'backed']) : random.chance(75) ? side : 'invalid';
                const other = random.chance(4) ? { session: session + 1 } : random.chance(4) ? { candidate: random.bytes(32) } : {};
                return [kind, random.chance(96) ? i : random.between(0, kValidators), pair ?? this.t.Charlie, other];
            }).filter(() => random.chance(85)));
        });
        return chain.inBlock ? {} : { bitfields, candidates, disputes };
    }

    /** Something else than an inherent, in the open block. */
    async step() {
        const { random, t, t: { chain, tx: { configuration, hrmp, parasDisputes, paras, registrar, utility } } } = this;
        const id = random.pick(kIds), other = random.pick(kIds);
        const code = u8aToHex(new Uint8Array(random.between(10, 50)).fill(random.between(0, 3)));
        const calls = [
            () => t.as(kBy(id), hrmp.hrmpInitOpenChannel(other, random.between(0, 4), random.between(0, 31)), null),
            () => t.as(kBy(id), hrmp.hrmpAcceptOpenChannel(other), null),
            () => t.as(kBy(id), hrmp.hrmpCloseChannel({ sender: id, recipient: other }), null),
            () => t.as(kBy(id), hrmp.hrmpCancelOpenRequest({ sender: id, recipient: other }, random.between(0, 5)), null),
            () => t.root(random.pick([hrmp.forceProcessHrmpOpen(9), hrmp.forceProcessHrmpClose(9), hrmp.forceCleanHrmp(id, 3, 3)]), null),
            () => t.root(registrar.swap(id, other), null),
            () => t.as(kBy(id), registrar.swap(id, other), null),
            () => t.as(kBy(id), registrar.scheduleCodeUpgrade(id, code), null),
            () => t.as(kBy(id), registrar.setCurrentHead(id, u8aToHex(random.bytes(random.between(0, 20)))), null),
            () => t.root(paras.forceScheduleCodeUpgrade(id, code, chain.number + random.between(0, 6)), null),
            () => t.root(paras.forceNoteNewHead(id, u8aToHex(random.bytes(5))), null),
            () => t.root(random.pick([paras.addTrustedValidationCode(code), paras.pokeUnusedValidationCode(blake2AsU8a(code)), paras.forceQueueAction(id)]), null),
            () => t.root(random.pick([configuration.setDisputePeriod(random.between(1, 6)), configuration.setMaxUpwardQueueCount(random.between(1, 9)),
                configuration.setValidationUpgradeCooldown(random.between(1, 6)), configuration.setMaxValidatorsPerCore(random.between(1, 4)),
                configuration.setGroupRotationFrequency(random.between(4, 9))]), null),
            () => t.root(parasDisputes.forceUnfreeze(), null),
            () => chain.put([[chain.key('dmp', 'downwardMessageQueues', id), u8aToHex(u8aConcat(compactToU8a(1), u32(chain.number), compactToU8a(3), random.bytes(3)))]]),
            () => chain.put([[chain.key('paras', 'paraLifecycles', id), `0x0${random.pick([1, 2, 2, 2, 3, 4, 5, 6])}`]]),
            () => t.root(utility.batch([]), null),
        ];
        await random.pick(calls)();
    }

    async close() {
        const { t, t: { chain } } = this;
        await t.mayTrap(() => chain.close());
        if (chain.inBlock) { // what its author brought is nothing that a block may have
            await chain.restore(this.before);
            await chain.open();
            await chain.close();
        }
    }

    async block() {
        const { random, t, para, t: { chain } } = this;
        await this.close();
        if (random.chance(9)) {
            await para.endSession();
            await chain.close();
        }
        // As others might put it into a block; that block need not be possible.
        if (random.chance(35)) {
            const state = await chain.save();
            const made = await this.data();
            await t.mayTrap(async () => {
                await para.enter(async () => made);
                if (t.last.isIncluded) await chain.close();
            });
            if (chain.inBlock || random.chance(50)) await chain.restore(state);
        }
        const data = await this.data();
        this.before = await chain.save();
        await chain.open({ parachains: data });
        await para.askAll(random.chance(30) ? kIds : [random.pick(kIds)]);
        for (const api of ['disputes', 'on_chain_votes', 'unapplied_slashes']) await t.hostApi(api);
        for (let i = random.between(0, 3); i > 0; --i) await this.step();
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
    if (coverage) {
        seen().forEach((count, i) => {
            if (count === before[i]) report.fault(t.chain, `no ${kMustSee[i]} in ${kBlocks} blocks`);
        });
    }
}

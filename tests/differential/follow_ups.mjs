// Calls of users that follow from events: those that mean something only because of an event.
import { blake2AsHex } from '@polkadot/util-crypto';

const kMax = 40; // remembered; older ones are forgotten

export class FollowUps {
    #makers = [];

    /** `signers`: pairs; `known`: as of Values, with callsByHash: hash → bytes. */
    constructor(chain, random, signers, known) {
        Object.assign(this, { chain, random, signers, known });
        this.names = new Map(signers.map(({ address }, i) => [address, i]));
    }

    /** A step ({ signer, call, options }), or null if nothing happened yet. */
    async next(call) {
        if (this.#makers.length === 0) return null;
        const made = await this.random.pick(this.#makers)(call);
        if (made === null) return null;
        const [signer, tx] = made;
        const bytes = tx.toU8a();
        return signer === null ? { root: this.chain.encodeCall(tx) } : { signer, call: bytes, options: {} };
    }

    /** Remembers what may follow from events. */
    learn(events) {
        for (const { name, event } of events) {
            const make = kMakers[name];
            if (make === undefined) continue;
            this.#makers.push((call) => make(this, event.data, call));
        }
        this.#makers.splice(0, this.#makers.length - kMax);
    }

    /** The signer of an address; root's key if it is none of ours. */
    signerOf(address) {
        return this.names.get(address.toString()) ?? 0;
    }

    anyone() {
        return this.random.between(0, this.signers.length - 1);
    }

    address() {
        return this.signers[this.anyone()].address;
    }

    pick(...choices) {
        return this.random.pick(choices)();
    }
}

const root = (chain, tx) => [null, tx];

/** By event: (it, data, a random call) → [signer, call] or null. */
const kMakers = {
    'Indices.IndexAssigned': (it, [who, index]) => {
        const { indices } = it.chain.tx;
        return [it.signerOf(who), it.pick(() => indices.transfer(it.address(), index), () => indices.free(index), () => indices.freeze(index))];
    },
    'Proxy.ProxyAdded': (it, [delegator, delegatee, type, delay], call) => {
        const { proxy } = it.chain.tx;
        const inner = it.chain.registry.createType('Call', call);
        if (it.random.chance(15)) return [it.signerOf(delegator), proxy.removeProxy(delegatee.toString(), type, delay)];
        if (delay.isZero() || it.random.chance(20)) return [it.signerOf(delegatee), proxy.proxy(delegator.toString(), it.random.chance(50) ? null : type, inner)];
        it.known.callsByHash.set(blake2AsHex(call), call);
        return [it.signerOf(delegatee), proxy.announce(delegator.toString(), blake2AsHex(call))];
    },
    'Proxy.Announced': (it, [real, delegate, hash]) => {
        const { proxy } = it.chain.tx;
        const call = it.known.callsByHash.get(hash.toHex());
        if (call === undefined || it.random.chance(20)) {
            return it.random.chance(50) ? [it.signerOf(delegate), proxy.removeAnnouncement(real.toString(), hash)]
                : [it.signerOf(real), proxy.rejectAnnouncement(delegate.toString(), hash)];
        }
        return [it.anyone(), proxy.proxyAnnounced(delegate.toString(), real.toString(), null, it.chain.registry.createType('Call', call))];
    },
    'Proxy.PureCreated': (it, [pure, who, type, index], call) => {
        const { proxy } = it.chain.tx;
        if (it.known.accounts.length < 24) it.known.accounts.push(pure.toU8a());
        const { number, included } = it.chain;
        const inner = it.random.chance(80) ? it.chain.registry.createType('Call', call)
            : proxy.killPure(who.toString(), type, index, number, included.length);
        return [it.signerOf(who), proxy.proxy(pure.toString(), null, inner)];
    },
    'Preimage.Noted': (it, [hash]) => {
        const { preimage } = it.chain.tx;
        return it.pick(() => [it.anyone(), preimage.unnotePreimage(hash)], () => root(it.chain, preimage.requestPreimage(hash)),
            () => root(it.chain, preimage.unrequestPreimage(hash)), () => root(it.chain, preimage.unnotePreimage(hash)));
    },
    'Preimage.Requested': (it, [hash]) => root(it.chain, it.chain.tx.preimage.unrequestPreimage(hash)),
    'Scheduler.Scheduled': (it, [when, index]) => root(it.chain, it.chain.tx.scheduler.cancel(when, index)),
    'Vesting.VestingUpdated': (it, [account]) => {
        const { vesting } = it.chain.tx;
        const who = it.signerOf(account);
        return it.pick(() => [who, vesting.vest()], () => [it.anyone(), vesting.vestOther(account.toString())],
            () => [who, vesting.mergeSchedules(it.random.between(0, 2), it.random.between(0, 2))]);
    },
    'Identity.IdentitySet': async (it, [who]) => {
        const { identity } = it.chain.tx;
        const signer = it.signerOf(who);
        return it.pick(() => [signer, identity.requestJudgement(it.random.between(0, 2), 10n ** 12n)],
            () => [signer, identity.addSub(it.address(), { Raw: '0x61' })], () => [signer, identity.clearIdentity()],
            () => [signer, identity.setSubs([[it.address(), { Raw: '0x62' }], [it.address(), { None: null }]])],
            () => root(it.chain, identity.addRegistrar(it.address())), () => root(it.chain, identity.killIdentity(who.toString())));
    },
    'Identity.SubIdentityAdded': (it, [sub, main]) => {
        const { identity } = it.chain.tx;
        const signer = it.signerOf(main);
        return it.pick(() => [it.signerOf(sub), identity.quitSub()], () => [signer, identity.removeSub(sub.toString())],
            () => [signer, identity.renameSub(sub.toString(), { Raw: '0x63' })]);
    },
    'Identity.RegistrarAdded': async (it, [index]) => {
        const { identity } = it.chain.tx;
        const registrars = await it.chain.read('identity', 'registrars');
        const at = index.toNumber();
        if (registrars === null || registrars[at] === undefined || registrars[at].isNone) return null;
        const signer = it.signerOf(registrars[at].unwrap().account);
        return it.pick(() => [signer, identity.setFee(at, it.random.between(0, 10) * 10 ** 9)], () => [signer, identity.setFields(at, ['Display', 'Web'])],
            () => [signer, identity.setAccountId(at, it.address())]);
    },
    'Identity.JudgementRequested': async (it, [who, index]) => {
        const { identity } = it.chain.tx;
        const at = index.toNumber();
        const registrars = await it.chain.read('identity', 'registrars');
        const found = await it.chain.read('identity', 'identityOf', who.toString());
        if (registrars?.[at]?.isSome !== true || found === null) return null;
        const registration = found.isSome ? found.unwrap() : found;
        if (it.random.chance(20)) return [it.signerOf(who), identity.cancelRequest(at)];
        const judgement = it.random.pick(['Unknown', 'Reasonable', 'KnownGood', 'Erroneous', 'LowQuality']);
        return [it.signerOf(registrars[at].unwrap().account),
            identity.provideJudgement(at, who.toString(), judgement, blake2AsHex(registration.info.toU8a()))];
    },
    'Treasury.Proposed': (it, [index]) => {
        const { treasury } = it.chain.tx;
        return root(it.chain, it.pick(() => treasury.approveProposal(index), () => treasury.rejectProposal(index), () => treasury.removeApproval(index)));
    },
    'Treasury.SpendApproved': (it, [index]) => root(it.chain, it.chain.tx.treasury.removeApproval(index)),
    'Referenda.Submitted': (it, [index]) => {
        const { convictionVoting, referenda } = it.chain.tx;
        const vote = (balance) => it.pick(
            () => ({ Standard: { vote: { aye: it.random.chance(60), conviction: it.random.between(0, 6) }, balance } }),
            () => ({ Split: { aye: balance, nay: balance / 2 } }), () => ({ SplitAbstain: { aye: balance, nay: 7, abstain: balance } }));
        return it.pick(() => [it.anyone(), referenda.placeDecisionDeposit(index)], () => [it.anyone(), convictionVoting.vote(index, vote(it.random.between(0, 10 ** 12)))],
            () => [it.anyone(), convictionVoting.vote(index, vote(it.random.between(0, 10 ** 12)))], () => [it.anyone(), convictionVoting.removeVote(it.random.chance(50) ? null : 10, index)],
            () => [it.anyone(), convictionVoting.removeOtherVote(it.address(), 10, index)], () => [it.anyone(), convictionVoting.delegate(10, it.address(), it.random.between(0, 6), 10 ** 10)],
            () => root(it.chain, it.pick(() => referenda.cancel(index), () => referenda.kill(index), () => referenda.nudgeReferendum(index))),
            () => [it.anyone(), referenda.refundSubmissionDeposit(index)], () => [it.anyone(), referenda.refundDecisionDeposit(index)]);
    },
    'ConvictionVoting.Delegated': (it, [who]) => {
        const { convictionVoting } = it.chain.tx;
        return it.pick(() => [it.signerOf(who), convictionVoting.undelegate(10)], () => [it.anyone(), convictionVoting.unlock(10, who.toString())]);
    },
    'FellowshipCollective.MemberAdded': (it, [who]) => {
        const { fellowshipCollective, fellowshipReferenda, system } = it.chain.tx;
        const proposal = { Inline: it.chain.registry.createType('Call', system.remark('0x')).toHex() };
        return it.pick(() => root(it.chain, fellowshipCollective.promoteMember(who.toString())), () => root(it.chain, fellowshipCollective.promoteMember(who.toString())),
            () => root(it.chain, fellowshipCollective.demoteMember(who.toString())), () => root(it.chain, fellowshipCollective.removeMember(who.toString(), 3)),
            () => [it.signerOf(who), fellowshipReferenda.submit({ Origins: 'FellowshipInitiates' }, proposal, { After: 0 })]);
    },
    'FellowshipReferenda.Submitted': (it, [index]) => {
        const { fellowshipCollective, fellowshipReferenda } = it.chain.tx;
        return it.pick(() => [it.anyone(), fellowshipCollective.vote(index, it.random.chance(50))], () => [it.anyone(), fellowshipReferenda.placeDecisionDeposit(index)],
            () => [it.anyone(), fellowshipCollective.cleanupPoll(index, it.random.between(0, 3))]);
    },
    'Whitelist.CallWhitelisted': (it, [hash]) => {
        const { whitelist } = it.chain.tx;
        const call = it.known.callsByHash.get(hash.toHex());
        if (call !== undefined && it.random.chance(70)) return root(it.chain, whitelist.dispatchWhitelistedCallWithPreimage(it.chain.registry.createType('Call', call)));
        return root(it.chain, it.pick(() => whitelist.removeWhitelistedCall(hash), () => whitelist.dispatchWhitelistedCall(hash, 4, { refTime: 10 ** 10, proofSize: 10 ** 5 })));
    },
    'Bounties.BountyProposed': (it, [index]) => root(it.chain, it.pick(() => it.chain.tx.bounties.approveBounty(index),
        () => it.chain.tx.bounties.closeBounty(index), () => it.chain.tx.bounties.proposeCurator(index, it.address(), 10n ** 9n))),
    'Recovery.RecoveryCreated': (it, [account]) => {
        const { recovery } = it.chain.tx;
        return it.pick(() => [it.anyone(), recovery.initiateRecovery(account.toString())], () => [it.signerOf(account), recovery.removeRecovery()]);
    },
    'Recovery.RecoveryInitiated': (it, [lost, rescuer]) => {
        const { recovery } = it.chain.tx;
        return it.pick(() => [it.anyone(), recovery.vouchRecovery(lost.toString(), rescuer.toString())],
            () => [it.signerOf(rescuer), recovery.claimRecovery(lost.toString())], () => [it.signerOf(lost), recovery.closeRecovery(rescuer.toString())]);
    },
    'Recovery.AccountRecovered': (it, [lost, rescuer], call) => {
        const { recovery } = it.chain.tx;
        return it.pick(() => [it.signerOf(rescuer), recovery.asRecovered(lost.toString(), it.chain.registry.createType('Call', call))],
            () => [it.signerOf(rescuer), recovery.cancelRecovered(lost.toString())]);
    },
    'Society.Founded': (it, [founder]) => {
        const { society } = it.chain.tx;
        return it.pick(() => [it.anyone(), society.bid(it.random.between(0, 10 ** 9))], () => [it.signerOf(founder), society.dissolve()],
            () => [it.signerOf(founder), society.vouch(it.address(), 10n ** 9n, 10n ** 8n)], () => [it.signerOf(founder), society.setParameters(10, 3, 3, 10n ** 9n)]);
    },
    'Society.Bid': (it, [who]) => it.pick(() => [it.signerOf(who), it.chain.tx.society.unbid()], () => [it.anyone(), it.chain.tx.society.vote(who.toString(), true)]),
    'Balances.Endowed': (it, [account]) => [it.signerOf(account), it.chain.tx.balances.transferAll(it.address(), it.random.chance(50))],
    'Balances.Reserved': (it, [account]) => it.pick(() => [it.signerOf(account), it.chain.tx.balances.transferAll(it.address(), false)],
        () => root(it.chain, it.chain.tx.balances.forceUnreserve(account.toString(), 10n ** 11n)),
        () => root(it.chain, it.chain.tx.balances.forceTransfer(account.toString(), it.address(), 10n ** 12n))),
};


// Channels between parachains: asked for, accepted, cancelled, opened and closed with sessions, limits, deposits, and the messages
// by which the paras hear of it.
import { stringToU8a, u8aConcat, u8aToHex, bnToU8a } from '@polkadot/util';

import { KSM } from '../scenario.mjs';

const kParachain = 2;
const [kA, kB, kC, kPoor] = [2000, 2001, 2002, 2003];
const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const by = (para) => ({ ParachainsOrigin: { Parachain: para } });

export async function run(t) {
    const { Alice, Bob, chain, tx: { balances, configuration, hrmp, paras } } = t;
    const accountOf = (para) => t.addressOf(u8aConcat(stringToU8a('para'), u32(para), new Uint8Array(24)));
    const channel = (sender, recipient) => ({ sender, recipient });
    const endSession = async () => {
        await t.next(1, { skip: 600, claim: 'primary' });
        await t.next(1);
    };
    await t.next();
    for (const [name, value] of Object.entries({ setHrmpSenderDeposit: KSM, setHrmpRecipientDeposit: 2n * KSM, setHrmpMaxParachainInboundChannels: 2,
        setHrmpMaxParachainOutboundChannels: 2, setHrmpChannelMaxCapacity: 10, setHrmpChannelMaxMessageSize: 1000 })) {
        await t.root(configuration[name](value));
    }
    await endSession();
    await endSession();
    await chain.put([
        ...[kA, kB, kC, kPoor].map((id) => [chain.key('paras', 'paraLifecycles', id), u8aToHex(Uint8Array.of(kParachain))]),
        [chain.key('paras', 'parachains'), u8aToHex(u8aConcat([16], ...[kA, kB, kC, kPoor].map(u32)))],
    ]);
    for (const para of [kA, kB, kC]) await t.ok(Alice, balances.transferAllowDeath(accountOf(para), 10n * KSM));

    // Origins of the calls.
    for (const call of [hrmp.hrmpInitOpenChannel(kB, 5, 100), hrmp.hrmpAcceptOpenChannel(kA), hrmp.hrmpCloseChannel(channel(kA, kB)),
        hrmp.hrmpCancelOpenRequest(channel(kA, kB), 5), hrmp.forceCleanHrmp(kA, 1, 1), hrmp.forceProcessHrmpOpen(1),
        hrmp.forceProcessHrmpClose(1), hrmp.forceOpenHrmpChannel(kA, kB, 5, 100)]) {
        await t.fails(Bob, call, 'BadOrigin');
        await t.as({ Origins: 'StakingAdmin' }, call, 'BadOrigin');
    }
    await t.root(hrmp.hrmpInitOpenChannel(kB, 5, 100), 'BadOrigin');

    // Invalid requests.
    const wrong = [[kA, 5, 100, 'OpenHrmpChannelToSelf'], [7, 5, 100, 'OpenHrmpChannelInvalidRecipient'], [kB, 0, 100, 'OpenHrmpChannelZeroCapacity'],
        [kB, 11, 100, 'OpenHrmpChannelCapacityExceedsLimit'], [kB, 5, 0, 'OpenHrmpChannelZeroMessageSize'],
        [kB, 5, 1001, 'OpenHrmpChannelMessageSizeExceedsLimit']];
    for (const [to, capacity, size, error] of wrong) await t.as(by(kA), hrmp.hrmpInitOpenChannel(to, capacity, size), `Hrmp.${error}`);
    await t.as(by(kPoor), hrmp.hrmpInitOpenChannel(kB, 5, 100), 'Balances.InsufficientBalance');
    await t.as(by(kB), hrmp.hrmpAcceptOpenChannel(kA), 'Hrmp.AcceptHrmpChannelDoesntExist');
    await t.as(by(kB), hrmp.hrmpCancelOpenRequest(channel(kA, kB), 5), 'Hrmp.OpenHrmpChannelDoesntExist');
    await t.as(by(kB), hrmp.hrmpCloseChannel(channel(kA, kB)), 'Hrmp.CloseHrmpChannelDoesntExist');

    // Asked, cancelled, asked again, accepted, open.
    await t.as(by(kA), hrmp.hrmpInitOpenChannel(kB, 5, 100));
    await t.as(by(kA), hrmp.hrmpInitOpenChannel(kB, 5, 100), 'Hrmp.OpenHrmpChannelAlreadyRequested');
    await t.as(by(kB), hrmp.hrmpCancelOpenRequest(channel(kA, kB), 0), 'Hrmp.WrongWitness');
    await t.as(by(kC), hrmp.hrmpCancelOpenRequest(channel(kA, kB), 1), 'Hrmp.CancelHrmpOpenChannelUnauthorized');
    await t.as(by(kB), hrmp.hrmpCancelOpenRequest(channel(kA, kB), 1));
    for (const [from, to] of [[kA, kB], [kA, kC], [kC, kB], [kB, kA]]) await t.as(by(from), hrmp.hrmpInitOpenChannel(to, 10, 1000));
    await t.as(by(kA), hrmp.hrmpInitOpenChannel(kPoor, 1, 1), 'Hrmp.OpenHrmpChannelLimitExceeded');
    await t.as(by(kB), hrmp.hrmpAcceptOpenChannel(kA));
    await t.as(by(kB), hrmp.hrmpAcceptOpenChannel(kA), 'Hrmp.AcceptHrmpChannelAlreadyConfirmed');
    await t.as(by(kA), hrmp.hrmpCancelOpenRequest(channel(kA, kB), 9), 'Hrmp.OpenHrmpChannelAlreadyConfirmed');
    await t.as(by(kB), hrmp.hrmpAcceptOpenChannel(kC));
    await t.as(by(kC), hrmp.hrmpAcceptOpenChannel(kA));
    await endSession();
    await t.as(by(kA), hrmp.hrmpInitOpenChannel(kB, 5, 100), 'Hrmp.OpenHrmpChannelAlreadyExists');
    await t.as(by(kC), hrmp.hrmpInitOpenChannel(kA, 5, 100));
    await t.as({ Origins: 'GeneralAdmin' }, hrmp.forceOpenHrmpChannel(kC, kA, 9, 99));
    await t.root(hrmp.forceOpenHrmpChannel(kPoor, kB, 9, 99), 'Balances.InsufficientBalance');
    await t.ok(Alice, balances.transferAllowDeath(accountOf(kPoor), KSM + KSM / 1000n));
    await t.root(hrmp.forceOpenHrmpChannel(kPoor, kB, 9, 99), 'Hrmp.AcceptHrmpChannelLimitExceeded');
    await t.root(hrmp.forceProcessHrmpOpen(0), 'Hrmp.WrongWitness');
    await t.root(hrmp.forceProcessHrmpOpen(7));

    // Closed by either end, at once by governance.
    await t.as(by(kC), hrmp.hrmpCloseChannel(channel(kA, kB)), 'Hrmp.CloseHrmpChannelUnauthorized');
    await t.as(by(kB), hrmp.hrmpCloseChannel(channel(kA, kB)));
    await t.as(by(kA), hrmp.hrmpCloseChannel(channel(kA, kB)), 'Hrmp.CloseHrmpChannelAlreadyUnderway');
    await t.as(by(kC), hrmp.hrmpCloseChannel(channel(kC, kB)));
    await t.root(hrmp.forceProcessHrmpClose(2));
    await t.as(by(kA), hrmp.hrmpCloseChannel(channel(kA, kC)));
    await endSession();
    await t.root(hrmp.forceOpenHrmpChannel(kA, kB, 9, 99));
    await t.root(hrmp.forceProcessHrmpOpen(9));
    await t.root(hrmp.forceCleanHrmp(kA, 2, 1));
    await t.root(hrmp.forceCleanHrmp(kA, 0, 0));

    // A para goes with all that it has: open channels, requests to it and of it, messages.
    await t.root(hrmp.forceOpenHrmpChannel(kA, kB, 9, 99));
    await endSession();
    await t.as(by(kC), hrmp.hrmpInitOpenChannel(kA, 5, 100));
    await t.as(by(kA), hrmp.hrmpAcceptOpenChannel(kC));
    await t.as(by(kA), hrmp.hrmpInitOpenChannel(kC, 5, 100));
    await t.as(by(kC), hrmp.hrmpAcceptOpenChannel(kA));
    await chain.put([[chain.key('paras', 'paraLifecycles', kA), '0x06']]);
    await t.root(paras.forceQueueAction(kA));
    await endSession();
    await endSession();
}

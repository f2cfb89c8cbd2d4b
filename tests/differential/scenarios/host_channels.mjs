// Channels between parachains, what is new in them: channels with system chains, which anybody opens and which need no deposit,
// deposits that follow the configuration, witnesses, watermarks that stay.
import { bnToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';

import { kBacked, kIncluded, kWhole, Parachains } from '../parachains.mjs';
import { KSM } from '../scenario.mjs';

const kSystem = [1000, 1001, 1999];
const kOthers = [2000, 2001];
const kAll = [...kSystem, ...kOthers];
const u32 = (value) => bnToU8a(value, { bitLength: 32 });
const by = (para) => ({ ParachainsOrigin: { Parachain: para } });

export async function run(t) {
    const { Alice, Bob, chain, tx: { balances, hrmp } } = t;
    const para = new Parachains(t);
    const accountOf = (id) => t.addressOf(u8aConcat(stringToU8a('para'), u32(id), new Uint8Array(24)));
    const channel = (sender, recipient) => ({ sender, recipient });
    const branch = async (what) => {
        if (chain.inBlock) await chain.close();
        const saved = await chain.save();
        await chain.open();
        await what();
        if (chain.inBlock) await chain.close();
        await chain.restore(saved);
    };
    const ask = async () => {
        for (const id of kAll) for (const method of ['inbound_hrmp_channels_contents', 'dmq_contents', 'backing_constraints']) await t.hostApi(method, u8aToHex(u32(id)));
    };

    await t.next();
    await chain.close();
    await para.register(kAll, { cores: kOthers.map((id) => [[{ Task: id }, kWhole]]) });
    const deposits = { hrmpSenderDeposit: Number(KSM), hrmpRecipientDeposit: 2 * Number(KSM) };
    await para.configure({ maxValidatorsPerCore: 1, lookahead: 2, groupRotationFrequency: 20, parasAvailabilityPeriod: 4, hrmpMaxParachainInboundChannels: 3, hrmpMaxParachainOutboundChannels: 3,
        hrmpChannelMaxCapacity: 8, hrmpChannelMaxTotalSize: 800, hrmpChannelMaxMessageSize: 100, ...deposits });
    await para.endSession();
    for (const id of [...kOthers, 1000]) await t.ok(Alice, balances.transferAllowDeath(accountOf(id), 10n * KSM));

    // Between system chains, by anybody, for nothing.
    await branch(async () => {
        await t.fails(Bob, hrmp.establishSystemChannel(1000, 2000), 'Hrmp.ChannelCreationNotAuthorized');
        await t.fails(Bob, hrmp.establishSystemChannel(2000, 1000), 'Hrmp.ChannelCreationNotAuthorized');
        await t.root(hrmp.establishSystemChannel(1000, 1001), 'BadOrigin');
        await t.as(by(1000), hrmp.establishSystemChannel(1000, 1001), 'BadOrigin');
        await t.fails(Bob, hrmp.establishSystemChannel(1000, 1000), 'Hrmp.OpenHrmpChannelToSelf');
        await t.fails(Bob, hrmp.establishSystemChannel(1000, 1500), 'Hrmp.OpenHrmpChannelInvalidRecipient');
        await t.does(Bob, hrmp.establishSystemChannel(1500, 1000));
        await t.ok(Bob, hrmp.establishSystemChannel(1000, 1999));
        t.saw('Hrmp.HrmpSystemChannelOpened');
        await t.fails(Bob, hrmp.establishSystemChannel(1000, 1999), 'Hrmp.OpenHrmpChannelAlreadyRequested');
        await t.ok(Bob, hrmp.establishSystemChannel(1999, 1000));
        await t.ok(Alice, hrmp.establishSystemChannel(1001, 1000));
        await para.endSession();
        await t.does(Bob, hrmp.establishSystemChannel(1000, 1999));
        await ask();
    });
    // Without a deposit, by any para's own request too; the border between system chains and others.
    for (const [from, to] of [[1999, 2000], [2000, 1999], [2000, 2001], [1000, 1001]]) {
        await branch(async () => {
            await t.as(by(from), hrmp.hrmpInitOpenChannel(to, 3, 50));
            await t.as(by(to), hrmp.hrmpAcceptOpenChannel(from));
            await para.endSession();
            await t.as(by(to), hrmp.hrmpCloseChannel(channel(from, to)));
            await para.endSession();
            await ask();
        });
        await branch(async () => {
            await t.root(hrmp.forceOpenHrmpChannel(from, to, 3, 50));
            await t.root(hrmp.forceProcessHrmpOpen(1));
            await t.root(hrmp.forceCleanHrmp(from, 0, 1));
            await t.root(hrmp.forceCleanHrmp(to, 1, 0));
        });
    }
    // By a para with a system chain, in both directions.
    await branch(async () => {
        await t.fails(Bob, hrmp.establishChannelWithSystem(1000), 'BadOrigin');
        await t.root(hrmp.establishChannelWithSystem(1000), 'BadOrigin');
        await t.as(by(2000), hrmp.establishChannelWithSystem(2001), 'Hrmp.ChannelCreationNotAuthorized');
        await t.as(by(1000), hrmp.establishChannelWithSystem(1000), 'Hrmp.OpenHrmpChannelToSelf');
        await t.as(by(2000), hrmp.establishChannelWithSystem(1500), 'Hrmp.OpenHrmpChannelInvalidRecipient');
        await t.as(by(2000), hrmp.establishChannelWithSystem(1000));
        await t.as(by(2000), hrmp.establishChannelWithSystem(1000), 'Hrmp.OpenHrmpChannelAlreadyRequested');
        await t.as(by(1001), hrmp.establishChannelWithSystem(1000));
        await t.as(by(2000), hrmp.establishChannelWithSystem(1001));
        await t.as(by(2000), hrmp.establishChannelWithSystem(1999));
        await t.as(by(1000), hrmp.hrmpInitOpenChannel(2001, 1, 1));
        await t.as(by(1000), hrmp.hrmpInitOpenChannel(1999, 1, 1), null);
        await para.endSession();
        await t.as(by(2000), hrmp.establishChannelWithSystem(1000), null);
        await ask();
    });
    // A half that is there already undoes the whole.
    await branch(async () => {
        await t.as(by(1000), hrmp.hrmpInitOpenChannel(2000, 1, 1));
        await t.as(by(2000), hrmp.establishChannelWithSystem(1000), 'Hrmp.OpenHrmpChannelAlreadyRequested');
    });

    // Deposits that follow the configuration, up and down, for those who have enough.
    await branch(async () => {
        await t.root(hrmp.forceOpenHrmpChannel(2000, 2001, 3, 50));
        await t.root(hrmp.forceOpenHrmpChannel(1000, 2001, 3, 50));
        await para.endSession();
        await t.fails(Bob, hrmp.pokeChannelDeposits(2001, 2000), 'Hrmp.OpenHrmpChannelDoesntExist');
        await t.root(hrmp.pokeChannelDeposits(2000, 2001), 'BadOrigin');
        await t.ok(Bob, hrmp.pokeChannelDeposits(2000, 2001)); // nothing to do
        for (const [sender, recipient, expected] of [[3, 1, 'ok'], [0, 0, 'ok'], [5, 5, 'ok'], [5, 5, 'ok'], [9, 100, 'Balances.InsufficientBalance'], [100, 1, 'Balances.InsufficientBalance'], [1, 2, 'ok']]) {
            await para.configure({ hrmpSenderDeposit: sender * Number(KSM), hrmpRecipientDeposit: recipient * Number(KSM) });
            await t.does(Bob, hrmp.pokeChannelDeposits(2000, 2001), expected);
            await t.ok(Bob, hrmp.pokeChannelDeposits(1000, 2001));
        }
        // Deposits of before system chains were free.
        await chain.put([[chain.key('hrmp', 'hrmpChannels', channel(1000, 2001)), chain.registry.createType((await t.read('hrmp', 'hrmpChannels', channel(1000, 2001))).toRawType(),
            { ...(await t.read('hrmp', 'hrmpChannels', channel(1000, 2001))).toJSON(), senderDeposit: 1000, recipientDeposit: 7 }).toHex()]]);
        await t.ok(Bob, hrmp.pokeChannelDeposits(1000, 2001));
        await ask();
    });

    // Witnesses: how many requests and closings root expects at most.
    await branch(async () => {
        for (const [from, to] of [[1000, 1001], [1001, 1000], [2000, 2001]]) {
            await t.root(hrmp.forceOpenHrmpChannel(from, to, 3, 50));
        }
        for (const [given, expected] of [[0, 'Hrmp.WrongWitness'], [2, 'Hrmp.WrongWitness'], [3, 'ok'], [0, 'ok']]) await t.root(hrmp.forceProcessHrmpOpen(given), expected);
        await t.as(by(1000), hrmp.hrmpCloseChannel(channel(1000, 1001)));
        await t.as(by(2001), hrmp.hrmpCloseChannel(channel(2000, 2001)));
        for (const [given, expected] of [[1, 'Hrmp.WrongWitness'], [9, 'ok'], [0, 'ok']]) await t.root(hrmp.forceProcessHrmpClose(given), expected);
        await t.root(hrmp.forceOpenHrmpChannel(2000, 2001, 3, 50));
        await t.root(hrmp.forceProcessHrmpOpen(1));
        for (const [inbound, outbound, expected] of [[0, 0, 'Hrmp.WrongWitness'], [0, 1, 'ok']]) await t.root(hrmp.forceCleanHrmp(2000, inbound, outbound), expected);
    });
    // force_open over a request that waits, accepted or not.
    await branch(async () => {
        await t.as(by(2000), hrmp.hrmpInitOpenChannel(2001, 3, 50));
        await t.root(hrmp.forceOpenHrmpChannel(2000, 2001, 8, 100), null);
        await t.root(hrmp.forceOpenHrmpChannel(2000, 2001, 8, 100), null);
        await para.endSession();
        await t.root(hrmp.forceOpenHrmpChannel(2000, 2001, 8, 100), null);
    });

    // What collators are told of the room that is left, also where there is less than none: limits that were lowered since.
    await branch(async () => {
        const u64 = (value) => bnToU8a(value, { bitLength: 64 });
        await chain.put([[chain.key('messageQueue', 'bookStateFor', { Ump: { Para: 2000 } }), u8aToHex(u8aConcat(u32(0), u32(1), u32(1), [0], u64(5), u64(500)))]]);
        for (const [count, size] of [[8, 1000], [5, 500], [4, 499], [0, 0]]) {
            await para.configure({ maxUpwardQueueCount: count, maxUpwardQueueSize: size });
            for (const method of ['backing_constraints', 'para_backing_state']) await t.hostApi(method, u8aToHex(u32(2000)));
        }
        await t.root(hrmp.forceOpenHrmpChannel(2000, 2001, 3, 50));
        await t.root(hrmp.forceProcessHrmpOpen(1));
        const open = await t.read('hrmp', 'hrmpChannels', channel(2000, 2001));
        for (const fields of [{ msgCount: 9 }, { totalSize: 5000 }, { maxCapacity: 0 }, { maxTotalSize: 0, totalSize: 1 }]) {
            await chain.put([[chain.key('hrmp', 'hrmpChannels', channel(2000, 2001)), chain.registry.createType(open.toRawType(), { ...open.toJSON(), ...fields }).toHex()]]);
            for (const method of ['backing_constraints', 'para_backing_state']) await t.hostApi(method, u8aToHex(u32(2000)));
        }
        for (const item of ['heads', 'currentCodeHash', 'mostRecentContext']) {
            await chain.remove(chain.key('paras', item, 2000));
            for (const method of ['backing_constraints', 'para_backing_state']) await t.hostApi(method, u8aToHex(u32(2000)));
        }
    });

    // Messages: the watermark may stay where it is; chains of candidates with messages of each.
    await branch(async () => {
        const told = async (id) => ((await t.read('dmp', 'downwardMessageQueues', id)) ?? []).length;
        for (const [from, to] of [[2000, 2001], [2001, 2000]]) await t.root(hrmp.forceOpenHrmpChannel(from, to, 8, 100));
        await t.root(hrmp.forceProcessHrmpOpen(2));
        const both = async (first, second) => {
            await para.block(async () => ({ candidates: [await para.candidate(2000, { commitments: first }), await para.candidate(2001, { commitments: second })] }));
            await para.askAll(kOthers);
            const backed = t.last.events.filter(({ name }) => name === kBacked).length;
            await para.block();
            await para.askAll(kOthers);
            return [backed, t.last.events.filter(({ name }) => name === kIncluded).length];
        };
        await both({ processed: await told(2000), horizontal: [[2001, [1, 2, 3]]] }, { processed: await told(2001), horizontal: [[2000, [7]]] });
        const mark = chain.number;
        const seen = [];
        for (const [first, second] of [[mark, mark], [mark, mark], [mark - 1, mark + 1], [undefined, mark], [undefined, undefined]]) {
            seen.push(await both({ watermark: first, horizontal: [[2001, [4]]] }, { watermark: second, horizontal: [[2000, new Uint8Array(90)]] }));
        }
        if (seen[0][0] !== 2 || seen[1][0] !== 2) chain.report.fault(chain, `watermarks that stay: ${JSON.stringify(seen)}`);
    });
}

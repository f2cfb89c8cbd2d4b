// Each track with several tallies: a referendum passes, or is rejected, at the first block that its curves allow; and one block before.
import { passAlarms } from '../referenda.mjs';
import { KSM } from '../scenario.mjs';

const kOrigins = [{ system: 'Root' }, ...['WhitelistedCaller', 'Treasurer', 'LeaseAdmin', 'GeneralAdmin', 'AuctionAdmin', 'ReferendumCanceller',
    'ReferendumKiller', 'SmallTipper', 'BigTipper', 'SmallSpender', 'MediumSpender', 'BigSpender'].map((name) => ({ Origins: name }))];
// Parts of the issuance that vote aye, nay and abstain, in thousandths.
const kTallies = [[30, 10, 0], [2, 1, 150], [200, 150, 0], [100, 130, 200]];

export async function run(t) {
    const { Alice, registry, tx: { convictionVoting, referenda, system } } = t;
    const [aye, nay, payer] = await t.pool('Rich', 3, 20_000_000n * KSM);
    const remark = { Inline: registry.createType('Call', system.remark('0x')).toHex() };
    await t.next();
    const issuance = (await t.read('balances', 'totalIssuance')).toBigInt();
    const part = (thousandths) => issuance * BigInt(thousandths) / 1000n;
    let count = 0;
    for (const [ayes, nays, abstained] of kTallies) {
        for (const origin of kOrigins) {
            const index = count++;
            await t.ok(payer, referenda.submit(origin, remark, { After: 0 }));
            await t.ok(payer, referenda.placeDecisionDeposit(index));
            await t.ok(aye, convictionVoting.vote(index, { Standard: { vote: { aye: true, conviction: 'Locked1x' }, balance: part(ayes) } }));
            await t.ok(nay, convictionVoting.vote(index, { Standard: { vote: { aye: false, conviction: 'Locked1x' }, balance: part(nays) } }));
            if (abstained > 0) await t.ok(payer, convictionVoting.vote(index, { SplitAbstain: { aye: 0, nay: 0, abstain: part(abstained) } }));
            await t.next();
            await passAlarms(t, [index]); // to the block before each alarm, and on
            await t.does(Alice, referenda.refundDecisionDeposit(index));
        }
    }
    for (let index = 0; index < count; ++index) await t.does(aye, convictionVoting.removeVote(30, index));
    await t.next();
}

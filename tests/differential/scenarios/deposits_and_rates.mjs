// Deposits asked for anew in Bounties and Society (those of small pallets: small_pallets.mjs), rates of assets, members of the fellowship exchanged.
import { redeposit } from '../redeposit.mjs';
import { KSM } from '../scenario.mjs';

export async function run(t) {
    await t.next();
    for (const part of [deposits, rates, fellows]) {
        await part(t);
        await t.next();
    }
}

async function deposits(t) {
    const { Alice, Bob, Charlie, chain, tx: { bounties, society } } = t;
    const [saver] = await t.pool('Saver', 1, 100_000n * KSM);
    const pokes = async (call, event, expected = 'ok') => {
        await t.does(saver, call, expected);
        if (event) t.saw(event);
    };
    const half = async (key, from) => redeposit(t, key, { from, to: from / 2n });

    await t.ok(saver, bounties.proposeBounty(10n * KSM, '0x0102'));
    const { bond } = await t.read('bounties', 'bounties', 0);
    await half(chain.key('bounties', 'bounties', 0), bond.toBigInt());
    await pokes(bounties.pokeDeposit(0), 'Bounties.DepositPoked');
    await t.ok(Bob, bounties.pokeDeposit(0)); // by any account, which pays for it
    await t.fails(saver, bounties.pokeDeposit(7), 'Bounties.InvalidIndex');
    await t.fails(Bob, bounties.approveBountyWithCurator(0, Charlie.address, KSM), 'BadOrigin');
    await t.root(bounties.approveBountyWithCurator(0, Charlie.address, 11n * KSM), 'Bounties.InvalidFee');
    await t.root(bounties.approveBountyWithCurator(0, Charlie.address, KSM));
    await t.fails(saver, bounties.pokeDeposit(0), 'Bounties.UnexpectedStatus');

    await t.root(society.foundSociety(Alice.address, 10, 5, 5, KSM, '0x01'));
    await t.ok(saver, society.bid(KSM));
    await t.ok(saver, society.pokeDeposit());
    await half(chain.key('society', 'bids'), KSM);
    await pokes(society.pokeDeposit(), 'Society.DepositPoked');
    await t.ok(Alice, society.vouch(Charlie.address, KSM, 0));
    await t.fails(Charlie, society.pokeDeposit(), 'Society.NoDeposit');
    await t.fails(Bob, society.pokeDeposit(), 'Society.NotBidder');
}

async function rates(t) {
    const { Bob, tx: { assetRate } } = t;
    const kind = (para) => ({ V4: { location: { parents: 0, interior: { X1: [{ Parachain: para }] } }, assetId: { parents: 0, interior: { X1: [{ GeneralIndex: 7 }] } } } });
    const rate = 2n * 10n ** 18n;
    for (const call of [assetRate.create(kind(1000), rate), assetRate.update(kind(1000), rate), assetRate.remove(kind(1000))]) await t.fails(Bob, call, 'BadOrigin');
    await t.root(assetRate.update(kind(1000), rate), 'AssetRate.UnknownAssetKind');
    await t.root(assetRate.remove(kind(1000)), 'AssetRate.UnknownAssetKind');
    await t.root(assetRate.create(kind(1000), rate));
    t.saw('AssetRate.AssetRateCreated');
    await t.as({ Origins: 'Treasurer' }, assetRate.create(kind(1000), rate), 'AssetRate.AlreadyExists');
    await t.as({ Origins: 'Treasurer' }, assetRate.update(kind(1000), rate * 2n));
    await t.root(assetRate.create(kind(1001), 1));
    await t.root(assetRate.remove(kind(1001)));
    t.saw('AssetRate.AssetRateRemoved');
}

async function fellows(t) {
    const { Alice, Bob, Charlie, tx: { fellowshipCollective: fellowship } } = t;
    await t.root(fellowship.addMember(Alice.address));
    await t.root(fellowship.promoteMember(Alice.address));
    await t.root(fellowship.addMember(Charlie.address));
    await t.fails(Bob, fellowship.exchangeMember(Alice.address, Bob.address), 'BadOrigin');
    await t.root(fellowship.exchangeMember(Alice.address, Charlie.address), 'FellowshipCollective.AlreadyMember');
    await t.root(fellowship.exchangeMember(Alice.address, Alice.address), 'FellowshipCollective.SameMember');
    await t.root(fellowship.exchangeMember(Bob.address, Alice.address), null);
    await t.root(fellowship.exchangeMember(Alice.address, Bob.address));
    t.saw('FellowshipCollective.MemberExchanged');
}

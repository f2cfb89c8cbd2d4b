// The real Kusama runtime 1.0.0 with its dev accounts: calls of users, and calls that the runtime refuses.
import { createKeyMulti, encodeAddress, sortAddresses } from '@polkadot/util-crypto';

import { Chain, kDev, keyOf, relayChain } from '../chain.mjs';
import { Random } from '../random.mjs';

const { Alice, Bob, Charlie, Dave, Eve, Ferdie } = kDev;
const KSM = 1_000_000_000_000n;

export const kusamaLocal = (data) => ({
    ...relayChain,
    name: 'kusama-local',
    path: `${data}/genesis/kusama-local-1000000.json`,
});

export async function run(data, emit) {
    const chain = await Chain.start(kusamaLocal(data), emit);
    await chain.block('empty', [], { steps: true });
    await transfers(chain);
    await signatures(chain);
    await wrappers(chain);
    await accounts(chain);
    await governance(chain);
    await staking(chain);
    await parachains(chain);
    await remarks(chain);
}

/** Good ones, failing ones, and extrinsics that no block may hold. */
async function transfers(chain) {
    const { balances } = chain.tx;
    const good = chain.sign(Alice, balances.transferKeepAlive(Bob.address, KSM));
    const broken = good.slice(0, 120) + (good[120] === '0' ? '1' : '0') + good.slice(121);
    await chain.block('transfers', [
        good,
        good, // the nonce is used
        broken,
        good.slice(0, -2),
        '0x', '0x00', '0x0404', '0xffffffff',
        chain.sign(Alice, balances.transferKeepAlive(Bob.address, KSM), { nonce: 7 }),
        chain.sign(Alice, balances.transferKeepAlive(Bob.address, KSM), { genesisHash: '0x' + '11'.repeat(32), nonce: 1 }),
        chain.sign(keyOf('//Nobody'), balances.transferKeepAlive(Bob.address, KSM)),
        chain.sign(Bob, balances.transferAllowDeath(keyOf('//New').address, 10n * KSM), { tip: KSM }),
        chain.sign(Charlie, balances.transferAllowDeath(Dave.address, 10n ** 30n)), // more than there is
        chain.sign(Charlie, balances.transferKeepAlive(keyOf('//Dust').address, 1)), // below the existential deposit
        chain.sign(Dave, balances.transferAll(Eve.address, false)),
        chain.sign(Dave, balances.transferAllowDeath(Eve.address, 1)), // has nothing left to pay with
        chain.unsigned(balances.transferAllowDeath(Eve.address, 1)),
        chain.unsigned(chain.tx.timestamp.set(1)), // a second inherent
    ], { steps: true });
    await chain.call('TransactionPaymentApi_query_info', good + '8e000000');
    await chain.call('TransactionPaymentApi_query_fee_details', good + '8e000000');
    for (const source of ['00', '01', '02', '03']) {
        const next = chain.sign(Alice, balances.transferKeepAlive(Bob.address, KSM), { nonce: 1 });
        for (const extrinsic of [good, next, broken, '0x280403000b70b7cd278701']) {
            await chain.call('TaggedTransactionQueue_validate_transaction',
                `0x${source}${extrinsic.slice(2)}${chain.genesisHash.slice(2)}`);
        }
    }
}

/** All kinds of keys, and mortality. */
async function signatures(chain) {
    const { balances, system } = chain.tx;
    const edwards = keyOf('//Edwards', 'ed25519');
    const ecdsa = keyOf('//Ecdsa', 'ecdsa');
    await chain.block('ed25519 and ecdsa', [
        chain.sign(Alice, balances.transferKeepAlive(edwards.address, KSM)),
        chain.sign(Alice, balances.transferKeepAlive(encodeAddress(ecdsa.addressRaw), KSM)),
        chain.sign(edwards, balances.transferKeepAlive(Alice.address, KSM / 10n)),
        chain.sign(ecdsa, balances.transferKeepAlive(Alice.address, KSM / 10n)),
        chain.sign(Bob, system.remark('0x00'), {
            era: { era: chain.registry.createType('ExtrinsicEra', { current: 0, period: 64 }), blockHash: chain.genesisHash },
        }),
    ], { steps: true });
}

async function wrappers(chain) {
    const { balances, utility, proxy, multisig, system, sudo, scheduler, recovery } = chain.tx;
    const pay = (to, value) => balances.transferKeepAlive(to.address, value);
    const trio = sortAddresses([Alice.address, Bob.address, Charlie.address], 2);
    const without = (pair) => trio.filter((one) => one !== encodeAddress(pair.address, 2));
    const account = encodeAddress(createKeyMulti(trio, 2), 2);
    const weight = { refTime: 1_000_000_000, proofSize: 100_000 };
    await chain.block('calls in calls', [
        chain.sign(Alice, utility.batch([pay(Bob, KSM), pay(Charlie, 10n ** 30n), pay(Dave, KSM)])),
        chain.sign(Alice, utility.batchAll([pay(Bob, KSM), pay(Charlie, 10n ** 30n)])), // undone as a whole
        chain.sign(Alice, utility.forceBatch([pay(Charlie, 10n ** 30n), pay(Dave, KSM)])),
        chain.sign(Alice, utility.asDerivative(3, system.remarkWithEvent('0xabcd'))),
        chain.sign(Alice, utility.batchAll([utility.batchAll([utility.batchAll([pay(Bob, 1), system.remark('0x')])])])),
        chain.sign(Bob, proxy.addProxy(Alice.address, 'Any', 0)),
        chain.sign(Bob, proxy.createPure('Any', 0, 0)),
        chain.sign(Alice, proxy.proxy(Bob.address, null, pay(Ferdie, KSM))),
        chain.sign(Eve, proxy.proxy(Bob.address, null, pay(Ferdie, KSM))), // is none
        chain.sign(Charlie, balances.transferKeepAlive(account, 5n * KSM)),
        chain.sign(Alice, multisig.asMulti(2, without(Alice), null, pay(Ferdie, KSM), weight)),
        chain.sign(Bob, multisig.asMulti(2, without(Bob), { height: chain.number + 1, index: 12 }, pay(Ferdie, KSM), weight)),
        chain.sign(Charlie, multisig.asMultiThreshold1([Bob.address], system.remark('0x01'))),
        chain.sign(Alice, sudo.sudo(utility.dispatchAs({ system: { Signed: Charlie.address } }, pay(Eve, KSM)))),
        chain.sign(Bob, sudo.sudo(system.remark('0x'))), // is not root
        chain.sign(Alice, sudo.sudo(scheduler.scheduleAfter(1, [1, 3], 0, system.remarkWithEvent('0x5c')))),
        chain.sign(Eve, recovery.createRecovery([Alice.address, Bob.address].sort(), 2, 1)),
    ]);
    await chain.block('scheduled calls run');
}

async function accounts(chain) {
    const { identity, indices, sudo, vesting, claims, society, nis } = chain.tx;
    const nothing = { None: null };
    const info = {
        additional: [[{ Raw: '0x616765' }, { BlakeTwo256: '0x' + '22'.repeat(32) }]], display: { Raw: 'Charlie' },
        legal: nothing, web: nothing, riot: nothing, email: { Raw: 'c@example.org' }, pgpFingerprint: null,
        image: nothing, twitter: nothing,
    };
    await chain.block('identities and such', [
        chain.sign(Charlie, identity.setIdentity(info)),
        chain.sign(Charlie, identity.setSubs([[Dave.address, { Raw: 'd' }], [Eve.address, { Raw: 'e' }]])),
        chain.sign(Alice, sudo.sudo(identity.addRegistrar(Bob.address))),
        chain.sign(Charlie, identity.requestJudgement(0, KSM)),
        chain.sign(Bob, identity.provideJudgement(0, Charlie.address, 'KnownGood', '0x' + '00'.repeat(32))), // of another
        chain.sign(Eve, identity.quitSub()),
        chain.sign(Alice, indices.claim(42)),
        chain.sign(Alice, indices.transfer(Bob.address, 42)),
        chain.sign(Charlie, vesting.vestedTransfer(keyOf('//Vested').address,
            { locked: 20n * KSM, perBlock: KSM, startingBlock: 2 })),
        chain.sign(Charlie, vesting.vestOther(keyOf('//Vested').address)),
        chain.sign(Alice, sudo.sudo(claims.mintClaim('0x' + '33'.repeat(20), 3n * KSM, null, null))),
        chain.unsigned(claims.claim(Eve.address, '0x' + '44'.repeat(64) + '00')),
        chain.sign(Alice, sudo.sudo(society.foundSociety(Alice.address, 10, 5, 3, KSM, '0x00'))),
        chain.sign(Charlie, society.bid(KSM)),
        chain.sign(Bob, nis.placeBid(200n * KSM, 2)),
        chain.sign(Charlie, identity.clearIdentity()),
    ], { steps: true });
}

async function governance(chain) {
    const { preimage, referenda, convictionVoting, treasury, bounties, sudo, system, utility, whitelist } = chain.tx;
    const proposal = system.remarkWithEvent('0x' + '77'.repeat(200));
    await chain.block('a referendum', [
        chain.sign(Alice, preimage.notePreimage(proposal.toHex())),
        chain.sign(Bob, preimage.notePreimage('0x' + 'ab'.repeat(300_000))),
        chain.sign(Alice, referenda.submit({ system: 'Root' },
            { Lookup: { hash: proposal.hash.toHex(), len: proposal.encodedLength } }, { After: 1 })),
        chain.sign(Charlie, referenda.placeDecisionDeposit(0)),
        chain.sign(Bob, convictionVoting.vote(0,
            { Standard: { vote: { aye: true, conviction: 'Locked6x' }, balance: 500n * KSM } })),
        chain.sign(Eve, convictionVoting.vote(0, { SplitAbstain: { aye: KSM, nay: KSM, abstain: KSM } })),
        chain.sign(Ferdie, convictionVoting.delegate(0, Bob.address, 'Locked1x', 10n * KSM)),
        chain.sign(Alice, treasury.proposeSpend(100n * KSM, Ferdie.address)),
        chain.sign(Alice, bounties.proposeBounty(10n * KSM, '0x626f756e7479')),
        chain.sign(Alice, sudo.sudo(utility.batch([treasury.approveProposal(0), bounties.approveBounty(0)]))),
        chain.sign(Alice, sudo.sudo(whitelist.whitelistCall(proposal.hash))),
    ]);
    for (const note of ['it goes on', 'and on']) await chain.block(note);
    await chain.block('unnote', [chain.sign(Bob, preimage.unnotePreimage('0x' + '00'.repeat(32)))]);
}

async function staking(chain) {
    const { staking: pallet, session, nominationPools, utility, sudo, voterList, fastUnstake } = chain.tx;
    const keys = '0x' + Buffer.from(chain.read('Bytes', 'session', 'queuedKeys') ?? []).subarray(32, 32 + 193).toString('hex');
    await chain.block('stakers', [
        chain.sign(Charlie, pallet.bond(1000n * KSM, 'Staked')),
        chain.sign(Charlie, pallet.nominate([keyOf('//Alice//stash').address, keyOf('//Bob//stash').address])),
        chain.sign(Bob, pallet.bond(2000n * KSM, { Account: Eve.address })),
        chain.sign(Bob, pallet.validate({ commission: 100_000_000, blocked: false })),
        chain.sign(Bob, session.setKeys(keys, '0x')),
        chain.sign(Charlie, utility.batch([pallet.bondExtra(KSM), pallet.unbond(10n * KSM), pallet.rebond(KSM)])),
        chain.sign(Eve, pallet.bond(1, 'Stash')), // too little
        chain.sign(keyOf('//Alice//stash'), pallet.payoutStakers(keyOf('//Alice//stash').address, 0)),
        chain.sign(Alice, sudo.sudo(nominationPools.setConfigs(
            { Set: KSM }, { Set: KSM }, { Set: 10 }, { Set: 100 }, { Set: 50 }, { Set: 100_000_000 }))),
        chain.sign(Alice, nominationPools.create(100n * KSM, Alice.address, Alice.address, Alice.address)),
        chain.sign(Eve, nominationPools.join(50n * KSM, 1)),
        chain.sign(Eve, nominationPools.setClaimPermission('PermissionlessAll')),
        chain.sign(Alice, nominationPools.nominate(1, [keyOf('//Alice//stash').address])),
        chain.sign(Ferdie, voterList.rebag(Charlie.address)),
        chain.sign(Alice, sudo.sudo(pallet.forceNewEra())),
        chain.sign(Charlie, fastUnstake.registerFastUnstake()),
    ]);
}

async function parachains(chain) {
    const { registrar, paras, slots, auctions, sudo, hrmp, configuration, xcmPallet, utility } = chain.tx;
    const root = (tx) => chain.sign(Alice, sudo.sudo(tx));
    const here = (fun) => ({ id: { Concrete: { parents: 0, interior: 'Here' } }, fun });
    const code = '0x' + '0061736d'.repeat(20_000);
    await chain.block('parachains', [
        chain.sign(Alice, registrar.reserve()),
        root(paras.addTrustedValidationCode(code)), // validators need not check it
        chain.sign(Alice, registrar.register(2000, '0x1234', code)),
        root(registrar.forceRegister(Bob.address, 0, 2001, '0x00', '0x' + '0061736e'.repeat(1000))),
        root(slots.forceLease(2001, Bob.address, KSM, 0, 8)),
        root(auctions.newAuction(100, 1)),
        chain.sign(Alice, auctions.bid(2000, 1, 1, 4, 50n * KSM)),
        root(configuration.setMaxCodeSize(2_000_000)),
        root(hrmp.forceOpenHrmpChannel(2000, 2001, 8, 1024)),
        root(utility.batch([paras.addTrustedValidationCode('0x0102'), paras.forceSetCurrentHead(2001, '0x55')])),
        chain.sign(Alice, xcmPallet.teleportAssets(
            { V3: { parents: 0, interior: { X1: { Parachain: 1000 } } } },
            { V3: { parents: 0, interior: { X1: { AccountId32: { network: null, id: Bob.publicKey } } } } },
            { V3: [here({ Fungible: KSM })] }, 0)),
        chain.sign(Alice, xcmPallet.execute({ V3: [
            { WithdrawAsset: [here({ Fungible: KSM })] },
            { BuyExecution: { fees: here({ Fungible: KSM }), weightLimit: 'Unlimited' } },
            { DepositAsset: { assets: { Wild: 'All' },
                beneficiary: { parents: 0, interior: { X1: { AccountId32: { network: null, id: Ferdie.publicKey } } } } } },
        ] }, { refTime: 5_000_000_000, proofSize: 200_000 })),
    ]);
}

async function remarks(chain) {
    const { system } = chain.tx;
    const random = new Random('remarks');
    await chain.block('a storm of remarks', Array.from({ length: 150 }, (_, i) => chain.sign(
        random.pick([Alice, Bob, Charlie, Eve]),
        system[i % 3 ? 'remarkWithEvent' : 'remark']('0x' + Buffer.from(random.bytes(i * 7)).toString('hex')))));
}

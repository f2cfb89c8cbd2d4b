// The real Kusama runtime 1.0.0 under its root: storage and code written, sessions that end, crowdloans' child tries.
import { Chain, kDev, keyOf } from '../chain.mjs';
import { kCode } from '../state.mjs';
import { kusamaLocal } from './kusama_local.mjs';

const { Alice, Bob, Charlie, Eve, Ferdie } = kDev;
const KSM = 1_000_000_000_000n;

export async function run(data, emit) {
    const chain = await Chain.start(kusamaLocal(data), emit);
    await storage(chain);
    await sessions(chain);
    await childTries(chain);
}

/** Root may write anything. */
async function storage(chain) {
    const { system, sudo, utility, stateTrieMigration } = chain.tx;
    const root = (tx) => chain.sign(Alice, sudo.sudo(tx));
    const items = Array.from({ length: 300 }, (_, i) =>
        ['0xfeed' + i.toString(16).padStart(4, '0'), '0x' + 'cd'.repeat(i % 70)]);
    await chain.block('storage written', [
        root(system.setStorage(items)),
        root(system.setStorage([['0xfeec', '0x01'], ['0xfeee', '0x02'], ['0xfe', '0x03'], ['0x', '0x04']])),
        root(system.killStorage(items.slice(0, 10).map(([key]) => key))),
        root(utility.batchAll([system.killPrefix('0xbad0', 1), system.killStorage(['0xfeed00ff', '0xabcd'])])),
        root(system.setHeapPages(2048)),
    ]);
    // Chopsticks does not remove by prefix what the same block has written, nor the key that equals the prefix.
    await chain.block('storage removed', [
        root(system.killPrefix('0xfeed00', 40)),
        root(system.killPrefix('0xfeed01', 1000)),
        root(system.setStorage([['0xfeed0150', '0x05'], ['0xfeed015000', '0x06'], ['0xfeedff', '0x']])),
        root(system.killStorage([`0x${Buffer.from(':heappages').toString('hex')}`])),
        root(stateTrieMigration.setSignedMaxLimits({ size_: 1024, item: 5 })),
    ]);
    await chain.block('the rest removed', [root(system.killPrefix('0xfeed', 1000))]);
    await chain.block('the code written again', [root(system.setCodeWithoutChecks(chain.state.get(kCode)))]);
    await chain.block('an upgrade that is none', [root(system.setCode(chain.state.get(kCode)))]);
}

/** Epochs of 600 slots: a later slot ends one, or several at once. Six of them are an era. */
async function sessions(chain) {
    const { registrar, paras, sudo } = chain.tx;
    const code = '0x0061736d' + '00'.repeat(1000);
    await chain.block('a parathread', [
        chain.sign(Alice, registrar.reserve()),
        chain.sign(Alice, sudo.sudo(paras.addTrustedValidationCode(code))), // validators need not check it
        chain.sign(Alice, registrar.register(2000, '0x1234', code)),
    ]);
    await chain.block('next epoch', [], { skip: 599 });
    await chain.block('the same epoch');
    await chain.block('epochs left out', [], { skip: 2500 });
    for (let i = 0; i < 3; ++i) {
        // So that the parent's state knows an author of the session: its end removes authors by prefix.
        await chain.block('the same epoch');
        await chain.block(`epoch ${i} from here`, [], { skip: 599 });
    }
    await chain.block('pay out', [0, 1, 2].map((era) =>
        chain.sign(Charlie, chain.tx.staking.payoutStakers(keyOf('//Alice//stash').address, era))));
}

/** Crowdloans keep their contributions in child tries. */
async function childTries(chain) {
    const { crowdloan, sudo, utility } = chain.tx;
    const end = chain.number + 12;
    await chain.block('a crowdloan', [
        chain.sign(Alice, crowdloan.create(2000, 1000n * KSM, 1, 4, end, null)),
        ...[Bob, Charlie, Eve, Ferdie].map((one) => chain.sign(one, crowdloan.contribute(2000, 5n * KSM, null))),
        chain.sign(Bob, crowdloan.addMemo(2000, '0x6d656d6f')),
    ]);
    await chain.block('more of it', [
        ...[Bob, Charlie].map((one) => chain.sign(one, crowdloan.contribute(2000, KSM, null))),
        chain.sign(Alice, utility.batchAll([
            crowdloan.contribute(2000, 3n * KSM, null), crowdloan.contribute(2000, 10n ** 30n, null), // both undone
        ])),
        chain.sign(Alice, sudo.sudo(crowdloan.edit(2000, 1000n * KSM, 1, 4, chain.number + 2, null))),
    ]);
    await chain.block('it ends');
    await chain.block('and is paid back', [
        chain.sign(Eve, crowdloan.withdraw(Eve.address, 2000)),
        chain.sign(Eve, crowdloan.refund(2000)),
        chain.sign(Alice, crowdloan.dissolve(2000)),
    ]);
}

// An election on a running node: its offchain worker mines a solution and submits it, the block that its author makes takes it, and
// the validators of the next era come from it. Sessions have ten slots on this chain, an era sixty.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { Node, temporaryFolder, until } from './node.mjs';

const kUnit = 1_000_000_000_000;
const kMostBlocks = 120;
const keyring = new Keyring({ type: 'sr25519' });
const [stash, nominator] = ['//Alice//stash', '//Bob'].map((uri) => keyring.addFromUri(uri));

const place = temporaryFolder();
let node;
let api;

/** The specification of a chain with a validator and a nominator. */
function specification() {
    const words = ['build-spec', '--runtime', process.env.SHORT_EPOCHS_RUNTIME, '--preset', 'development', '--disable-default-bootnode'];
    const spec = JSON.parse(execFileSync(process.env.SERINUS, words, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }).toString());
    spec.genesis.runtimeGenesis.patch.staking = {
        validatorCount: 1,
        minimumValidatorCount: 1,
        invulnerables: [stash.address],
        stakers: [
            [stash.address, stash.address, 1000 * kUnit, 'Validator'],
            [nominator.address, nominator.address, 500 * kUnit, { Nominator: [stash.address] }],
        ],
    };
    const path = join(place.folder, 'spec.json');
    writeFileSync(path, JSON.stringify(spec));
    return path;
}

before(async () => {
    node = await Node.start(process.env.SERINUS, ['--chain', specification(), '--alice', '-d', join(place.folder, 'data'), '--sealing', 'manual',
        '--offchain-worker', 'always']);
    api = await ApiPromise.create({ provider: new WsProvider(node.url), noInitWarn: true });
});
after(async () => {
    await api?.disconnect();
    await node?.stop();
    place.remove();
});

/** Another block, with what the pool has. */
const makeBlock = () => node.call('engine_createBlock', true, false);

const phase = async () => (await api.query.electionProviderMultiPhase.currentPhase()).type;

test('the worker mines, submits, and is heard', async () => {
    for (let i = 0; i < kMostBlocks && await phase() !== 'Unsigned'; ++i) await makeBlock();
    assert.equal(await phase(), 'Unsigned');
    // There may be heartbeats as well.
    const isMined = (extrinsic) => api.createType('Extrinsic', extrinsic).method.method === 'submitUnsigned';
    await until('the solution of the worker', async () => (await node.call('author_pendingExtrinsics')).some(isMined));
    await makeBlock();
    const ready = (await api.query.electionProviderMultiPhase.queuedSolution()).unwrap();
    assert.equal(ready.compute.type, 'Unsigned');
    const [[winner, support]] = ready.supports;
    assert.equal(winner.toString(), api.createType('AccountId', stash.address).toString());
    assert.equal(BigInt(support.total), BigInt(1500 * kUnit));
    const { block } = await api.rpc.chain.getBlock();
    const mined = block.extrinsics.find(({ method }) => method.method === 'submitUnsigned');
    assert.ok(mined && !mined.isSigned, 'the last block has the solution');
});

test('the next era has the validators and the nominator of the solution', async () => {
    const era = (await api.query.staking.activeEra()).unwrap().index.toNumber();
    const active = async () => (await api.query.staking.activeEra()).unwrap().index.toNumber();
    for (let i = 0; i < kMostBlocks && await active() === era; ++i) await makeBlock();
    assert.equal(await active(), era + 1);
    assert.equal((await api.query.electionProviderMultiPhase.round()).toNumber(), 2);
    const exposure = (await api.query.staking.erasStakersOverview(era + 1, stash.address)).unwrap();
    assert.equal(exposure.nominatorCount.toNumber(), 1);
    assert.equal(exposure.pageCount.toNumber(), 1);
    assert.equal(exposure.total.toBigInt(), BigInt(1500 * kUnit));
    const page = (await api.query.staking.erasStakersPaged(era + 1, stash.address, 0)).unwrap();
    assert.equal(page.pageTotal.toBigInt(), BigInt(500 * kUnit));
    assert.deepEqual(page.others.map(({ who }) => who.toString()), [api.createType('AccountId', nominator.address).toString()]);
});

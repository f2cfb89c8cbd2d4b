// New keys of a validator of each kind: a new GRANDPA set votes, with one id and one chain at both kinds.
import assert from 'node:assert/strict';

import { Keyring } from '../e2e/modules.mjs';
import { makeSpec, runtimeFile } from './chains.mjs';
import { describe, haveFinal, networkTest, ours, step, theirs, until } from './support.mjs';

/** Keys count two sessions of ten blocks later. */
const kSessionsMs = 480_000;

networkTest('the set of authorities changes by the keys of either kind', async (network, t) => {
    network.chain = makeSpec(network.folder, runtimeFile('kusama-1007001-fast'));
    const alice = await network.start(ours, 'alice', { validator: 'alice' });
    const bob = await network.start(theirs, 'bob', { validator: 'bob' });
    await haveFinal([alice, bob], 2);
    for (const [member, uri] of [[alice, '//Alice//stash'], [bob, '//Bob//stash']]) {
        await step(t, `new keys of ${member.kind}`, async () => {
            const before = await alice.setId();
            const api = await network.connect(member);
            const keys = await member.call('author_rotateKeys');
            await api.tx.session.setKeys(keys, '0x').signAndSend(new Keyring({ type: 'sr25519' }).addFromUri(uri));
            await until('both have the next set', async () => (await alice.setId()) > before && (await bob.setId()) > before, kSessionsMs)
                .catch(async (error) => { throw new Error(`${error.message}; ${await describe([alice, bob])}`); });
            await haveFinal([alice, bob], (await alice.best()) + 2);
            assert.equal(await alice.setId(), await bob.setId());
        });
    }
});

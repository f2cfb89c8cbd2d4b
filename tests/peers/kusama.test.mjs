// One validator of ours and one of the reference on two real runtimes of Kusama: 1.7.1 and 2.3.2, whose session keys have another version.
import { makeSpec, runtimeFile } from './chains.mjs';
import { haveFinal, kNetworkMs, networkTest, ours, step, theirs, until } from './support.mjs';

for (const [version, runtime] of [['1.7.1', 'kusama-1007001'], ['2.3.2', 'kusama-2003002']]) {
    networkTest(`one validator of each kind on Kusama ${version}`, async (network, t) => {
        network.chain = makeSpec(network.folder, runtimeFile(runtime));
        const alice = await network.start(ours, 'alice', { validator: 'alice' });
        const bob = await network.start(theirs, 'bob', { validator: 'bob' });
        // Neither has two thirds of the votes alone.
        await step(t, 'finality', () => haveFinal([alice, bob], 3));
        await step(t, 'BEEFY', async () => {
            // The first block is proven as that of a session; the next proof needs votes for a block in between, too.
            for (const member of [alice, bob]) {
                await until(`BEEFY has proven more than one block at ${member.name}`, async () => (await member.proven()) > 1, kNetworkMs);
            }
        });
    });
}

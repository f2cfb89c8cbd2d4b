// heap.mjs RUNNER [NAME ...]: what the elements of each sequence that a call can have, and the boxes of each call, take of the memory that a
// runtime allows for the call of an extrinsic while it is decoded. Exit code 1 if ours (OURS=path.wasm) counts something differently.
//   NAME      only what has this in its name
import { Heap, hex } from './call_heap.mjs';
import { heapPlaces } from './heap_places.mjs';
import { metadataOf } from './metadata.mjs';
import { skipWithout } from './reference.mjs';
import { Report } from './report.mjs';
import { startChain } from './run.mjs';

async function main([runnerPath, ...names]) {
    skipWithout('differential_heap');
    const chain = await startChain(runnerPath, new Report(), undefined);
    await chain.next();
    const heap = new Heap(chain.runner);
    const { json } = await metadataOf(chain.runner, 'real', 14);
    const { calls, sequences, others } = heapPlaces(json);
    const isAsked = ({ name }) => names.length === 0 || names.some((one) => name.includes(one));
    let wrong = others.length;
    for (const name of others) console.log(`NOT MEASURED: ${name}`);
    const measure = async (name, call) => {
        const size = await heap.of(call);
        const isSame = size !== null && (await heap.oursIs(call, size));
        if (isSame) return size;
        wrong += 1;
        console.log(`WRONG: ${name}: ${size === null ? 'no call' : `${size} in the real runtime, not in ours`}: ${hex(call)}`);
        return size;
    };
    console.log(`a call in a sequence: ${(await heap.sizes()).call} bytes`);
    for (const { name, of } of sequences.filter(isAsked)) {
        const [none, one] = [await measure(`no ${name}`, of(0)), await measure(`one ${name}`, of(1))];
        console.log(`${String(one - none).padStart(6)}  ${name}`);
    }
    for (const { name, bytes } of calls.filter(isAsked)) {
        const size = await measure(name, bytes);
        if (size !== 0) console.log(`${String(size).padStart(6)}  the boxes of ${name}`);
    }
    console.log(`${wrong} wrong`);
    chain.runner.close();
    process.exitCode = wrong === 0 ? 0 : 1;
}

await main(process.argv.slice(2));

// Calls into runtimes by Chopsticks' executor (smoldot, an interpreter, compiled to wasm).
import { calculate_state_root, get_runtime_version, run_task } from '@acala-network/chopsticks-executor';

import { kCode } from './state.mjs';

const kChildren = '0x' + Buffer.from(':child_storage:default:').toString('hex');
const kChildKeyDigits = 2 * 32; // those of crowdloans, which are hashes
const kChildKeyEnd = kChildren.length + kChildKeyDigits;

/** The key in its child trie if it is of one. */
const innermost = (key) => (key?.startsWith(kChildren) ? '0x' + key.slice(kChildKeyEnd) : key);

let taskId = 0;

/**
 * Makes `calls` ([method, [argument, ...]]) one after the other on `state`, which stays as it is.
 * { error } if one of them trapped; { refused } if it asked for offchain services, which there are none; otherwise
 * { result } of the last and the { changes } of all: [key, value or null for removed]. Those of child tries have keys of
 * the form ":child_storage:default:", the child's key, the key in it. Chopsticks does not tell what was indexed for the
 * offchain database.
 */
export async function callAll(state, calls) {
    const task = {
        id: taskId++,
        wasm: state.get(kCode),
        calls,
        mockSignatureHost: 0,
        allowUnresolvedImports: true,
        runtimeLogLevel: 0,
        storageProofSize: 0,
    };
    let refused = false;
    const refuse = async () => {
        refused = true;
        throw new Error('refused');
    };
    const response = await run_task(task, {
        getStorage: async (key) => state.get(key),
        getNextKey: async (prefix, key) => innermost(state.nextKey(prefix, key)),
        offchainGetStorage: refuse,
        offchainTimestamp: refuse,
        offchainRandomSeed: refuse,
        offchainSubmitTransaction: refuse,
    }).catch((error) => {
        if (refused) return null;
        throw error;
    });
    if (response === null) return { refused };
    if (response.Error !== undefined) return { error: response.Error };
    const { result, storageDiff } = response.Call;
    // The roots of child tries are no changes of ours, and Chopsticks does not compute the right ones.
    const isChildRoot = (key) => key.startsWith(kChildren) && key.length === kChildKeyEnd;
    const changes = storageDiff.filter(([key]) => !isChildRoot(key)).map(([key, value]) => [key, value ?? null]);
    return { result, changes };
}

export const call = (state, method, args) => callAll(state, [[method, [args]]]);

/** { specVersion, transactionVersion, stateVersion, … } of the runtime in `state`. */
export const runtimeVersion = (state) => get_runtime_version(state.get(kCode));

/** The root of a whole state, all of whose values are in the form of `version`. */
export async function stateRoot(state, version) {
    const top = [];
    const children = new Map();
    for (const [key, value] of state.entries()) {
        if (!key.startsWith(kChildren)) {
            top.push([key, value]);
            continue;
        }
        const child = key.slice(0, kChildKeyEnd);
        if (!children.has(child)) children.set(child, []);
        children.get(child).push([innermost(key), value]);
    }
    for (const [child, entries] of children) top.push([child, await calculate_state_root(entries, version)]);
    return calculate_state_root(top, version);
}

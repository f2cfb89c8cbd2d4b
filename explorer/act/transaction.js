// A transaction: its fee, a trial without signing, and its way into a final block.
import { u32 } from '@polkadot-api/substrate-bindings';
import { mergeUint8, toHex } from '@polkadot-api/utils';
import { outcomeOf, readBlock } from '../chain.js';
import { extensionsOf } from './extensions.js';
import { placeholder } from './signers.js';

const kXcmVersions = [5, 4, 3];

/** `options`: { nonce (null: the account's next), tip, isMortal }. Gives the bytes that are sent. */
export async function signed(context, call, signer, { nonce, tip, isMortal }, address) {
    const { rpc, metadata } = context;
    const [next, hash] = await Promise.all([nonce ?? rpc.call('system_accountNextIndex', address), rpc.call('chain_getFinalizedHead')]);
    const number = parseInt((await rpc.call('chain_getHeader', hash)).number, 16);
    const extensions = await extensionsOf(context, { nonce: next, tip, from: isMortal ? { hash, number } : null });
    return signer.signTx(call, extensions, metadata.bytes, number);
}

/** { partialFee, weight, class } as the runtime answers. */
export async function feeOf(context, call, account, options) {
    const bytes = await signed(context, call, placeholder(account.publicKey), options, account.address);
    return context.rpc.call('payment_queryInfo', toHex(bytes));
}

/**
 * What the call would do: { report } of the node's governance_dryRun, which knows what changes, and { decoded } of the runtime's
 * DryRunApi, which knows what messages are sent. One of them is enough.
 */
export async function dryRun(context, call, publicKey) {
    const [report, decoded] = await Promise.allSettled([
        context.rpc.call('governance_dryRun', toHex(call), `signed:${toHex(publicKey)}`), dryRunOfRuntime(context, call, publicKey)]);
    if (report.status === 'rejected' && !decoded.value) throw decoded.reason ?? report.reason;
    return { report: report.value, decoded: decoded.value };
}

/** null: the runtime has no such API. */
async function dryRunOfRuntime({ rpc, metadata }, call, publicKey) {
    const api = metadata.api('DryRunApi', 'dry_run_call');
    if (!api) return null;
    const origin = signedOrigin(metadata.types, api.inputs[0].type, publicKey);
    const versions = api.inputs.length > 2 ? kXcmVersions : [null];
    let last;
    for (const version of versions) {
        const argument = mergeUint8([origin, call, version === null ? new Uint8Array() : u32.enc(version)]);
        try {
            const answer = await rpc.call('state_call', 'DryRunApi_dry_run_call', toHex(argument));
            const decoded = metadata.types.decode(api.output, answer);
            if (decoded.variant === 'Ok') return decoded.fields[0].value;
            last = new Error(`the runtime cannot try it: ${decoded.fields[0].value?.variant ?? 'no reason given'}`);
        } catch (error) {
            last = error;
        }
    }
    throw last;
}

function signedOrigin(types, id, publicKey) {
    const system = types.at(id).def.value.find(({ name }) => name === 'system');
    const signed = types.at(system.fields[0].type).def.value.find(({ name }) => name === 'Signed');
    return mergeUint8([Uint8Array.of(system.index, signed.index), publicKey]);
}

/**
 * Sends a transaction and tells `say` each step: { step, text, hash?, index?, outcome?, metadata?, done? }.
 * Ends with the final block, or with the reason why there is none.
 */
export function follow(context, bytes, say) {
    const { rpc } = context;
    const hex = toHex(bytes);
    return new Promise((resolve, reject) => {
        let steps = Promise.resolve();
        const inBlock = async (hash, step) => {
            const block = await readBlock(context, hash);
            const one = block.extrinsics.find((extrinsic) => extrinsic.hex === hex);
            say({ step, text: step === 'final' ? `Final in block ${block.height}` : `In block ${block.height}`, hash, index: one?.index,
                events: one?.events ?? [], outcome: one && outcomeOf(one), metadata: block.metadata });
        };
        const take = async (status) => {
            const [name, value] = typeof status === 'string' ? [status, null] : Object.entries(status)[0];
            switch (name) {
            case 'future': return say({ step: name, text: 'Waits for transactions with smaller nonces' });
            case 'ready': return say({ step: name, text: 'In the pool' });
            case 'broadcast': return say({ step: name, text: `Sent to ${value.length} peers` });
            case 'inBlock': return inBlock(value, 'inBlock');
            case 'retracted': return say({ step: name, text: 'Its block was left for another one; it waits again' });
            case 'finalized':
                await inBlock(value, 'final');
                return resolve();
            default: return reject(new Error({ usurped: 'another transaction took its place', dropped: 'the pool is full: it was dropped',
                invalid: 'it is not valid any more', finalityTimeout: 'no block of it was made final in time' }[name] ?? name));
            }
        };
        rpc.subscribe('author_submitAndWatchExtrinsic', (status) => { steps = steps.then(() => take(status)).catch(reject); }, hex).catch(reject);
    });
}

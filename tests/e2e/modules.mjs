// The npm packages of this folder, for the tests of other folders.
export { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
export { u8aToHex } from '@polkadot/util';
export { blake2AsHex, encodeAddress, xxhashAsHex } from '@polkadot/util-crypto';
export { start as startSmoldot2 } from 'smoldot';
export { start as startSmoldot3 } from 'smoldot3';

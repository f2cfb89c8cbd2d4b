/// The hash functions of the Polkadot protocol, one-shot and streaming.
/// Spec: sect-hashing; storage hashers also in sect-storage-api
///
/// Outputs are the raw bytes of the function, in the order in which the protocol stores them. One-shot functions do
/// not allocate, the `_concat` ones allocate their result. Nothing here fails.
#pragma once

#include "base/bytes.hpp"

namespace serinus::hashing {

ByteArray<8> blake2b_64(BytesView input) noexcept;
ByteArray<16> blake2b_128(BytesView input) noexcept;
Hash256 blake2b_256(BytesView input) noexcept;
ByteArray<64> blake2b_512(BytesView input) noexcept;

/// XXH64 with the seeds 0, 1, 2, 3, each little-endian. Not collision resistant: only for names we choose ourselves.
ByteArray<8> twox_64(BytesView input) noexcept;
ByteArray<16> twox_128(BytesView input) noexcept;
ByteArray<32> twox_256(BytesView input) noexcept;

/// Keccak as Ethereum has it: padding 0x01, not the 0x06 of SHA-3.
Hash256 keccak_256(BytesView input) noexcept;
ByteArray<64> keccak_512(BytesView input) noexcept;

Hash256 sha2_256(BytesView input) noexcept;

/// The hash followed by the input: map keys from which the key can be read back.
Bytes blake2b_128_concat(BytesView input);
Bytes blake2b_256_concat(BytesView input);
Bytes twox_64_concat(BytesView input);

}  // namespace serinus::hashing

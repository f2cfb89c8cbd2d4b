/// The way from a runtime to its host. Two back ends are linked in: imports of the Wasm module (wasm/host.cpp), or,
/// for native tests, an in-memory state with transactions (native/host.cpp). Spec: sect-storage-api, sect-crypto-api
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "primitives/account.hpp"

namespace serinus::sdk::host {

// Storage of the main trie.
std::optional<Bytes> get(BytesView key);
/// The value without a copy: valid until the next call of a function that has to do with storage.
std::optional<BytesView> view(BytesView key);
/// Copies up to `out.size()` bytes of the value from `offset` on; the size of the value behind `offset`, nullopt if
/// there is none.
std::optional<uint32_t> read(BytesView key, MutableBytesView out, uint32_t offset);
void set(BytesView key, BytesView value);
void clear(BytesView key);
bool exists(BytesView key);
/// Adds one encoded element to the encoded sequence at `key`.
void append(BytesView key, BytesView element);
/// The next key in lexicographic order.
std::optional<Bytes> next_key(BytesView key);

struct Removal {
    bool all_removed = false;  ///< of the keys in the backend; those of this block always are
    uint32_t count = 0;        ///< keys removed from the backend
};
/// Without a limit everything goes.
Removal clear_prefix(BytesView prefix, std::optional<uint32_t> limit);

Hash256 storage_root(uint8_t state_version);

// Tries below the main one: `child` is what follows `:child_storage:default:` in the key of its root.
std::optional<Bytes> child_get(BytesView child, BytesView key);
void child_set(BytesView child, BytesView key, BytesView value);
void child_clear(BytesView child, BytesView key);
bool child_exists(BytesView child, BytesView key);
std::optional<Bytes> child_next_key(BytesView child, BytesView key);
Removal child_clear_prefix(BytesView child, BytesView prefix, std::optional<uint32_t> limit);
/// Removes the whole trie.
Removal child_kill(BytesView child, std::optional<uint32_t> limit);
Hash256 child_root(BytesView child, uint8_t state_version);

// Every start is followed by exactly one commit or rollback.
void start_transaction();
void commit_transaction();
void rollback_transaction();

/// How many storage layers (storage_raw.hpp) are open: it begins at 0 with each state.
uint32_t& open_storage_layers();

/// Hands over to the host what the back end still keeps in memory: the last act of a call. The host may look at the
/// state only after it.
void settle();

// Hashes.
ByteArray<16> blake2_128(BytesView data);
Hash256 blake2_256(BytesView data);
ByteArray<16> twox_128(BytesView data);
Hash256 keccak_256(BytesView data);
Hash256 ordered_root(const std::vector<Bytes>& values, uint8_t state_version);
Hash256 ordered_root_keccak(const std::vector<Bytes>& values, uint8_t state_version);

// Signatures.
bool ed25519_verify(const ByteArray<64>& signature, BytesView message, const ByteArray<32>& key);
bool sr25519_verify(const ByteArray<64>& signature, BytesView message, const ByteArray<32>& key);
/// The public key without its first byte, 0x04, that signed the 32 bytes.
std::optional<ByteArray<64>> secp256k1_recover(const ByteArray<65>& signature, const ByteArray<32>& message);
/// The compressed public key that signed the 32 bytes, if there is one.
std::optional<ByteArray<33>> secp256k1_recover_compressed(const ByteArray<65>& signature, const ByteArray<32>& message);

// Keys of the node, for session keys and offchain workers. `seed` is a secret URI.
ByteArray<32> ed25519_generate(const ByteArray<4>& key_type, std::optional<std::string_view> seed);
ByteArray<32> sr25519_generate(const ByteArray<4>& key_type, std::optional<std::string_view> seed);
ByteArray<33> ecdsa_generate(const ByteArray<4>& key_type, std::optional<std::string_view> seed);

std::vector<ByteArray<32>> sr25519_public_keys(const ByteArray<4>& key_type);
/// nullopt if the node does not have the key.
std::optional<ByteArray<64>> sr25519_sign(const ByteArray<4>& key_type, const ByteArray<32>& key, BytesView message);

// What offchain workers have besides: a clock, chance, and a storage of the node that outlasts the block.
uint64_t offchain_timestamp_ms();
void offchain_sleep_until_ms(uint64_t deadline_ms);
ByteArray<32> offchain_random_seed();
std::optional<Bytes> offchain_get(BytesView key);
void offchain_set(BytesView key, BytesView value);
void offchain_clear(BytesView key);
/// Sets only if the value is still `old`; whether it did.
bool offchain_compare_and_set(BytesView key, std::optional<BytesView> old, BytesView value);

/// Keeps a fact about the block for the node, outside of the state: offchain indexing. It belongs to the open
/// transaction: a rollback takes it back. Source: sp_state_machine::overlayed_changes of July 2023
void index_offchain(BytesView key, BytesView value);
/// Hands an extrinsic of an offchain worker to the pool of the node.
bool submit_transaction(BytesView extrinsic);
bool is_validator();

enum class LogLevel : uint8_t { kError, kWarn, kInfo, kDebug, kTrace };
void log(LogLevel level, std::string_view target, std::string_view message);
void print_hex(BytesView data);
/// What `Core_version` of the given code says, encoded; nullopt if it cannot be found out.
std::optional<Bytes> runtime_version(BytesView code);

}  // namespace serinus::sdk::host

// The way to the host, natively: an in-memory state, the host's own hashes and signatures.
#include "runtime/sdk/host/host.hpp"

#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "crypto/ecdsa.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/sr25519.hpp"
#include "hashing/hashing.hpp"
#include "runtime/sdk/host/native/session.hpp"
#include "runtime/sdk/panic.hpp"
#include "trie/root_builder.hpp"

namespace serinus::sdk::host {

using native::state;

namespace {

/// The storage in use: the session's own state, if it has no other.
StorageBackend& storage() { return native::session().storage(); }

}  // namespace

std::optional<Bytes> get(BytesView key) {
    const auto value = storage().get(key);
    return value ? std::optional<Bytes>(to_bytes(*value)) : std::nullopt;
}
std::optional<BytesView> view(BytesView key) { return storage().get(key); }
std::optional<uint32_t> read(BytesView key, MutableBytesView out, uint32_t offset) {
    return storage().read(key, out, offset);
}
void set(BytesView key, BytesView value) { storage().set(key, value); }
void clear(BytesView key) { storage().clear(key); }
bool exists(BytesView key) { return storage().exists(key); }
void append(BytesView key, BytesView element) { storage().append(key, element); }
std::optional<Bytes> next_key(BytesView key) { return storage().next_key(key); }
Removal clear_prefix(BytesView prefix, std::optional<uint32_t> limit) { return storage().clear_prefix(prefix, limit); }
Hash256 storage_root(uint8_t state_version) { return storage().storage_root(state_version); }

std::optional<Bytes> child_get(BytesView child, BytesView key) { return storage().child_get(child, key); }
void child_set(BytesView child, BytesView key, BytesView value) { storage().child_set(child, key, value); }
void child_clear(BytesView child, BytesView key) { storage().child_clear(child, key); }
bool child_exists(BytesView child, BytesView key) { return storage().child_exists(child, key); }
std::optional<Bytes> child_next_key(BytesView child, BytesView key) { return storage().child_next_key(child, key); }
Removal child_clear_prefix(BytesView child, BytesView prefix, std::optional<uint32_t> limit) {
    return storage().child_clear_prefix(child, prefix, limit);
}
Removal child_kill(BytesView child, std::optional<uint32_t> limit) { return storage().child_kill(child, limit); }
Hash256 child_root(BytesView child, uint8_t state_version) { return storage().child_root(child, state_version); }

void start_transaction() { storage().start_transaction(); }
void commit_transaction() { storage().commit_transaction(); }
void rollback_transaction() { storage().rollback_transaction(); }
void settle() {}
uint32_t& open_storage_layers() { return state().open_storage_layers; }
void index_offchain(BytesView key, BytesView value) { storage().index_offchain(key, value); }
StorageBackend& exchange_storage(StorageBackend& backend) {
    SERINUS_ASSERT(open_storage_layers() == 0);
    return native::session().exchange_storage(backend);
}

ByteArray<16> blake2_128(BytesView data) { return hashing::blake2b_128(data); }
Hash256 blake2_256(BytesView data) { return hashing::blake2b_256(data); }
ByteArray<16> twox_128(BytesView data) { return hashing::twox_128(data); }
Hash256 keccak_256(BytesView data) { return hashing::keccak_256(data); }

Hash256 ordered_root(const std::vector<Bytes>& values, uint8_t state_version) {
    return trie::ordered_root(values, state_version == 0 ? trie::StateVersion::kV0 : trie::StateVersion::kV1);
}
Hash256 ordered_root_keccak(const std::vector<Bytes>& values, uint8_t state_version) {
    return trie::ordered_root(values, state_version == 0 ? trie::StateVersion::kV0 : trie::StateVersion::kV1,
                              hashing::keccak_256);
}

bool ed25519_verify(const ByteArray<64>& signature, BytesView message, const ByteArray<32>& key) {
    return crypto::ed25519::verify({signature}, message, {key});
}
bool sr25519_verify(const ByteArray<64>& signature, BytesView message, const ByteArray<32>& key) {
    return crypto::sr25519::verify({signature}, message, {key});
}
std::optional<ByteArray<33>> secp256k1_recover_compressed(const ByteArray<65>& signature,
                                                          const ByteArray<32>& message) {
    const auto key = crypto::ecdsa::recover_compressed({signature}, {message});
    return key ? std::optional<ByteArray<33>>(key->bytes) : std::nullopt;
}

std::optional<ByteArray<64>> secp256k1_recover(const ByteArray<65>& signature, const ByteArray<32>& message) {
    const auto key = crypto::ecdsa::recover({signature}, {message});
    return key ? std::optional<ByteArray<64>>(key->bytes) : std::nullopt;
}

// Tests of pallets have no keystore: a key is the hash of what was asked for.
ByteArray<32> ed25519_generate(const ByteArray<4>& key_type, std::optional<std::string_view> seed) {
    return hashing::blake2b_256(scale::encode(std::tuple(key_type, seed, uint8_t{0}))).bytes;
}
ByteArray<32> sr25519_generate(const ByteArray<4>& key_type, std::optional<std::string_view> seed) {
    return hashing::blake2b_256(scale::encode(std::tuple(key_type, seed, uint8_t{1}))).bytes;
}
ByteArray<33> ecdsa_generate(const ByteArray<4>& key_type, std::optional<std::string_view> seed) {
    ByteArray<33> key{2};
    const auto hash = hashing::blake2b_256(scale::encode(std::tuple(key_type, seed, uint8_t{2})));
    std::copy(hash.begin(), hash.end(), key.begin() + 1);
    return key;
}

std::vector<ByteArray<32>> sr25519_public_keys(const ByteArray<4>& key_type) { return state().sr25519_keys[key_type]; }
/// Not a signature, but different for each key and message.
std::optional<ByteArray<64>> sr25519_sign(const ByteArray<4>& key_type, const ByteArray<32>& key, BytesView message) {
    const auto keys = sr25519_public_keys(key_type);
    if (std::ranges::find(keys, key) == keys.end()) return std::nullopt;
    ByteArray<64> out{};
    const auto hash = hashing::blake2b_256(concat(key, message));
    std::copy(hash.begin(), hash.end(), out.begin());
    return out;
}

uint64_t offchain_timestamp_ms() { return state().offchain_now_ms; }
void offchain_sleep_until_ms(uint64_t deadline_ms) {
    state().offchain_now_ms = std::max(state().offchain_now_ms, deadline_ms);
}
ByteArray<32> offchain_random_seed() { return state().offchain_seed; }
std::optional<Bytes> offchain_get(BytesView key) {
    const auto found = state().offchain_storage.find(to_bytes(key));
    return found == state().offchain_storage.end() ? std::nullopt : std::optional<Bytes>(found->second);
}
void offchain_set(BytesView key, BytesView value) { state().offchain_storage[to_bytes(key)] = to_bytes(value); }
void offchain_clear(BytesView key) { state().offchain_storage.erase(to_bytes(key)); }
bool offchain_compare_and_set(BytesView key, std::optional<BytesView> old, BytesView value) {
    const auto found = offchain_get(key);
    if (found.has_value() != old.has_value() || (old && !equal(*found, *old))) return false;
    offchain_set(key, value);
    return true;
}

bool submit_transaction(BytesView extrinsic) {
    state().submitted.push_back(to_bytes(extrinsic));
    return true;
}
bool is_validator() { return state().is_validator; }

void log(LogLevel, std::string_view target, std::string_view message) {
    state().log.push_back(std::string(target).append(": ").append(message));
}
void print_hex(BytesView) {}
std::optional<Bytes> runtime_version(BytesView code) {
    const auto found = state().runtime_versions.find(to_bytes(code));
    return found == state().runtime_versions.end() ? std::nullopt : std::optional<Bytes>(found->second);
}

}  // namespace serinus::sdk::host

void serinus::sdk::panic(std::string_view message, std::source_location place) {
    throw native::Panic{std::string(place.file_name()) + ":" + std::to_string(place.line()) + ": " +
                        std::string(message)};
}

// The door to the host, natively: an in-memory state, the host's own hashes and signatures.
#include "runtime/sdk/host.hpp"

#include "codec/scale.hpp"
#include "crypto/ecdsa.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/sr25519.hpp"
#include "hashing/hashing.hpp"
#include "runtime/sdk/native/state.hpp"
#include "runtime/sdk/panic.hpp"
#include "trie/root_builder.hpp"

namespace serinus::sdk::host {

using native::state;

std::optional<Bytes> get(BytesView key) {
    const Bytes* const value = state().find(key);
    return value ? std::optional<Bytes>(*value) : std::nullopt;
}

std::optional<uint32_t> read(BytesView key, MutableBytesView out, uint32_t offset) {
    const Bytes* const value = state().find(key);
    if (!value) return std::nullopt;
    const BytesView rest = BytesView(*value).subspan(std::min<size_t>(offset, value->size()));
    std::copy_n(rest.begin(), std::min(rest.size(), out.size()), out.begin());
    return static_cast<uint32_t>(rest.size());
}

void set(BytesView key, BytesView value) { state().set(key, value); }
void clear(BytesView key) { state().clear(key); }
bool exists(BytesView key) { return state().find(key) != nullptr; }

void append(BytesView key, BytesView element) {
    const Bytes* const stored = state().find(key);
    scale::Decoder in(stored ? BytesView(*stored) : BytesView());
    uint32_t count = 0;
    // What is no sequence is replaced. Spec: id-ext_storage_append
    const bool is_sequence = stored != nullptr && in.compact(count);
    scale::Encoder out;
    out.compact(uint64_t{is_sequence ? count : 0} + 1);
    if (is_sequence) out.append(in.rest());
    out.append(element);
    state().set(key, std::move(out).finish());
}

std::optional<Bytes> next_key(BytesView key) {
    const auto next = state().entries().upper_bound(to_bytes(key));
    return next == state().entries().end() ? std::nullopt : std::optional<Bytes>(next->first);
}

Removal clear_prefix(BytesView prefix, std::optional<uint32_t> limit) {
    std::vector<Bytes> keys;
    for (auto at = state().entries().lower_bound(to_bytes(prefix)); at != state().entries().end(); ++at) {
        if (at->first.size() < prefix.size() || !equal(BytesView(at->first).first(prefix.size()), prefix)) break;
        if (limit && keys.size() == *limit) {
            for (const Bytes& key : keys) state().clear(key);
            return {.all_removed = false, .count = static_cast<uint32_t>(keys.size())};
        }
        keys.push_back(at->first);
    }
    for (const Bytes& key : keys) state().clear(key);
    return {.all_removed = true, .count = static_cast<uint32_t>(keys.size())};
}

Hash256 storage_root(uint8_t state_version) {
    trie::RootBuilder builder(state_version == 0 ? trie::StateVersion::kV0 : trie::StateVersion::kV1);
    for (const auto& [key, value] : state().entries()) SERINUS_ASSERT(builder.add(key, value));
    return builder.finish();
}

void start_transaction() { state().start(); }
void commit_transaction() { state().commit(); }
void rollback_transaction() { state().rollback(); }

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

void index_offchain(BytesView key, BytesView value) { state().offchain_index[to_bytes(key)] = to_bytes(value); }
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

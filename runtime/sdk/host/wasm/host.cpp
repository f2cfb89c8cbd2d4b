// The way to the host, as imports of the Wasm module. What the host returns lies in blocks of its allocator, which are
// given back when they have been read.
#include "runtime/sdk/host/host.hpp"

#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "runtime/sdk/host/storage_cache.hpp"
#include "runtime/sdk/host/wasm/imports.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::sdk::host {

namespace {

uint64_t span(BytesView bytes) {
    return uint64_t{reinterpret_cast<uintptr_t>(bytes.data())} | uint64_t{bytes.size()} << 32;
}
uint64_t span(std::string_view text) { return span(as_bytes(text)); }

/// Bytes that the host has allocated for us.
class HostBytes {
  public:
    explicit HostBytes(uint64_t place_and_size)
        : data_(reinterpret_cast<uint8_t*>(static_cast<uintptr_t>(place_and_size))),
          size_(static_cast<size_t>(place_and_size >> 32)) {}
    constexpr HostBytes() = default;
    HostBytes(const HostBytes&) = delete;
    HostBytes& operator=(HostBytes&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    constexpr ~HostBytes() {
        if (size_ > 0) ext_allocator_free_version_1(data_);
    }
    BytesView view() const { return {data_, size_}; }

    template <class T>
    T decoded() const {
        auto value = scale::decode<T>(view());
        SERINUS_ASSERT(value.has_value());  // the host keeps to the specification
        return *std::move(value);
    }

  private:
    uint8_t* data_ = nullptr;
    size_t size_ = 0;
};

template <size_t N>
ByteArray<N> taken(uint8_t* from) {
    ByteArray<N> out;
    std::memcpy(out.data(), from, N);
    ext_allocator_free_version_1(from);
    return out;
}

Removal removal(uint64_t result) {
    const auto [some_remain, count] = HostBytes(result).decoded<std::pair<bool, uint32_t>>();
    return {.all_removed = !some_remain, .count = count};
}

Hash256 hash_of(uint64_t result) {
    const HostBytes root(result);
    const auto hash = Hash256::from(root.view());
    SERINUS_ASSERT(hash.has_value());
    return *hash;
}

Bytes encoded_seed(std::optional<std::string_view> seed) { return scale::encode(seed); }

}  // namespace

namespace {

/// The storage behind the imports.
struct Imported final : StorageBackend {
    std::optional<BytesView> get(BytesView key) override {
        stored_ = HostBytes(ext_storage_get_version_1(span(key)));
        scale::Decoder in(stored_.view());
        uint8_t some;
        uint32_t size;
        if (!in.byte(some) || some == 0 || !in.length(size, 1)) return std::nullopt;
        return in.rest().first(size);
    }
    std::optional<uint32_t> read(BytesView key, MutableBytesView out, uint32_t offset) override {
        return HostBytes(ext_storage_read_version_1(span(key), span(BytesView(out)), offset))
            .decoded<std::optional<uint32_t>>();
    }
    void set(BytesView key, BytesView value) override { ext_storage_set_version_1(span(key), span(value)); }
    void clear(BytesView key) override { ext_storage_clear_version_1(span(key)); }
    bool exists(BytesView key) override { return ext_storage_exists_version_1(span(key)) != 0; }
    void append(BytesView key, BytesView element) override { ext_storage_append_version_1(span(key), span(element)); }
    std::optional<Bytes> next_key(BytesView key) override {
        return HostBytes(ext_storage_next_key_version_1(span(key))).decoded<std::optional<Bytes>>();
    }
    Removal clear_prefix(BytesView prefix, std::optional<uint32_t> limit) override {
        const Bytes encoded_limit = scale::encode(limit);
        return removal(ext_storage_clear_prefix_version_2(span(prefix), span(encoded_limit)));
    }
    Hash256 storage_root(uint8_t state_version) override { return hash_of(ext_storage_root_version_2(state_version)); }

    std::optional<Bytes> child_get(BytesView child, BytesView key) override {
        return HostBytes(ext_default_child_storage_get_version_1(span(child), span(key)))
            .decoded<std::optional<Bytes>>();
    }
    void child_set(BytesView child, BytesView key, BytesView value) override {
        ext_default_child_storage_set_version_1(span(child), span(key), span(value));
    }
    void child_clear(BytesView child, BytesView key) override {
        ext_default_child_storage_clear_version_1(span(child), span(key));
    }
    bool child_exists(BytesView child, BytesView key) override {
        return ext_default_child_storage_exists_version_1(span(child), span(key)) != 0;
    }
    std::optional<Bytes> child_next_key(BytesView child, BytesView key) override {
        return HostBytes(ext_default_child_storage_next_key_version_1(span(child), span(key)))
            .decoded<std::optional<Bytes>>();
    }
    Removal child_clear_prefix(BytesView child, BytesView prefix, std::optional<uint32_t> limit) override {
        const Bytes encoded_limit = scale::encode(limit);
        return removal(
            ext_default_child_storage_clear_prefix_version_2(span(child), span(prefix), span(encoded_limit)));
    }
    Removal child_kill(BytesView child, std::optional<uint32_t> limit) override {
        const Bytes encoded_limit = scale::encode(limit);
        return removal(ext_default_child_storage_storage_kill_version_3(span(child), span(encoded_limit)));
    }
    Hash256 child_root(BytesView child, uint8_t state_version) override {
        return hash_of(ext_default_child_storage_root_version_2(span(child), state_version));
    }

    void start_transaction() override { ext_storage_start_transaction_version_1(); }
    void commit_transaction() override { ext_storage_commit_transaction_version_1(); }
    void rollback_transaction() override { ext_storage_rollback_transaction_version_1(); }
    void index_offchain(BytesView key, BytesView value) override {
        ext_offchain_index_set_version_1(span(key), span(value));
    }

  private:
    HostBytes stored_;
};

// An instance serves one call of the host, and ends without destructors.
[[clang::no_destroy]] constinit Imported imported;
[[clang::no_destroy]] constinit StorageCache storage(imported);

}  // namespace

std::optional<Bytes> get(BytesView key) { return storage.get(key); }
std::optional<BytesView> view(BytesView key) { return storage.view(key); }
std::optional<uint32_t> read(BytesView key, MutableBytesView out, uint32_t offset) {
    return storage.read(key, out, offset);
}
void set(BytesView key, BytesView value) { storage.set(key, value); }
void clear(BytesView key) { storage.clear(key); }
bool exists(BytesView key) { return storage.exists(key); }
void append(BytesView key, BytesView element) { storage.append(key, element); }
void start_transaction() { storage.start_transaction(); }
void commit_transaction() { storage.commit_transaction(); }
void rollback_transaction() { storage.rollback_transaction(); }
void settle() { storage.settle(); }

uint32_t& open_storage_layers() {
    // A new instance serves each call of the host.
    static constinit uint32_t layers = 0;
    return layers;
}

std::optional<Bytes> next_key(BytesView key) { return storage.next_key(key); }
Removal clear_prefix(BytesView prefix, std::optional<uint32_t> limit) { return storage.clear_prefix(prefix, limit); }
Hash256 storage_root(uint8_t state_version) { return storage.storage_root(state_version); }
StorageBackend& exchange_storage(StorageBackend& backend) { return storage.exchange(backend); }

// Child tries go past the cache. They share the transactions of the main trie, so that changes need what it has done.

std::optional<Bytes> child_get(BytesView child, BytesView key) { return storage.behind().child_get(child, key); }
void child_set(BytesView child, BytesView key, BytesView value) {
    storage.settle();
    storage.behind().child_set(child, key, value);
}
void child_clear(BytesView child, BytesView key) {
    storage.settle();
    storage.behind().child_clear(child, key);
}
bool child_exists(BytesView child, BytesView key) { return storage.behind().child_exists(child, key); }
std::optional<Bytes> child_next_key(BytesView child, BytesView key) {
    return storage.behind().child_next_key(child, key);
}
Removal child_clear_prefix(BytesView child, BytesView prefix, std::optional<uint32_t> limit) {
    storage.settle();
    return storage.behind().child_clear_prefix(child, prefix, limit);
}
Removal child_kill(BytesView child, std::optional<uint32_t> limit) {
    storage.settle();
    return storage.behind().child_kill(child, limit);
}
Hash256 child_root(BytesView child, uint8_t state_version) {
    storage.settle();
    return storage.behind().child_root(child, state_version);
}

namespace {

/// The hash of an account: a part of each key that has one. A transaction needs those of few accounts, again and again.
struct KnownHash {
    bool is_known = false;
    ByteArray<32> input{};
    ByteArray<16> hash{};
};
constinit KnownHash known_hashes[16] = {};

}  // namespace

ByteArray<16> blake2_128(BytesView data) {
    if (data.size() != 32) return taken<16>(ext_hashing_blake2_128_version_1(span(data)));
    KnownHash& known = known_hashes[(data[0] ^ data[31]) % std::size(known_hashes)];
    if (!known.is_known || !equal(known.input, data)) {
        known.is_known = true;
        std::memcpy(known.input.data(), data.data(), data.size());
        known.hash = taken<16>(ext_hashing_blake2_128_version_1(span(data)));
    }
    return known.hash;
}

Hash256 blake2_256(BytesView data) { return {taken<32>(ext_hashing_blake2_256_version_1(span(data)))}; }
ByteArray<16> twox_128(BytesView data) { return taken<16>(ext_hashing_twox_128_version_1(span(data))); }
Hash256 keccak_256(BytesView data) { return {taken<32>(ext_hashing_keccak_256_version_1(span(data)))}; }

Hash256 ordered_root(const std::vector<Bytes>& values, uint8_t state_version) {
    const Bytes encoded = scale::encode(values);
    return {taken<32>(ext_trie_blake2_256_ordered_root_version_2(span(encoded), state_version))};
}
Hash256 ordered_root_keccak(const std::vector<Bytes>& values, uint8_t state_version) {
    const Bytes encoded = scale::encode(values);
    return {taken<32>(ext_trie_keccak_256_ordered_root_version_2(span(encoded), state_version))};
}

bool ed25519_verify(const ByteArray<64>& signature, BytesView message, const ByteArray<32>& key) {
    return ext_crypto_ed25519_verify_version_1(signature.data(), span(message), key.data()) != 0;
}
bool sr25519_verify(const ByteArray<64>& signature, BytesView message, const ByteArray<32>& key) {
    return ext_crypto_sr25519_verify_version_2(signature.data(), span(message), key.data()) != 0;
}
std::optional<ByteArray<33>> secp256k1_recover_compressed(const ByteArray<65>& signature,
                                                          const ByteArray<32>& message) {
    const HostBytes result(ext_crypto_secp256k1_ecdsa_recover_compressed_version_2(signature.data(), message.data()));
    if (result.view().size() != 34 || result.view()[0] != 0) return std::nullopt;
    ByteArray<33> key;
    std::memcpy(key.data(), result.view().data() + 1, key.size());
    return key;
}

std::optional<ByteArray<64>> secp256k1_recover(const ByteArray<65>& signature, const ByteArray<32>& message) {
    const HostBytes result(ext_crypto_secp256k1_ecdsa_recover_version_2(signature.data(), message.data()));
    if (result.view().size() != 65 || result.view()[0] != 0) return std::nullopt;
    ByteArray<64> key;
    std::memcpy(key.data(), result.view().data() + 1, key.size());
    return key;
}

ByteArray<32> ed25519_generate(const ByteArray<4>& key_type, std::optional<std::string_view> seed) {
    const Bytes encoded = encoded_seed(seed);
    return taken<32>(ext_crypto_ed25519_generate_version_1(key_type.data(), span(encoded)));
}
ByteArray<32> sr25519_generate(const ByteArray<4>& key_type, std::optional<std::string_view> seed) {
    const Bytes encoded = encoded_seed(seed);
    return taken<32>(ext_crypto_sr25519_generate_version_1(key_type.data(), span(encoded)));
}
ByteArray<33> ecdsa_generate(const ByteArray<4>& key_type, std::optional<std::string_view> seed) {
    const Bytes encoded = encoded_seed(seed);
    return taken<33>(ext_crypto_ecdsa_generate_version_1(key_type.data(), span(encoded)));
}

std::vector<ByteArray<32>> sr25519_public_keys(const ByteArray<4>& key_type) {
    return HostBytes(ext_crypto_sr25519_public_keys_version_1(key_type.data())).decoded<std::vector<ByteArray<32>>>();
}
std::optional<ByteArray<64>> sr25519_sign(const ByteArray<4>& key_type, const ByteArray<32>& key, BytesView message) {
    return HostBytes(ext_crypto_sr25519_sign_version_1(key_type.data(), key.data(), span(message)))
        .decoded<std::optional<ByteArray<64>>>();
}

namespace {

/// The kind of offchain storage that there is. Observed: Kusama 1.0.0: PERSISTENT is passed as 0.
constexpr uint32_t kPersistent = 0;

}  // namespace

uint64_t offchain_timestamp_ms() { return ext_offchain_timestamp_version_1(); }
void offchain_sleep_until_ms(uint64_t deadline_ms) { ext_offchain_sleep_until_version_1(deadline_ms); }
ByteArray<32> offchain_random_seed() { return taken<32>(ext_offchain_random_seed_version_1()); }
std::optional<Bytes> offchain_get(BytesView key) {
    return HostBytes(ext_offchain_local_storage_get_version_1(kPersistent, span(key))).decoded<std::optional<Bytes>>();
}
void offchain_set(BytesView key, BytesView value) {
    ext_offchain_local_storage_set_version_1(kPersistent, span(key), span(value));
}
void offchain_clear(BytesView key) { ext_offchain_local_storage_clear_version_1(kPersistent, span(key)); }
bool offchain_compare_and_set(BytesView key, std::optional<BytesView> old, BytesView value) {
    const Bytes encoded_old = scale::encode(old);
    return ext_offchain_local_storage_compare_and_set_version_1(kPersistent, span(key), span(encoded_old),
                                                                span(value)) != 0;
}

void index_offchain(BytesView key, BytesView value) { storage.index_offchain(key, value); }
bool submit_transaction(BytesView extrinsic) {
    const HostBytes result(ext_offchain_submit_transaction_version_1(span(extrinsic)));
    return !result.view().empty() && result.view()[0] == 0;
}
bool is_validator() { return ext_offchain_is_validator_version_1() != 0; }

void log(LogLevel level, std::string_view target, std::string_view message) {
    ext_logging_log_version_1(static_cast<uint32_t>(level), span(target), span(message));
}
void print_hex(BytesView data) { ext_misc_print_hex_version_1(span(data)); }
std::optional<Bytes> runtime_version(BytesView code) {
    return HostBytes(ext_misc_runtime_version_version_1(span(code))).decoded<std::optional<Bytes>>();
}

}  // namespace serinus::sdk::host

namespace {

/// std::to_string stands in a part of the standard library that is not linked.
void append_number(std::string& out, uint32_t number) {
    if (number >= 10) append_number(out, number / 10);
    out.push_back(static_cast<char>('0' + number % 10));
}

[[noreturn]] void stop(const std::string& text) {
    serinus::sdk::host::log(serinus::sdk::host::LogLevel::kError, "runtime", text);
    ext_panic_handler_abort_on_panic_version_1(serinus::sdk::host::span(std::string_view(text)));
    __builtin_trap();
}

}  // namespace

namespace serinus::sdk {

void panic(std::string_view message, std::source_location place) {
    std::string text = "panicked at ";
    text.append(place.file_name()).append(":");
    append_number(text, place.line());
    text.append(": ").append(message);
    stop(text);
}

}  // namespace serinus::sdk

// The invariants of the rooms that are shared with the host.
void serinus::assertion_failed(const char* condition, const char* file, int line) noexcept {
    std::string text = "broken invariant at ";
    text.append(file).append(":");
    append_number(text, static_cast<uint32_t>(line));
    text.append(": ").append(condition);
    stop(text);
}

/// What types of src/ hash themselves with.
serinus::Hash256 serinus::hashing::blake2b_256(BytesView input) noexcept { return sdk::host::blake2_256(input); }

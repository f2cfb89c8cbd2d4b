/// The state behind a natively built runtime: what tests look at and prepare.
#pragma once

#include <exception>
#include <map>
#include <string>
#include <vector>

#include "runtime/sdk/host/storage_backend.hpp"

namespace serinus::sdk::native {

/// Storage in memory with nested transactions, and what the runtime said to its host. It has no block before this one:
/// a limit of a removal counts all keys.
class State final : public StorageBackend {
  public:
    using Entries = std::map<Bytes, Bytes>;

    const Entries& entries() const { return entries_; }
    const Bytes* find(BytesView key) const;
    /// A trie below the main one; its entries take part in the transactions.
    const Entries& child(BytesView name) const;
    /// What the runtime has indexed for the node; its entries take part in the transactions too.
    const Entries& offchain_index() const { return offchain_index_; }
    /// Open transactions.
    size_t depth() const { return layers_.size(); }

    std::optional<BytesView> get(BytesView key) override;
    std::optional<uint32_t> read(BytesView key, MutableBytesView out, uint32_t offset) override;
    void set(BytesView key, BytesView value) override;
    void clear(BytesView key) override;
    bool exists(BytesView key) override { return find(key) != nullptr; }
    void append(BytesView key, BytesView element) override;
    std::optional<Bytes> next_key(BytesView key) override;
    host::Removal clear_prefix(BytesView prefix, std::optional<uint32_t> limit) override;
    /// With the roots of the tries below.
    Hash256 storage_root(uint8_t state_version) override;

    std::optional<Bytes> child_get(BytesView child, BytesView key) override;
    void child_set(BytesView name, BytesView key, BytesView value) override;
    void child_clear(BytesView name, BytesView key) override;
    bool child_exists(BytesView child, BytesView key) override { return child_get(child, key).has_value(); }
    std::optional<Bytes> child_next_key(BytesView child, BytesView key) override;
    host::Removal child_clear_prefix(BytesView child, BytesView prefix, std::optional<uint32_t> limit) override;
    host::Removal child_kill(BytesView child, std::optional<uint32_t> limit) override;
    Hash256 child_root(BytesView child, uint8_t state_version) override;

    void start_transaction() override;
    void commit_transaction() override;
    void rollback_transaction() override;
    void index_offchain(BytesView key, BytesView value) override;

    /// Everything back to the beginning: no entries, transactions, storage layers, log or submitted transactions.
    void reset();

    uint32_t open_storage_layers = 0;  ///< of the runtime; each has a transaction
    std::vector<std::string> log;
    std::vector<Bytes> submitted;
    Entries runtime_versions;  ///< what host::runtime_version says of a code
    bool is_validator = false;
    uint64_t offchain_now_ms = 0;
    ByteArray<32> offchain_seed{};
    Entries offchain_storage;
    std::map<ByteArray<4>, std::vector<ByteArray<32>>> sr25519_keys;  ///< the public keys of the node

  private:
    enum class Area : uint8_t { kMain, kChild, kOffchainIndex };
    struct Place {
        Area area{};
        Bytes child;  ///< the name, of kChild
        Bytes key;
        friend auto operator<=>(const Place&, const Place&) = default;
    };

    Entries& entries_at(const Place& place);
    void remember(const Place& place);
    void set_at(const Place& place, BytesView value);
    void clear_at(const Place& place);

    Entries entries_;
    std::map<Bytes, Entries> children_;
    Entries offchain_index_;
    std::vector<std::map<Place, std::optional<Bytes>>> layers_;  ///< what each transaction found at changed places
};

/// That of the session which is entered (session.hpp).
State& state();

/// What a panic throws natively, so that tests can expect it.
struct Panic : std::exception {
    explicit Panic(std::string text) : message(std::move(text)) {}
    const char* what() const noexcept override { return message.c_str(); }

    std::string message;
};

}  // namespace serinus::sdk::native

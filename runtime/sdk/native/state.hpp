/// The state behind a natively built runtime: what tests look at and prepare.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::sdk::native {

/// Storage in memory with nested transactions, and what the runtime said to its host.
class State {
  public:
    using Entries = std::map<Bytes, Bytes>;

    const Entries& entries() const { return entries_; }
    const Bytes* find(BytesView key) const;
    void set(BytesView key, BytesView value);
    void clear(BytesView key);

    /// A trie below the main one; its entries take part in the transactions.
    const Entries& child(BytesView name) const;
    void child_set(BytesView name, BytesView key, BytesView value);
    void child_clear(BytesView name, BytesView key);

    /// What the runtime has indexed for the node; its entries take part in the transactions too.
    const Entries& offchain_index() const { return offchain_index_; }
    void index_offchain(BytesView key, BytesView value);

    void start();
    void commit();
    void rollback();
    size_t depth() const { return layers_.size(); }

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
struct Panic {
    std::string message;
};

}  // namespace serinus::sdk::native

/// Changes on top of a state, with nested transactions: what runtime calls read and write.
#pragma once

#include <memory>
#include <vector>

#include "state/backend.hpp"
#include "state/changes.hpp"

namespace serinus::state {

/// The result of removing by prefix. `cursor`: a key from where to go on if not all were removed.
struct PrefixRemoval {
    std::optional<Bytes> cursor;
    uint32_t backend = 0;  ///< keys removed from the state below
    uint32_t unique = 0;   ///< all keys removed, in the overlay or below
    uint32_t loops = 0;    ///< keys of the backend that were looked at
};

/// A key of the offchain database that a block writes (offchain indexing): key → value, or nullopt to remove.
using OffchainIndex = std::map<Bytes, std::optional<Bytes>>;

/// One thread at a time. Views are valid until the next call.
class Overlay {
  public:
    explicit Overlay(Backend& backend);
    ~Overlay();
    Overlay(Overlay&&) noexcept;

    Result<std::optional<BytesView>, StateError> get(Area area, BytesView key);
    Result<bool, StateError> contains(Area area, BytesView key);
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key);

    void put(Area area, BytesView key, BytesView value);
    void remove(Area area, BytesView key);
    /// Appends an encoded item to a SCALE sequence: raises its compact length; a value that is no sequence is replaced
    /// by one with this item alone. Amortised O(item).
    Result<void, StateError> append(Area area, BytesView key, BytesView item);

    /// Keys that only the overlay has do not count towards the limit.
    Result<PrefixRemoval, StateError> clear_prefix(Area area, BytesView prefix, std::optional<uint32_t> limit,
                                                   std::optional<Bytes> cursor = std::nullopt);
    Result<PrefixRemoval, StateError> kill_child(BytesView child, std::optional<uint32_t> limit,
                                                 std::optional<Bytes> cursor = std::nullopt);

    /// Nested transactions of the runtime. False if none is open (the caller traps).
    void start_transaction();
    bool rollback_transaction();
    bool commit_transaction();
    size_t transaction_depth() const noexcept;

    /// With everything written so far, open transactions included.
    Result<Hash256, StateError> root(trie::StateVersion version);
    Result<Hash256, StateError> child_root(BytesView child, trie::StateVersion version);

    void index_offchain(BytesView key, std::optional<BytesView> value);

    /// What was changed. Precondition: no transaction is open.
    StateChanges take_changes();
    OffchainIndex take_offchain_index();

    Backend& backend() noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::state

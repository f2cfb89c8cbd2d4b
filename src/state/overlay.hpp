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

    friend bool operator==(const PrefixRemoval&, const PrefixRemoval&) = default;
};

/// A key of the offchain database that a block writes (offchain indexing): key → value, or nullopt to remove.
using OffchainIndex = std::map<Bytes, std::optional<Bytes>>;

/// One thread at a time. Views are valid until the next call; none of them may be passed to `append`.
///
/// The top area also holds the roots of child tries, under ":child_storage:default:" and the child's storage key, as
/// the state below has them, or as `child_root` gave them last. Observed: polkadot-stable2407: the reference
/// implementation refuses, without an error, to put, remove or clear what begins with ":child_storage:" (not to append
/// there); so do we.
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
    /// by one with this item alone. Amortised O(item), whatever transactions are opened and closed meanwhile.
    Result<void, StateError> append(Area area, BytesView key, BytesView item);

    /// First removes all keys with the prefix that the overlay has, then those that only the state below has, beginning
    /// at `cursor` if there is one, until `limit` of its keys were looked at. Keys that only the overlay has do not
    /// count towards the limit; those of the state below do even if they were removed before. Spec:
    /// id-ext_storage_clear_prefix. Observed: polkadot-stable2407: what is counted, and that the cursor is the first
    /// key not looked at.
    Result<PrefixRemoval, StateError> clear_prefix(Area area, BytesView prefix, std::optional<uint32_t> limit,
                                                   const std::optional<Bytes>& cursor = std::nullopt);
    Result<PrefixRemoval, StateError> kill_child(BytesView child, std::optional<uint32_t> limit,
                                                 const std::optional<Bytes>& cursor = std::nullopt);

    /// Before and after a runtime has control. A runtime cannot close transactions that were open before it; those that
    /// it leaves open are rolled back. Returns how many that were. Observed: the rule of polkadot-stable2407.
    void enter_runtime();
    size_t exit_runtime();

    /// Nested transactions. False if none is open, or none of the runtime that has control (the caller traps).
    void start_transaction();
    bool rollback_transaction();
    bool commit_transaction();
    size_t transaction_depth() const noexcept;

    /// With everything written so far, open transactions included. Observed: polkadot-stable2407: as long as nothing
    /// was written since the last call, the answer is that of the last call, whatever the version; `child_root` then is
    /// what the top area says.
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

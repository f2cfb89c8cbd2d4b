/// A state as it is before a call: read only, wherever it is kept.
#pragma once

#include <string>

#include "base/result.hpp"
#include "state/changes.hpp"
#include "trie/state_version.hpp"

namespace serinus::state {

struct StateError {
    enum class Kind : uint8_t {
        kMissing = 1,  ///< pruned, or never there
        kCorrupt,      ///< the store has what no state has
        kIo,
        kTooLarge,  ///< a proof, by the bound that the caller gave
    } kind = Kind::kIo;
    std::string reason;
};

/// The top trie, or the child trie of a storage key (without ":child_storage:default:").
class Area {
  public:
    static constexpr Area top() noexcept { return Area(); }
    static constexpr Area child(BytesView key) noexcept { return Area(key); }
    constexpr bool is_top() const noexcept { return !child_; }
    constexpr BytesView child_key() const noexcept { return *child_; }

  private:
    constexpr Area() = default;
    constexpr explicit Area(BytesView key) : child_(key) {}
    std::optional<BytesView> child_;
};

/// A state that does not change. One thread at a time; several backends of one state may be used at once.
class Backend {
  public:
    virtual ~Backend() = default;

    /// The view is valid until the next call of this backend.
    virtual Result<std::optional<BytesView>, StateError> get(Area area, BytesView key) = 0;
    /// The same without the value, which a proof then need not hold.
    virtual Result<bool, StateError> contains(Area area, BytesView key) { return TRY(get(area, key)).has_value(); }
    /// The first key greater than `key`.
    virtual Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) = 0;

    /// The root of this state with `changes` made; entries written take the form of `version`.
    virtual Result<Hash256, StateError> root_with(const StateChanges& changes, trie::StateVersion version) = 0;
    /// The root of one child trie with changes made.
    virtual Result<Hash256, StateError> child_root_with(BytesView child, const ChangeSet& changes,
                                                        trie::StateVersion version) = 0;

    /// Bytes of the proof of what was asked so far; the greatest number if no proof is recorded.
    /// Observed: polkadot-stable2407: what ext_storage_proof_size_storage_proof_size answers.
    virtual uint64_t recorded_proof_size() const { return UINT64_MAX; }
    /// How much is recorded, for roll_back_recording(), which forgets what was recorded since.
    virtual size_t recording_mark() const { return 0; }
    virtual void roll_back_recording(size_t /*mark*/) {}
};

}  // namespace serinus::state

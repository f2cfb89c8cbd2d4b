/// Remembers what was read from a state lately.
#pragma once

#include <array>

#include "state/backend.hpp"

namespace serinus::state {

/// For calls that follow each other on one state, as those that build a block: each asks for the same few values that
/// nobody writes. Only small values of the top area are kept, and few of them: a key that falls into the place of
/// another one replaces it.
class ReadCache final : public Backend {
  public:
    static constexpr size_t kPlaces = 256;
    static constexpr size_t kLargestKey = 128;
    static constexpr size_t kLargestValue = 1024;

    /// `below` must outlive this object.
    explicit ReadCache(Backend& below) noexcept : below_(below) {}

    Result<std::optional<BytesView>, StateError> get(Area area, BytesView key) override;
    Result<bool, StateError> contains(Area area, BytesView key) override;
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override {
        return below_.next_key(area, key);
    }
    Result<Hash256, StateError> root_with(const StateChanges& changes, trie::StateVersion version) override {
        return below_.root_with(changes, version);
    }
    Result<Hash256, StateError> child_root_with(BytesView child, const ChangeSet& changes,
                                                trie::StateVersion version) override {
        return below_.child_root_with(child, changes, version);
    }
    uint64_t recorded_proof_size() const override { return below_.recorded_proof_size(); }
    size_t recording_mark() const override { return below_.recording_mark(); }
    /// Forgets all values too: what is read again must be recorded again.
    void roll_back_recording(size_t mark) override;

  private:
    struct Place {
        bool is_used = false;
        bool is_present = false;
        Bytes key;
        Bytes value;
    };

    Place& place_of(BytesView key) noexcept;

    Backend& below_;
    std::array<Place, kPlaces> places_;
};

}  // namespace serinus::state

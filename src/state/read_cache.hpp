/// Remembers what was read from a state lately.
#pragma once

#include <array>
#include <memory>

#include "state/backend.hpp"

namespace serinus::state {

/// Values of the top area of one state. Only small ones are kept, and few of them: a key that falls into the place of
/// another one replaces it.
class ReadValues {
  public:
    static constexpr size_t kPlaces = 1024;
    static constexpr size_t kLargestKey = 128;
    static constexpr size_t kLargestValue = 1024;

    /// nullptr: not known. Otherwise what `get` of a state would answer, until the next put() or apply().
    const std::optional<BytesView>* find(BytesView key) noexcept;
    void put(BytesView key, const std::optional<BytesView>& value);
    /// From now on they are those of the state that these changes make.
    void apply(const ChangeSet& changes);
    void clear() noexcept;

  private:
    struct Place {
        bool is_used = false;
        Bytes key;
        Bytes value;
        std::optional<BytesView> view;  ///< of `value`; nullopt: there is none
    };

    Place& place_of(BytesView key) noexcept;

    std::array<Place, kPlaces> places_;
};

/// For calls that follow each other on one state, as those that build a block, and for the transactions of a block:
/// each asks for the same few values that nobody writes.
class ReadCache final : public Backend {
  public:
    /// `below` must outlive this object; `known`: values of it.
    explicit ReadCache(Backend& below, std::unique_ptr<ReadValues> known = nullptr)
        : below_(below), known_(known != nullptr ? std::move(known) : std::make_unique<ReadValues>()) {}

    /// What is known of the state now. Nothing may be asked afterwards.
    std::unique_ptr<ReadValues> release() noexcept { return std::move(known_); }

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
    Backend& below_;
    std::unique_ptr<ReadValues> known_;
};

}  // namespace serinus::state

/// A root that is believed for the time being.
#pragma once

#include "state/backend.hpp"

namespace serinus::state {

/// Answers the question for the root with what somebody claims, so that the tries are walked once, when the changes are
/// committed. The claim may be believed if it is then compared with the root of the commit: the state is asked for its
/// root once (a second question has an error), so what asked knows nothing that depends on the claim but by this one
/// answer, which was right if the comparison says so, provided that the changes committed are those of the question.
class ClaimedRoot final : public Backend {
  public:
    ClaimedRoot(Backend& below, const Hash256& root) noexcept : below_(&below), root_(root) {}

    Result<std::optional<BytesView>, StateError> get(Area area, BytesView key) override {
        return below_->get(area, key);
    }
    Result<bool, StateError> contains(Area area, BytesView key) override { return below_->contains(area, key); }
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override {
        return below_->next_key(area, key);
    }
    Result<Hash256, StateError> root_with(const StateChanges&, trie::StateVersion version) override {
        version_ = version;
        if (++questions_ == 1) return root_;
        return Err(StateError{StateError::Kind::kMissing, "a second root was asked for, of which there is no claim"});
    }
    Result<Hash256, StateError> child_root_with(BytesView child, const ChangeSet& changes,
                                                trie::StateVersion version) override {
        return below_->child_root_with(child, changes, version);
    }
    uint64_t recorded_proof_size() const override { return below_->recorded_proof_size(); }

    /// Whether anything depends on the claim.
    bool was_asked() const noexcept { return questions_ > 0; }
    /// Whether the one question was for a root of entries in this form.
    bool was_asked_once(trie::StateVersion version) const noexcept { return questions_ == 1 && version_ == version; }

  private:
    Backend* below_;
    Hash256 root_;
    uint32_t questions_ = 0;
    trie::StateVersion version_ = trie::StateVersion::kV1;
};

}  // namespace serinus::state

/// The backing groups of a session.
#pragma once

#include <map>

#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

class Groups {
  public:
    /// `backing_threshold`: the votes that the configuration asks for; a smaller group needs all of its own.
    Groups(std::vector<std::vector<ValidatorIndex>> groups, uint32_t backing_threshold)
        : groups_(std::move(groups)), backing_threshold_(backing_threshold) {
        for (size_t g = 0; g < groups_.size(); ++g) {
            for (size_t i = 0; i < groups_[g].size(); ++i) {
                places_[groups_[g][i]] = {{static_cast<uint32_t>(g)}, i};
            }
        }
    }

    /// A validator's group and its place in it.
    struct Place {
        GroupIndex group;
        size_t member = 0;
    };

    const std::vector<std::vector<ValidatorIndex>>& all() const noexcept { return groups_; }
    /// nullptr if there is none.
    const std::vector<ValidatorIndex>* find(GroupIndex group) const noexcept {
        return group._0 < groups_.size() ? &groups_[group._0] : nullptr;
    }
    std::optional<Place> place_of(ValidatorIndex validator) const {
        const auto found = places_.find(validator);
        if (found == places_.end()) return std::nullopt;
        return found->second;
    }
    /// How many of a group must back a candidate; the group exists.
    size_t needed_votes(GroupIndex group) const noexcept {
        return polkadot_primitives::v5::effective_minimum_backing_votes(groups_[group._0].size(), backing_threshold_);
    }

  private:
    std::vector<std::vector<ValidatorIndex>> groups_;
    std::map<ValidatorIndex, Place> places_;
    uint32_t backing_threshold_;
};

}  // namespace serinus::parachain

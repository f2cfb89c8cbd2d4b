/// How far blocks are approved, for the voters of GRANDPA. Any thread: the lane of approvals writes, voters read.
#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "parachain/wire/node_types.hpp"

namespace serinus::services::paras {

class FinalityLimits {
  public:
    /// The known facts of a leaf.
    struct Entry {
        parachain::BlockNumber approved{};  ///< of the highest block that is approved with all below it
        friend bool operator==(const Entry&, const Entry&) = default;
    };

    void set(std::map<Hash256, Entry> leaves) {
        const std::lock_guard lock(mutex_);
        leaves_ = std::move(leaves);
    }
    std::optional<Entry> find(const Hash256& leaf) const {
        const std::lock_guard lock(mutex_);
        const auto found = leaves_.find(leaf);
        return found == leaves_.end() ? std::nullopt : std::optional(found->second);
    }

  private:
    mutable std::mutex mutex_;
    std::map<Hash256, Entry> leaves_;
};

}  // namespace serinus::services::paras

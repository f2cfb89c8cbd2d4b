/// Where unfinalized blocks are looked for by their numbers. For this folder only.
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::state {

/// Blocks that may be unfinalized, by number, so that those beside a block that becomes final are found without a walk
/// through all. In memory, and written before the store is: it may name blocks that are not there (any more), but it
/// lacks none. One thread at a time.
class UnfinalizedIndex {
  public:
    void add(uint64_t number, const Hash256& block) { blocks_.emplace(number, block); }
    /// Blocks of this number and lower ones are not unfinalized.
    void forget_up_to(uint64_t number) { blocks_.erase(blocks_.begin(), blocks_.lower_bound({number + 1, Hash256()})); }
    std::vector<Hash256> at(uint64_t number) const {
        std::vector<Hash256> out;
        for (auto block = blocks_.lower_bound({number, Hash256()}); block != blocks_.end(); ++block) {
            if (block->first != number) break;
            out.push_back(block->second);
        }
        return out;
    }

  private:
    std::set<std::pair<uint64_t, Hash256>> blocks_;
};

}  // namespace serinus::state

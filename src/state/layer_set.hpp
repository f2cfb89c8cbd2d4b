/// The layers of a block and its unfinalized ancestors. For this folder only.
#pragma once

#include <algorithm>
#include <vector>

#include "base/assert.hpp"
#include "state/block_records.hpp"

namespace serinus::state {

/// Numbers of layers, ascending. Where no fork is between them they follow each other, so they are kept as ranges: the
/// size is that of the forks, not that of the chain.
class LayerSet {
  public:
    bool empty() const noexcept { return ranges_.empty(); }
    LayerNumber front() const noexcept { return ranges_.front().first; }
    LayerNumber back() const noexcept { return ranges_.back().last; }
    /// Precondition: `layer` is greater than all others.
    void push_back(LayerNumber layer) {
        SERINUS_ASSERT(empty() || layer > back());
        if (!empty() && layer == back() + 1) {
            ranges_.back().last = layer;
        } else {
            ranges_.push_back({layer, layer});
        }
    }
    bool contains(LayerNumber layer) const noexcept {
        const auto range = range_of(layer);
        return range != ranges_.end() && range->first <= layer;
    }
    /// Those that are greater than `layer`.
    LayerSet after(LayerNumber layer) const {
        LayerSet out;
        out.ranges_.assign(range_of(layer + 1), ranges_.end());
        if (!out.empty()) out.ranges_.front().first = std::max(out.front(), layer + 1);
        return out;
    }

  private:
    struct Range {
        LayerNumber first, last;
    };
    /// The first one that ends at `layer` or later.
    std::vector<Range>::const_iterator range_of(LayerNumber layer) const noexcept {
        return std::lower_bound(ranges_.begin(), ranges_.end(), layer,
                                [](const Range& range, LayerNumber value) { return range.last < value; });
    }

    std::vector<Range> ranges_;
};

}  // namespace serinus::state

/// A batch that is kept in memory until its store takes it. For this folder only.
#pragma once

#include <deque>
#include <span>
#include <vector>

#include "storage/store.hpp"

namespace serinus::storage {

class CollectedBatch final : public WriteBatch {
  public:
    struct Change {
        uint64_t order;  ///< column and first bytes of the key: most comparisons end here
        BytesView key;
        BytesView value;
        uint32_t sequence;
        Column column;
        bool removes;
    };

    void put(Column column, BytesView key, BytesView value) override { add(column, key, value, false); }
    void remove(Column column, BytesView key) override { add(column, key, {}, true); }

    /// The last change of each key, by column and key. Views are valid as long as the batch.
    std::span<const Change> sorted();

  private:
    void add(Column column, BytesView key, BytesView value, bool removes);
    BytesView keep(BytesView bytes);

    std::vector<Change> changes_;
    std::deque<Bytes> memory_;  ///< pieces that never move
};

}  // namespace serinus::storage

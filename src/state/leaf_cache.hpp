/// Leaves of tries that were written or found lately. For this folder only.
#pragma once

#include <mutex>
#include <unordered_map>

#include "base/bytes.hpp"

namespace serinus::state {

/// Encodings of leaves by their hashes, so that what is found is right in every state.
///
/// A leaf has no row; it is made from the first entry at its position. Entries that unfinalized blocks removed leave a
/// version each, which this search has to pass: where blocks add and remove entries of one map, as many as blocks are
/// not final. Leaves that are written or were found are kept, those last used longest. Any thread.
class LeafCache {
  public:
    void put(const Hash256& hash, BytesView encoding) {
        if (encoding.size() > kMaxBytes) return;
        const std::lock_guard lock(mutex_);
        put_young(hash, to_bytes(encoding));
    }

    bool find(const Hash256& hash, Bytes& encoding) {
        const std::lock_guard lock(mutex_);
        const auto found = young_.find(hash);
        if (found != young_.end()) {
            encoding = found->second;
            return true;
        }
        const auto old = old_.find(hash);
        if (old == old_.end()) return false;
        encoding = old->second;
        put_young(hash, Bytes(encoding));
        return true;
    }

  private:
    void put_young(const Hash256& hash, Bytes&& encoding) {
        if (young_.size() >= kGeneration) {
            old_ = std::move(young_);
            young_ = {};
        }
        young_.try_emplace(hash, std::move(encoding));
    }

    struct HashOf {
        size_t operator()(const Hash256& hash) const noexcept { return load_le<size_t>(hash.data()); }
    };
    using Leaves = std::unordered_map<Hash256, Bytes, HashOf>;

    /// Two generations of leaves of some 100 bytes: at most 1.5 MiB.
    static constexpr size_t kGeneration = 4096;
    static constexpr size_t kMaxBytes = 256;

    std::mutex mutex_;
    Leaves young_;
    Leaves old_;
};

}  // namespace serinus::state

/// The headers that were asked for last.
#pragma once

#include <mutex>

#include "chain/store/block_store.hpp"
#include "chain/store/lru_cache.hpp"

namespace serinus::chain {

/// Any thread.
class HeaderCache {
  public:
    using Pointer = std::shared_ptr<const primitives::Header>;

    explicit HeaderCache(size_t capacity) : headers_(capacity) {}

    /// nullptr: not known.
    Result<Pointer, ChainError> find(BlockStore& blocks, const Hash256& hash) {
        uint64_t removals = 0;
        {
            const std::lock_guard lock(mutex_);
            if (const Pointer* found = headers_.find(hash)) return *found;
            removals = removals_;
        }
        TRY_ASSIGN(auto header, blocks.find_header(hash));
        if (!header) return Pointer();
        auto out = std::make_shared<const primitives::Header>(*std::move(header));
        const std::lock_guard lock(mutex_);
        if (removals == removals_) headers_.put(hash, out);  // else it may be gone from the store by now
        return out;
    }

    void put(const Hash256& hash, Pointer header) {
        const std::lock_guard lock(mutex_);
        headers_.put(hash, std::move(header));
    }

    /// They are gone from the store.
    void remove(const std::vector<Hash256>& hashes) {
        const std::lock_guard lock(mutex_);
        ++removals_;
        for (const Hash256& hash : hashes) headers_.erase(hash);
    }

    uint64_t bytes() const {
        const std::lock_guard lock(mutex_);
        uint64_t out = 0;
        for (const auto& [hash, header] : headers_.entries()) out += kEntryBytes + header->digest.size() * kItemBytes;
        return out;
    }

  private:
    /// Estimates: the header and the nodes of list and table; an item of the digest with what it owns.
    static constexpr uint64_t kEntryBytes = 256;
    static constexpr uint64_t kItemBytes = 160;

    mutable std::mutex mutex_;
    LruCache<Pointer> headers_;
    uint64_t removals_ = 0;
};

}  // namespace serinus::chain

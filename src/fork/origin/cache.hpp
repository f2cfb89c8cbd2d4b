/// Where a fork keeps what it fetched of its origin.
#pragma once

#include "fork/origin/known_entries.hpp"
#include "fork/origin/origin_node.hpp"
#include "storage/store.hpp"

namespace serinus::fork {

/// A folder, with memory before it, or memory alone. One process at a time, any thread.
class Cache {
  public:
    /// Ours. Of a cache in memory: when it is full it begins again, with nothing but the description of the chain.
    static constexpr size_t kMaxBytesInMemory = size_t{256} << 20;
    /// Ours. Of what a folder has, so much is in memory too.
    static constexpr size_t kMaxBytesBeforeFolder = size_t{64} << 20;

    /// `folder`: empty for one in memory. Errors are sentences: the folder has something else, or a damaged store.
    static Result<std::unique_ptr<Cache>, std::string> open(const std::string& folder,
                                                            size_t max_bytes = kMaxBytesInMemory);

    /// Ours. Of the state of one block before the fork, and of what is known of such blocks: in memory.
    static constexpr size_t kMaxBytesOfOlder = size_t{4} << 20;
    static constexpr size_t kMaxBytesOfBlocks = size_t{64} << 20;

    /// The part of a cache that has the state of a block before the fork; `whole` is the cache of the fork. Its values
    /// and pages alone are used.
    static std::shared_ptr<Cache> of_block(const std::shared_ptr<Cache>& whole, const Hash256& block);

    /// Of the fork that the cache belongs to; nullopt: it is new.
    Result<std::optional<ChainFacts>, std::string> facts();
    Result<void, std::string> put_facts(const ChainFacts& facts);

    using Value = KnownEntries::Value;
    using Page = KnownEntries::Page;

    /// What is in memory, for those who do not wait for the disk. Outer nullopt: the folder may have it.
    std::optional<Value> value_in_memory(state::Area area, BytesView key) const { return known_.value(area, key); }
    /// Outer nullopt: not fetched yet.
    Result<std::optional<Value>, std::string> value(state::Area area, BytesView key);
    Result<bool, std::string> has_value(state::Area area, BytesView key);
    Result<void, std::string> put_values(state::Area area, std::span<const Bytes> keys, std::span<const Value> values);

    /// The page from which the key after `key` can be told; nullptr: not fetched yet.
    Result<std::shared_ptr<const Page>, std::string> page(state::Area area, BytesView key);
    Result<void, std::string> put_page(state::Area area, Page page);

    /// What is known of blocks before the fork: `what`, such as "header", of the block, number or hash `of`.
    Result<std::optional<Bytes>, std::string> older(std::string_view what, BytesView of);
    std::optional<Bytes> older_in_memory(std::string_view what, BytesView of) const;
    Result<void, std::string> put_older(std::string_view what, BytesView of, BytesView value);

  private:
    Cache(std::string folder, size_t max_bytes) : folder_(std::move(folder)), known_(max_bytes) {}
    Result<void, std::string> commit(std::unique_ptr<storage::WriteBatch> batch);
    std::string damaged(const std::string& reason) const;
    Bytes row_of(state::Area area, BytesView key) const;
    Bytes page_row(state::Area area, const Page& page) const;

    std::string folder_;
    Bytes prefix_;  ///< of the rows of a part
    KnownEntries known_;
    KnownEntries older_{kMaxBytesOfBlocks};
    std::shared_ptr<storage::Store> store_;  ///< of a folder; nullptr: there is none
    std::mutex mutex_;
    std::optional<ChainFacts> facts_;  ///< of one in memory
};

}  // namespace serinus::fork

/// A state that is fetched when it is read, and kept.
#pragma once

#include "fork/fetch_queue.hpp"
#include "fork/item_walks.hpp"
#include "fork/origin_node.hpp"
#include "fork/read_history.hpp"
#include "state/origin.hpp"
#include "storage/store.hpp"

namespace serinus::fork {

/// Where what was fetched is kept: a folder, or memory. One process at a time, any thread.
class Cache {
  public:
    /// Ours. Of a cache in memory: when it is full it begins again, with nothing but the description of the chain.
    static constexpr size_t kMaxBytesInMemory = size_t{256} << 20;

    /// `folder`: empty for one in memory. Errors are sentences: the folder has something else, or a damaged store.
    static Result<std::unique_ptr<Cache>, std::string> open(const std::string& folder,
                                                            size_t max_bytes = kMaxBytesInMemory);

    /// Of the fork that the cache belongs to; nullopt: it is new.
    Result<std::optional<ChainFacts>, std::string> facts();
    Result<void, std::string> put_facts(const ChainFacts& facts);

    /// Outer nullopt: not fetched yet.
    Result<std::optional<std::optional<Bytes>>, std::string> value(state::Area area, BytesView key);
    Result<void, std::string> put_values(state::Area area, std::span<const Bytes> keys,
                                         std::span<const std::optional<Bytes>> values);

    /// Consecutive keys of a state.
    struct Page {
        Bytes after;              ///< they begin with the first key greater than this one
        std::vector<Bytes> keys;  ///< ascending
        bool is_last = false;     ///< there are no more
    };
    /// The page from which the key after `key` can be told; nullopt: not fetched yet.
    Result<std::optional<Page>, std::string> page(state::Area area, BytesView key);
    Result<void, std::string> put_page(state::Area area, const Page& page);

  private:
    Cache(std::string folder, size_t max_bytes) : folder_(std::move(folder)), max_bytes_(max_bytes) {}
    std::shared_ptr<storage::Store> store() const;
    Result<void, std::string> commit(storage::Store& store, std::unique_ptr<storage::WriteBatch> batch);
    Result<void, std::string> put_facts_in(storage::Store& store, const ChainFacts& facts);
    Result<void, std::string> make_room(size_t bytes);
    std::string damaged(const std::string& reason) const;

    std::string folder_;
    size_t max_bytes_;
    mutable std::mutex mutex_;
    std::shared_ptr<storage::Store> store_;
    size_t bytes_ = 0;  ///< in memory
};

/// The state of one block of another node.
class RemoteOrigin final : public state::Origin, public std::enable_shared_from_this<RemoteOrigin> {
  public:
    /// Ours: of keys that are fetched in pages that follow each other. Who lists more lists without end.
    static constexpr size_t kMaxListedBytes = size_t{1} << 30;

    /// `node`: nullptr for what is in the cache alone. `history`: nullptr: what was read before does not matter, and
    /// maps are not walked.
    RemoteOrigin(ChainFacts facts, std::shared_ptr<Cache> cache, std::shared_ptr<OriginNode> node,
                 std::shared_ptr<ReadHistory> history = nullptr, size_t max_listed_bytes = kMaxListedBytes)
        : facts_(std::move(facts)),
          cache_(std::move(cache)),
          node_(std::move(node)),
          history_(std::move(history)),
          max_listed_bytes_(max_listed_bytes),
          queue_([this](state::Area area, std::span<const BytesView> keys) { return fetch_together(area, keys); }) {}

    Hash256 root() const override { return facts_.header.state_root; }
    Hash256 block() const override { return facts_.hash; }
    Result<std::optional<Bytes>, state::StateError> get(state::Area area, BytesView key) override;
    Result<std::optional<Bytes>, state::StateError> next_key(state::Area area, BytesView key) override;
    std::optional<state::EntryResult> get_or_ask(state::Area area, BytesView key, state::TakeEntry& take) override;
    /// Of an origin that is owned by a shared pointer.
    void fetch_with(platform::Scheduler& scheduler) override;

  private:
    /// What is known without asking; nullopt: it is to be fetched.
    std::optional<state::EntryResult> find(state::Area area, BytesView key);
    Result<Cache::Page, std::string> fetch_page(state::Area area, BytesView key);
    Result<std::vector<Bytes>, std::string> keys_to_fetch(state::Area area, BytesView key);
    /// As FetchQueue::Fetch.
    Result<FetchQueue::Values, std::string> fetch_together(state::Area area, std::span<const BytesView> group);

    ChainFacts facts_;
    std::shared_ptr<Cache> cache_;
    std::shared_ptr<OriginNode> node_;
    std::shared_ptr<ReadHistory> history_;
    ItemWalks walks_;
    size_t max_listed_bytes_;
    std::mutex pages_mutex_;
    Bytes last_key_;           ///< of the last page that was fetched
    size_t listed_bytes_ = 0;  ///< of it, and of the pages that it follows
    FetchQueue queue_;
};

/// Another origin with other values for some keys of its top area.
class OverriddenOrigin final : public state::Origin {
  public:
    OverriddenOrigin(std::shared_ptr<state::Origin> below, state::ChangeSet changes)
        : below_(std::move(below)), changes_(std::move(changes)) {}

    Hash256 root() const override { return below_->root(); }
    Hash256 block() const override { return below_->block(); }
    Result<std::optional<Bytes>, state::StateError> get(state::Area area, BytesView key) override;
    Result<std::optional<Bytes>, state::StateError> next_key(state::Area area, BytesView key) override;
    std::optional<state::EntryResult> get_or_ask(state::Area area, BytesView key, state::TakeEntry& take) override;
    void fetch_with(platform::Scheduler& scheduler) override { below_->fetch_with(scheduler); }

  private:
    std::shared_ptr<state::Origin> below_;
    state::ChangeSet changes_;
};

}  // namespace serinus::fork

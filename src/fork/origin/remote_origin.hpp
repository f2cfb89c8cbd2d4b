/// A state that is fetched when it is read, and kept.
#pragma once

#include <atomic>

#include "fork/origin/cache.hpp"
#include "fork/origin/fetch_queue.hpp"
#include "fork/origin/item_walks.hpp"
#include "fork/origin/origin_api.hpp"
#include "fork/origin/read_history.hpp"
#include "state/origin.hpp"

namespace serinus::fork {

/// The state of one block of another node.
class RemoteOrigin final : public state::Origin, public std::enable_shared_from_this<RemoteOrigin> {
  public:
    /// Ours: of keys that are fetched in pages that follow each other. Who lists more lists without end.
    static constexpr size_t kMaxListedBytes = size_t{1} << 30;

    /// `node`: nullptr for what is in the cache alone. `history`: nullptr: what was read before does not matter, and
    /// maps are not walked.
    RemoteOrigin(ChainFacts facts, std::shared_ptr<Cache> cache, std::shared_ptr<OriginApi> node,
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
    /// Fetches all entries of the top area whose keys begin with `prefix` and that are not in the cache; how many there
    /// are altogether. `progress` hears how many were looked at so far, and ends it with false. Errors are sentences.
    Result<size_t, std::string> fetch_all(BytesView prefix, const std::function<bool(size_t entries)>& progress);
    /// Of an origin that is owned by a shared pointer.
    void fetch_with(platform::Scheduler& scheduler) override;
    bool never_waits() const override { return fetches_alone_; }

  private:
    class Selection;
    /// Notes what is read.
    void note(state::Area area, BytesView key, bool is_known);
    state::EntryResult find_offline(state::Area area, BytesView key);
    static std::string not_in_cache(BytesView key);
    Result<Cache::Page, std::string> fetch_page(state::Area area, BytesView key);
    /// What is fetched beside a key.
    Result<void, std::string> add_read_after(Selection& selection, state::Area area, BytesView key);
    Result<void, std::string> add_neighbours(Selection& selection, state::Area area, BytesView key);
    Result<void, std::string> add_walked(Selection& selection, state::Area area, BytesView key);
    /// As FetchQueue::Fetch.
    Result<FetchQueue::Values, std::string> fetch_together(state::Area area, std::span<const BytesView> group);

    ChainFacts facts_;
    std::shared_ptr<Cache> cache_;
    std::shared_ptr<OriginApi> node_;
    std::shared_ptr<ReadHistory> history_;
    ItemWalks walks_;
    size_t max_listed_bytes_;
    std::mutex pages_mutex_;
    Bytes last_key_;           ///< of the last page that was fetched
    size_t listed_bytes_ = 0;  ///< of it, and of the pages that it follows
    FetchQueue queue_;
    std::atomic<bool> fetches_alone_ = false;  ///< by tasks of its own, so that nobody waits
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
    bool never_waits() const override { return below_->never_waits(); }

  private:
    std::shared_ptr<state::Origin> below_;
    state::ChangeSet changes_;
};

}  // namespace serinus::fork

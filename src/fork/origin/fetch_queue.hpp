/// Values that several callers wait for, fetched for all of them together.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "state/database.hpp"

namespace serinus::fork {

/// One thread at a time fetches, for all that have come to wait meanwhile: one of those that wait, or a task for those
/// that do not. Any thread.
class FetchQueue {
  public:
    using Values = std::vector<std::optional<Bytes>>;
    /// The values of these keys in their order, or those of the first ones, at least one; at most kMaxTogether keys, of
    /// one area. Errors are sentences.
    using Fetch = std::function<Result<Values, std::string>(state::Area area, std::span<const BytesView> keys)>;
    /// Lets run() be called soon, on a thread that may wait. False: it will not be.
    using Post = std::function<bool()>;

    static constexpr size_t kMaxTogether = 256;
    /// Ours: of those who ask and do not wait.
    static constexpr size_t kMaxAsked = 16'384;
    static constexpr size_t kMaxAskedBytes = size_t{32} << 20;

    explicit FetchQueue(Fetch fetch) : fetch_(std::move(fetch)) {}

    /// Needed for ask().
    void post_with(Post post);

    /// Waits for the value.
    state::EntryResult wait_for(state::Area area, BytesView key);
    /// `take` is moved away and called when the value is there, or now if too many ask. False: there is no post_with().
    bool ask(state::Area area, BytesView key, state::TakeEntry& take);
    /// Fetches until nobody waits.
    void run();

  private:
    struct Wanted {
        std::optional<Bytes> child;
        Bytes key;
        state::TakeEntry take;  ///< empty: of a thread that waits
        std::optional<state::EntryResult> answer = {};
        bool fetches = false;  ///< it is its turn to fetch
        std::condition_variable changed = {};

        size_t bytes() const noexcept { return key.size() + (child ? child->size() : 0); }
    };
    using Lock = std::unique_lock<std::mutex>;

    static std::shared_ptr<Wanted> wanted(state::Area area, BytesView key);
    void fetch_some(Lock& lock);
    void hand_over(Lock& lock);

    const Fetch fetch_;
    std::mutex mutex_;
    Post post_;
    std::deque<std::shared_ptr<Wanted>> wanted_;
    size_t asked_ = 0, asked_bytes_ = 0;  ///< of those that wait without a thread
    bool is_fetching_ = false;            ///< or run() was posted
};

}  // namespace serinus::fork

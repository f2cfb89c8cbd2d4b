/// The state that calls have just read, for those that follow.
#pragma once

#include <memory>
#include <mutex>

#include "platform/scheduler.hpp"
#include "state/database.hpp"

namespace serinus::rpc {

/// To open a state takes longer than to read a value of it. So the last one stays open between the calls of many
/// clients, for a moment only: the store cannot use again the space of what was replaced since. One reader at a time
/// has it. Any thread.
class RecentState {
  public:
    /// Ours. How long a state stays open at most.
    static constexpr uint64_t kHoldMs = 50;

    /// A state that is out of here, and which one it is.
    struct Lent {
        std::unique_ptr<state::BlockState> state;
        uint64_t id = 0;  ///< 0: it was never here
    };

    explicit RecentState(platform::Scheduler& scheduler);
    ~RecentState();
    RecentState(const RecentState&) = delete;
    RecentState& operator=(const RecentState&) = delete;

    /// Without a state if that of the block is not here, or somebody has it.
    Lent take(const Hash256& block);
    /// One that was taken, or a new one.
    void give_back(const Hash256& block, Lent lent);

  private:
    void end(uint64_t id);

    std::unique_ptr<platform::Lane> lane_;
    std::mutex mutex_;
    Hash256 block_;
    Lent held_;
    uint64_t current_ = 0;  ///< the one that may be here; 0: none, its time is over
    uint64_t last_id_ = 0;
};

}  // namespace serinus::rpc

/// One subscription of chainHead_v1_follow on its way to its client.
#pragma once

#include <deque>

#include "rpc/chain_head/chain_head.hpp"
#include "rpc/memory_budget.hpp"
#include "rpc/registry.hpp"

namespace serinus::rpc::chain_head {

/// Messages for which the subscription's session has no room yet. No I/O.
class UnsentMessages {
  public:
    /// Observed: polkadot-stable2407: the buffer of a subscription; one that lets more wait is stopped.
    static constexpr size_t kMaxMessages = 512;

    explicit UnsentMessages(std::shared_ptr<MemoryBudget> memory) : memory_(std::move(memory)) {}

    /// `sharers`: how many subscriptions get this text. False: too many messages wait, or the memory of all clients is
    /// used up.
    bool add(SharedText text, size_t sharers);
    /// Regardless of the limits, in place of all others.
    void replace_all(SharedText text);
    /// The next one, taken out. Not when it is empty.
    SharedText take();
    void clear() noexcept { messages_.clear(); }
    bool empty() const noexcept { return messages_.empty(); }

  private:
    struct Message {
        SharedText text;
        Charge charge = {};
    };
    std::shared_ptr<MemoryBudget> memory_;
    std::deque<Message> messages_;
};

struct Follower {
    SubscriptionId id = 0;
    uint64_t connection = 0;
    bool with_runtime = false;
    std::shared_ptr<Sink> sink;
    UnsentMessages unsent;
    bool waits_for_room = false;
    bool is_stopped = false;  ///< closed once all is sent
};

}  // namespace serinus::rpc::chain_head

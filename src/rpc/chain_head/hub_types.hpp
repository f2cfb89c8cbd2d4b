/// What a hub keeps of a subscription and of an operation. For hub*.cpp only.
#pragma once

#include <atomic>
#include <deque>

#include "rpc/chain_head/hub.hpp"

namespace serinus::rpc::chain_head {

struct Hub::Follower {
    SubscriptionId id = 0;
    uint64_t connection = 0;
    bool with_runtime = false;
    std::shared_ptr<Sink> sink;
    std::deque<SharedText> unsent;
    bool waits_for_room = false;
    bool is_stopped = false;  ///< closed once all is sent
};

struct Hub::Task {
    SubscriptionId subscription = 0;
    std::string operation;
    Hash256 block;
    bool needs_runtime = false;
    executor::CallContext limits = {};
    std::optional<StorageAnswer> answer;
};

}  // namespace serinus::rpc::chain_head

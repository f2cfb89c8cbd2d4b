/// What a subscription has asked for and not yet got.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace serinus::rpc::chain_head {

/// The operations of one subscription: each takes slots from its beginning until its end, so that a client cannot have
/// more work done at once than there are slots, whether it stops operations or not.
class Operations {
  public:
    explicit Operations(size_t slots) noexcept : free_(slots) {}

    struct Begun {
        std::string id;
        size_t slots = 0;  ///< 1 to the number that was wanted
    };
    /// nullopt: no slot is free.
    std::optional<Begun> begin(size_t wanted) {
        if (free_ == 0) return std::nullopt;
        const size_t slots = std::clamp<size_t>(wanted, 1, free_);
        free_ -= slots;
        std::string id = std::to_string(next_id_++);
        all_[id] = {slots, State::kRunning};
        return Begun{std::move(id), slots};
    }

    /// Whether it runs and its results are wanted.
    bool is_wanted(const std::string& id) const {
        const auto found = all_.find(id);
        return found != all_.end() && found->second.state != State::kStopped;
    }

    /// It waits for chainHead_v1_continue. False: it was stopped, and ends.
    bool wait(const std::string& id) {
        const auto found = all_.find(id);
        if (found == all_.end() || found->second.state == State::kStopped) return false;
        found->second.state = State::kWaiting;
        return true;
    }

    enum class Continue : uint8_t { kNoSuchOperation, kDoesNotWait, kContinues };
    Continue continue_(const std::string& id) {
        const auto found = all_.find(id);
        if (found == all_.end() || found->second.state == State::kStopped) return Continue::kNoSuchOperation;
        if (found->second.state != State::kWaiting) return Continue::kDoesNotWait;
        found->second.state = State::kRunning;
        return Continue::kContinues;
    }

    /// Nothing more is wanted of it. True: it waited, so that it has ended.
    bool stop(const std::string& id) {
        const auto found = all_.find(id);
        if (found == all_.end()) return false;
        const bool waited = found->second.state == State::kWaiting;
        found->second.state = State::kStopped;
        if (waited) end(id);
        return waited;
    }

    void end(const std::string& id) {
        const auto found = all_.find(id);
        if (found == all_.end()) return;
        free_ += found->second.slots;
        all_.erase(found);
    }

    size_t free_slots() const noexcept { return free_; }

  private:
    enum class State : uint8_t { kRunning, kWaiting, kStopped };
    struct Operation {
        size_t slots = 0;
        State state = State::kRunning;
    };
    size_t free_;
    uint64_t next_id_ = 0;
    std::map<std::string, Operation> all_;
};

}  // namespace serinus::rpc::chain_head

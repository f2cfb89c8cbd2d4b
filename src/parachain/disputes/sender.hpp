/// Own votes on their way to all validators: to those of the session of the dispute, and to all authorities of today.
/// Observed: polkadot-dispute-distribution 36.0.0, sender
///
/// - One dispute each 150 ms begins to be sent, so that no receiver gets more than it takes.
/// - A failed message is sent again at the next leaf, and at a new session the vote goes to its authorities too.
/// - A dispute is forgotten when it has ended.
#pragma once

#include <deque>

#include "parachain/disputes/facts.hpp"
#include "parachain/wire/requests.hpp"

namespace serinus::parachain {

struct DisputeSendEffect {
    /// send_dispute/1 to each of these, at once or not at all if it is not connected; the answers are `on_answered`.
    struct Request {
        CandidateHash candidate;
        std::vector<AuthorityId> receivers;
        DisputeRequest request;
    };
    std::variant<Request> v;
};

class DisputeSender {
  public:
    using Effects = std::vector<DisputeSendEffect>;
    using Millis = uint64_t;  ///< monotonic

    static constexpr Millis kInterval = 150;
    /// Disputes that are sent, or wait for it: more than blocks that are not final can have. Ours. What is dropped is
    /// sent when the node starts again.
    static constexpr size_t kMaxDisputes = 20'000;

    /// One vote a dispute is sent. The same one with another vote beside it takes the place of the first, and goes to
    /// all again.
    void send(const DisputeRequest& request, const DisputeFacts& facts, Millis now, Effects& out);
    /// `sessions`: of the children of all leaves. `active`: `DisputeCoordinator::active`.
    void on_leaf(const std::set<SessionIndex>& sessions, const std::set<CandidateHash>& active,
                 const DisputeFacts& facts, Millis now, Effects& out);
    void on_answered(const CandidateHash& candidate, const AuthorityId& receiver, bool is_confirmed);
    /// To be called at `wake_at`.
    void on_time(const DisputeFacts& facts, Millis now, Effects& out);
    std::optional<Millis> wake_at() const;

    size_t dispute_count() const noexcept { return tasks_.size(); }
    /// Authorities whose answer is awaited.
    size_t unconfirmed(const CandidateHash& candidate) const;

  private:
    enum class Delivery : uint8_t { kPending, kConfirmed };
    struct Task {
        DisputeRequest request;
        std::map<AuthorityId, Delivery> deliveries;
        bool has_failed = false;
        bool is_waiting = true;  ///< in `waiting_`
        uint64_t order = 0;
    };
    void enqueue(const CandidateHash& candidate, Task& task);
    std::set<AuthorityId> receivers_of(const Task& task, const DisputeFacts& facts) const;
    /// Sends to those who have not been sent it, or failed. Returns whether there were any.
    bool refresh(const CandidateHash& candidate, Task& task, const DisputeFacts& facts, Effects& out);

    std::map<CandidateHash, Task> tasks_;
    std::deque<CandidateHash> waiting_;  ///< of these some may have ended
    std::set<SessionIndex> sessions_;
    Millis next_at_ = 0;
    uint64_t next_order_ = 0;
};

}  // namespace serinus::parachain

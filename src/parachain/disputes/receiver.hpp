/// Votes of other validators in disputes: how many are looked at, which are good, and what is imported together.
/// Observed: polkadot-dispute-distribution 36.0.0, receiver
///
/// - Of each validator one request is looked at each 100 ms, and ten wait. More are refused without cost: the sender
///   tries again.
/// - The first request on a dispute is imported at once; those behind it are collected for half a second, and as long
///   as ten votes come in that time, but not so long that their senders give up.
/// - A request is confirmed when its votes are stored.
#pragma once

#include <deque>

#include "parachain/disputes/coordinator.hpp"
#include "parachain/disputes/dispute_messages.hpp"
#include "parachain/statements/peer_topology.hpp"

namespace serinus::parachain {

/// Names a request of a peer until it is answered.
using RequestToken = uint64_t;

struct DisputeReceiveEffect {
    /// nullopt: it is refused.
    struct Answer {
        RequestToken token{};
        std::optional<DisputeResponse> response;
    };
    enum class Fault : uint8_t {
        kNoValidator,       ///< major
        kTooManyCoalesced,  ///< major
        kBadSignature,      ///< malicious
        kNotImported,       ///< minor: a validator that is disabled may do no better
    };
    struct Judged {
        PeerId peer;
        Fault fault;
    };
    /// `DisputeCoordinator::import`, whose verdict comes back by `on_imported` when its effects are carried out.
    struct Import {
        uint64_t import{};
        CandidateReceipt receipt;
        SessionIndex session{};
        std::vector<CheckedVote> votes;
    };
    std::variant<Answer, Judged, Import> v;
};

class DisputeReceiver {
  public:
    using Effects = std::vector<DisputeReceiveEffect>;
    using Fault = DisputeReceiveEffect::Fault;
    using Millis = uint64_t;  ///< monotonic

    static constexpr Millis kInterval = 100;
    static constexpr size_t kMaxWaiting = 10;  ///< of a validator
    static constexpr Millis kBatchInterval = 500;
    static constexpr size_t kVotesToGoOn = 10;
    /// Two seconds before the sender's time is over.
    static constexpr Millis kMaxBatchAge = 10'000;
    static constexpr size_t kMaxBatches = 1000;

    /// `authority`: the validator that the peer is, one of them if it is several; nullopt for others.
    void on_request(RequestToken token, const PeerId& peer, const std::optional<AuthorityId>& authority,
                    DisputeRequest request, Millis now, Effects& out);
    void on_imported(uint64_t import, ImportVerdict verdict, Effects& out);
    /// To be called at `wake_at`.
    void on_time(const DisputeFacts& facts, Millis now, Effects& out);
    std::optional<Millis> wake_at() const;

    size_t batch_count() const noexcept { return batches_.size(); }
    size_t waiting_count() const noexcept;

  private:
    struct Requester {
        RequestToken token{};
        PeerId peer;
    };
    struct Waiting {
        Requester from;
        DisputeRequest request;
    };
    struct Batch {
        CandidateReceipt receipt;
        std::map<ValidatorIndex, CheckedVote> valid;
        std::map<ValidatorIndex, CheckedVote> invalid;
        std::vector<Requester> requesters;
        size_t votes_since_tick = 0;
        Millis ends_at = 0;
        Millis tick_at = 0;
    };

    static void refuse(const Requester& from, std::optional<Fault> fault, Effects& out);
    void process(Waiting waiting, const DisputeFacts& facts, Millis now, Effects& out);
    void begin_import(CandidateReceipt receipt, SessionIndex session, std::vector<CheckedVote> votes,
                      std::vector<Requester> requesters, Effects& out);
    void tick_batches(Millis now, Effects& out);

    std::map<AuthorityId, std::deque<Waiting>> waiting_;  ///< none is empty
    std::optional<Millis> next_row_at_;                   ///< while something waits
    std::map<DisputeKey, Batch> batches_;
    std::map<uint64_t, std::vector<Requester>> imports_;
    uint64_t next_import_ = 0;
    GoodVotes good_votes_;
};

}  // namespace serinus::parachain

/// Requests for candidates with their statements: which to send, to whom, and whether a response is what was asked for.
/// Observed: polkadot-statement-distribution 36.0.0, v2/requests.rs.
#pragma once

#include <deque>
#include <functional>

#include "crypto/sr25519.hpp"
#include "parachain/statements/known_candidates.hpp"
#include "parachain/statements/statement_store.hpp"
#include "parachain/wire/requests.hpp"
#include "primitives/parachain/claim_queue.hpp"

namespace serinus::parachain {

using Millis = uint64_t;  ///< monotonic

/// What is asked for: claims of one candidate that differ are different requests.
struct RequestId {
    Hash256 scheduling_parent;
    CandidateHash candidate;
    GroupIndex group;
    friend auto operator<=>(const RequestId&, const RequestId&) = default;
};

struct RequestProperties {
    StatementFilter unwanted;                 ///< of the group's size
    std::optional<size_t> backing_threshold;  ///< statements that must come; none within the own group
};

/// Whether statements suffice: one at least seconds, and so many members are for it.
bool is_sufficient(const StatementFilter& statements, std::optional<size_t> backing_threshold) noexcept;

class AttestedRequests {
  public:
    /// Requests that are under way at once. Observed: polkadot-statement-distribution 36.0.0: twice what a validator
    /// answers at once.
    static constexpr size_t kMaxInFlight = 10;
    static constexpr Millis kRetryDelay = 1000;

    /// A peer may have the candidate. `is_cluster`: it is of the own group, which comes first.
    void add(const RequestId& id, const PeerId& peer, bool is_cluster);
    void remove_candidate(const CandidateHash& candidate);
    void remove_scheduling_parent(const Hash256& scheduling_parent);

    struct Next {
        RequestId id;
        PeerId peer;
        AttestedCandidateRequest request;
        RequestProperties properties;
    };
    /// The next request to send at `now`; none if enough are under way, or no peer can be asked. A peer is asked one
    /// thing at a time. `properties`: nullopt removes a request that matters no more. `advertised`: what a peer said to
    /// have of a candidate; nullopt removes the peer from those that may have it.
    std::optional<Next> next(
        Millis now, const std::function<std::optional<RequestProperties>(const RequestId&)>& properties,
        const std::function<std::optional<StatementFilter>(const RequestId&, const PeerId&)>& advertised);
    /// A request has ended, in whatever way. Returns false if the request was removed meanwhile. One that was not
    /// answered well is sent again after kRetryDelay.
    bool note_ended(const RequestId& id, const PeerId& peer, Millis now);
    /// When something that waits may be sent again.
    std::optional<Millis> next_retry() const;
    size_t size() const noexcept { return requests_.size(); }
    size_t in_flight() const noexcept { return active_peers_.size(); }

  private:
    struct Requested {
        bool is_cluster = false;
        size_t attempts = 0;
        std::deque<PeerId> known_by;  ///< who was asked stands at the end
        bool is_in_flight = false;
        std::optional<Millis> retry_at;
    };
    std::map<RequestId, Requested> requests_;
    std::set<PeerId> active_peers_;
};

/// What a response is checked against.
struct ResponseFacts {
    const std::vector<ValidatorIndex>& group;
    SessionIndex session{};  ///< of the scheduling parent's children
    std::function<std::optional<crypto::sr25519::PublicKey>(ValidatorIndex)> key_of;
    std::function<bool(ParaId)> is_para_of_group;
    const Bits& disabled;  ///< by member
    const polkadot_primitives::v9::TransposedClaimQueue& claims;
};

enum class ResponseFault : uint8_t {
    kInvalid = 1,     ///< another candidate, scheduling parent, input or para; or too few statements
    kInvalidSignals,  ///< the receipt's signals do not fit the claim queue
    kInvalidSession,  ///< the scheduling session is another one
};

struct CheckedResponse {
    std::vector<SignedStatement> statements;  ///< wanted, with good signatures, of members that are not disabled
    size_t unrequested = 0;                   ///< statements that were masked, came twice, or are foreign
    size_t bad_signatures = 0;
};

/// At most two statements a member are looked at.
Result<CheckedResponse, ResponseFault> check_response(const RequestId& id, const RequestProperties& properties,
                                                      const AttestedCandidateResponse& response,
                                                      const ResponseFacts& facts);

}  // namespace serinus::parachain

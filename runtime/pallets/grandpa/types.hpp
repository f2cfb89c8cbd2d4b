/// What GRANDPA's digests, votes and reports consist of.
/// Pallet: sp-consensus-grandpa, finality-grandpa
#pragma once

#include "runtime/protocol/equivocation.hpp"
#include "runtime/sdk/bounded.hpp"

namespace serinus::finality_grandpa {

/// Spec: defn-vote
template <class H, class N>
struct Prevote {
    using Params = sdk::List<sdk::Param<"H", H>, sdk::Param<"N", N>>;
    H target_hash;
    N target_number{};
    friend bool operator==(const Prevote&, const Prevote&) = default;
};
/// Spec: defn-vote
template <class H, class N>
struct Precommit {
    using Params = sdk::List<sdk::Param<"H", H>, sdk::Param<"N", N>>;
    H target_hash;
    N target_number{};
    friend bool operator==(const Precommit&, const Precommit&) = default;
};

/// Two signed votes of one voter in one round.
template <class Id, class V, class S>
struct Equivocation {
    using Params = sdk::List<sdk::Param<"Id", Id>, sdk::Param<"V", V>, sdk::Param<"S", S>>;
    uint64_t round_number{};
    Id identity;
    std::pair<V, S> first;
    std::pair<V, S> second;
    friend bool operator==(const Equivocation&, const Equivocation&) = default;
};

}  // namespace serinus::finality_grandpa

namespace serinus::sp_consensus_grandpa {

using AuthorityId = app::Public;
using AuthorityWeight = uint64_t;
using AuthorityList = std::vector<std::pair<AuthorityId, AuthorityWeight>>;
using SetId = uint64_t;

template <class H, class N>
struct Equivocation {
    using Params = sdk::List<sdk::Param<"H", H>, sdk::Param<"N", N>>;
    struct Prevote {
        finality_grandpa::Equivocation<AuthorityId, finality_grandpa::Prevote<H, N>, app::Signature> _0;
        friend bool operator==(const Prevote&, const Prevote&) = default;
    };
    struct Precommit {
        finality_grandpa::Equivocation<AuthorityId, finality_grandpa::Precommit<H, N>, app::Signature> _0;
        friend bool operator==(const Precommit&, const Precommit&) = default;
    };
    std::variant<Prevote, Precommit> v;

    const AuthorityId& offender() const {
        return std::visit([](const auto& of) -> const AuthorityId& { return of._0.identity; }, v);
    }
    uint64_t round_number() const {
        return std::visit([](const auto& of) { return of._0.round_number; }, v);
    }
    friend bool operator==(const Equivocation&, const Equivocation&) = default;
};

/// Two votes of one voter in one round, in the authority set with that id.
template <class H, class N>
struct EquivocationProof {
    using Params = sdk::List<sdk::Param<"H", H>, sdk::Param<"N", N>>;
    SetId set_id{};
    Equivocation<H, N> equivocation;
    friend bool operator==(const EquivocationProof&, const EquivocationProof&) = default;
};

/// Spec: defn-consensus-message-grandpa
struct ScheduledChange {
    AuthorityList next_authorities;
    primitives::BlockNumber delay{};
};

/// Messages of the runtime to GRANDPA in a digest. Spec: defn-consensus-message-grandpa
struct ConsensusLog {
    struct Scheduled {
        ScheduledChange _0;
    };
    struct Forced {
        primitives::BlockNumber median_last_finalized{};
        ScheduledChange _1;
    };
    struct OnDisabled {
        uint64_t _0{};  ///< index of the authority
    };
    struct Pause {
        primitives::BlockNumber delay{};
    };
    struct Resume {
        primitives::BlockNumber delay{};
    };
    scale::Enum<scale::At<1, Scheduled>, scale::At<2, Forced>, scale::At<3, OnDisabled>, scale::At<4, Pause>,
                scale::At<5, Resume>>
        v;
};

/// Whether the voter signed two different votes in that round of that set. Spec: defn-voter-equivocation
bool check_equivocation_proof(const EquivocationProof<Hash256, uint32_t>& proof);

}  // namespace serinus::sp_consensus_grandpa

namespace serinus::pallet_grandpa {

/// What the authorities are doing; a change takes effect `delay` blocks after it was scheduled.
template <class N>
struct StoredState {
    using Params = sdk::List<sdk::Param<"N", N>>;
    struct Live {
        friend bool operator==(Live, Live) = default;
    };
    struct PendingPause {
        N scheduled_at{};
        N delay{};
        friend bool operator==(PendingPause, PendingPause) = default;
    };
    struct Paused {
        friend bool operator==(Paused, Paused) = default;
    };
    struct PendingResume {
        N scheduled_at{};
        N delay{};
        friend bool operator==(PendingResume, PendingResume) = default;
    };
    std::variant<Live, PendingPause, Paused, PendingResume> v;
    friend bool operator==(const StoredState&, const StoredState&) = default;
};

/// A change of the authorities that takes effect `delay` blocks after it was scheduled. If it is forced, finality stood
/// still, and `forced` is the block from which to continue.
template <class N, uint32_t kLimit>
struct StoredPendingChange {
    using Params = sdk::List<sdk::Param<"N", N>, sdk::Param<"Limit">>;
    N scheduled_at{};
    N delay{};
    sdk::WeakBoundedVec<std::pair<sp_consensus_grandpa::AuthorityId, uint64_t>, kLimit> next_authorities;
    std::optional<N> forced;
    friend bool operator==(const StoredPendingChange&, const StoredPendingChange&) = default;
};

/// When an offence happened: reports of one round belong together.
struct TimeSlot {
    uint64_t set_id{};
    uint64_t round{};
};

}  // namespace serinus::pallet_grandpa

namespace serinus::scale {

/// Measured: tests/differential/heap.mjs
template <class H, class N>
inline constexpr RustLayout kRustLayout<sp_consensus_grandpa::Equivocation<H, N>>{248, 8};

}  // namespace serinus::scale

/// What an election consists of, as it is stored and sent.
/// Source: pallet-election-provider-multi-phase 22.0.0
#pragma once

#include "runtime/npos/bounded_support.hpp"
#include "runtime/npos/compact_solution.hpp"
#include "runtime/npos/support.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/traits/election.hpp"

namespace serinus::pallet_election_provider_multi_phase {

using sdk::List;
using sdk::Param;
using sdk::npos::ElectionScore;
using sdk::npos::Support;

/// Where the election stands.
template <class Bn>
struct Phase {
    using Params = List<Param<"Bn", Bn>>;

    /// None is under way.
    struct Off {
        friend bool operator==(Off, Off) = default;
    };
    /// Anybody may submit solutions against a deposit.
    struct Signed {
        friend bool operator==(Signed, Signed) = default;
    };
    /// Validators may submit solutions, if it is open; since which block.
    struct Unsigned {
        std::pair<bool, Bn> _0;
        friend bool operator==(const Unsigned&, const Unsigned&) = default;
    };
    /// There was no solution when one was asked for.
    struct Emergency {
        friend bool operator==(Emergency, Emergency) = default;
    };
    std::variant<Off, Signed, Unsigned, Emergency> v;

    template <class P>
    bool is() const noexcept {
        return std::holds_alternative<P>(v);
    }
    bool is_unsigned_open() const noexcept {
        const auto* const phase = std::get_if<Unsigned>(&v);
        return phase != nullptr && phase->_0.first;
    }
    friend bool operator==(const Phase&, const Phase&) = default;
};

/// Who made a solution.
enum class ElectionCompute : uint8_t { OnChain, Signed, Unsigned, Fallback, Emergency };

/// A solution as it was sent: not checked.
template <class S>
struct RawSolution {
    using Params = List<Param<"S", S>>;

    S solution;
    ElectionScore score;
    uint32_t round = 1;
    friend bool operator==(const RawSolution&, const RawSolution&) = default;
};

/// A solution that was checked.
template <class AccountId, uint32_t kMaxWinners, uint32_t kMaxBackers>
struct ReadySolution {
    using Params = List<Param<"AccountId">, Param<"MaxWinners">, Param<"MaxBackersPerWinner">>;

    frame_election_provider_support::BoundedSupports<AccountId, kMaxWinners, kMaxBackers> supports;
    ElectionScore score;
    ElectionCompute compute{};
};

/// What an election is about: the same for all solutions of a round.
template <class AccountId, class VoterType>
struct RoundSnapshot {
    using Params = List<Param<"AccountId", AccountId>, Param<"VoterType", VoterType>>;

    std::vector<VoterType> voters;
    std::vector<AccountId> targets;
};

struct SolutionOrSnapshotSize {
    scale::Compact<uint32_t> voters;
    scale::Compact<uint32_t> targets;
};

namespace signed_ {

/// A solution that somebody sent against a deposit.
template <class AccountId, class Balance, class Solution>
struct SignedSubmission {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>, Param<"Solution", Solution>>;

    AccountId who;
    Balance deposit{};
    RawSolution<Solution> raw_solution;
    Balance call_fee{};  ///< what sending it cost
};

}  // namespace signed_

}  // namespace serinus::pallet_election_provider_multi_phase

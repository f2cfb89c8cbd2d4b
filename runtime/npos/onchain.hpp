/// Elections that are held in the block that asks for them, with all the voters and candidates that the bounds admit.
/// Source: frame_election_provider_support 23.0.0, onchain.rs (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/npos/phragmen.hpp"
#include "runtime/sdk/dispatch_info.hpp"
#include "runtime/sdk/traits/election.hpp"
#include "runtime/sdk/weights.hpp"

namespace serinus::sdk::npos {

/// What an election in a block weighs.
template <template <size_t> class Figures>
struct Weights {
    Figures<3> phragmen =
        estimate(6'500'000'000, 0, 0, 0, {{5'800'000}, {0}, {1'500'000'000}});  // voters, targets, votes of one
};

/// With fractions in billionths. `T` has: System, DataProvider, kMaxWinners, `ElectionBounds kBounds`, and kWeights; if
/// it likes, a Solver, otherwise SequentialPhragmen.
template <class T>
struct OnChainPhragmen {
    static constexpr uint32_t kMaxWinners = T::kMaxWinners;
    using Elected = Result<Supports<AccountId>, ElectionFailure>;

    static bool ongoing() { return false; }
    static Elected elect() { return elect_within(T::kBounds); }
    /// With further bounds.
    static Elected instant_elect(const DataProviderBounds& voters, const DataProviderBounds& targets) {
        const ElectionBounds bounds = T::kBounds;
        return elect_within({bounds.voters.max(voters), bounds.targets.max(targets)});
    }
    /// Of voters and targets that are given.
    template <class Voters>
    static Elected instant_elect(const Voters& voters, const std::vector<AccountId>& targets, uint32_t desired) {
        using Provider = typename T::DataProvider;
        const auto found =
            SolverOf<T>::template solve<Perbill>(desired, make_election(std::span<const AccountId>(targets), voters));
        ENSURE(found.has_value(), Err(ElectionFailure("a sum does not fit")));
        const auto staked =
            to_staked_normalized(found->assignments, [&](uint32_t voter) { return Stake{std::get<1>(voters[voter])}; });
        ENSURE(staked.has_value(), Err(ElectionFailure("a sum does not fit")));
        const Weight weight = T::kWeights.phragmen(static_cast<uint32_t>(voters.size()),
                                                   static_cast<uint32_t>(targets.size()), Provider::kMaxVotesPerVoter);
        T::System::register_extra_weight_unchecked(weight, DispatchClass::Mandatory);
        return to_supports(
            *staked, [&](uint32_t voter) { return std::get<0>(voters[voter]); },
            [&](uint32_t target) { return targets[target]; });
    }

  private:
    static Elected elect_within(const ElectionBounds& bounds) {
        using Provider = typename T::DataProvider;
        const auto voters = TRY(Provider::electing_voters(bounds.voters));
        const auto targets = TRY(Provider::electable_targets(bounds.targets));
        const uint32_t desired = TRY(Provider::desired_targets());
        ENSURE(desired <= kMaxWinners, Err(ElectionFailure("more winners than there may be")));
        return instant_elect(voters, targets, desired);
    }
};

}  // namespace serinus::sdk::npos

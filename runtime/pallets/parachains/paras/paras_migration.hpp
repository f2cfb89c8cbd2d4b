/// Votes on code of before a cause said how an upgrade comes into force. There was one way, that of SetGoAheadSignal.
/// The storage's version did not change with that, and the reference (polkadot-runtime-parachains between 2.0.0 and
/// 4.0.0) left votes on upgrades that it could not read any more.
#pragma once

#include "runtime/pallets/parachains/paras/paras.hpp"

namespace serinus::polkadot_runtime_parachains::paras {

/// Why validators vote on code, as it was stored.
struct OldCause {
    struct Onboarding {
        ParaId _0;
    };
    struct Upgrade {
        ParaId id;
        BlockNumber included_at{};
    };
    std::variant<Onboarding, Upgrade> v;
};

/// To be run once: of what is stored nothing says which form it has.
template <class P>
struct VotesWithStrategies {
    using Cause = typename P::Cause;

    static Cause upgraded(const OldCause& old) {
        if (const auto* const upgrade = std::get_if<OldCause::Upgrade>(&old.v)) {
            return {typename Cause::Upgrade{upgrade->id, upgrade->included_at, UpgradeStrategy::SetGoAheadSignal}};
        }
        return {typename Cause::Onboarding{std::get<OldCause::Onboarding>(old.v)._0}};
    }

    static Weight on_runtime_upgrade() {
        using OldVote = PvfCheckActiveVoteState<BlockNumber, OldCause>;
        uint64_t votes = 0;
        P::storage.PvfActiveVoteMap.template translate<OldVote>([&](const ValidationCodeHash&, OldVote old) {
            ++votes;
            typename P::Vote vote{.votes_accept = std::move(old.votes_accept),
                                  .votes_reject = std::move(old.votes_reject),
                                  .age = old.age,
                                  .created_at = old.created_at,
                                  .causes = {}};
            for (const OldCause& cause : old.causes) vote.causes.push_back(upgraded(cause));
            return std::optional(std::move(vote));
        });
        return P::Config::kDbWeight.reads_writes(votes, votes);
    }
};

}  // namespace serinus::polkadot_runtime_parachains::paras

/// Supports with bounds in both directions, as elections store them. Encoded as those without bounds.
/// Source: frame_election_provider_support 42
#pragma once

#include "runtime/npos/support.hpp"
#include "runtime/sdk/bounded.hpp"

namespace serinus::frame_election_provider_support {

/// What backs a winner.
template <class AccountId, uint32_t kMaxBackers>
struct BoundedSupport {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"Bound">>;

    uint128_t total{};
    sdk::BoundedVec<std::pair<AccountId, uint128_t>, kMaxBackers> voters;
};

/// All winners.
template <class AccountId, uint32_t kMaxWinners, uint32_t kMaxBackers>
struct BoundedSupports {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"BOuter">, sdk::Param<"BInner">>;
    using Inner = sdk::BoundedVec<std::pair<AccountId, BoundedSupport<AccountId, kMaxBackers>>, kMaxWinners>;

    Inner _0;

    /// nullopt if there are too many winners, or backers of one.
    static std::optional<BoundedSupports> from(sdk::npos::Supports<AccountId> supports) {
        std::vector<std::pair<AccountId, BoundedSupport<AccountId, kMaxBackers>>> out;
        out.reserve(supports.size());
        for (auto& [winner, support] : supports) {
            auto voters = decltype(out[0].second.voters)::from(std::move(support.voters));
            if (!voters) return std::nullopt;
            out.emplace_back(winner, BoundedSupport<AccountId, kMaxBackers>{support.total, *std::move(voters)});
        }
        auto bounded = Inner::from(std::move(out));
        if (!bounded) return std::nullopt;
        return BoundedSupports{*std::move(bounded)};
    }
    sdk::npos::Supports<AccountId> into_inner() && {
        sdk::npos::Supports<AccountId> out;
        for (auto& [winner, support] : std::move(_0).into_inner()) {
            out.emplace_back(winner,
                             sdk::npos::Support<AccountId>{support.total, std::move(support.voters).into_inner()});
        }
        return out;
    }
};

}  // namespace serinus::frame_election_provider_support

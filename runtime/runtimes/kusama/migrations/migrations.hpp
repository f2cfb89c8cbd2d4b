/// What changes in the state of a chain that comes from Kusama 1.0.0, or from a release between that one and this.
/// Source: fellowship runtimes v1.1.0 to v1.7.1, relay/kusama/src/lib.rs (migrations), all in one step; what of them
/// is not here stands in docs/runtime.md, "From 1.0.0".
#pragma once

#include "runtime/arithmetic/weight.hpp"
#include "runtime/sdk/origin.hpp"

namespace serinus::kusama {

/// The release that ran before this one, as migrations that no storage version tells of see it. Newer ones than 1.6.2
/// changed nothing that is stored.
struct LastRelease {
    static constexpr uint32_t kOldest = 1'000'000;
    static constexpr uint32_t kNewest = 1'006'999;
    uint32_t spec_version{};

    bool is_before(uint32_t release) const { return spec_version < release; }
    /// nullopt: there is nothing to do. No release of Kusama ran, an older or a newer one, or another chain's.
    static std::optional<LastRelease> find();
};

/// All of them, in their order; no weight, and nothing has changed, where there is nothing to do.
sdk::Weight migrate_from_older_release();

// Its parts, each in a source of its own. What keeps them to one run is the release that ran before.

/// The host of parachains: configuration, claims, candidates, relay parents, votes, coretime.
sdk::Weight migrate_parachains(LastRelease last);
/// Staking, pools, session keys, who is disabled.
sdk::Weight migrate_stakers(LastRelease last);
/// Pallets that are gone, with what they had reserved; proxies, child bounties, Grandpa's authorities, auctions.
sdk::Weight migrate_rest(LastRelease last);

/// By whom the auction was planned that is not held.
sdk::RuntimeOrigin auction_admin();

}  // namespace serinus::kusama

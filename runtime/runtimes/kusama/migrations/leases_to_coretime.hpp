/// How long coretime has to serve a parachain that has leases.
/// Source: fellowship runtimes v1.2.0, relay/kusama/src/lib.rs (GetLegacyLeaseImpl)
#pragma once

#include "runtime/runtimes/kusama/config/parachains_leases.hpp"
#include "runtime/runtimes/kusama/config/system.hpp"

namespace serinus::kusama {

struct LeasesToCoretime {
    /// The block with which they end. nullopt: there are none, or they have holes or are to begin: then all end, and
    /// the deposits go back.
    static std::optional<sdk::BlockNumber> end_of_lease(polkadot_primitives::ParaId para) {
        const auto leases = Slots::storage.Leases.get(para);
        if (leases.empty()) return std::nullopt;
        if (std::ranges::any_of(leases, [](const auto& lease) { return !lease; })) {
            static_cast<void>(Slots::clear_all_leases{para}({}));
            return std::nullopt;
        }
        const auto period = Slots::lease_period_index(System::block_number());
        if (!period) return std::nullopt;
        const auto end = saturating_add(period->index, static_cast<uint32_t>(leases.size()));
        return saturating_mul(end, SlotsConfig::kConstants.LeasePeriod);
    }
};

}  // namespace serinus::kusama

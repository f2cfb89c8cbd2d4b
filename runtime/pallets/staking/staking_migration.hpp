/// Staking's storage from version 13 to version 16, and Session's from 0 to 1: which validators are disabled. First it
/// stood here, with offenders who were not; then with how much each had done, of which nothing is known of those that
/// are there, so that it counts as all; then Session took it over.
///
/// Exposures of eras before (ErasStakers, ErasStakersClipped), the eras that a ledger has been paid for, locks, and
/// controllers are read as they are and change with the calls that touch them; none is changed here.
///
/// Source: pallet_staking::migrations, v14 and v15 of 36.0.0, v16 and v17 of 40.1.1; pallet_session::migrations::v1 of
/// 40.0.1
#pragma once

#include "runtime/pallets/session/disabling.hpp"
#include "runtime/pallets/session/session.hpp"
#include "runtime/pallets/staking/staking.hpp"

namespace serinus::pallet_staking {

/// What older versions stored of it.
template <class P>
struct DisabledOfOldVersions {
    using Severity = pallet_session::OffenceSeverity;
    using WithSeverity = std::vector<std::pair<uint32_t, Severity>>;

    /// Version 14: offenders by their indices, and whether they are disabled.
    struct Of14 {
        Value<std::vector<std::pair<uint32_t, bool>>, OrDefault> OffendingValidators;
    };
    struct Of15 {
        Value<std::vector<uint32_t>, OrDefault> DisabledValidators;
    };
    struct Of16 {
        Value<WithSeverity, OrDefault> DisabledValidators;
    };
    static constexpr Of14 version_14 = bind_storage<Of14>(P::Config::kInfo.name);
    static constexpr Of15 version_15 = bind_storage<Of15>(P::Config::kInfo.name);
    static constexpr Of16 version_16 = bind_storage<Of16>(P::Config::kInfo.name);
};

/// Steps of VersionedMigrations.

/// Pages of exposures come with the next era.
template <class P>
struct ToVersion14 {
    static Weight on_runtime_upgrade() { return Weight::zero(); }
};

/// As many as may be disabled of the validators that `Session` has; the others are forgotten.
template <class P, class Session>
struct ToVersion15 {
    static Weight on_runtime_upgrade() {
        using Old = DisabledOfOldVersions<P>;
        const size_t most = pallet_session::UpToLimitWithReEnabling<3>::disable_limit(Session::validators().size());
        std::vector<uint32_t> disabled;
        for (const auto& [index, is_disabled] : Old::version_14.OffendingValidators.get()) {
            if (is_disabled && disabled.size() < most) disabled.push_back(index);
        }
        Old::version_14.OffendingValidators.remove();
        Old::version_15.DisabledValidators.put(disabled);
        return P::Config::kDbWeight.reads_writes(1, 1);
    }
};

template <class P>
struct ToVersion16 {
    static Weight on_runtime_upgrade() {
        using Old = DisabledOfOldVersions<P>;
        typename Old::WithSeverity disabled;
        for (const uint32_t index : Old::version_15.DisabledValidators.get()) {
            disabled.emplace_back(index, typename Old::Severity{Perbill::one()});
        }
        Old::version_16.DisabledValidators.put(disabled);
        return P::Config::kDbWeight.reads_writes(1, 1);
    }
};

/// Of Session, to version 1: takes over what Staking had. What Session had itself were the same validators.
template <class P, class Session>
struct DisabledToSession {
    static Weight on_runtime_upgrade() {
        constexpr const auto& kOld = DisabledOfOldVersions<P>::version_16.DisabledValidators;
        const auto disabled = kOld.get();
        kOld.remove();
        Session::storage.DisabledValidators.put({disabled.begin(), disabled.end()});
        return Session::Config::kDbWeight.reads_writes(1, 1);
    }
};

}  // namespace serinus::pallet_staking

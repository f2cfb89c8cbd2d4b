/// The stake behind a validator, as Staking states it for an era.
/// Pallet: staking
#pragma once

#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_staking {

/// What one nominator has at stake for a validator.
template <class AccountId, class Balance>
struct IndividualExposure {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"Balance", Balance>>;

    AccountId who;
    scale::Compact<Balance> value;
    friend bool operator==(const IndividualExposure&, const IndividualExposure&) = default;
};

/// What is at stake for a validator; all of it can be slashed.
template <class AccountId, class Balance>
struct Exposure {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"Balance", Balance>>;

    scale::Compact<Balance> total;
    scale::Compact<Balance> own;
    std::vector<IndividualExposure<AccountId, Balance>> others;
    friend bool operator==(const Exposure&, const Exposure&) = default;
};

}  // namespace serinus::pallet_staking

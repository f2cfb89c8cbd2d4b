/// What FastUnstake stores.
/// Source: pallet-fast-unstake 22.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"
#include "runtime/sdk/traits/election.hpp"

namespace serinus::pallet_fast_unstake::types {

/// The stashes that are checked together.
template <class T>
struct UnstakeRequest {
    using Params = sdk::List<sdk::Param<"T">>;

    sdk::BoundedVec<std::pair<sdk::AccountId, sdk::Balance>, T::kBatchSize> stashes{};  ///< with their deposits
    sdk::BoundedVec<sdk::EraIndex, T::kMaxChecking> checked{};  ///< eras in which none of them was exposed
};

}  // namespace serinus::pallet_fast_unstake::types

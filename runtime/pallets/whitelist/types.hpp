/// The outcome of a call with all that is known of it, as events show it.
/// Pallet: whitelist
#pragma once

#include "runtime/sdk/dispatch_info.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::frame_support::dispatch {

/// What sdk::PostDispatchInfo says.
struct PostDispatchInfo {
    std::optional<sdk::Weight> actual_weight;
    Pays pays_fee{};
};

}  // namespace serinus::frame_support::dispatch

namespace serinus::sp_runtime {

template <class Info>
struct DispatchErrorWithPostInfo {
    using Params = sdk::List<sdk::Param<"Info", Info>>;

    Info post_info;
    DispatchError error;
};

}  // namespace serinus::sp_runtime

namespace serinus::pallet_whitelist::types {

using Info = frame_support::dispatch::PostDispatchInfo;
using DispatchOutcome = Result<Info, sp_runtime::DispatchErrorWithPostInfo<Info>>;

inline DispatchOutcome outcome_of(const sdk::DispatchResultWithPostInfo& result) {
    const sdk::PostDispatchInfo& known = post_info_of(result);
    const Info info{known.actual_weight, known.pays_fee};
    if (result) return info;
    return Err(sp_runtime::DispatchErrorWithPostInfo<Info>{info, result.error().error});
}

}  // namespace serinus::pallet_whitelist::types

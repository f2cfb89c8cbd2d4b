/// The API BlockBuilder.
#pragma once

#include <map>

#include "primitives/block.hpp"
#include "primitives/header.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::block_builder {

using InherentIdentifier = ByteArray<8>;
/// Spec: defn-inherent-data
using InherentData = std::map<InherentIdentifier, Bytes>;

/// Observed: sp_inherents::CheckInherentsResult, polkadot v1.0.0
struct CheckInherentsResult {
    bool okay = false;
    bool fatal_error = false;
    InherentData errors;
};

/// The answer is an ApplyExtrinsicResult, whose dispatch errors change from runtime to runtime.
/// Spec: defn-rte-apply-extrinsic-result
inline constexpr Call<Encoded(primitives::Extrinsic)> kApplyExtrinsic{"BlockBuilder_apply_extrinsic"};
inline constexpr Call<primitives::Header()> kFinalizeBlock{"BlockBuilder_finalize_block"};
inline constexpr Call<primitives::Body(InherentData)> kInherentExtrinsics{"BlockBuilder_inherent_extrinsics"};
/// The block has no seal.
inline constexpr Call<CheckInherentsResult(primitives::Block, InherentData)> kCheckInherents{
    "BlockBuilder_check_inherents"};

}  // namespace serinus::runtime_api::block_builder

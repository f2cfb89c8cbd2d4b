/// The API Core: execution of blocks.
#pragma once

#include "primitives/block.hpp"
#include "primitives/header.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::core {

/// What a block may hold beside its inherents. Observed: sp_runtime::ExtrinsicInclusionMode, polkadot-stable2407
enum class ExtrinsicInclusionMode : uint8_t { kAllExtrinsics = 0, kOnlyInherents = 1 };

inline constexpr Call<Encoded()> kVersion{"Core_version"};  ///< executor::decode_runtime_version reads it
/// The block has no seal. Spec: sect-rte-core-execute-block
inline constexpr Call<void(primitives::Block)> kExecuteBlock{"Core_execute_block"};
/// The header has the number, the parent and the digest items that are there before the block is built.
inline constexpr Call<ExtrinsicInclusionMode(primitives::Header)> kInitializeBlock{"Core_initialize_block",
                                                                                   {.first = 5}};
/// The same where it is not looked at, or the runtime does not say, which may be in the block.
inline constexpr Call<void(primitives::Header)> kInitializeAnyBlock{"Core_initialize_block"};

}  // namespace serinus::runtime_api::core

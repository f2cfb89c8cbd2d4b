/// The API OffchainWorkerApi.
#pragma once

#include "primitives/header.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::offchain_worker {

/// Runs the workers at a block; CallContext::offchain and ::keys are what they may use.
inline constexpr Call<void(primitives::Header)> kOffchainWorker{"OffchainWorkerApi_offchain_worker", {.first = 2}};
/// Observed: polkadot 1.25.1: before version 2 the argument is the number of the block alone.
inline constexpr Call<void(primitives::BlockNumber)> kOffchainWorkerV1{"OffchainWorkerApi_offchain_worker",
                                                                       {.first = 1, .last = 1}};

}  // namespace serinus::runtime_api::offchain_worker

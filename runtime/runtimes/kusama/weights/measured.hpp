/// The form of tables of weights (sdk/weights.hpp), with the time of the database.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::kusama::weights {

using sdk::Weight;

/// Time of the database. Source: fellowship runtimes v1.7.1, relay/kusama/constants/src/weights/rocksdb_weights.rs
inline constexpr sdk::RuntimeDbWeight kDbWeight{.read = 25'000 * sdk::kRefTimePerNano,
                                                .write = 100'000 * sdk::kRefTimePerNano};

template <size_t kCount>
using Measured = sdk::MeasuredWeight<kCount, kDbWeight>;

}  // namespace serinus::kusama::weights

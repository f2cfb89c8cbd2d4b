/// The form of tables of weights (sdk/weights.hpp), with the time of the database.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot::weights {

using sdk::Weight;

/// Time of the database. Source: fellowship runtimes v1.0.0, relay/polkadot/constants/src/weights/rocksdb_weights.rs
inline constexpr sdk::RuntimeDbWeight kDbWeight{.read = 20'499 * sdk::kRefTimePerNano,
                                                .write = 83'471 * sdk::kRefTimePerNano};

template <size_t kCount>
using Measured = sdk::MeasuredWeight<kCount, kDbWeight>;

}  // namespace serinus::polkadot::weights

/// The API RuntimeViewFunction: functions of pallets that only read. Observed: frame_support::view_functions,
/// polkadot-stable2503
#pragma once

#include "runtime_api/call.hpp"

namespace serinus::runtime_api::view_functions {

enum class ViewError : uint8_t { kNotImplemented, kNotFound, kCodec };

/// What a function answers, encoded, or why it does not.
struct ViewAnswer {
    std::variant<Bytes, ViewError> result;
};

/// The function's id, and its arguments encoded behind one another.
inline constexpr Call<ViewAnswer(ByteArray<32>, Bytes)> kExecute{"RuntimeViewFunction_execute_view_function"};

}  // namespace serinus::runtime_api::view_functions

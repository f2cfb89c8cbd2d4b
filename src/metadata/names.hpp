/// Names as people write them: tools of JavaScript turn `providerAccount` and `ProviderAccount` into each other.
#pragma once

#include <string>
#include <string_view>

namespace serinus::metadata {

/// Without regard to case and underscores.
bool is_same_name(std::string_view a, std::string_view b) noexcept;
/// "TransactionPayment" is transactionPayment, "BABE" is babe, "next_fee" is nextFee. Observed: stringCamelCase of
/// @polkadot/util 14.0.3
std::string camel_case(std::string_view name);

}  // namespace serinus::metadata

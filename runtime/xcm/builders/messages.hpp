/// Messages that reach this chain, and payments by messages that leave it.
/// Source: staging-xcm-builder 22, process_xcm_message.rs, pay.rs
#pragma once

#include "runtime/sdk/traits/messages.hpp"
#include "runtime/xcm/executor.hpp"

namespace serinus::xcm {

/// Executes an encoded message of `origin`. What it used is taken from the meter. Gives whether the program was
/// complete. Errors: Corrupt, also for bytes left over and nesting beyond kMaxDecodeDepth; Unsupported, if version 5
/// cannot say it or if it cannot be weighed; Overweight with its weight, if the meter has less.
Result<bool, sdk::ProcessMessageError> process_message(const Config& config, BytesView message, const Location& origin,
                                                       sdk::WeightMeter& meter, XcmHash& id);

/// What is paid, and where.
struct Payment {
    Location asset_location;  ///< the chain on which it is paid
    AssetId asset;            ///< seen from there
    uint128_t amount{};
    Location beneficiary;  ///< seen from there
};

/// The program that pays, as `payer`, a place on this chain, and reports to a query here. Errors:
/// LocationNotInvertible.
XcmResultOf<Program> payment_program(const Config& config, const Payment& payment, const Junctions& payer,
                                     uint64_t query_id);

/// What the answer to such a query says.
enum class PaymentStatus : uint8_t { Unknown, Failure, Success };
PaymentStatus payment_status(const Response& response);

}  // namespace serinus::xcm

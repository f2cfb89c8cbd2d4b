/// Why a runtime refuses a transaction: the one table of the reasons and of their texts.
#pragma once

#include <optional>
#include <string>

#include "codec/scale.hpp"

namespace serinus::pool {

/// Spec: defn-rte-transaction-validity-error
struct ValidityError {
    bool unknown = false;  ///< UnknownTransaction, otherwise InvalidTransaction
    uint8_t index = 0;     ///< of the variant
    uint8_t custom = 0;    ///< of Custom(u8)

    bool is_custom() const noexcept;

    friend bool operator==(const ValidityError&, const ValidityError&) = default;
};

/// Indices of InvalidTransaction. Spec: defn-rte-invalid-transaction
namespace invalid {
inline constexpr uint8_t kCall = 0, kPayment = 1, kFuture = 2, kStale = 3, kBadProof = 4, kAncientBirthBlock = 5,
                         kExhaustsResources = 6, kCustom = 7, kBadMandatory = 8, kMandatoryValidation = 9,
                         kBadSigner = 10;
/// Observed: of newer runtimes (polkadot-stable2412), not in the specification.
inline constexpr uint8_t kIndeterminateImplicit = 11, kUnknownOrigin = 12;
}  // namespace invalid

/// Indices of UnknownTransaction. Spec: defn-rte-unknown-transaction
namespace unknown {
inline constexpr uint8_t kCannotLookup = 0, kNoUnsignedValidator = 1, kCustom = 2;
}  // namespace unknown

/// Reads a TransactionValidityError; nullopt: the bytes are none.
std::optional<ValidityError> decode_validity_error(scale::Decoder& in);

/// "Transaction is outdated": the words of the reference, which tools know. Without the number of a custom error.
std::string to_string(const ValidityError& error);
/// The name of the variant: "Stale", "NoUnsignedValidator", "Custom(7)".
std::string variant_name(const ValidityError& error);

}  // namespace serinus::pool

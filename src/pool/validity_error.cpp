#include "pool/validity_error.hpp"

#include <iterator>

namespace serinus::pool {
namespace {

struct Reason {
    const char* variant;
    const char* text;
};

// By index. Observed: polkadot-stable2407: sp_runtime::transaction_validity
constexpr Reason kInvalid[] = {
    {"Call", "Transaction call is not expected"},
    {"Payment", "Inability to pay some fees (e.g. account balance too low)"},
    {"Future", "Transaction will be valid in the future"},
    {"Stale", "Transaction is outdated"},
    {"BadProof", "Transaction has a bad signature"},
    {"AncientBirthBlock", "Transaction has an ancient birth block"},
    {"ExhaustsResources", "Transaction would exhaust the block limits"},
    {"Custom", "InvalidTransaction custom error"},
    {"BadMandatory", "A call was labelled as mandatory, but resulted in an Error."},
    {"MandatoryValidation", "Transaction dispatch is mandatory; transactions must not be validated."},
    {"BadSigner", "Invalid signing address"},
    {"IndeterminateImplicit", "The implicit data was unable to be calculated"},
    {"UnknownOrigin", "The transaction extension did not authorize any origin"},
};
constexpr Reason kUnknown[] = {
    {"CannotLookup", "Could not lookup information required to validate the transaction"},
    {"NoUnsignedValidator", "Could not find an unsigned validator for the unsigned transaction"},
    {"Custom", "UnknownTransaction custom error"},
};
static_assert(std::size(kInvalid) == invalid::kUnknownOrigin + 1);
static_assert(std::size(kUnknown) == unknown::kCustom + 1);

constexpr Reason kNotListed{"Unknown", "The transaction is refused for an unknown reason"};

Reason reason_of(const ValidityError& error) {
    const size_t count = error.unknown ? std::size(kUnknown) : std::size(kInvalid);
    if (error.index >= count) return kNotListed;
    return error.unknown ? kUnknown[error.index] : kInvalid[error.index];
}

}  // namespace

bool ValidityError::is_custom() const noexcept { return index == (unknown ? unknown::kCustom : invalid::kCustom); }

std::optional<ValidityError> decode_validity_error(scale::Decoder& in) {
    uint8_t kind;
    ValidityError error;
    if (!in.byte(kind) || kind > 1 || !in.byte(error.index)) return std::nullopt;
    error.unknown = kind == 1;
    if (error.index >= (error.unknown ? std::size(kUnknown) : std::size(kInvalid))) return std::nullopt;
    if (error.is_custom() && !in.byte(error.custom)) return std::nullopt;
    return error;
}

std::string to_string(const ValidityError& error) { return reason_of(error).text; }

std::string variant_name(const ValidityError& error) {
    const std::string name = reason_of(error).variant;
    return error.is_custom() ? name + "(" + std::to_string(error.custom) + ")" : name;
}

}  // namespace serinus::pool

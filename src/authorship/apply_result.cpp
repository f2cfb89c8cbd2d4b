#include "authorship/apply_result.hpp"

#include <iterator>

namespace serinus::authorship {
namespace {

// By index of the variants of InvalidTransaction.
constexpr const char* kInvalid[] = {
    "Transaction call is not expected",
    "Inability to pay some fees (e.g. account balance too low)",
    "Transaction will be valid in the future",
    "Transaction is outdated",
    "Transaction has a bad signature",
    "Transaction has an ancient birth block",
    "Transaction would exhaust the block limits",
    "InvalidTransaction custom error",
    "A call was labelled as mandatory, but resulted in an Error.",
    "Transaction dispatch is mandatory; transactions must not be validated.",
    "Invalid signing address",
    "The implicit data was unable to be calculated",
    "The transaction extension did not authorize any origin",
};
constexpr const char* kUnknown[] = {
    "Could not lookup information required to validate the transaction",
    "Could not find an unsigned validator for the unsigned transaction",
    "UnknownTransaction custom error",
};
constexpr uint8_t kInvalidCustom = 7;
constexpr uint8_t kUnknownCustom = 2;

}  // namespace

std::optional<ApplyResult> decode_apply_result(BytesView bytes) {
    using Kind = ApplyResult::Kind;
    if (bytes.size() < 2 || bytes[0] > 1 || bytes[1] > 1) return std::nullopt;
    if (bytes[0] == 0) {  // Ok(DispatchOutcome)
        const bool failed = bytes[1] == 1;
        if (bytes.size() > 2 && !failed) return std::nullopt;
        if (bytes.size() == 2 && failed) return std::nullopt;
        return ApplyResult{Kind::kApplied, failed};
    }
    ApplyResult result;
    result.kind = bytes[1] == 0 ? Kind::kInvalid : Kind::kUnknown;
    if (bytes.size() < 3) return std::nullopt;
    result.index = bytes[2];
    const bool invalid = result.kind == Kind::kInvalid;
    if (result.index >= (invalid ? std::size(kInvalid) : std::size(kUnknown))) return std::nullopt;
    const bool custom = result.index == (invalid ? kInvalidCustom : kUnknownCustom);
    if (bytes.size() != (custom ? 4u : 3u)) return std::nullopt;
    if (custom) result.custom = bytes[3];
    return result;
}

std::string to_string(const ApplyResult& result) {
    using Kind = ApplyResult::Kind;
    if (result.kind == Kind::kApplied) return result.dispatch_failed ? "applied, its dispatch failed" : "applied";
    if (result.kind == Kind::kInterrupted) return "it runs longer than a transaction of a block may";
    const bool invalid = result.kind == Kind::kInvalid;
    const bool custom = result.index == (invalid ? kInvalidCustom : kUnknownCustom);
    std::string text = invalid ? kInvalid[result.index] : kUnknown[result.index];
    return custom ? text + " (" + std::to_string(result.custom) + ")" : text;
}

}  // namespace serinus::authorship

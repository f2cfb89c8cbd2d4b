#include "rpc/methods/author_errors.hpp"

#include <array>

#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

using pool::PoolError;
using pool::ValidityError;

constexpr int kVerification = 1002;
constexpr int kInvalid = 1010;
constexpr int kOther = 1040;

/// By the index of the variant. Observed: sp_runtime::InvalidTransaction
constexpr std::array kInvalidTexts = {
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

std::string invalid_text(const ValidityError& error) {
    if (error.index == kInvalidCustom) return "Custom error: " + std::to_string(error.custom);
    if (error.index < kInvalidTexts.size()) return kInvalidTexts[error.index];
    return "InvalidTransaction variant " + std::to_string(error.index);
}

/// Observed: sp_runtime::UnknownTransaction
std::string unknown_text(const ValidityError& error) {
    switch (error.index) {
        case 0:
            return "CannotLookup";
        case 1:
            return "NoUnsignedValidator";
        default:
            return "Custom(" + std::to_string(error.custom) + ")";
    }
}

RpcError with_data(int code, std::string message, std::string data) {
    return {code, std::move(message), Json(std::move(data))};
}

}  // namespace

std::string invalid_transaction_text(const ValidityError& error) {
    return error.index < kInvalidTexts.size() ? kInvalidTexts[error.index] : invalid_text(error);
}

std::string unknown_transaction_text(const ValidityError& error) {
    switch (error.index) {
        case 0:
            return "Could not lookup information required to validate the transaction";
        case 1:
            return "Could not find an unsigned validator for the unsigned transaction";
        default:
            return "UnknownTransaction custom error";
    }
}

RpcError pool_error(const PoolError& error) {
    using Kind = PoolError::Kind;
    switch (error.kind) {
        case Kind::kInvalid:
            return with_data(kInvalid, "Invalid Transaction", invalid_text(error.validity));
        case Kind::kUnknownValidity:
            return with_data(kInvalid + 1, "Unknown Transaction Validity", unknown_text(error.validity));
        case Kind::kTemporarilyBanned:
            return {kInvalid + 2, "Transaction is temporarily banned"};
        case Kind::kAlreadyImported:
            return with_data(kInvalid + 3, "Transaction Already Imported", hex_text(error.hash));
        case Kind::kTooLowPriority:
            return with_data(
                kInvalid + 4,
                "Priority is too low: (" + std::to_string(error.old_priority) + " vs " +
                    std::to_string(error.new_priority) + ")",
                "The transaction has too low priority to replace another transaction already in the pool.");
        case Kind::kCycle:
            return {kInvalid + 5, "Cycle Detected"};
        case Kind::kImmediatelyDropped:
            return with_data(kInvalid + 6, "Immediately Dropped",
                             "The transaction couldn't enter the pool because of the limit");
        case Kind::kUnactionable:
            return with_data(kInvalid + 8, "Unactionable",
                             "The transaction is unactionable since it is not propagable and the local node does not "
                             "author blocks");
        case Kind::kNoTags:
            return with_data(kInvalid + 9, "No tags provided",
                             "Transaction does not provide any tags, so the pool can't identify it");
        case Kind::kTooLarge:  // the reference asks the runtime, which answers so
            return with_data(kInvalid, "Invalid Transaction", "Transaction would exhaust the block limits");
        case Kind::kRejectedFutureTransaction:
            return {kInvalid + 11, "The pool is not accepting future transactions"};
        case Kind::kInternal:
            break;
    }
    return with_data(kVerification, "Verification Error: " + error.reason, error.reason);
}

RpcError author_error(std::string message) { return {kOther, std::move(message)}; }

}  // namespace serinus::rpc

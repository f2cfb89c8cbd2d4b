#include "pool/transaction.hpp"

#include "codec/compact.hpp"
#include "hashing/hashing.hpp"

namespace serinus::pool {
namespace {

const char* invalid_text(uint8_t index) {
    switch (index) {
        case invalid::kCall:
            return "Transaction call is not expected";
        case invalid::kPayment:
            return "Inability to pay some fees (e.g. account balance too low)";
        case invalid::kFuture:
            return "Transaction will be valid in the future";
        case invalid::kStale:
            return "Transaction is outdated";
        case invalid::kBadProof:
            return "Transaction has a bad signature";
        case invalid::kAncientBirthBlock:
            return "Transaction has an ancient birth block";
        case invalid::kExhaustsResources:
            return "Transaction would exhaust the block limits";
        case invalid::kCustom:
            return "InvalidTransaction custom error";
        case invalid::kBadMandatory:
            return "A call was labelled as mandatory, but resulted in an Error.";
        case invalid::kMandatoryValidation:
            return "Transaction dispatch is mandatory; transactions must not be validated.";
        case invalid::kBadSigner:
            return "Invalid signing address";
        case invalid::kIndeterminateImplicit:
            return "The implicit data was unable to be calculated";
        case invalid::kUnknownOrigin:
            return "The transaction extension did not authorize any origin";
        default:
            return "InvalidTransaction of an unknown kind";
    }
}

const char* unknown_text(uint8_t index) {
    switch (index) {
        case unknown::kCannotLookup:
            return "Could not lookup information required to validate the transaction";
        case unknown::kNoUnsignedValidator:
            return "Could not find an unsigned validator for the unsigned transaction";
        case unknown::kCustom:
            return "UnknownTransaction custom error";
        default:
            return "UnknownTransaction of an unknown kind";
    }
}

}  // namespace

std::string to_string(const ValidityError& error) {
    return error.unknown ? unknown_text(error.index) : invalid_text(error.index);
}

bool TransactionStatus::is_final() const noexcept {
    switch (kind) {
        case Kind::kFuture:
        case Kind::kReady:
        case Kind::kBroadcast:
        case Kind::kInBlock:
        case Kind::kRetracted:
            return false;
        case Kind::kFinalityTimeout:
        case Kind::kFinalized:
        case Kind::kUsurped:
        case Kind::kDropped:
        case Kind::kInvalid:
            return true;
    }
    return true;
}

const char* to_string(TransactionStatus::Kind kind) noexcept {
    switch (kind) {
        case TransactionStatus::Kind::kFuture:
            return "future";
        case TransactionStatus::Kind::kReady:
            return "ready";
        case TransactionStatus::Kind::kBroadcast:
            return "broadcast";
        case TransactionStatus::Kind::kInBlock:
            return "in block";
        case TransactionStatus::Kind::kRetracted:
            return "retracted";
        case TransactionStatus::Kind::kFinalityTimeout:
            return "finality timeout";
        case TransactionStatus::Kind::kFinalized:
            return "finalized";
        case TransactionStatus::Kind::kUsurped:
            return "usurped";
        case TransactionStatus::Kind::kDropped:
            return "dropped";
        case TransactionStatus::Kind::kInvalid:
            return "invalid";
    }
    return "?";
}

Hash256 hash_of(BytesView extrinsic) {
    Bytes encoded;
    encoded.reserve(extrinsic.size() + scale::kMaxCompact64);
    scale::append_compact(encoded, extrinsic.size());
    append(encoded, extrinsic);
    return hashing::blake2b_256(encoded);
}

SubmissionVerdict verdict_of(const Hash256& hash, const Result<Hash256, PoolError>& submitted) {
    using Verdict = SubmissionVerdict::Kind;
    if (submitted) return {.kind = Verdict::kNew, .hash = hash};
    const auto kind = [&] {
        switch (submitted.error().kind) {
            case PoolError::Kind::kAlreadyImported:
                return Verdict::kKnown;
            case PoolError::Kind::kTemporarilyBanned:
                return Verdict::kBanned;
            case PoolError::Kind::kInvalid:
            case PoolError::Kind::kUnknownValidity:
            case PoolError::Kind::kNoTags:
            case PoolError::Kind::kCycle:
            case PoolError::Kind::kTooLarge:
                return Verdict::kInvalid;
            case PoolError::Kind::kTooLowPriority:
            case PoolError::Kind::kImmediatelyDropped:
                return Verdict::kPoolFull;
            case PoolError::Kind::kUnactionable:
            case PoolError::Kind::kRejectedFutureTransaction:
            case PoolError::Kind::kInternal:
                break;
        }
        return Verdict::kUndecided;
    };
    return {.kind = kind(), .hash = hash, .error = submitted.error()};
}

}  // namespace serinus::pool

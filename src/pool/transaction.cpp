#include "pool/transaction.hpp"

#include "codec/compact.hpp"
#include "hashing/hashing.hpp"

namespace serinus::pool {

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
            case PoolError::Kind::kTookTooLong:
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

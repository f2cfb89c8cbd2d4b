#include "pool/validity.hpp"

namespace serinus::pool {
namespace {

PoolError no_answer(std::string what) {
    return {.kind = PoolError::Kind::kInternal, .reason = "the runtime's answer cannot be decoded: " + std::move(what)};
}

}  // namespace

PoolError refusal(const ValidityError& error) {
    return {.kind = error.unknown ? PoolError::Kind::kUnknownValidity : PoolError::Kind::kInvalid,
            .validity = error,
            .reason = to_string(error)};
}

Result<ValidTransaction, PoolError> decode_validity(BytesView answer) {
    scale::Decoder in(answer);
    uint8_t is_error;
    if (!in.byte(is_error) || is_error > 1) return no_answer("it is no Result");
    if (is_error == 1) {
        const auto error = decode_validity_error(in);
        if (!error || !in.finish()) return no_answer("it is no TransactionValidityError");
        return refusal(*error);
    }
    ValidTransaction valid;
    if (!scale::decode_into(in, valid) || !in.finish()) return no_answer(scale::to_string(in.error()));
    return valid;
}

}  // namespace serinus::pool

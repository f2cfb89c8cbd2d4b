#include "pool/validity.hpp"

#include <optional>

#include "codec/scale.hpp"

namespace serinus::pool {
namespace {

/// Reads the variant; nullopt if there is none of that index, or nothing behind it where there must be.
std::optional<ValidityError> decode_error(scale::Decoder& in) {
    uint8_t kind;
    ValidityError error;
    if (!in.byte(kind) || kind > 1 || !in.byte(error.index)) return std::nullopt;
    error.unknown = kind == 1;
    if (error.index > (error.unknown ? unknown::kCustom : invalid::kUnknownOrigin)) return std::nullopt;
    const bool has_custom = error.index == (error.unknown ? unknown::kCustom : invalid::kCustom);
    if (has_custom && !in.byte(error.custom)) return std::nullopt;
    return error;
}

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
        const auto error = decode_error(in);
        if (!error || !in.finish()) return no_answer("it is no TransactionValidityError");
        return refusal(*error);
    }
    ValidTransaction valid;
    if (!scale::decode_into(in, valid) || !in.finish()) return no_answer(scale::to_string(in.error()));
    return valid;
}

}  // namespace serinus::pool

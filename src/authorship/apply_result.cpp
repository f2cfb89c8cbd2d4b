#include "authorship/apply_result.hpp"

#include "codec/scale.hpp"

namespace serinus::authorship {

std::optional<ApplyResult> decode_apply_result(BytesView bytes) {
    using Kind = ApplyResult::Kind;
    if (bytes.size() < 2 || bytes[0] > 1 || bytes[1] > 1) return std::nullopt;
    if (bytes[0] == 0) {  // Ok(DispatchOutcome)
        const bool failed = bytes[1] == 1;
        if (bytes.size() > 2 && !failed) return std::nullopt;
        if (bytes.size() == 2 && failed) return std::nullopt;
        return ApplyResult{Kind::kApplied, failed};
    }
    scale::Decoder in(bytes.subspan(1));
    const auto error = pool::decode_validity_error(in);
    if (!error || !in.finish()) return std::nullopt;
    return ApplyResult{.kind = error->unknown ? Kind::kUnknown : Kind::kInvalid,
                       .dispatch_failed = false,
                       .index = error->index,
                       .custom = error->custom};
}

std::string to_string(const ApplyResult& result) {
    using Kind = ApplyResult::Kind;
    if (result.kind == Kind::kApplied) return result.dispatch_failed ? "applied, its dispatch failed" : "applied";
    if (result.kind == Kind::kInterrupted) return "it runs longer than a transaction of a block may";
    const pool::ValidityError error{result.kind == Kind::kUnknown, result.index, result.custom};
    const std::string text = pool::to_string(error);
    return error.is_custom() ? text + " (" + std::to_string(result.custom) + ")" : text;
}

}  // namespace serinus::authorship

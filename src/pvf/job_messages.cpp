#include "pvf/job_messages.hpp"

#include "codec/scale.hpp"

namespace serinus::pvf {

std::string shown_reason(std::string_view reason) {
    constexpr size_t kMostReason = 4096;
    std::string out;
    for (const char c : reason.substr(0, kMostReason)) {
        const auto byte = static_cast<unsigned char>(c);
        out += byte >= ' ' && byte != 0x7f ? c : (c == '\n' ? '\n' : '?');
    }
    return out;
}

std::optional<PrepareError> decode_refusal(BytesView written) {
    const auto refusal = scale::decode<PrepareRefusal>(written);
    if (!refusal) return std::nullopt;
    if (refusal->fault == 0 || refusal->fault > static_cast<uint8_t>(PrepareFault::kOurs)) return std::nullopt;
    return PrepareError{static_cast<PrepareFault>(refusal->fault), shown_reason(refusal->reason)};
}

Attempt decode_outcome(BytesView written, uint32_t* memory_pages) {
    const auto decoded = scale::decode<ExecuteOutcome>(written);
    if (!decoded) return Doubt{Doubt::Kind::kDied, "the job wrote what it should not"};
    if (const auto* failed = std::get_if<outcome::Failed>(&*decoded))
        return Invalid{InvalidReason::kExecution, shown_reason(failed->reason)};
    if (const auto* unmade = std::get_if<outcome::NotConstructed>(&*decoded))
        return Doubt{Doubt::Kind::kConstruction, shown_reason(unmade->reason)};
    if (const auto* unloaded = std::get_if<outcome::NotLoaded>(&*decoded))
        return Doubt{Doubt::Kind::kOurs, shown_reason(unloaded->reason)};
    if (std::holds_alternative<outcome::BadBlockData>(*decoded)) return Invalid{InvalidReason::kBlockData, ""};
    const auto& returned = std::get<outcome::Returned>(*decoded);
    if (memory_pages != nullptr) *memory_pages = returned.memory_pages;
    auto result = decode_result(returned.output);
    if (!result) return Invalid{InvalidReason::kExecution, "the output of validate_block does not decode"};
    return Valid{std::move(*result)};
}

}  // namespace serinus::pvf

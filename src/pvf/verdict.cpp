#include "pvf/verdict.hpp"

namespace serinus::pvf {

const char* to_string(Purpose purpose) noexcept {
    switch (purpose) {
        case Purpose::kDispute:
            return "dispute";
        case Purpose::kApproval:
            return "approval";
        case Purpose::kBackingOfSystem:
            return "backing of a system parachain";
        case Purpose::kBacking:
            return "backing";
    }
    return "unknown";
}

const char* to_string(InvalidReason reason) noexcept {
    switch (reason) {
        case InvalidReason::kExecution:
            return "the execution failed";
        case InvalidReason::kTimedOut:
            return "the execution took too long";
        case InvalidReason::kBlockData:
            return "the block data cannot be decompressed";
        case InvalidReason::kConstruction:
            return "no instance can be made";
        case InvalidReason::kDied:
            return "the worker died";
    }
    return "unknown";
}

std::string to_string(const Verdict& verdict) {
    if (std::holds_alternative<Valid>(verdict)) return "valid";
    if (const auto* ours = std::get_if<Ours>(&verdict)) return "no verdict: " + ours->text;
    const auto& invalid = std::get<Invalid>(verdict);
    const std::string reason = to_string(invalid.reason);
    return "invalid: " + reason + (invalid.text.empty() ? "" : ": " + invalid.text);
}

std::optional<Retries::Next> Retries::after(const Attempt& attempt, uint64_t elapsed_ms) {
    const auto* doubt = std::get_if<Doubt>(&attempt);
    if (doubt == nullptr || execution_kind(purpose_) == ExecutionKind::kBacking) return std::nullopt;
    if (elapsed_ms + kDelayMs > timeout_ms_) return std::nullopt;
    bool& is_spent = doubt->kind == Doubt::Kind::kDied           ? died_
                     : doubt->kind == Doubt::Kind::kConstruction ? constructed_
                                                                 : failed_;
    if (std::exchange(is_spent, true)) return std::nullopt;
    const bool prepare_again = doubt->kind == Doubt::Kind::kConstruction;
    const uint64_t delay_ms = prepare_again ? 0 : kDelayMs;
    return Next{.delay_ms = delay_ms,
                .prepare_again = prepare_again,
                .timeout_ms = timeout_ms_ - std::min(timeout_ms_, elapsed_ms + delay_ms)};
}

Verdict Retries::verdict_of(const Attempt& attempt) {
    if (const auto* valid = std::get_if<Valid>(&attempt)) return *valid;
    if (const auto* invalid = std::get_if<Invalid>(&attempt)) return *invalid;
    const auto& doubt = std::get<Doubt>(attempt);
    switch (doubt.kind) {
        case Doubt::Kind::kDied:
            return Invalid{InvalidReason::kDied, doubt.text};
        case Doubt::Kind::kConstruction:
            return Invalid{InvalidReason::kConstruction, doubt.text};
        case Doubt::Kind::kOurs:
            break;
    }
    return Ours{doubt.text};
}

}  // namespace serinus::pvf

/// Which validators are disabled, when there may not be too many. Observed: pallet-session 42, disabling.rs
#pragma once

#include <algorithm>

#include "runtime/pallets/session/types.hpp"

namespace serinus::pallet_session {

/// At most a `kFactor`th of all but one validator. When there are so many, an offender takes the place of the one who
/// did the least, unless that was worse than what the offender did. Only the worst offence of each counts.
template <uint32_t kFactor = 3>
struct UpToLimitWithReEnabling {
    static_assert(kFactor > 0);

    static size_t disable_limit(size_t validators) { return validators == 0 ? 0 : (validators - 1) / kFactor; }

    /// `offender`: nullopt if it is no validator of this session. `disabled`: sorted by the index.
    static DisablingDecision decision(std::optional<uint32_t> offender, size_t validators, OffenceSeverity severity,
                                      std::span<const Disabled> disabled) {
        if (!offender) return {};
        const auto known = std::ranges::find(disabled, *offender, &Disabled::first);
        // What is worse than before is noted by disabling once more.
        if (known != disabled.end()) return {severity > known->second ? offender : std::nullopt, std::nullopt};
        if (disabled.size() < disable_limit(validators)) return {offender, std::nullopt};

        const Disabled* least = nullptr;
        for (const Disabled& one : disabled) {
            if (one.second <= severity && (least == nullptr || one.second < least->second)) least = &one;
        }
        if (least == nullptr) return {};
        return {offender, least->first};
    }
};

}  // namespace serinus::pallet_session

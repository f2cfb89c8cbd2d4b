/// Who is disabled in a session, and what is on hold for keys. Observed: pallet-session 42
#pragma once

#include <span>

#include "runtime/pallets/offences/severity.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_session {

using sp_staking::offence::OffenceSeverity;

/// A validator that is disabled, by its index, and for what.
using Disabled = std::pair<uint32_t, OffenceSeverity>;

/// What becomes of the disabled validators after an offence: who joins them, and who leaves them for that.
struct DisablingDecision {
    std::optional<uint32_t> disable;
    std::optional<uint32_t> reenable;
    friend bool operator==(const DisablingDecision&, const DisablingDecision&) = default;
};

namespace pallet {

enum class HoldReason : uint8_t {
    /// The keys of a validator.
    Keys,
};

}  // namespace pallet

}  // namespace serinus::pallet_session

/// What an offence is, for those who report and for those who punish.
/// Pallet: sp-staking (offence)
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::sp_staking::offence {

/// A report: who did it, and who are to be rewarded for telling.
template <class Reporter, class Offender>
struct OffenceDetails {
    using Params = sdk::List<sdk::Param<"Reporter", Reporter>, sdk::Param<"Offender", Offender>>;

    Offender offender;
    std::vector<Reporter> reporters;
    friend bool operator==(const OffenceDetails&, const OffenceDetails&) = default;
};

/// Names a kind of offence.
using Kind = ByteArray<16>;

/// One offence, by one or more validators at one time.
template <class Offender>
struct Offence {
    Kind kind{};
    Bytes time_slot;  ///< encoded; reports of one kind with the same time slot belong together
    uint32_t session_index{};
    uint32_t validator_set_count{};  ///< validators of that session
    std::vector<Offender> offenders;
    /// The share of the stake that each of `offenders` loses.
    sdk::Perbill (*slash_fraction)(uint32_t offenders, uint32_t validator_set_count) = nullptr;
};

/// Of an equivocation: min((3 k / n)^2, 1) for k offenders among n validators.
inline sdk::Perbill equivocation_slash_fraction(uint32_t offenders, uint32_t validator_set_count) {
    const uint64_t share = sdk::Perbill::from_rational(saturating_mul(offenders, 3u), validator_set_count)._0;
    return sdk::Perbill::from_parts(static_cast<uint32_t>(share * share / sdk::Perbill::kAccuracy));
}

}  // namespace serinus::sp_staking::offence

#include "runtime/polkadot/without_staking.hpp"

#include "runtime/polkadot/runtime.hpp"

namespace serinus::polkadot {

void DisableOffenders::on_offence(std::span<const OffenceDetails> offenders,
                                  std::span<const sdk::Perbill> slash_fractions, uint32_t,
                                  sp_staking::offence::DisableStrategy strategy) {
    using sp_staking::offence::DisableStrategy;
    for (size_t i = 0; i < offenders.size(); ++i) {
        const bool is_slashed = slash_fractions[i] > sdk::Perbill::zero();
        const bool disables =
            strategy == DisableStrategy::Always || (strategy == DisableStrategy::WhenSlashed && is_slashed);
        if (disables) Session::disable(offenders[i].offender.first);
    }
}

}  // namespace serinus::polkadot

/// What ParasSlashing weighs. `n`: validators of the session.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::disputes::slashing {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> report_dispute_lost = sdk::estimate(180'000'000, 8900, 17, 10, {{410'000, 260}});  // n
};

}  // namespace serinus::polkadot_runtime_parachains::disputes::slashing

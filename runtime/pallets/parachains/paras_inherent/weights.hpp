/// What ParaInherent weighs. `v`: statements in a dispute, or votes of validators for a candidate. Each figure has that
/// of an inherent with nothing in it.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> enter_empty = sdk::estimate(130'000'000, 37'500, 15, 4);
    Figures<1> enter_variable_disputes = sdk::estimate(500'000'000, 57'000, 28, 16, {{57'000'000, 23}});  // v
    Figures<0> enter_bitfields = sdk::estimate(480'000'000, 49'000, 26, 17);
    Figures<1> enter_backed_candidates_variable = sdk::estimate(1'200'000'000, 49'000, 29, 16, {{57'000'000}});  // v
    Figures<0> enter_backed_candidate_code_upgrade = sdk::estimate(1'300'000'000, 49'000, 31, 16);
};

}  // namespace serinus::polkadot_runtime_parachains::paras_inherent

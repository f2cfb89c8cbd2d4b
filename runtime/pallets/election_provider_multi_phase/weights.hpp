/// What ElectionProviderMultiPhase weighs. `v`, `t`: voters and targets of the snapshot; `a`: voters in the solution;
/// `d`: winners.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_election_provider_multi_phase {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> on_initialize_nothing = sdk::estimate(21'000'000, 3500, 8);
    Figures<0> on_initialize_open_signed = sdk::estimate(8'500'000, 1600, 2, 1);
    Figures<0> on_initialize_open_unsigned = sdk::estimate(8'900'000, 1600, 2, 1);
    Figures<0> finalize_signed_phase_accept_solution = sdk::estimate(28'000'000, 3600, 1, 2);
    Figures<0> finalize_signed_phase_reject_solution = sdk::estimate(20'000'000, 3600, 1, 1);
    Figures<2> create_snapshot_internal = sdk::estimate(60'000'000, 0, 0, 3, {{660'000}, {0}});    // v, t
    Figures<2> elect_queued = sdk::estimate(550'000'000, 4300, 7, 8, {{570'000, 1200}, {0, 48}});  // a, d
    Figures<0> submit = sdk::estimate(50'000'000, 2700, 5, 3);
    Figures<4> submit_unsigned =
        sdk::estimate(8'300'000'000, 1700, 7, 1, {{0, 810}, {0, 32}, {9'200'000}, {0}});  // v, t, a, d
    Figures<4> feasibility_check =
        sdk::estimate(7'000'000'000, 1700, 4, 0, {{290'000, 810}, {0, 32}, {5'900'000}, {0}});  // v, t, a, d
};

}  // namespace serinus::pallet_election_provider_multi_phase

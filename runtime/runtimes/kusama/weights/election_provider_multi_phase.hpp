/// Weights of ElectionProviderMultiPhase.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_election_provider_multi_phase.rs
#pragma once

#include "runtime/pallets/election_provider_multi_phase/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_election_provider_multi_phase::Weights<Measured> kElectionProviderMultiPhase{
    .on_initialize_nothing = {28'990'000, 3481, 8},
    .on_initialize_open_signed = {21'180'000, 1565, 2, 1},
    .on_initialize_open_unsigned = {20'480'000, 1565, 2, 1},
    .finalize_signed_phase_accept_solution = {39'540'000, 3593, 1, 2},
    .finalize_signed_phase_reject_solution = {27'781'000, 3593, 1, 1},
    .create_snapshot_internal = {77'805'442, 0, 0, 3, {{296'502}, {33'755}}},
    .elect_queued = {170'695'620, 4281, 7, 8, {{437'022, 1152}, {332'298, 48}}},
    .submit = {77'680'000, 2613, 5, 3},
    .submit_unsigned = {9'677'199'000, 1670, 7, 1, {{0, 809}, {0, 32}, {10'520'301}, {0}}},
    .feasibility_check = {8'460'990'000, 1645, 4, 0, {{0, 809}, {0, 32}, {8'677'747}, {0}}},
};

}  // namespace serinus::kusama::weights

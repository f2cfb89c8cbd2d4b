/// Weights of ElectionProviderMultiPhase.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_election_provider_multi_phase.rs
#pragma once

#include "runtime/pallets/election_provider_multi_phase/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_election_provider_multi_phase::Weights<Measured> kElectionProviderMultiPhase{
    .on_initialize_nothing = {20'365'000, 3481, 8},
    .on_initialize_open_signed = {8'410'000, 1565, 2, 1},
    .on_initialize_open_unsigned = {8'815'000, 1565, 2, 1},
    .finalize_signed_phase_accept_solution = {27'755'000, 3593, 1, 2},
    .finalize_signed_phase_reject_solution = {19'574'000, 3593, 1, 1},
    .create_snapshot_internal = {59'371'643, 0, 0, 3, {{651'879}, {0}}},
    .elect_queued = {544'460'000, 4281, 7, 8, {{567'970, 1152}, {0, 48}}},
    .submit = {49'386'000, 2654, 5, 3},
    .submit_unsigned = {8'230'462'000, 1670, 7, 1, {{0, 809}, {0, 32}, {9'115'530}, {0}}},
    .feasibility_check = {6'972'203'000, 1645, 4, 0, {{287'019, 809}, {0, 32}, {5'844'438}, {0}}},
};

}  // namespace serinus::kusama::weights

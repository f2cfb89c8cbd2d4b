/// Weights of ElectionProviderMultiPhase.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_election_provider_multi_phase.rs
#pragma once

#include "runtime/pallets/election_provider_multi_phase/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_election_provider_multi_phase::Weights<Measured> kElectionProviderMultiPhase{
    .on_initialize_nothing = {19'797'000, 3481, 8},
    .on_initialize_open_signed = {7'796'000, 1528, 2, 1},
    .on_initialize_open_unsigned = {8'468'000, 1528, 2, 1},
    .finalize_signed_phase_accept_solution = {28'181'000, 3593, 1, 2},
    .finalize_signed_phase_reject_solution = {19'223'000, 3593, 1, 1},
    .create_snapshot_internal = {471'515'000, 0, 0, 3, {{495'215}, {0}}},
    .elect_queued = {458'300'000, 3818, 7, 8, {{369'752, 768}, {0, 49}}},
    .submit = {47'427'000, 2618, 5, 3},
    .submit_unsigned = {6'416'740'000, 1633, 7, 1, {{411'851, 553}, {0, 32}, {4'359'798}, {0}}},
    .feasibility_check = {5'419'878'000, 1608, 4, 0, {{362'723, 553}, {0, 32}, {3'319'889}, {0}}},
};

}  // namespace serinus::polkadot::weights

/// The checks of a candidate before and after its execution.
/// Observed: polkadot-node-core-candidate-validation 36.0.0
#pragma once

#include "parachain/wire/node_types.hpp"
#include "primitives/parachain/ump_signals.hpp"
#include "pvf/validation.hpp"

namespace serinus::services::paras {

enum class CandidateFault : uint8_t {
    kOtherInput = 1,  ///< the validation data is not that which the descriptor names
    kPovTooLarge,
    kOtherPov,
    kOtherCode,
    kOtherSession,      ///< the descriptor names another session than the scheduling parent's
    kOtherHead,         ///< the execution leads to another head
    kOtherCommitments,  ///< or to other commitments
    kSignals,           ///< for another core than the candidate says, or none
};

const char* to_string(CandidateFault fault) noexcept;

/// `code`: what the relay chain has under the hash that the descriptor names.
std::optional<CandidateFault> check_before_execution(const parachain::CandidateReceipt& receipt,
                                                     const parachain::PersistedValidationData& data,
                                                     const parachain::PoV& pov, BytesView code);

std::optional<CandidateFault> check_result(const parachain::CandidateReceipt& receipt,
                                           const pvf::ValidationResult& result);

/// What backers check beside: approvals and disputes never do. `session`: of the children of the scheduling parent,
/// where `claims` are those.
std::optional<CandidateFault> check_for_backing(const parachain::CandidateReceipt& receipt,
                                                const pvf::ValidationResult& result, parachain::SessionIndex session,
                                                const polkadot_primitives::v9::TransposedClaimQueue& claims);

/// The arguments of the candidate's code.
pvf::CandidateInput input_of(const parachain::CandidateReceipt& receipt, const parachain::PersistedValidationData& data,
                             parachain::PoV pov);

}  // namespace serinus::services::paras

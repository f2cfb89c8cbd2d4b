#include "services/parachain/validation/checks.hpp"

namespace serinus::services::paras {

namespace v9 = polkadot_primitives::v9;
using parachain::CandidateReceipt;

const char* to_string(CandidateFault fault) noexcept {
    switch (fault) {
        case CandidateFault::kOtherInput:
            return "the validation data is not the descriptor's";
        case CandidateFault::kPovTooLarge:
            return "the proof is too large";
        case CandidateFault::kOtherPov:
            return "the proof is not the descriptor's";
        case CandidateFault::kOtherCode:
            return "the code is not the descriptor's";
        case CandidateFault::kOtherSession:
            return "the descriptor names another session";
        case CandidateFault::kOtherHead:
            return "the execution leads to another head";
        case CandidateFault::kOtherCommitments:
            return "the execution leads to other commitments";
        case CandidateFault::kSignals:
            return "the signals do not fit the claim queue";
    }
    return "unknown";
}

std::optional<CandidateFault> check_before_execution(const CandidateReceipt& receipt,
                                                     const parachain::PersistedValidationData& data,
                                                     const parachain::PoV& pov, BytesView code) {
    const auto& descriptor = receipt.descriptor;
    if (descriptor.persisted_validation_data_hash != data.hash()) return CandidateFault::kOtherInput;
    if (scale::encoded_size(pov) > data.max_pov_size) return CandidateFault::kPovTooLarge;
    if (descriptor.pov_hash != pov.hash()) return CandidateFault::kOtherPov;
    if (descriptor.validation_code_hash._0 != hashing::blake2b_256(code)) return CandidateFault::kOtherCode;
    return std::nullopt;
}

std::optional<CandidateFault> check_result(const CandidateReceipt& receipt, const pvf::ValidationResult& result) {
    if (hashing::blake2b_256(result.head_data._0) != receipt.descriptor.para_head) return CandidateFault::kOtherHead;
    if (result.to_commitments().hash() != receipt.commitments_hash) return CandidateFault::kOtherCommitments;
    return std::nullopt;
}

std::optional<CandidateFault> check_for_backing(const CandidateReceipt& receipt, const pvf::ValidationResult& result,
                                                parachain::SessionIndex session,
                                                const v9::TransposedClaimQueue& claims) {
    const auto named = v9::scheduling_session_of(receipt.descriptor);
    if (named && *named != session) return CandidateFault::kOtherSession;
    if (!v9::check_ump_signals(result.to_commitments(), receipt.descriptor, claims)) return CandidateFault::kSignals;
    return std::nullopt;
}

pvf::CandidateInput input_of(const CandidateReceipt& receipt, const parachain::PersistedValidationData& data,
                             parachain::PoV pov) {
    pvf::CandidateInput out{.parent_head = data.parent_head._0,
                            .relay_parent_number = data.relay_parent_number,
                            .relay_parent_storage_root = data.relay_parent_storage_root,
                            .parents = {},
                            .block_data = std::move(pov.block_data)};
    if (v9::version_of(receipt.descriptor).is_v3()) {
        out.parents = pvf::ParentsOfV3{receipt.descriptor.relay_parent, v9::scheduling_parent_of(receipt.descriptor)};
    }
    return out;
}

}  // namespace serinus::services::paras

#include "collator/candidate.hpp"

#include "erasure/branches.hpp"

namespace serinus::collator {

using parachain::CommittedCandidateReceipt;
namespace v9 = polkadot_primitives::v9;

namespace {

constexpr uint8_t kVersion2 = 0;  // in the descriptor's byte
constexpr uint8_t kVersion3 = 1;

Result<Hash256, CandidateFault> root_of_chunks(const parachain::PoV& pov, const PersistedValidationData& data,
                                               size_t validators) {
    const auto code = erasure::Code::for_validators(validators);
    if (!code) return CandidateFault::kValidators;
    const auto chunks = code->encode(scale::encode(parachain::AvailableData{pov, data}));
    if (!chunks) return CandidateFault::kValidators;
    return erasure::erasure_root(*chunks);
}

}  // namespace

const char* to_string(CandidateFault fault) noexcept {
    switch (fault) {
        case CandidateFault::kTooLargePov:
            return "the proof of validity is larger than the relay chain allows";
        case CandidateFault::kValidators:
            return "no chunks can be made for this number of validators";
        case CandidateFault::kSignals:
            return "the block's signals do not choose the core that it is for";
    }
    return "unknown";
}

Result<CommittedCandidateReceipt, CandidateFault> make_candidate(
    const CandidatePlace& place, polkadot_primitives::v5::CandidateCommitments commitments, const parachain::PoV& pov,
    const v9::TransposedClaimQueue& claims) {
    ENSURE(scale::encoded_size(pov) <= place.validation_data.max_pov_size, CandidateFault::kTooLargePov);
    CommittedCandidateReceipt out;
    auto& descriptor = out.descriptor;
    descriptor.para_id = place.para;
    descriptor.relay_parent = place.relay_parent;
    descriptor.persisted_validation_data_hash = place.validation_data.hash();
    descriptor.pov_hash = pov.hash();
    descriptor.erasure_root = TRY(root_of_chunks(pov, place.validation_data, place.validator_count));
    descriptor.para_head = hashing::blake2b_256(commitments.head_data._0);
    descriptor.validation_code_hash = place.validation_code_hash;
    v9::VersionedFields fields;
    fields.version = place.scheduling_parent ? kVersion3 : kVersion2;
    fields.core_index = static_cast<uint16_t>(place.core._0);
    fields.session_index = place.session_index;
    if (place.scheduling_parent) {
        fields.scheduling_parent = *place.scheduling_parent;
        fields.scheduling_session_offset = place.scheduling_session_offset;
    }
    v9::set_versioned_fields(descriptor, fields);
    ENSURE(v9::check_ump_signals(commitments, descriptor, claims).has_value(), CandidateFault::kSignals);
    out.commitments = std::move(commitments);
    return out;
}

}  // namespace serinus::collator

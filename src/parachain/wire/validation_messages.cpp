#include "parachain/wire/validation_messages.hpp"

namespace serinus::parachain {

BitfieldVerdict check_bitfields(const IndirectAssignment& assignment, const Bits& candidates) noexcept {
    size_t cert_bits = 0;
    if (const auto* compact = std::get_if<AssignmentCertKind::RelayVrfModuloCompact>(&assignment.cert.kind.v)) {
        cert_bits = compact->core_bitfield.size();
        if (cert_bits == 0) return BitfieldVerdict::kEmpty;
    } else {
        cert_bits = size_t{std::get<AssignmentCertKind::RelayVrfDelay>(assignment.cert.kind.v).core_index._0} + 1;
    }
    if (candidates.empty()) return BitfieldVerdict::kEmpty;
    if (cert_bits > kMaxApprovalBits || candidates.size() > kMaxApprovalBits) return BitfieldVerdict::kTooLong;
    return candidates[candidates.size() - 1] ? BitfieldVerdict::kGood : BitfieldVerdict::kPadded;
}

BitfieldVerdict check_bitfield(const IndirectApproval& approval) noexcept {
    if (approval.candidate_indices.count_ones() == 0) return BitfieldVerdict::kEmpty;
    return approval.candidate_indices.size() > kMaxApprovalBits ? BitfieldVerdict::kTooLong : BitfieldVerdict::kGood;
}

}  // namespace serinus::parachain

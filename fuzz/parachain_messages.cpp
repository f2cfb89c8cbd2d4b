// What validators and collators send each other: what decodes is encoded to the same bytes, but for unused bits of bit
// sequences, and every check of it ends.
#include "base/assert.hpp"
#include "parachain/wire/requests.hpp"
#include "primitives/parachain/ump_signals.hpp"

namespace {

using namespace serinus;
using namespace serinus::parachain;
using namespace serinus::polkadot_primitives::v9;

/// Whether `input` is one `T`. Unused bits are dropped when they are read.
template <class T>
std::optional<T> message_of(BytesView input, bool has_bits) {
    auto value = scale::decode<T>(input);
    if (!value) return std::nullopt;
    SERINUS_ASSERT(scale::encoded_size(*value) == input.size());
    const Bytes encoded = scale::encode(*value);
    if (!equal(encoded, input)) {
        SERINUS_ASSERT(has_bits && encoded.size() == input.size());
        const auto again = scale::decode<T>(encoded);
        SERINUS_ASSERT(again && scale::encode(*again) == encoded);
    }
    return value.value();
}

void check(const ValidationMessage& message) {
    if (const auto* statement = std::get_if<ValidationMessage::Statement>(&message.v)) {
        if (const auto* manifest = std::get_if<StatementMessage::Manifest>(&statement->_0.v)) {
            StatementFilter filter = manifest->_0.statement_knowledge;
            if (!filter.has_size(filter.seconded.size())) return;
            SERINUS_ASSERT(filter.backing_count() <= filter.seconded.size());
            filter.remove_members(filter.seconded);
            SERINUS_ASSERT(!filter.has_seconded());
        }
    } else if (const auto* approval = std::get_if<ValidationMessage::Approval>(&message.v)) {
        if (const auto* assignments = std::get_if<ApprovalMessage::Assignments>(&approval->_0.v)) {
            for (const auto& [cert, candidates] : assignments->_0) {
                if (check_bitfields(cert, candidates) != BitfieldVerdict::kGood) continue;
                SERINUS_ASSERT(candidates[candidates.size() - 1] && candidates.size() <= kMaxApprovalBits);
            }
        }
    }
}

void check(const CommittedCandidateReceipt& receipt) {
    const CandidateDescriptor& descriptor = receipt.descriptor;
    CandidateDescriptor copy = descriptor;
    set_versioned_fields(copy, versioned_fields(descriptor));
    SERINUS_ASSERT(copy == descriptor);
    const bool accepted_before = check_version(descriptor, false) == VersionVerdict::kAcceptable;
    const bool accepted = check_version(descriptor, true) == VersionVerdict::kAcceptable;
    // Both sets of rules agree on what is accepted before version 3, and that stays acceptable.
    SERINUS_ASSERT(!accepted_before || version_of(descriptor) == version_by_old_rules(descriptor));
    SERINUS_ASSERT(accepted == (accepted_before || version_of(descriptor).is_v3()));
    const auto signals = check_ump_signals(
        receipt.commitments, descriptor,
        transpose({{CoreIndex{0}, {descriptor.para_id}}, {CoreIndex{1}, {descriptor.para_id, ParaId{1}}}}));
    if (signals && !signals.value().empty()) SERINUS_ASSERT(!version_of(descriptor).is_v1());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const BytesView input(data + 1, size - 1);
    switch (data[0] % 12) {
        case 0:
            if (const auto message = message_of<ValidationPeerMessage>(input, true)) {
                if (const auto* protocol = std::get_if<ValidationPeerMessage::Protocol>(&message->v)) {
                    check(protocol->_0);
                } else {
                    (void)check_view(std::get<ValidationPeerMessage::ViewUpdate>(message->v)._0, 1);
                }
            }
            break;
        case 1:
            message_of<CollationPeerMessageV1>(input, false);
            break;
        case 2:
            message_of<CollationPeerMessageV2>(input, false);
            break;
        case 3:
            message_of<CollationPeerMessageV3>(input, false);
            break;
        case 4:
            message_of<CollationPeerMessageV4>(input, false);
            break;
        case 5:
            message_of<ChunkResponseV1>(input, false);
            message_of<ChunkResponseV2>(input, false);
            break;
        case 6:
            message_of<AvailableDataResponse>(input, false);
            message_of<PovResponse>(input, false);
            break;
        case 7:
            message_of<AttestedCandidateRequest>(input, true);
            break;
        case 8:
            if (const auto response = message_of<AttestedCandidateResponse>(input, false)) {
                check(response->candidate_receipt);
            }
            break;
        case 9:
            message_of<CollationResponse>(input, false);
            message_of<CollationResponseV3>(input, false);
            break;
        case 10:
            if (const auto request = message_of<DisputeRequest>(input, false)) {
                const auto hash = request->candidate_receipt.hash();
                (void)signing_payload(request->valid_vote.kind, hash, request->session_index);
            }
            break;
        default:
            if (const auto receipt = message_of<CommittedCandidateReceipt>(input, false)) check(*receipt);
    }
    return 0;
}

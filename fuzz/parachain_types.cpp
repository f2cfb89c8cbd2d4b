// What validators send each other and put into blocks: what decodes is encoded to the same bytes, and its hashes and
// signed bytes do not depend on how it came.
#include "base/assert.hpp"
#include "primitives/parachain/core.hpp"
#include "primitives/parachain/dispute.hpp"
#include "primitives/parachain/session.hpp"

namespace {

using namespace serinus;
using namespace serinus::polkadot_primitives::v5;

/// Whether `input` is one `T`: then its encoding is the input.
template <class T>
std::optional<T> round_trip(BytesView input) {
    auto value = scale::decode<T>(input);
    if (!value) return std::nullopt;
    SERINUS_ASSERT(scale::encoded_size(*value) == input.size());
    SERINUS_ASSERT(std::ranges::equal(scale::encode(*value), input));
    return *std::move(value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const BytesView input(data + 1, size - 1);
    switch (data[0] % 6) {
        case 0:
            if (const auto backed = round_trip<BackedCandidate>(input)) {
                SERINUS_ASSERT(backed->hash() == backed->receipt().hash());
                SERINUS_ASSERT(backed->candidate.commitments.upward_messages.size() <= kMaxMessages);
                SERINUS_ASSERT(backed->descriptor().signing_payload().size() == 132);
            }
            break;
        case 1:
            if (const auto set = round_trip<DisputeStatementSet>(input)) {
                for (const auto& [statement, validator, signature] : set->statements) {
                    const Bytes payload = statement.signing_payload(set->candidate_hash, set->session);
                    SERINUS_ASSERT(payload.size() == 40 || payload.size() == 41 || payload.size() == 73);
                }
            }
            break;
        case 2:
            if (const auto bitfield = round_trip<UncheckedSignedAvailabilityBitfield>(input)) {
                const Bytes payload = bitfield->signing_payload({1, {}});
                SERINUS_ASSERT(payload.size() == input.size() - 4 - 64 + 36);
            }
            break;
        case 3:
            round_trip<SessionInfo>(input);
            break;
        case 4:
            round_trip<CoreState>(input);
            break;
        default:
            round_trip<InherentData>(input);
    }
    return 0;
}

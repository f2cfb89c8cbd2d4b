// What validators send each other and put into blocks and digests: what decodes is encoded to the same bytes, and its
// hashes and signed bytes do not depend on how it came.
#include "base/assert.hpp"
#include "primitives/parachain/core.hpp"
#include "primitives/parachain/dispute.hpp"
#include "primitives/parachain/session.hpp"

namespace {

using namespace serinus;
using namespace serinus::polkadot_primitives::v5;

template <class T>
constexpr bool kHasBits = std::is_same_v<T, BackedCandidate> || std::is_same_v<T, InherentData> ||
                          std::is_same_v<T, CoreState> || std::is_same_v<T, UncheckedSignedAvailabilityBitfield>;

/// Whether `input` is one `T`: then its encoding is the input, but for unused bits of bit sequences, which are dropped.
template <class T>
std::optional<T> round_trip(BytesView input) {
    auto value = scale::decode<T>(input);
    if (!value) return std::nullopt;
    SERINUS_ASSERT(scale::encoded_size(*value) == input.size());
    const Bytes encoded = scale::encode(*value);
    SERINUS_ASSERT(encoded.size() == input.size());
    if (!std::ranges::equal(encoded, input)) {
        SERINUS_ASSERT(kHasBits<T>);
        const auto again = scale::decode<T>(encoded);
        SERINUS_ASSERT(again && scale::encode(*again) == encoded);
    }
    return *std::move(value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const BytesView input(data + 1, size - 1);
    switch (data[0] % 10) {
        case 0:
            if (const auto backed = round_trip<BackedCandidate>(input)) {
                SERINUS_ASSERT(backed->hash() == backed->receipt().hash());
                SERINUS_ASSERT(backed->candidate.commitments.upward_messages.size() <= kMaxMessages);
                SERINUS_ASSERT(backed->descriptor().signing_payload().size() == 132);
                for (const auto& vote : backed->validity_votes) {
                    SERINUS_ASSERT(vote.signing_payload(backed->hash(), {1, {}}).size() == 73);
                }
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
        case 5:
            round_trip<InherentData>(input);
            break;
        case 6:
            round_trip<ScrapedOnChainVotes>(input);
            break;
        case 7:
            round_trip<ConsensusLog>(input);
            break;
        case 8:
            if (const auto vote = round_trip<PvfCheckStatement>(input)) {
                SERINUS_ASSERT(vote->signing_payload().size() == input.size() + 4);
            }
            break;
        default:
            round_trip<executor_params::ExecutorParams>(input);
    }
    return 0;
}

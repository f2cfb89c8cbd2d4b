// BABE's digest items: any header's digests are found or refused, and what was found survives being written.
#include "base/assert.hpp"
#include "consensus/babe/claim.hpp"

namespace {

using namespace serinus;
using namespace serinus::consensus::babe;

template <class T>
void check_round_trip(BytesView input) {
    const auto value = scale::decode<T>(input);
    if (value) SERINUS_ASSERT(equal(scale::encode(*value), input));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    check_round_trip<PreDigest>(input);
    check_round_trip<ConsensusLog>(input);
    check_round_trip<Configuration>(input);
    const auto header = scale::decode<primitives::Header>(input);
    if (!header) return 0;
    const auto digests = find_digests(*header);
    if (!digests) {
        SERINUS_ASSERT(!digests.error().empty());
        return 0;
    }
    if (!digests->claim) return 0;
    // Any claim is judged by any epoch; nobody can have signed for the key of zeros... but the identity, for all.
    Epoch epoch;
    epoch.frame.config.allowed_slots = AllowedSlots::kSecondaryVrf;
    epoch.authorities.resize(slot_of(*digests->claim) % 4);
    for (auto& authority : epoch.authorities) authority.weight = 1;
    (void)check_claim(*header, *digests->claim, epoch);
    const auto record = record_of(std::nullopt, epoch_of(std::nullopt, slot_of(*digests->claim), {}), {}, *digests);
    SERINUS_ASSERT(record.has_value() == digests->next_epoch.has_value());
    return 0;
}

// Handshakes, announcements of blocks and lists of transactions: what is read is written and read again as the same.
#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "network/gossip/announces/messages.hpp"
#include "primitives/block.hpp"

using namespace serinus;
using namespace serinus::network::gossip;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    if (const auto handshake = decode_announce_handshake(input)) {
        const auto again = decode_announce_handshake(encode(*handshake));
        SERINUS_ASSERT(again && *again == *handshake);
    }
    if (const auto announcement = decode_announcement(input)) {
        const auto again = decode_announcement(encode(*announcement));
        SERINUS_ASSERT(again && again->header == announcement->header && again->is_best == announcement->is_best);
    }
    if (const auto transactions = scale::decode<std::vector<primitives::Extrinsic>>(input)) {
        SERINUS_ASSERT(transactions->size() <= size);
        SERINUS_ASSERT(std::ranges::equal(scale::encode(*transactions), input));
    }
    return 0;
}

// Messages of Kademlia from anywhere: what is read is written and read again as the same, and nothing is above its
// bound.
#include "base/assert.hpp"
#include "libp2p/kademlia/messages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace serinus::network::kademlia;
    const auto message = decode_message({data, size});
    if (!message) return 0;
    SERINUS_ASSERT(message->closer_peers.size() <= kMaxPeersPerMessage);
    SERINUS_ASSERT(message->provider_peers.size() <= kMaxPeersPerMessage);
    for (const auto* peers : {&message->closer_peers, &message->provider_peers}) {
        for (const auto& peer : *peers) SERINUS_ASSERT(peer.addresses.size() <= kMaxAddressesPerPeer);
    }
    if (size > kMaxMessageBytes - 1024) return 0;  // peers may be left out
    const auto again = decode_message(encode(*message));
    SERINUS_ASSERT(again && *again == *message);
    return 0;
}

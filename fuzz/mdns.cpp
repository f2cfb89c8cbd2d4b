// Packets of the group of mDNS: nothing crashes, no chain of pointers is endless, and addresses that are understood are
// understood again when this node says them.
#include "base/assert.hpp"
#include "network/discovery/mdns_messages.hpp"

using namespace serinus;
using namespace serinus::network;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto packet = mdns::decode_packet({data, size});
    if (!packet) return 0;
    SERINUS_ASSERT(packet->addresses.size() <= mdns::kMaxAddresses);
    const Bytes response = mdns::encode_response(std::string(40, 'x'), packet->addresses);
    SERINUS_ASSERT(response.size() <= mdns::kMaxResponseBytes);
    const auto again = mdns::decode_packet(response);
    SERINUS_ASSERT(again.has_value() && !again->asks);
    // In order, but for those that have no room.
    size_t at = 0;
    for (const auto& address : again->addresses) {
        while (at < packet->addresses.size() && packet->addresses[at] != address) ++at;
        SERINUS_ASSERT(at++ < packet->addresses.size());
    }
    return 0;
}

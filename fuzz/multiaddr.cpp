// Multiaddresses as bytes and as text: what is understood is written again as it was, and means the same.
#include "base/assert.hpp"
#include "libp2p/wire/transport_address.hpp"
#include "network/peers/network_prefix.hpp"

using namespace serinus;
using namespace serinus::network;

namespace {

void check(const wire::Multiaddr& address) {
    const auto again = wire::Multiaddr::parse(address.to_string());
    SERINUS_ASSERT(again.has_value() && *again == address);
    const auto decoded = wire::Multiaddr::from_bytes(address.bytes());
    SERINUS_ASSERT(decoded.has_value() && *decoded == address);
    SERINUS_ASSERT(address.bytes().size() <= wire::Multiaddr::kMaxBytes);
    (void)address.is_global();
    (void)network_of(address, 24, 48);
    const auto bare = address.without_peer_id();
    if (const auto peer = address.peer_id()) SERINUS_ASSERT(bare.with_peer_id(*peer) == address);
    const auto transport = wire::transport_address_of(address);
    SERINUS_ASSERT(transport.has_value() == wire::transport_address_of(bare).has_value());
    if (transport) SERINUS_ASSERT(!transport->host.empty() && transport->path.starts_with('/'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    if (const auto address = wire::Multiaddr::from_bytes(input)) {
        SERINUS_ASSERT(equal(address->bytes(), input));
        check(*address);
    }
    if (const auto address = wire::Multiaddr::parse(as_text(input))) check(*address);
    return 0;
}
